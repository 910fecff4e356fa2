"""Serve the site's files by their paths in the plan."""

from dataclasses import dataclass
from urllib.parse import quote

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from generator.plan.plan import Copied, File, Rendered, StaleSummary
from generator.serve.display import Shown
from generator.serve.web.content_types import content_type
from generator.serve.web.pages import PLACEHOLDER, with_script
from generator.serve.web.rights import Role, role_of
from generator.serve.web.service import FRESH, NOT_KEPT, Service


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The handlers of the site's addresses. A path is looked up in the plan, never on the disk."""

    service: Service

    async def page(self, request: Request) -> Response:
        path, shown = request.path_params["path"], self.service.display.shown
        wanted = f"{path}index.html" if not path or path.endswith("/") else path
        file = shown.files.get(wanted)
        if file:
            return await self._answer(request, file, shown)
        built = self.service.built(wanted)
        if built and built.is_file():
            return FileResponse(built, media_type=content_type(wanted), headers=FRESH)
        if f"{path}/index.html" in shown.files:
            return RedirectResponse(quote(f"/{path}/"), 307)
        return await self._missing(request, wanted, shown)

    async def awaited(self, request: Request) -> Response:
        """A grey picture in place of a missing one; a clip is asked for again later."""
        headers = request.headers
        if headers.get("sec-fetch-dest") in ("video", "audio") or "range" in headers:
            return Response(status_code=404, headers=NOT_KEPT)
        return Response(PLACEHOLDER, media_type="image/svg+xml", headers=NOT_KEPT)

    async def _answer(self, request: Request, file: File, shown: Shown) -> Response:
        key = shown.key_at(file.path)
        etag = f'"{file.key[:64] if isinstance(file.content, Copied) else key}"'
        headers = {**FRESH, "ETag": etag}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        kind = content_type(file.path)
        if isinstance(file.content, Copied):
            path = self.service.cache.path(file.content.key, file.content.name)
            if not path.is_file():
                return Response(status_code=404, headers=NOT_KEPT)
            return FileResponse(path, media_type=kind, headers=headers)
        try:
            content = await run_in_threadpool(self.service.rendering.bytes_of, file, shown)
        except StaleSummary:
            return await self._answer_anew(request, file.path, shown)
        if _is_page(file):
            content = self._with_script(content, file.path, key, request)
        return Response(content, media_type=kind, headers=headers)

    async def _answer_anew(self, request: Request, path: str, shown: Shown) -> Response:
        """The same page from a new plan, made without remembered summaries."""
        self.service.forget()
        newer = await self.service.display.newer_than(shown.number)
        file = newer.files.get(path)
        if file is None or newer is shown:
            return Response("not found", 404, headers=NOT_KEPT)
        return await self._answer(request, file, newer)

    async def _missing(self, request: Request, path: str, shown: Shown) -> Response:
        """The site's own page for missing ones; its script opens the page once it is there."""
        file = shown.files.get("404.html")
        if file is None or not path.endswith(".html"):
            return Response("not found", 404, headers=NOT_KEPT)
        here = replace(file, path=path)  # its links lead from where it is shown
        content = await run_in_threadpool(self.service.rendering.bytes_of, here, shown)
        return HTMLResponse(self._with_script(content, path, "", request), 404, headers=NOT_KEPT)

    def _with_script(self, html: bytes, path: str, key: str, request: Request) -> bytes:
        return with_script(html, path, key, is_large=role_of(request) is Role.DEPUTY)


def _is_page(file: File) -> bool:
    """Whether a file is a page to stay on; a redirect's policy allows no script."""
    template = file.content.template if isinstance(file.content, Rendered) else ""
    return template.endswith(".html") and template != "redirect.html"
