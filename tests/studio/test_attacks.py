"""Other sites, odd bodies and odd names, tried against every route that writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from generator.serve.run import Served
from generator.serve.web.app import preview_doors
from generator.serve.web.rights import Door
from generator.studio.app import routes
from tests.support.building import snapshot
from tests.support.content import write_post
from tests.support.served import Preview, preview_of

READING = {"GET", "HEAD"}
JSON = {"Content-Type": "application/json"}
BINARY = "/_studio/upload"  # tus: bytes in place of JSON, and a header that no form can send
WITHOUT_BODY = ("/ready",)  # what is asked stands in the address; a body is not read
FORM = {"/_preview/enter"}  # the PIN is typed into a plain form


class Writing(NamedTuple):
    """A way to write something."""

    method: str
    path: str


class House(NamedTuple):
    """A running studio, and all its ways to write."""

    preview: Preview
    ways: list[Writing]

    def files(self) -> dict[str, bytes]:
        return snapshot(self.preview.content)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root, doors = tmp_path_factory.mktemp("attacks"), list[Door]()
    write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    (root / "secret.txt").write_text("years of work")

    def more(served: Served) -> list[Door]:
        made = routes(served)
        doors.extend([*made, *preview_doors(served.service)])
        return made

    with preview_of(root, more=more) as running:
        running.wait_until_shown("news/2026-11-20-zhol.html", "Ашылды")
        ways = [
            Writing(method, door.path_format.format_map(_Names("2026-11-20-zhol")))
            for door in doors
            for method in sorted(door.ways - READING)
        ]
        assert len(ways) > 20
        yield House(running, ways)


class _Names(dict[str, str]):
    """Every part of an address that is not fixed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, key: str) -> str:
        return self._name


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "studio.evil.example:8000"}, 421),
    ],
)
def test_no_other_site_writes_anything(house: House, headers: dict[str, str], status: int) -> None:
    before = house.files()
    for way in house.ways:
        answer = house.preview.ask(way.method, way.path, JSON | headers, b"{}")
        assert answer.status == status, way
    assert house.files() == before


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "Text/Plain;charset=UTF-8", "application/x-www-form-urlencoded",
     "multipart/form-data; boundary=a"],
)  # fmt: skip
def test_what_a_form_can_send_is_no_command(house: House, kind: str) -> None:
    before = house.files()
    for way in house.ways:
        if way.path not in FORM:
            headers = {"Content-Type": kind}
            answer = house.preview.ask(way.method, way.path, headers, b'{"open": true}')
            assert answer.status == 415, way
    assert house.files() == before
    assert not house.preview.guard.entrance.is_open


@pytest.mark.parametrize(
    "body",
    [b"[" * 19_000, b"null", b'"x"', b"\xff", b'{"a": "\\ud800"}', b'{"a": 1e999}', b"{" * 50],
    ids=range(7),
)
def test_odd_bodies_are_refused_and_change_nothing(house: House, body: bytes) -> None:
    before = house.files()
    for way in house.ways:
        answer = house.preview.ask(way.method, way.path, JSON, body)
        assert answer.status < 500, (way, answer.status)
    assert house.files() == before
    assert not (house.preview.root / "cache/serve.log").exists()


def test_no_body_is_read_without_end(house: House) -> None:
    long = json.dumps({"text": "x" * 8_000_000}).encode()
    for way in house.ways:
        if not way.path.startswith(BINARY) and not way.path.endswith(WITHOUT_BODY):
            answer = house.preview.ask(way.method, way.path, JSON, long)
            assert 400 <= answer.status < 500, (way, answer.status)


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2fsecret.txt", "%2e%2e", "..%5c..%5csecret.txt", "%00", "con", "x" * 4000,
     "%2fetc%2fpasswd", "2026-11-20%20Жол".replace("Жол", "%D0%96%D0%BE%D0%BB"), "file:%2f%2f%2f"],
)  # fmt: skip
def test_no_name_in_an_address_leads_to_another_file(house: House, name: str) -> None:
    doors = {way.path for way in house.ways if "2026-11-20-zhol" in way.path}
    reading = {"/_studio/post/X", "/_studio/answer/X", "/_studio/event/X", "/_studio/show/X",
               "/_studio/assets/X", "/_studio/post/X/X", "/_studio/publish/kit/X/X"}  # fmt: skip
    before = house.files()
    for path in sorted({door.replace("2026-11-20-zhol", "X") for door in doors} | reading):
        for method in ("GET", "POST", "DELETE"):
            answer = house.preview.ask(method, path.replace("X", name), JSON, b"{}")
            assert answer.status < 500 and "years of work" not in answer.text, (path, method)
            assert "root:" not in answer.text
    assert house.files() == before


def test_no_method_but_those_of_a_route_reaches_it(house: House) -> None:
    for way in house.ways:
        for method in ("PUT", "OPTIONS", "TRACE", "PROPFIND"):
            assert house.preview.ask(method, way.path).status in (405, 501), (way, method)
