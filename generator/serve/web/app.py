"""The preview as an ASGI application: what is on display, and nothing else."""

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.serve.web.preview_pages import PreviewPages
from generator.serve.web.service import NOT_KEPT, OWN, Service, device
from generator.serve.web.site_files import SiteFiles

# Drafts stay here: no other site may frame them, embed them or guess their type.
_CLOSED = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"x-robots-tag", b"noindex"),
)


def make_app(service: Service) -> ASGIApp:
    """The preview's routes behind its guard."""
    site = SiteFiles(service)
    pages = PreviewPages(service)
    routes = [
        Route(f"{OWN}events", pages.events),
        Route(f"{OWN}checks", pages.checks),
        Route(f"{OWN}phone", pages.phone),
        Route(f"{OWN}drafts", pages.drafts),
        Route(f"{OWN}enter", pages.enter, methods=["GET", "POST"]),
        Route(f"{OWN}answer", pages.answer, methods=["POST"]),
        Route(OWN + "{name}", pages.asset),
        Route("/awaited/{key}", site.awaited),
        Route("/{path:path}", site.page),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_GuardMiddleware, service=service)])


class _GuardMiddleware:
    """Refuses requests that may not come in, and adds headers against embedding."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._guard = service.guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_closed(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_CLOSED]
            await send(message)

        request = Request(scope)
        refusal = self._refuse_request(request) or self._refuse_device(request)
        await (refusal or self._app)(scope, receive, send_closed)

    def _refuse_request(self, request: Request) -> Response | None:
        """Refuse what neither a page of this server nor a person's address line would send."""
        if not self._guard.is_addressed(request.headers):
            return Response("wrong host", 421)
        if not self._guard.is_own(request.headers):
            return Response("wrong origin", 403)
        if request.method not in ("GET", "HEAD", "POST"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD, POST"})
        return None

    def _refuse_device(self, request: Request) -> Response | None:
        """Refuse devices that did not enter the PIN, except on the page where it is entered."""
        guard, path = self._guard, request.url.path
        if guard.is_known(device(request), request.cookies):
            return None
        if guard.pin and path in (f"{OWN}enter", f"{OWN}pages.css"):
            return None
        # A person's address line asks for a page. Sec-Fetch-Mode would tell, but browsers send it
        # only over https and to their own computer.
        if guard.pin and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{OWN}enter", 303, headers=NOT_KEPT)
        return Response("not without the PIN", 403, headers=NOT_KEPT)
