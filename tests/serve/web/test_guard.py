"""Who may look in: this computer, and phones with the PIN."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.messages import Words
from generator.serve.display import Display
from generator.serve.web.app import make_app
from generator.serve.web.entrance import Entrance
from generator.serve.web.guard import COOKIE, Guard
from generator.serve.web.rights import Role, Visitor
from generator.serve.web.service import Service
from generator.store.cache import Cache
from tests.support.visiting import visit


def guard_with(*roles: Role) -> Guard:
    guard = Guard(8000, Entrance(*roles))
    guard.entrance.open(["192.168.1.5"])
    return guard


GUARD = guard_with(Role.DEPUTY)


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


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_link_or_form_of_another_site_writes_nothing(method: str) -> None:
    led = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert GUARD.is_own(led) and not GUARD.is_own(led, method)
    assert GUARD.is_own({"sec-fetch-site": "same-origin"}, method)


def test_this_computer_needs_no_pin_and_others_are_strangers() -> None:
    guard = guard_with(Role.DEPUTY)
    for here in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert guard.visitor(here, {}) == Visitor(Role.COMPUTER, may_publish=True)
    for stranger in ("192.168.1.7", "::ffff:192.168.1.7", "fe80::1%eth0", "", "nonsense"):
        assert guard.visitor(stranger, {}) == Visitor(Role.STRANGER)
        assert guard.visitor(stranger, {COOKIE: ""}) == Visitor(Role.STRANGER)


def test_a_token_bears_its_role_and_leave_to_publish_is_given_on_top() -> None:
    guard = guard_with(Role.AIDE, Role.DEPUTY)
    for role in (Role.AIDE, Role.DEPUTY):
        token = guard.entrance.enter(guard.entrance.number(role), "phone")
        assert guard.visitor("192.168.1.7", {COOKIE: token}) == Visitor(role)
        guard.entrance.aide_may_publish = True
        assert guard.visitor("192.168.1.7", {COOKIE: token}).may_publish is (role is Role.AIDE)
        guard.entrance.aide_may_publish = False


def test_phones_ask_for_this_computer_by_its_name_in_their_network_alone() -> None:
    guard = Guard(8000, Entrance(Role.DEPUTY))
    assert not guard.is_addressed({"host": "192.168.1.5:8000"})
    guard.entrance.open(["192.168.1.5"])
    assert list(guard.addresses) == ["http://192.168.1.5:8000/"]
    assert guard.is_addressed({"host": "192.168.1.5:8000"})
    guard.entrance.close()
    assert not guard.is_addressed({"host": "192.168.1.5:8000"})


def test_a_phone_is_led_to_the_door_and_gets_nothing_else() -> None:
    app = make_app(Service(Display(), Cache(Path("none")), GUARD, Words("en")))
    page = {"Host": "192.168.1.5:8000", "Accept": "text/html,*/*;q=0.8"}
    # Browsers send no Sec-Fetch-Mode to an address like that: it has no certificate.
    led = visit(app, "/news/draft.html", page)
    assert (led.status, led.headers["location"]) == (303, "/_preview/enter")
    assert visit(app, "/_preview/enter", page).status == 200
    for path in ("/media/draft-480.mp4", "/_preview/events", "/_preview/preview.js"):
        assert visit(app, path, {**page, "Accept": "*/*"}).status == 403
    assert visit(app, "/", {**page, "Host": "evil.example:8000"}).status == 421
