"""Tell open pages that something changed; each page asks for what it shows."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from generator.serve.web.service import NOT_KEPT
from generator.studio.studio import Studio

_PROGRESS_SECONDS = 0.5
_SIGN_OF_LIFE_SECONDS = 15.0


async def events(studio: Studio, request: Request) -> Response:
    """A stream of server-sent events: the number of what is on display, which posts the deputy has
    open, and what is being made."""
    del request
    headers = {**NOT_KEPT, "X-Accel-Buffering": "no"}
    return StreamingResponse(_states(studio), media_type="text/event-stream", headers=headers)


async def _states(studio: Studio) -> AsyncIterator[str]:
    display, sent = studio.display, ""
    with display.changes() as changed:
        while not display.is_closed:
            changed.clear()
            shares = dict(studio.service.shares())
            number, readers = display.shown.number, studio.service.readers.slugs
            text = json.dumps({"number": number, "readers": readers, "shares": shares})
            yield f"data: {text}\n\n" if text != sent else ": still here\n\n"
            sent = text
            with suppress(TimeoutError):
                patience = _PROGRESS_SECONDS if shares else _SIGN_OF_LIFE_SECONDS
                await asyncio.wait_for(changed.wait(), patience)
