"""All routes of the studio and the preview, tried by all roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from generator.inputs import BuildRequest
from generator.messages import Words
from generator.serve.display import Display
from generator.serve.loop.preview_loop import PreviewLoop
from generator.serve.run import Served, ServeOptions, Sites, make_service
from generator.serve.web.app import make_app, preview_doors
from generator.serve.web.guard import Guard
from generator.serve.web.network import Network
from generator.serve.web.rights import Door, Role
from generator.studio.app import routes
from generator.studio.running import with_mark
from tests.support.visiting import HERE, PHONE, headers_of, open_guard, visit

READING = {"GET", "HEAD"}
ENTERING = {"/_preview/enter", "/_preview/pages.css"}


async def inside(request: Request) -> Response:
    del request
    return Response("inside")


@dataclass(frozen=True)
class House:
    """The app with every handler replaced by one that says that it was reached."""

    app: ASGIApp
    guard: Guard
    doors: list[Door]

    def reaches(self, role: Role, door: Door, method: str) -> bool:
        """Whether a request reaches the handler; it gets 403 where not."""
        path = door.path_format.format_map(_Anything())
        device = HERE if role is Role.COMPUTER else PHONE
        headers = headers_of(role, self.guard)
        answer = visit(self.app, path, headers, method=method, device=device)
        assert answer.status in (200, 403), (path, answer.status)
        return answer.status == 200


class _Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "anything"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root, guard = tmp_path_factory.mktemp("house"), open_guard()
    (root / "content").mkdir()
    request = BuildRequest(root / "content", root / "output", root / "cache")
    loop = PreviewLoop(request, Display())
    options = ServeOptions(Words("en"), lambda *_: ())
    service = make_service(request, options, loop, guard)
    served = Served(request, loop, service, Network(guard), Sites(request, options, routes))
    doors = [*with_mark(routes)(served), *preview_doors(service)]
    stubs = [
        Door(door.path, inside, roles=door.roles, methods=door.ways, publishes=door.publishes)
        for door in doors
    ]
    app = make_app(service, stubs)
    return House(app, guard, doors)


def ways(house: House) -> Iterator[tuple[Door, str]]:
    for door in house.doors:
        for method in sorted(door.ways):
            yield door, method


def test_every_route_is_reached_by_its_roles_alone(house: House) -> None:
    tried = 0
    for door, method in ways(house):
        for role in Role:
            is_free = role is Role.COMPUTER or not door.publishes
            assert house.reaches(role, door, method) is (role in door.roles and is_free), door.path
            tried += 1
    assert tried > 60


def test_leave_to_publish_opens_those_routes_to_the_aides_phone_alone(house: House) -> None:
    house.guard.entrance.aide_may_publish = True
    try:
        for door, method in ways(house):
            if door.publishes:
                assert house.reaches(Role.AIDE, door, method) is (Role.AIDE in door.roles)
                assert not house.reaches(Role.DEPUTY, door, method)
                assert not house.reaches(Role.STRANGER, door, method)
    finally:
        house.guard.entrance.aide_may_publish = False


def test_strangers_reach_the_page_where_the_pin_is_entered_and_no_other(house: House) -> None:
    assert {door.path for door in house.doors if Role.STRANGER in door.roles} == ENTERING


def test_a_deputy_writes_an_answer_and_nothing_else(house: House) -> None:
    written = {door.path for door, method in ways(house)
               if Role.DEPUTY in door.roles and method not in READING}  # fmt: skip
    assert written == {"/_preview/answer", "/_preview/enter"}
    studio = {door.path for door in house.doors if door.path.startswith("/_studio")}
    seen = {door.path for door in house.doors if Role.DEPUTY in door.roles}
    assert studio & seen == {"/_studio/assets/{name}"}


def test_nothing_is_published_by_reading(house: House) -> None:
    for door, method in ways(house):
        assert not (door.publishes and method in READING), door.path


def test_the_deputys_answer_is_not_the_aides_to_give(house: House) -> None:
    (answer,) = [door for door in house.doors if door.path == "/_preview/answer"]
    assert not house.reaches(Role.AIDE, answer, "POST")
