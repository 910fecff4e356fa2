"""The preview as a web server: what is on the board, and nothing that is not."""

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

# What is drawn here stays here: no other site may frame it, embed it or guess what it is.
_CLOSED = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"x-robots-tag", b"noindex"),
)


def make_app(service: Service) -> ASGIApp:
    """The server as an ASGI application."""
    site = SiteFiles(service)
    own = PreviewPages(service)
    routes = [
        Route(f"{OWN}events", own.events),
        Route(f"{OWN}checks", own.checks),
        Route(f"{OWN}phone", own.phone),
        Route(f"{OWN}drafts", own.drafts),
        Route(f"{OWN}enter", own.enter, methods=["GET", "POST"]),
        Route(f"{OWN}answer", own.answer, methods=["POST"]),
        Route(OWN + "{name}", own.asset),
        Route("/awaited/{key}", site.awaited),
        Route("/{path:path}", site.page),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Door, service=service)])


class _Door:
    """Lets requests in that may come in, and closes what goes out to other sites."""

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
        refusal = self._wrong(request) or self._unknown(request)
        await (refusal or self._app)(scope, receive, send_closed)

    def _wrong(self, request: Request) -> Response | None:
        """An answer to what no page of this server and no person's address line would send."""
        if not self._guard.is_addressed(request.headers):
            return Response("wrong host", 421)
        if not self._guard.is_own(request.headers):
            return Response("wrong origin", 403)
        if request.method not in ("GET", "HEAD", "POST"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD, POST"})
        return None

    def _unknown(self, request: Request) -> Response | None:
        """An answer to devices that did not give the PIN: the door, and nothing else."""
        guard, path = self._guard, request.url.path
        if guard.is_known(device(request), request.cookies):
            return None
        if guard.pin and path in (f"{OWN}enter", f"{OWN}pages.css"):
            return None
        # A person's address line asks for a page. Sec-Fetch-Mode is lacking here: browsers send
        # it to https and to their own computer alone.
        if guard.pin and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{OWN}enter", 303, headers=NOT_KEPT)
        return Response("not without the PIN", 403, headers=NOT_KEPT)
