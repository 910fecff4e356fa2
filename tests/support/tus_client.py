"""Sends files as a phone's page does, over tus; goes on after every broken line."""

from __future__ import annotations

import http.client
import time
import zlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.support.waiting import LAST_RESORT_SECONDS

UPLOADS = "/_studio/upload"
TUS = {"Tus-Resumable": "1.0.0"}
_PAUSE_SECONDS = 0.01


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes = b""

    @property
    def offset(self) -> int:
        return int(self.headers["upload-offset"])

    @property
    def place(self) -> str:
        return unquote(self.headers.get("jarshy-place", ""))


def metadata(**pairs: str) -> str:
    """The value of Upload-Metadata."""
    return ",".join(f"{key} {b64encode(text.encode()).decode()}" for key, text in pairs.items())


def crc32(content: bytes) -> dict[str, str]:
    """The header that says what those bytes add up to."""
    stated = b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()
    return {"Upload-Checksum": f"crc32 {stated}"}


@dataclass
class Phone:
    """Somebody who sends to a server at `port`, through a line at `line_port` if there is one."""

    port: int
    line_port: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] = {}, body: bytes | None = None
    ) -> Said:
        """One request. Raises OSError or HTTPException where the line breaks."""
        to = self.line_port or self.port
        link = http.client.HTTPConnection("127.0.0.1", to, timeout=LAST_RESORT_SECONDS)
        try:
            everything = {"Host": f"127.0.0.1:{self.port}", **TUS, **self.headers, **headers}
            link.request(method, path, body, everything)
            answer = link.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Said(answer.status, names, answer.read())
        finally:
            link.close()

    def begin(self, name: str, length: int, **more: str) -> Said:
        headers = {"Upload-Length": str(length), "Upload-Metadata": metadata(filename=name, **more)}
        return self.ask("POST", UPLOADS, headers)

    def address(self, name: str, length: int, **more: str) -> str:
        """Where a new upload is."""
        said = self.begin(name, length, **more)
        assert said.status == 201, said
        if "set-cookie" in said.headers:
            self.headers["Cookie"] = said.headers["set-cookie"].partition(";")[0]
        return said.headers["location"]

    def patch(self, address: str, offset: int, content: bytes, **headers: str) -> Said:
        """Send those bytes; `Upload_Checksum` is written so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        return self.ask("PATCH", address, {**kind, **named}, content)

    def go_on(self, address: str, content: bytes, piece_bytes: int = 1 << 20) -> str:
        """Send all that is missing, however often the line breaks; return the file's place."""
        place = ""
        while not place:
            try:
                now = self.ask("HEAD", address)
                while not (place := now.place):
                    piece = content[now.offset : now.offset + piece_bytes]
                    now = self.patch(address, now.offset, piece, **crc32(piece))
            except (OSError, http.client.HTTPException):
                time.sleep(_PAUSE_SECONDS)  # nobody may listen yet
        return place

    def send(self, name: str, content: bytes, **more: str) -> str:
        """Send a file over a whole line; return its place."""
        return self.go_on(self.address(name, len(content), **more), content)
