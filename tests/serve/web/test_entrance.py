"""The phones' way in: a PIN for each role, tokens, and an end to guessing."""

from __future__ import annotations

import pytest

from generator.serve.web.entrance import Entrance
from generator.serve.web.rights import Role


@pytest.fixture
def entrance() -> Entrance:
    both = Entrance(Role.AIDE, Role.DEPUTY)
    both.open(["192.168.1.5"])
    return both


def wrong(entrance: Entrance) -> str:
    right = {entrance.number(role) for role in Role}
    return next(number for number in map("{:06}".format, range(3)) if number not in right)


def test_a_closed_entrance_lets_nobody_in() -> None:
    closed = Entrance(Role.AIDE, Role.DEPUTY)
    assert not closed.is_open
    assert closed.number(Role.AIDE) == "" and closed.enter("", "phone") == ""
    assert closed.role_of("") is None


def test_each_role_has_a_pin_and_each_phone_a_token(entrance: Entrance) -> None:
    aide, deputy = entrance.number(Role.AIDE), entrance.number(Role.DEPUTY)
    assert aide != deputy
    for number in (aide, deputy):
        assert len(number) == 6 and number.isdigit()
    first, second = entrance.enter(f" {aide} ", "phone"), entrance.enter(aide, "tablet")
    assert first != second
    assert entrance.role_of(first) is entrance.role_of(second) is Role.AIDE
    assert entrance.role_of(entrance.enter(deputy, "phone")) is Role.DEPUTY
    for nothing in ("", aide, first[:-1], "\ud800", "ү"):
        assert entrance.role_of(nothing) is None


def test_a_role_without_a_pin_cannot_come_in() -> None:
    one = Entrance(Role.DEPUTY)
    one.open([])
    assert one.number(Role.AIDE) == "" and one.enter("", "phone") == ""


@pytest.mark.parametrize("said", ["", "ү", "\ud800", "1" * 5000])
def test_what_is_no_number_is_a_wrong_one(entrance: Entrance, said: str) -> None:
    assert entrance.enter(said, "phone") == ""


def test_closing_forgets_every_phone_and_opening_makes_new_pins(entrance: Entrance) -> None:
    number = entrance.number(Role.AIDE)
    token = entrance.enter(number, "phone")
    entrance.close()
    assert entrance.role_of(token) is None and entrance.hosts == ()
    entrance.open(["192.168.1.5"])
    assert entrance.number(Role.AIDE) != number and entrance.role_of(token) is None


def test_who_guesses_five_times_is_shut_out(entrance: Entrance) -> None:
    for _ in range(5):
        assert not entrance.is_shut("phone")
        assert entrance.enter(wrong(entrance), "phone") == ""
    assert entrance.is_shut("phone")
    assert entrance.enter(entrance.number(Role.AIDE), "phone") == ""
    assert entrance.enter(entrance.number(Role.AIDE), "tablet") != ""


def test_many_devices_do_not_guess_more_than_one(entrance: Entrance) -> None:
    for number in range(25):
        entrance.enter(wrong(entrance), f"device {number}")
    for role in (Role.AIDE, Role.DEPUTY):
        assert entrance.is_shut("a new one")
        assert entrance.enter(entrance.number(role), "a new one") == ""
    entrance.open([])
    assert not entrance.is_shut("a new one")
