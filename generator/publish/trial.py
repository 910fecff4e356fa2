"""Tries a host with a small file: write, rename, read as a reader would, remove."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from generator.errors import Problem, doubt
from generator.publish.hosts.host import Connection, Failed, NoRename, failed
from generator.publish.http_headers import http_headers
from generator.publish.request import PublishRequest, connected
from generator.publish.upload import ConnectionPool
from generator.publish.verify import trial_problems

_BYTES = 4096


def try_host(request: PublishRequest, url: str = "") -> tuple[Problem, ...]:
    """Doubts about a host that can be written to; nothing stays there but the site's folder.

    `url` ends in "/", or is "" where the site's address is not known. Raises Failed where nothing
    can be published there.
    """
    content = uuid.uuid4().hex.encode() * (_BYTES // 32)
    name = f"jarshy-trial-{uuid.uuid4().hex[:12]}.txt"
    with connected(request) as pool:
        pool.run(lambda connection: connection.make_folder(""))
        if request.host.keeps_history:
            pool.run(lambda connection: connection.size(name))  # files of a branch go all together
            return ()
        try:
            return tuple(_tried(pool, name, content, url))
        finally:
            for left in (name, f"{name}.part"):
                with suppress(Failed):
                    pool.run(lambda connection, path: connection.remove(path), left)


def _tried(pool: ConnectionPool, name: str, content: bytes, url: str) -> Iterator[Problem]:
    if not pool.run(_write, name, content):
        yield doubt(
            "",
            "this host cannot rename files: while one is sent, a reader may meet half of it",
            "if your host has SFTP, use that",
        )
    size_bytes = pool.run(lambda connection: connection.size(name))
    if size_bytes != len(content):
        raise failed(
            "",
            "the host keeps a file of {wanted} bytes as {found}",
            "ask the host whether its disk or quota is full",
            wanted=len(content),
            found=size_bytes,
        )
    if url:
        yield from trial_problems(url + name, content)


def _write(connection: Connection, name: str, content: bytes) -> bool:
    """Write the file as a release does; whether the host can rename."""
    headers = http_headers(name, len(content))
    if connection.whole:
        connection.write(name, BytesIO(content), 0, headers)
        return True
    connection.write(f"{name}.part", BytesIO(content), 0, headers)
    try:
        connection.rename(f"{name}.part", name)
    except NoRename:
        connection.write(name, BytesIO(content), 0, headers)
        return False
    return True
