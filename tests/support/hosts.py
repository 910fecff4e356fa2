"""Every kind of host, on loopback: where to publish, and how to see what readers would get."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import asyncssh
import obstore
import pytest
from obstore.store import S3Store

from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import fingerprint
from tests.support.buckets import s3_server
from tests.support.building import snapshot
from tests.support.published import NOBODY, public
from tests.support.servers import (
    PASSWORD,
    USER,
    ftp_server,
    make_certificates,
    ssh_server,
    webdav_server,
)


@dataclass(frozen=True, slots=True)
class Host:
    """A host that is up."""

    to: str
    public: Callable[[], dict[str, bytes]]  # what readers can see
    put: Callable[[str, bytes], None]  # somebody else puts a file there
    everything: Callable[[], dict[str, bytes]]  # all that lies there, for whoever can look
    secret: Secret = NOBODY
    accept: str = ""  # what has to be accepted at the first visit
    port: int = 0


@cache
def host_key() -> asyncssh.SSHKey:
    """The key of our SSH server."""
    return asyncssh.generate_private_key("ssh-ed25519")


@contextmanager
def folder(connection: Path) -> Iterator[Host]:
    """A mounted folder."""
    yield Host(str(connection / "site"), *_in_folder(connection / "site"))


@contextmanager
def ftp(connection: Path) -> Iterator[Host]:
    """FTP as cheap hosting has it."""
    connection.mkdir()
    with ftp_server(connection) as port:
        yield Host(
            f"ftp://{USER}@127.0.0.1:{port}/site",
            *_in_folder(connection / "site"),
            Secret(USER, PASSWORD),
            port=port,
        )


@contextmanager
def ftps(connection: Path) -> Iterator[Host]:
    """FTP that wants TLS on both connections; its certificate is signed by nobody known."""
    connection.mkdir()
    certificates = make_certificates(connection.parent)
    with ftp_server(connection, certificate=certificates.good) as port:
        yield Host(
            f"ftps://{USER}@localhost:{port}/site",
            *_in_folder(connection / "site"),
            Secret(USER, PASSWORD),
            accept=shown_by(certificates.good),
            port=port,
        )


@contextmanager
def sftp(connection: Path) -> Iterator[Host]:
    """SFTP with a password."""
    connection.mkdir()
    with ssh_server(connection, host_key()) as port:
        yield Host(
            f"sftp://{USER}@127.0.0.1:{port}/site",
            *_in_folder(connection / "site"),
            Secret(USER, PASSWORD),
            accept=fingerprint(host_key().public_data),
            port=port,
        )


def bucket(port: int) -> S3Store:
    """What lies on our S3 server, seen by its owner."""
    return S3Store(
        "site",
        config={
            "endpoint": f"http://127.0.0.1:{port}",
            "access_key_id": "a",
            "secret_access_key": "b",
        },
        client_options={"allow_http": True},
    )


@contextmanager
def s3(connection: Path) -> Iterator[Host]:
    """A bucket, and a folder in it."""
    del connection
    with s3_server("site") as port:
        store = bucket(port)

        def held() -> dict[str, bytes]:
            names = [file["path"] for part in obstore.list(store) for file in part]
            return {name: bytes(obstore.get(store, name).bytes()) for name in names}

        def read() -> dict[str, bytes]:
            files = held()
            assert all(name.startswith("docs/") for name in files)
            shown = {name.removeprefix("docs/"): content for name, content in files.items()}
            return {name: held for name, held in shown.items() if not name.startswith(".jarshy/")}

        def put(path: str, content: bytes) -> None:
            obstore.put(store, f"docs/{path}", content)

        to = f"s3://site/docs?endpoint=http://127.0.0.1:{port}"
        yield Host(to, read, put, held, Secret("key", PASSWORD), port=port)


@contextmanager
def webdav(connection: Path) -> Iterator[Host]:
    """A WebDAV folder."""
    connection.mkdir()
    with webdav_server(connection) as port:
        yield Host(
            f"webdav://{USER}@127.0.0.1:{port}/site",
            *_in_folder(connection / "site"),
            Secret(USER, PASSWORD),
            port=port,
        )


@contextmanager
def git(connection: Path) -> Iterator[Host]:
    """A branch of a bare repository."""
    if sys.platform == "win32":
        pytest.skip("Windows: git is not in the folder with Windows' Python")
    repository = str(connection / "site.git")
    run_git("init", "--quiet", "--bare", repository)

    def read() -> dict[str, bytes]:
        out = connection / "checked-out"
        shutil.rmtree(out, ignore_errors=True)
        run_git("clone", "--quiet", "--branch=gh-pages", repository, str(out))
        shutil.rmtree(out / ".git")
        return public(out)

    def put(path: str, content: bytes) -> None:
        out = connection / "theirs"
        shutil.rmtree(out, ignore_errors=True)
        run_git("clone", "--quiet", "--branch=gh-pages", repository, str(out))
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
        inside = ("-C", str(out), "-c", "user.name=a", "-c", "user.email=a@localhost")
        run_git(*inside, "add", "--all")
        run_git(*inside, "commit", "--quiet", "--message=theirs")
        run_git(*inside, "push", "--quiet")

    def held() -> dict[str, bytes]:
        """What the host gives to a stranger: every object of every branch and tag."""
        out = connection / "mirror"
        shutil.rmtree(out, ignore_errors=True)
        run_git("clone", "--quiet", "--mirror", "--no-local", f"file://{repository}", str(out))
        return git_objects(out)

    yield Host(f"git+file://{repository}", read, put, held)


def git_objects(repository: Path) -> dict[str, bytes]:
    """Every object in a repository, reachable or not, and its other files."""
    every = ("cat-file", "--batch", "--batch-all-objects", "--unordered", "--buffer")
    command = ["git", f"--git-dir={repository}", *every]
    objects = subprocess.run(command, capture_output=True, check=True).stdout
    return {**snapshot(repository), "objects": objects}


def _in_folder(
    root: Path,
) -> tuple[
    Callable[[], dict[str, bytes]], Callable[[str, bytes], None], Callable[[], dict[str, bytes]]
]:
    def put(path: str, content: bytes) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    return lambda: public(root), put, lambda: snapshot(root.parent)


def mentions(files: dict[str, bytes], wanted: bytes) -> list[str]:
    """The files whose names or bytes hold that, unpacked where they are packed."""
    return [path for path, held in files.items() if wanted in path.encode() + _unpacked(held)]


def _unpacked(held: bytes) -> bytes:
    """The bytes, and those of what is packed in them; a tar holds its files as they are."""
    with suppress(OSError, EOFError, zlib.error):
        return held + gzip.decompress(held)
    return held


def run_git(*args: str) -> str:
    """git itself, told nothing of whoever runs the tests."""
    done = subprocess.run(["git", *args], capture_output=True, text=True, check=True)
    return done.stdout


def shown_by(pem: Path) -> str:
    """The fingerprint of the first certificate in a file."""
    first = pem.read_text().split("-----BEGIN CERTIFICATE-----")[1]
    whole = "-----BEGIN CERTIFICATE-----" + first.split("-----END")[0] + "-----END CERTIFICATE-----"
    return fingerprint(ssl.PEM_cert_to_DER_cert(whole))


KINDS = {kind.__name__: kind for kind in (folder, ftp, ftps, sftp, s3, webdav, git)}
