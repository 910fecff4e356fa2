"""Serves a finished site as a host would, and remembers what was asked for."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Hosted:
    """A site on a port of this computer."""

    address: str
    log: list[str] = field(default_factory=list)  # paths, as they were asked for

    def asked(self, *endings: str) -> list[str]:
        """What was asked for of those kinds."""
        return [path for path in self.log if path.endswith(endings)]


class _Handler(SimpleHTTPRequestHandler):
    """Answers with parts of files: no clip is wound without."""

    def __init__(
        self, *request: object, hosted: Hosted, script_seconds: float, directory: str
    ) -> None:
        self.hosted, self.script_seconds = hosted, script_seconds
        super().__init__(*request, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.hosted.log.append(self.path.lstrip("/"))
        path = Path(self.translate_path(self.path))
        if path.suffix == ".js":
            time.sleep(self.script_seconds)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not wanted or not path.is_file():
            super().do_GET()
            return
        body = path.read_bytes()
        first, last = int(wanted[1]), int(wanted[2] or len(body) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(body[first : last + 1])

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosted_site(root: Path, script_seconds: float = 0.0) -> Iterator[Hosted]:
    """The site in that folder on a free port; its scripts come late by those seconds."""
    hosted = Hosted("")
    handler = partial(_Handler, hosted=hosted, script_seconds=script_seconds, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hosted.address = f"http://127.0.0.1:{server.server_port}/"
        yield hosted
        server.shutdown()
