"""Who may look in: this computer, and phones with the PIN."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from generator.messages import Words
from generator.serve.display import Display
from generator.serve.web.app import make_app
from generator.serve.web.guard import COOKIE, LOCAL_HOSTS, Guard, Pin
from generator.serve.web.service import Service
from generator.store.cache import Cache

PHONES = Guard(8000, (*LOCAL_HOSTS, "192.168.1.5"), Pin())
GUARD = Guard(8000, (*LOCAL_HOSTS, "192.168.1.5"))


@pytest.mark.parametrize(
    ("host", "is_good"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST:8000", True),
        ("[::1]:8000", True),
        ("192.168.1.5:8000", True),
        ("127.0.0.1", False),
        ("127.0.0.1:8001", False),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example:8000", False),
        ("127.0.0.1:8000@evil.example", False),
        ("", False),
        ("[::1:8000", False),
        ("127.0.0.1:port", False),
    ],
)
def test_only_own_names_are_answered(host: str, is_good: bool) -> None:
    assert GUARD.is_addressed({"host": host}) is is_good


@pytest.mark.parametrize(
    ("headers", "is_good"),
    [
        ({}, True),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://192.168.1.5:8000", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://127.0.0.1:3000"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, False),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, True),
        ({"sec-fetch-site": "none"}, True),
    ],
)
def test_other_sites_get_nothing(headers: dict[str, str], is_good: bool) -> None:
    assert GUARD.is_own(headers) is is_good


def test_only_this_computer_needs_no_pin() -> None:
    guard = Guard(8000, LOCAL_HOSTS, Pin())
    assert guard.is_known("127.0.0.1", {}) and guard.is_known("::1", {})
    assert guard.is_known("::ffff:127.0.0.1", {})
    for stranger in ("192.168.1.7", "::ffff:192.168.1.7", "fe80::1%eth0", "", "nonsense"):
        assert not guard.is_known(stranger, {})
    assert not Guard(8000).is_known("192.168.1.7", {COOKIE: ""})


def test_the_pin_opens_the_door_with_a_token_of_its_own() -> None:
    pin = Pin()
    assert len(pin.number) == 6 and pin.number.isdigit()
    token, other = pin.enter(f" {pin.number} ", "phone"), pin.enter(pin.number, "tablet")
    assert token and token != other and pin.knows(token) and pin.knows(other)
    assert not pin.knows("") and not pin.knows(pin.number)
    assert Guard(8000, pin=pin).is_known("192.168.1.7", {COOKIE: token})
    assert not Pin().knows(token)


def wrong(pin: Pin) -> str:
    return f"{(int(pin.number) + 1) % 1_000_000:06}"


def test_who_guesses_five_times_is_shut_out() -> None:
    pin = Pin()
    for _ in range(5):
        assert not pin.is_shut("phone")
        assert pin.enter(wrong(pin), "phone") == ""
    assert pin.is_shut("phone")
    assert pin.enter(pin.number, "phone") == ""
    assert pin.enter(pin.number, "tablet") != ""


def test_many_devices_do_not_guess_more() -> None:
    pin = Pin()
    for number in range(25):
        pin.enter(wrong(pin), f"device {number}")
    assert pin.is_shut("a new one")
    assert pin.enter(pin.number, "a new one") == ""


def test_a_phone_is_led_to_the_door_and_gets_nothing_else() -> None:
    app = make_app(Service(Display(), Cache(Path("none")), PHONES, Words("en")))
    page = {"Host": "192.168.1.5:8000", "Accept": "text/html,*/*;q=0.8"}
    # Browsers send no Sec-Fetch-Mode to an address like that: it has no certificate.
    assert ask(app, "/news/draft.html", page) == (303, "/_preview/enter")
    assert ask(app, "/_preview/enter", page) == (200, "")
    for path in ("/media/draft-480.mp4", "/_preview/events", "/_preview/preview.js"):
        assert ask(app, path, {**page, "Accept": "*/*"}) == (403, "")
    assert ask(app, "/", {**page, "Host": "evil.example:8000"}) == (421, "")


def ask(app: ASGIApp, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """What a device of the network is answered: status, and where it is led."""
    told: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        told.append(message)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": raw,
        "client": ("192.168.1.7", 50_000), "server": ("192.168.1.5", 8000),
    }  # fmt: skip

    async def ask() -> None:
        await app(scope, receive, send)

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has a loop in this thread
        pool.submit(asyncio.run, ask()).result()
    answered = dict(told[0]["headers"])
    return told[0]["status"], answered.get(b"location", b"").decode()
