"""Asks an app as a device of the network or this computer would, without any socket."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp

from generator.serve.web.entrance import Entrance
from generator.serve.web.guard import COOKIE, Guard
from generator.serve.web.rights import Role

HERE, PHONE = "127.0.0.1", "192.168.1.7"
HOST = "192.168.1.5"  # this computer, as the phone names it


@dataclass(frozen=True)
class Visit:
    """What a device was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def open_guard() -> Guard:
    """A guard that lets phones in, of both roles."""
    guard = Guard(8000, Entrance(Role.AIDE, Role.DEPUTY))
    guard.entrance.open([HOST])
    return guard


def headers_of(role: Role, guard: Guard) -> dict[str, str]:
    """The headers of a device of that role; a phone has entered its PIN."""
    if role is Role.COMPUTER:
        return {"host": f"{HERE}:{guard.port}"}
    headers = {"host": f"{HOST}:{guard.port}"}
    if role is not Role.STRANGER:
        token = guard.entrance.enter(guard.entrance.number(role), PHONE)
        headers["cookie"] = f"{COOKIE}={token}"
    return headers


def visit(
    app: ASGIApp,
    path: str,
    headers: Mapping[str, str],
    *,
    method: str = "GET",
    body: bytes = b"",
    device: str = PHONE,
) -> Visit:
    """The answer to one request."""
    messages: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        messages.append(message)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    plain, _, query = path.partition("?")
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": plain,
        "raw_path": quote(plain).encode(), "query_string": query.encode(), "root_path": "",
        "headers": raw, "client": (device, 50_000), "server": (HOST, 8000),
    }  # fmt: skip

    async def ask() -> None:
        await app(scope, receive, send)

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has a loop in this thread
        pool.submit(asyncio.run, ask()).result()
    sent = {name.decode().lower(): value.decode() for name, value in messages[0]["headers"]}
    return Visit(messages[0]["status"], sent, b"".join(m.get("body", b"") for m in messages[1:]))
