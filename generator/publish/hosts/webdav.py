"""Publishes into a folder over WebDAV (RFC 4918)."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx

from generator.publish.hosts import failures
from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Connection,
    Failed,
    HttpHeaders,
    Missing,
    NoRename,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust, trusted_context

_SECONDS = 30
_BLOCK = 1 << 16

_FAILURES = {
    401: failures.refused,
    413: failures.full,
    507: failures.full,
    **dict.fromkeys((502, 503, 504), failures.cut),
}


class WebDav(Connection):
    """A folder behind HTTP. A file is sent under another name, and moved when it is whole."""

    def __init__(self, address: Address, secret: Secret, trust: Trust, folder: Path) -> None:
        del folder
        self._address = address
        secure = address.scheme == "webdavs"
        host = f"[{address.host}]" if ":" in address.host else address.host
        base = f"http{'s' if secure else ''}://{host}:{address.port}"
        self._root = base + quote(address.path.rstrip("/"))
        self._client = httpx.Client(
            auth=(secret.user, secret.password) if secret.password else None,
            verify=_context(address, trust) if secure else True,
            timeout=_SECONDS,
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=8),
        )

    def read(self, path: str) -> bytes:
        content = bytearray()
        with self._translate_errors(), self._client.stream("GET", self._at(path)) as answer:
            if not answer.is_success:
                raise self._to_problem("GET", path, answer.status_code)
            for block in answer.iter_bytes(_BLOCK):
                content += block
                if len(content) > MOST_READ_BYTES:
                    raise failures.broken_list()
        return bytes(content)

    def size(self, path: str) -> int:
        try:
            answer = self._ask("HEAD", path)
        except Missing:
            return -1
        return int(answer.headers.get("Content-Length", 0))

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        del start  # PUT replaces the whole file
        # Without a length it would be sent in chunks, which some servers do not take.
        length = {"Content-Length": str(headers.size_bytes), "Content-Type": headers.content_type}
        self._ask("PUT", path, headers=length, content=iter(lambda: content.read(_BLOCK), b""))

    def rename(self, old: str, new: str) -> None:
        self._ask("MOVE", old, headers={"Destination": self._at(new), "Overwrite": "T"})

    def remove(self, path: str) -> None:
        with suppress(Missing):
            self._ask("DELETE", path)

    def make_folder(self, path: str) -> bool:
        try:
            self._ask("MKCOL", f"{path}/")
        except _NameTaken:
            return False
        return True

    def remove_folder(self, path: str) -> None:
        # DELETE would also remove what somebody else put there.
        with suppress(Missing, Failed, ElementTree.ParseError):
            answer = self._ask("PROPFIND", f"{path}/", headers={"Depth": "1"})
            entries = ElementTree.fromstring(answer.content).findall("{DAV:}response")
            if len(entries) == 1:  # the folder itself
                self._ask("DELETE", f"{path}/")

    def close(self) -> None:
        self._client.close()

    def _at(self, path: str) -> str:
        return f"{self._root}/{quote(path)}"

    def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        content: Iterator[bytes] | None = None,
    ) -> httpx.Response:
        if self._client.is_closed:  # by another thread, whose connection was cut
            raise failures.cut(self._address)
        with self._translate_errors():
            answer = self._client.request(method, self._at(path), headers=headers, content=content)
        if answer.is_success:
            return answer
        raise self._to_problem(method, path, answer.status_code)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except httpx.ConnectError:
            raise failures.unreachable(self._address) from None
        except httpx.RequestError:
            raise failures.cut(self._address) from None

    def _to_problem(self, method: str, path: str, status: int) -> Exception:
        if method == "MOVE" and status in (405, 501):
            return NoRename()
        if status == 405:
            return _NameTaken()
        if status in (404, 409):  # 409: the folder above does not exist
            return Missing(path)
        if status == 403:
            return failures.denied(self._address, path)
        if status in _FAILURES:
            return _FAILURES[status](self._address)
        return failures.unwritten(self._address, path, f"HTTP {status}")


class _NameTaken(Exception):
    """The answer to MKCOL where a file or folder of that name exists."""


def _context(address: Address, trust: Trust) -> ssl.SSLContext:
    try:
        return trusted_context(trust, address.host, address.port)
    except OSError:
        raise failures.unreachable(address) from None
