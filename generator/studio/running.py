"""Know whether a studio runs for a folder already: by a mark that the running one confirms.

The mark, a file in the cache, holds a port and a secret. What answers there has to prove with the
secret that it is the one that wrote it; a mark that nobody confirms is stale.
"""

import hmac
import http.client
import json
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from generator.files import read_file
from generator.intake.whole_file import write_whole
from generator.serve.run import Served
from generator.serve.web.rights import Door, Role
from generator.serve.web.service import NOT_KEPT, STUDIO

_NAME = "studio.json"
_PATIENCE_SECONDS = 2.0
_LONGEST_NONCE = 64  # letters


def with_mark(more: Callable[[Served], list[Door]]) -> Callable[[Served], Iterable[Door]]:
    """Those routes and one that confirms the mark, which is written now."""

    def routes(served: Served) -> list[Door]:
        secret = secrets.token_hex(32)
        _write_mark(served.request.memory_folder, served.service.guard.port, secret)

        async def here(request: Request) -> Response:
            nonce = request.query_params.get("nonce", "")[:_LONGEST_NONCE]
            return PlainTextResponse(_proof(secret, nonce), headers=NOT_KEPT)

        return [*more(served), Door(f"{STUDIO}here", here, roles=(Role.COMPUTER,))]

    return routes


def running_at(folder: Path) -> str:
    """The address of the studio that has left its mark in that folder; "" where none runs."""
    try:
        mark = json.loads(read_file(folder / _NAME))
        port, secret = int(mark["port"]), str(mark["secret"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f"http://127.0.0.1:{port}{STUDIO}" if _confirms(port, secret) else ""


def _confirms(port: int, secret: str) -> bool:
    """Whether what listens at that port of this computer knows the secret."""
    nonce = secrets.token_hex(16)
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    try:
        link.request("GET", f"{STUDIO}here?nonce={nonce}")
        answer = link.getresponse().read(len(_proof(secret, nonce)))
    except (OSError, http.client.HTTPException, OverflowError):
        return False
    finally:
        link.close()
    return hmac.compare_digest(answer, _proof(secret, nonce).encode())


def _proof(secret: str, nonce: str) -> str:
    return hmac.new(secret.encode(), nonce.encode(), "sha256").hexdigest()


def _write_mark(folder: Path, port: int, secret: str) -> None:
    """Without a mark, a second start runs a second studio; no reason to run none."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / _NAME, json.dumps({"port": port, "secret": secret}).encode())
