"""A WebDAV folder as a place to publish to."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import quote
from xml.etree import ElementTree

import httpx

from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Failed,
    HttpHeaders,
    Missing,
    NoRename,
    broken_list,
    cut,
    denied,
    full,
    refused,
    unreachable,
    unwritten,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust, trusted_context

_SECONDS = 30
_BLOCK = 1 << 16


class WebDav:
    """A folder behind HTTP; files get another name until they are whole (RFC 4918, MOVE)."""

    whole = False
    resumes = False

    def __init__(self, address: Address, secret: Secret, trust: Trust) -> None:
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
        held = bytearray()
        try:
            with self._client.stream("GET", self._at(path)) as answer:
                if not answer.is_success:
                    raise self._no("GET", path, answer.status_code)
                for block in answer.iter_bytes(_BLOCK):
                    held += block
                    if len(held) > MOST_READ_BYTES:
                        raise broken_list()
        except httpx.ConnectError:
            raise unreachable(self._address) from None
        except httpx.RequestError:
            raise cut(self._address) from None
        return bytes(held)

    def size(self, path: str) -> int:
        try:
            answer = self._ask("HEAD", path)
        except Missing:
            return -1
        return int(answer.headers.get("Content-Length", 0))

    def write(self, path: str, content: Bytes, start: int, nature: HttpHeaders) -> None:
        del start  # there is no going on in the middle of a file here
        # Without its length it would go in chunks, which some servers do not take.
        length = {"Content-Length": str(nature.size_bytes), "Content-Type": nature.content_type}
        self._ask("PUT", path, headers=length, content=_blocks(content))

    def rename(self, old: str, new: str) -> None:
        headers = {"Destination": self._at(new), "Overwrite": "T"}
        self._ask("MOVE", old, headers=headers)

    def remove(self, path: str) -> None:
        with suppress(Missing):
            self._ask("DELETE", path)

    def make_folder(self, path: str) -> bool:
        try:
            self._ask("MKCOL", f"{path}/")
        except _Taken:  # what MKCOL answers where something has the name already
            return False
        return True

    def remove_folder(self, path: str) -> None:
        # DELETE would take along whatever somebody else put there.
        with suppress(Missing, Failed, ElementTree.ParseError):
            answer = self._ask("PROPFIND", f"{path}/", headers={"Depth": "1"})
            found = ElementTree.fromstring(answer.content).findall("{DAV:}response")
            if len(found) == 1:
                self._ask("DELETE", f"{path}/")

    def claim(self, path: str) -> bool:
        return self.make_folder(path)

    def finish(self, words: str) -> None:
        pass

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
        if self._client.is_closed:  # another thread met the end of the line
            raise cut(self._address)
        try:
            answer = self._client.request(method, self._at(path), headers=headers, content=content)
        except httpx.ConnectError:
            raise unreachable(self._address) from None
        except httpx.RequestError:
            raise cut(self._address) from None
        if answer.is_success:
            return answer
        raise self._no(method, path, answer.status_code)

    def _no(self, method: str, path: str, status: int) -> Exception:
        known: dict[int, Callable[[], Exception]] = {
            401: lambda: refused(self._address),
            403: lambda: denied(self._address, path),
            404: lambda: Missing(path),
            405: _Taken,
            409: lambda: Missing(path),  # the folder above is not there
            413: lambda: full(self._address),
            507: lambda: full(self._address),
        }
        if method == "MOVE" and status in (405, 501):
            return NoRename()
        if status in known:
            return known[status]()
        if status in (502, 503, 504):
            return cut(self._address)
        return unwritten(self._address, path, f"HTTP {status}")


class _Taken(Exception):
    """The name is in use."""


def _context(address: Address, trust: Trust) -> ssl.SSLContext:
    try:
        return trusted_context(trust, address.host, address.port)
    except OSError:
        raise unreachable(address) from None


def _blocks(content: Bytes) -> Iterator[bytes]:
    while block := content.read(_BLOCK):
        yield block
