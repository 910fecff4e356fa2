"""Read what a page sends, up to a size; anything else is refused."""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_BYTES = 20_000  # more than a page sends that carries no text of a post


async def read_body(request: Request, most_bytes: int = MOST_BYTES) -> bytes:
    """The request's body. Raises HTTPException 413 where it is longer."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise HTTPException(413)
    return body


async def read_json(request: Request, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """The JSON object that a page of this server sent.

    Raises HTTPException: 415 for any other type, which a form of another site could send; 413
    where it is longer; 400 where it is no object of text that a file can hold.
    """
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415)
    body = await read_body(request, most_bytes)
    try:
        values = json.loads(body)
        # JSON can hold half of a surrogate pair, which no file can.
        json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(values, dict):
        raise HTTPException(400)
    return values
