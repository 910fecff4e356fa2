"""The preview's own pages: events for open pages, the phone's entrance, the deputy's answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from generator.errors import Problem, problem
from generator.intake.site_toml import clean_url
from generator.language.dates import long_date
from generator.messages import Words
from generator.model import Post, Verdict
from generator.plan.approval import ApprovalState, approval_state
from generator.plan.plan import Rendered
from generator.plan.schedule import Showing
from generator.serve.display import Shown
from generator.serve.web.bodies import read_body, read_json
from generator.serve.web.content_types import content_type
from generator.serve.web.guard import COOKIE
from generator.serve.web.pages import OWN_POLICY, asset, own_page
from generator.serve.web.rights import Role, role_of
from generator.serve.web.service import FRESH, NOT_KEPT, OWN, STUDIO, Service, device
from generator.serve.web.state import Viewer, approval_words, state_of
from generator.work.page import qr_svg

_PROGRESS_SECONDS = 0.5
_SIGN_OF_LIFE_SECONDS = 15.0
_LONGEST_NOTE = 2000  # letters
_LISTED = 40  # posts on the deputy's page


@dataclass(frozen=True, slots=True)
class PreviewPages:
    """The handlers of the preview's own addresses."""

    service: Service

    async def asset(self, request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        content = asset(name)
        if content is None:
            return Response("not found", 404)
        return Response(content, media_type=content_type(name), headers=FRESH)

    async def events(self, request: Request) -> Response:
        """A stream of server-sent events: the page's state, whenever it changes."""
        viewer = self._viewer(request, request.query_params.get("page", ""))
        post = self.service.display.shown.post_at(viewer.page) if viewer.is_deputy else None
        stream = self._read(viewer, post) if post else self._states(viewer)
        headers = {**NOT_KEPT, "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _read(self, viewer: Viewer, post: Post) -> AsyncIterator[str]:
        """The same, and while it lasts the aide's pages say that the deputy reads."""
        with self.service.readers.reading(post.slug):
            async for state in self._states(viewer):
                yield state

    async def _states(self, viewer: Viewer) -> AsyncIterator[str]:
        display, sent, page = self.service.display, "", viewer.page
        with display.changes() as changed:
            while not display.is_closed:
                changed.clear()
                shares = dict(self.service.shares())
                by_page = (self.service.rendering.broken, self.service.unkept)
                broken = [problems[page] for problems in by_page if page in problems]
                state = state_of(display.shown, shares, viewer, broken)
                text = json.dumps(state, ensure_ascii=False)
                yield f"data: {text}\n\n" if text != sent else ": still here\n\n"
                sent = text
                with suppress(TimeoutError):
                    patience = _PROGRESS_SECONDS if shares else _SIGN_OF_LIFE_SECONDS
                    await asyncio.wait_for(changed.wait(), patience)

    async def checks(self, request: Request) -> Response:
        """Advice for a page, in the aide's language."""
        shown = self.service.display.shown
        post = shown.post_at(request.query_params.get("page", ""))
        problems = await run_in_threadpool(self.service.check, shown, post)
        return JSONResponse(list(map(self.service.words.problem, problems)), headers=NOT_KEPT)

    async def phone(self, request: Request) -> Response:
        """How a phone gets in; for this computer's screen only."""
        addresses = self.service.guard.addresses
        number = self.service.guard.entrance.number(Role.DEPUTY)
        qr = qr_svg(entrance_url(addresses[0], number)) if addresses else ""
        values = {"addresses": addresses, "pin": number, "qr": qr}
        return _own_response(own_page("phone.html", self.service.words, **values))

    async def enter(self, request: Request) -> Response:
        """The phone's entrance: asks for the PIN, and gives a cookie for the right one."""
        way_in, phone = self.service.guard.entrance, device(request)
        if not way_in.is_open:
            return Response("not found", 404)
        number = await _entered_pin(request)
        token = way_in.enter(number, phone) if number else ""
        if token:
            inside = RedirectResponse(self._first_page(request, token), 303, headers=NOT_KEPT)
            inside.set_cookie(COOKIE, token, httponly=True, samesite="lax", path="/")
            return inside
        shut = way_in.is_shut(phone)
        page = own_page("enter.html", self._reader_words(), wrong=bool(number), shut=shut)
        return _own_response(page, 429 if shut else 403 if number else 200)

    def _first_page(self, request: Request, token: str) -> str:
        """Where a phone goes that has just come in, with the post that the code names."""
        shown, slug = self.service.display.shown, request.query_params.get("post", "")
        if self.service.guard.entrance.role_of(token) is Role.AIDE:
            return f"{STUDIO}phone?post={quote(slug)}" if slug else f"{STUDIO}phone"
        post = shown.post(slug)
        return f"/{quote(shown.page_of(post))}" if post else f"{OWN}drafts"

    async def drafts(self, request: Request) -> Response:
        """The posts that readers do not see yet, then the newest others, in large type."""
        words = self._reader_words()
        drafts = _drafts(self.service.display.shown, words)
        values = {"name": words("Drafts to read"), "drafts": drafts}
        return _own_response(own_page("drafts.html", words, **values))

    async def answer(self, request: Request) -> Response:
        """The deputy's yes or no."""
        answer = await read_json(request)
        try:
            verdict, note = Verdict(answer["verdict"]), str(answer.get("note", ""))
            page = str(answer["page"])
        except (ValueError, KeyError):
            return Response(status_code=400)
        shown, words = self.service.display.shown, self._viewer(request, page).words
        post = shown.post_at(page)
        if post is None:
            return Response(status_code=404)
        if answer.get("key") != shown.key_at(page):  # the answer is about what was on the screen
            changed = words("The post has just changed. Read it once more, then answer.")
            return JSONResponse({"said": changed}, 409)
        try:
            await run_in_threadpool(self.service.answer, post, verdict, note[:_LONGEST_NOTE])
        except OSError as error:
            self.service.unkept[page] = _unwritten(post, error)  # the aide sees it on that page
            self.service.display.notify()
            lost = words("The answer could not be kept. Tell the one who sent you here.")
            return JSONResponse({"said": lost}, 503)
        self.service.unkept.pop(page, None)
        self.service.display.notify()
        return JSONResponse({"done": True})

    def _viewer(self, request: Request, page: str) -> Viewer:
        role = role_of(request)
        wanted = f"{page}index.html" if not page or page.endswith("/") else page
        file = self.service.display.shown.files.get(wanted)
        locale = file.content.locale if file and isinstance(file.content, Rendered) else ""
        words = self._reader_words(locale) if role is Role.DEPUTY else self.service.words
        return Viewer(wanted, words, is_deputy=role is Role.DEPUTY)

    def _reader_words(self, locale: str = "") -> Words:
        return Words(locale or self.service.display.shown.content.site.locales[0])


def _unwritten(post: Post, error: OSError) -> Problem:
    return problem(
        post.path,
        "the deputy's answer cannot be written: {reason}",
        "is the disk full, or the folder open elsewhere?",
        reason=error.strerror or str(error),
    )


def entrance_url(address: str, number: str, post: str = "") -> str:
    """The address in the QR code: it lets a phone in without typing, and opens that post."""
    leads_to = f"&post={quote(post)}" if post else ""
    return f"{clean_url(address)}_preview/enter?pin={number}{leads_to}"


def _drafts(shown: Shown, words: Words) -> list[dict[str, Any]]:
    """What a phone lists: posts that readers do not see yet, then the newest."""
    posts = sorted(shown.content.posts, key=lambda post: (post.date, post.path), reverse=True)
    posts.sort(key=lambda post: shown.visibility(post).showing is Showing.SEEN)
    return [_draft(post, shown, words) for post in posts[:_LISTED]]


def _draft(post: Post, shown: Shown, words: Words) -> dict[str, Any]:
    text, state = post.texts[0], approval_state(post)
    labels = []
    if shown.visibility(post).showing is not Showing.SEEN:
        labels.append({"kind": "draft", "text": words("Readers do not see it yet")})
    if state is not ApprovalState.NOT_ASKED:
        answer = approval_words(state, words, to_deputy=True)
        labels.append({"kind": state.value, "text": answer})
    return {
        "href": quote(f"/{shown.page_of(post)}"),
        "title": text.title,
        "locale": text.locale,
        "day": long_date(post.date, words.language),
        "labels": labels,
    }


async def _entered_pin(request: Request) -> str:
    if request.method == "GET":
        return request.query_params.get("pin", "")
    body = await read_body(request)
    return next(iter(parse_qs(body.decode("ascii", "replace")).get("pin", [])), "")


def _own_response(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, {**NOT_KEPT, "Content-Security-Policy": OWN_POLICY})
