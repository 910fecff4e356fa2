"""The preview as an ASGI application: what is on display, and the routes that others add."""

from collections.abc import Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.serve.web.guard import METHODS
from generator.serve.web.preview_pages import PreviewPages
from generator.serve.web.rights import ANYBODY, KNOWN, OFFICE, Door, Role, Visitor, set_visitor
from generator.serve.web.service import NOT_KEPT, OWN, STUDIO, Service, device
from generator.serve.web.site_files import SiteFiles

# Drafts stay here: no other site may frame them, embed them or guess their type. The site's own
# pages are framed by the studio, which shows them as a phone would.
_CLOSED = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-robots-tag", b"noindex"),
)
_NEVER_FRAMED = ((b"x-frame-options", b"DENY"),)
_FRAMED_HERE = (
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", b"frame-ancestors 'self'"),
)


def make_app(service: Service, routes: Iterable[Door] = ()) -> ASGIApp:
    """The preview's routes, and those given, behind its guard.

    Raises TypeError for a route that does not say who may use it.
    """
    doors = [*routes, *preview_doors(service)]
    for door in doors:
        if not isinstance(door, Door):
            raise TypeError(f"{door} does not say who may use it")
    return Starlette(routes=doors, middleware=[Middleware(_GuardMiddleware, service=service)])


def preview_doors(service: Service) -> list[Door]:
    site = SiteFiles(service)
    pages = PreviewPages(service)
    return [
        Door(f"{OWN}events", pages.events, roles=KNOWN),
        Door(f"{OWN}checks", pages.checks, roles=OFFICE),
        Door(f"{OWN}phone", pages.phone, roles=(Role.COMPUTER,)),
        Door(f"{OWN}drafts", pages.drafts, roles=KNOWN),
        Door(f"{OWN}enter", pages.enter, roles=ANYBODY, methods=["GET", "POST"]),
        Door(f"{OWN}answer", pages.answer, roles=(Role.COMPUTER, Role.DEPUTY), methods=["POST"]),
        Door(f"{OWN}pages.css", pages.asset, roles=ANYBODY),
        Door(OWN + "{name}", pages.asset, roles=KNOWN),
        Door("/awaited/{key}", site.awaited, roles=KNOWN),
        Door("/{path:path}", site.page, roles=KNOWN),
    ]


class _GuardMiddleware:
    """Refuses requests that may not come in, and adds headers against embedding."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._guard = service.guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = (*_CLOSED, *(_NEVER_FRAMED if _is_own(scope["path"]) else _FRAMED_HERE))

        async def send_closed(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        request = Request(scope)
        visitor = self._guard.visitor(device(request), request.cookies)
        set_visitor(scope, visitor)
        refusal = self._refuse_request(request) or self._lead_in(request, visitor)
        await (refusal or self._app)(scope, receive, send_closed)

    def _refuse_request(self, request: Request) -> Response | None:
        """Refuse what neither a page of this server nor a person's address line would send."""
        if not self._guard.is_addressed(request.headers):
            return Response("wrong host", 421)
        if not self._guard.is_own(request.headers, request.method):
            return Response("wrong origin", 403)
        if request.method not in METHODS:
            return Response(status_code=405, headers={"Allow": ", ".join(METHODS)})
        return None

    def _lead_in(self, request: Request, visitor: Visitor) -> Response | None:
        """Lead a person with a device that nobody knows to where the PIN is entered."""
        if visitor.role is not Role.STRANGER or not self._guard.entrance.is_open:
            return None
        # A person's address line asks for a page. Sec-Fetch-Mode would tell, but browsers send it
        # only over https and to their own computer.
        is_page = "text/html" in request.headers.get("accept", "")
        if is_page and request.url.path not in (f"{OWN}enter", f"{OWN}pages.css"):
            return RedirectResponse(f"{OWN}enter", 303, headers=NOT_KEPT)
        return None


def _is_own(path: str) -> bool:
    """Whether a page is the server's own rather than the site's."""
    return path.startswith((OWN, STUDIO))
