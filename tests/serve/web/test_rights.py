"""Each route says who may use it; nobody else's request reaches its handler."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.messages import Words
from generator.serve.display import Display
from generator.serve.web.app import make_app
from generator.serve.web.guard import Guard
from generator.serve.web.rights import OFFICE, Door, Role, may_publish, role_of
from generator.serve.web.service import Service
from generator.store.cache import Cache
from tests.support.visiting import HERE, PHONE, headers_of, open_guard, visit


async def tell(request: Request) -> Response:
    return Response(f"{role_of(request).value} {may_publish(request)}")


def service(guard: Guard) -> Service:
    return Service(Display(), Cache(Path("none")), guard, Words("en"))


def test_a_route_without_roles_is_not_made() -> None:
    with pytest.raises(ValueError, match="nobody may use /x"):
        Door("/x", tell, roles=())
    with pytest.raises(TypeError, match="does not say who may use it"):
        make_app(service(Guard(8000)), [Route("/x", tell)])  # type: ignore[list-item]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_route_is_for_its_roles_alone(role: Role, method: str) -> None:
    guard = open_guard()
    app = make_app(service(guard), [Door("/_studio/x", tell, roles=OFFICE, methods=[method])])
    device = HERE if role is Role.COMPUTER else PHONE
    answer = visit(app, "/_studio/x", headers_of(role, guard), method=method, device=device)
    if role in OFFICE:
        assert answer.status == 200 and answer.body.startswith(role.value.encode())
    else:
        assert answer.status == 403 and role.value.encode() not in answer.body


def test_publishing_from_a_phone_needs_leave_besides_the_role() -> None:
    guard = open_guard()
    app = make_app(service(guard), [Door("/_studio/x", tell, roles=OFFICE, publishes=True)])
    phone, deputy = headers_of(Role.AIDE, guard), headers_of(Role.DEPUTY, guard)
    assert visit(app, "/_studio/x", headers_of(Role.COMPUTER, guard), device=HERE).status == 200
    assert visit(app, "/_studio/x", phone).status == 403
    guard.entrance.aide_may_publish = True
    assert visit(app, "/_studio/x", phone).body == b"aide True"
    assert visit(app, "/_studio/x", deputy).status == 403


def test_no_header_makes_a_phone_this_computer() -> None:
    guard = open_guard()
    app = make_app(service(guard), [Door("/_studio/x", tell, roles=OFFICE)])
    for name in ("x-forwarded-for", "x-real-ip", "forwarded", "jarshy.visitor", "client"):
        assert visit(app, "/_studio/x", headers_of(Role.DEPUTY, guard) | {name: HERE}).status == 403
    named_so = headers_of(Role.DEPUTY, guard) | {"host": f"{HERE}:8000"}
    assert visit(app, "/_studio/x", named_so).status == 403


def test_the_sites_pages_are_framed_by_this_server_alone_and_others_by_nobody() -> None:
    guard = open_guard()
    app = make_app(service(guard), [Door("/_studio/x", tell, roles=OFFICE)])
    here = headers_of(Role.COMPUTER, guard)
    site = visit(app, "/", here, device=HERE).headers
    assert site["x-frame-options"] == "SAMEORIGIN"
    assert site["content-security-policy"] == "frame-ancestors 'self'"
    for path in ("/_studio/x", "/_preview/drafts"):
        assert visit(app, path, here, device=HERE).headers["x-frame-options"] == "DENY"
