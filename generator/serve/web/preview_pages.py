"""The preview's own pages: what a page has to know, the door for phones, the deputy's answer."""

import asyncio
import json
from collections.abc import AsyncIterator
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
from generator.serve.web.content_types import content_type
from generator.serve.web.guard import COOKIE
from generator.serve.web.pages import OWN_POLICY, asset, own_page
from generator.serve.web.service import FRESH, NOT_KEPT, OWN, Service, device
from generator.serve.web.state import Viewer, approval_words, state_of

_PROGRESS_SECONDS = 0.5
_SIGN_OF_LIFE_SECONDS = 15.0
_LONGEST_NOTE = 2000  # letters
_LONGEST_BODY = 20_000  # bytes
_LISTED = 40  # posts on the deputy's page


@dataclass(frozen=True, slots=True)
class PreviewPages:
    """The preview's own pages and questions."""

    service: Service

    async def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = asset(name)
        if content is None:
            return Response("not found", 404)
        return Response(content, media_type=content_type(name), headers=FRESH)

    async def events(self, request: Request) -> Response:
        """What the page has to know, told again whenever it changes."""
        stream = self._states(self._viewer(request, request.query_params.get("page", "")))
        headers = {**NOT_KEPT, "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _states(self, viewer: Viewer) -> AsyncIterator[str]:
        display, changed, told = self.service.display, asyncio.Event(), ""
        display.join(changed)
        try:
            while not display.is_closed:
                changed.clear()
                shares = dict(self.service.shares())
                wrong = (self.service.rendering.broken, self.service.unkept)
                broken = [one[viewer.page] for one in wrong if viewer.page in one]
                state = state_of(display.shown, shares, viewer, broken)
                text = json.dumps(state, ensure_ascii=False)
                yield f"data: {text}\n\n" if text != told else ": still here\n\n"
                told = text
                patience = _PROGRESS_SECONDS if shares else _SIGN_OF_LIFE_SECONDS
                try:
                    await asyncio.wait_for(changed.wait(), patience)
                except TimeoutError:
                    continue
        finally:
            display.leave(changed)

    async def checks(self, request: Request) -> Response:
        """Advice for a page, in the aide's words."""
        shown, words = self.service.display.shown, self.service.words
        if not self.service.is_here(request):
            return Response(status_code=403)
        post = shown.post_at(request.query_params.get("page", ""))
        problems = await run_in_threadpool(self.service.check, shown, post)
        return JSONResponse([words.problem(one) for one in problems], headers=NOT_KEPT)

    async def phone(self, request: Request) -> Response:
        """How a phone gets in; for this computer's screen alone."""
        from generator.work.page import qr_svg  # noqa: PLC0415 - few ever ask

        guard, addresses = self.service.guard, self.service.addresses
        if not self.service.is_here(request):
            return Response(status_code=403)
        number = guard.pin.number if guard.pin else ""
        qr = qr_svg(entrance(addresses[0], number)) if addresses else ""
        values = {"addresses": addresses, "pin": number, "qr": qr}
        return _own_response(own_page("phone.html", self.service.words, **values))

    async def enter(self, request: Request) -> Response:
        """The door for phones: a number, and with the right one a cookie."""
        pin, phone = self.service.guard.pin, device(request)
        if pin is None:
            return Response("not found", 404)
        given = await _given_pin(request)
        token = pin.enter(given, phone) if given else ""
        if token:
            inside = RedirectResponse(f"{OWN}drafts", 303, headers=NOT_KEPT)
            inside.set_cookie(COOKIE, token, httponly=True, samesite="lax", path="/")
            return inside
        shut = pin.is_shut(phone)
        page = own_page("enter.html", self._reader_words(), wrong=bool(given), shut=shut)
        return _own_response(page, 429 if shut else 403 if given else 200)

    async def drafts(self, request: Request) -> Response:
        """The posts that wait for the deputy, then the newest others, in large type."""
        shown = self.service.display.shown
        words = self._reader_words()
        values = {"name": words("Drafts to read"), "drafts": _drafts(shown, words)}
        return _own_response(own_page("drafts.html", words, **values))

    async def answer(self, request: Request) -> Response:
        """The deputy's yes or no."""
        body = await _body(request)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return Response(status_code=415)
        try:
            given = json.loads(body)
            verdict, note = Verdict(given["verdict"]), str(given.get("note", ""))
            page = str(given["page"])
            note.encode()  # half a sign can be written in JSON, and in no file
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Response(status_code=400)
        shown, words = self.service.display.shown, self._viewer(request, page).words
        post = shown.post_at(page)
        if post is None:
            return Response(status_code=404)
        if given.get("key") != shown.key_at(page):  # a yes is about what was on the screen
            said = words("The post has just changed. Read it once more, then answer.")
            return JSONResponse({"said": said}, 409)
        try:
            await run_in_threadpool(self.service.answer, post, verdict, note[:_LONGEST_NOTE])
        except OSError as error:
            self._tell_unkept(page, _unwritten(post, error))
            said = words("The answer could not be kept. Tell the one who sent you here.")
            return JSONResponse({"said": said}, 503)
        self._tell_unkept(page, None)
        return JSONResponse({"done": True})

    def _tell_unkept(self, page: str, why: Problem | None) -> None:
        """Tells the aide, on the page in question, of an answer that could not be written."""
        self.service.unkept.pop(page, None)
        if why:
            self.service.unkept[page] = why
        self.service.display.tell()

    def _viewer(self, request: Request, page: str) -> Viewer:
        is_here = self.service.is_here(request)
        wanted = f"{page}index.html" if not page or page.endswith("/") else page
        file = self.service.display.shown.files.get(wanted)
        locale = file.content.locale if file and isinstance(file.content, Rendered) else ""
        words = self.service.words if is_here else Words(locale or self._first_locale())
        return Viewer(wanted, words, is_here)

    def _reader_words(self) -> Words:
        return Words(self._first_locale())

    def _first_locale(self) -> str:
        return self.service.display.shown.content.site.locales[0]


def _unwritten(post: Post, error: OSError) -> Problem:
    return problem(
        post.path,
        "the deputy's answer cannot be written: {reason}",
        "is the disk full, or the folder open elsewhere?",
        reason=error.strerror or str(error),
    )


def entrance(address: str, number: str) -> str:
    """Where the QR code leads: inside, without typing."""
    return f"{clean_url(address)}_preview/enter?pin={number}"


def _drafts(shown: Shown, words: Words) -> list[dict[str, Any]]:
    """What a phone lists: what readers do not see yet first, then what is newest."""
    posts = sorted(shown.content.posts, key=lambda post: (post.date, post.path), reverse=True)
    posts.sort(key=lambda post: shown.visibility(post).showing is Showing.SEEN)
    found = []
    for post in posts[:_LISTED]:
        page = next((path for path in shown.pages_of(post) if path in shown.files), "")
        text, state = post.texts[0], approval_state(post)
        labels = []
        if shown.visibility(post).showing is not Showing.SEEN:
            labels.append({"kind": "draft", "text": words("Readers do not see it yet")})
        if state is not ApprovalState.NOT_ASKED:
            said = approval_words(state, words, to_deputy=True)
            labels.append({"kind": state.value, "text": said})
        found.append({
            "href": quote(f"/{page}"),
            "title": text.title,
            "locale": text.locale,
            "day": long_date(post.date, words.language),
            "labels": labels,
        })  # fmt: skip
    return found


async def _given_pin(request: Request) -> str:
    if request.method == "GET":
        return request.query_params.get("pin", "")
    body = await _body(request)
    return next(iter(parse_qs(body.decode("ascii", "replace")).get("pin", [])), "")


async def _body(request: Request) -> bytes:
    """What was sent, cut off where no honest page would go on."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            break
    return body[:_LONGEST_BODY]


def _own_response(html: str, status: int = 200) -> Response:
    headers = {**NOT_KEPT, "Content-Security-Policy": OWN_POLICY}
    return HTMLResponse(html, status, headers=headers)
