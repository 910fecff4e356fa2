"""The publishing page and what its buttons send. Nothing is published by reading it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from generator.messages import Words
from generator.model import Content
from generator.plan.approval import shown_digest
from generator.plan.schedule import Showing
from generator.recipes import SourceInput
from generator.serve.display import Shown
from generator.serve.web.bodies import read_json
from generator.serve.web.content_types import content_type
from generator.serve.web.rights import OFFICE, Door, Role
from generator.serve.web.service import NOT_KEPT, STUDIO
from generator.studio.amounts import size_words
from generator.studio.pages import page
from generator.studio.sending.errands import Go, Office, publish_site
from generator.studio.sending.job import BUSY, Job, Phase
from generator.studio.sending.kits import Kits
from generator.studio.sending.page_asker import TypedPassword
from generator.studio.sending.taking_back import bring_back, take_post_off
from generator.studio.sending.view import View
from generator.studio.studio import Studio

PAGE = f"{STUDIO}publish"
_LISTED = 60  # posts that can be taken off; older ones by `jarshy remove`
_PAUSE_SECONDS = 0.2
_REMEMBERED_SECONDS = 60.0  # an outcome stays on the page at least so long
_OFF_SECONDS = 600.0  # that a post was taken off, which changes the content by itself

Act = Callable[[dict[str, Any]], bool]
"""What a button does with the JSON that comes with it; False where it is not its time."""


def routes(studio: Studio) -> list[Door]:
    """The page, its parts, and what its buttons send."""
    pages = SendingPages(studio)
    here, office = (Role.COMPUTER,), OFFICE
    return [
        Door(PAGE, pages.page, roles=office),
        Door(f"{PAGE}/part", pages.part, roles=office),
        Door(f"{PAGE}/state", pages.state, roles=office),
        Door(PAGE + "/kit/{slug}/{name}", pages.kit_file, roles=office),
        *(
            Door(f"{PAGE}/{name}", partial(pages.act, act), roles=roles, methods=["POST"],
                 publishes=publishes)
            for name, act, roles, publishes in (
                ("check", pages.check, office, True),
                ("go", pages.go, office, True),
                ("on", pages.go_on, office, True),
                ("stop", pages.stop, office, True),
                # What is typed on a phone would go through the Wi-Fi for everybody to read.
                ("password", pages.password, here, True),
                ("key", pages.key, here, True),
                ("off", pages.take_off, office, True),
                ("back", pages.back, office, True),
                ("back/yes", pages.back_yes, office, True),
                ("kit", pages.make_kit, office, False),
            )
        ),
    ]  # fmt: skip


@dataclass(slots=True)
class SendingPages:
    """The handlers, and the one errand that they begin, answer and show."""

    studio: Studio
    job: Job = field(default_factory=Job)
    kits: Kits = field(init=False)
    office: Office = field(init=False)
    begun_with: tuple[object, ...] = ()  # what was on display when the last errand began
    ended: float = 0.0  # when it ended, in seconds of time.monotonic

    def __post_init__(self) -> None:
        loop = self.studio.preview_loop
        self.kits = Kits(self.studio.request)
        self.office = Office(
            self.studio.request, loop.touch, self._wait_for_clips, self.studio.passwords
        )

    # Reading

    async def page(self, request: Request) -> Response:
        values = await run_in_threadpool(self._values, request)
        return page(self.studio, request, "publish.html", **values)

    async def part(self, request: Request) -> Response:
        """The inside of the page."""
        values = await run_in_threadpool(self._values, request)
        return page(self.studio, request, "publish_part.html", **values)

    async def state(self, request: Request) -> Response:
        """The number of the part to be shown, and the figures that move in it."""
        return JSONResponse(self._figures(self.studio.words(request)), headers=NOT_KEPT)

    async def kit_file(self, request: Request) -> Response:
        slug, name = request.path_params["slug"], request.path_params["name"]
        path = self.kits.file(slug, name)
        if path is None or not path.is_file():
            return Response("not found", 404)
        return FileResponse(
            path, media_type=content_type(name), filename=f"{slug}-{name}", headers=NOT_KEPT
        )

    def _figures(self, words: Words) -> dict[str, Any]:
        state, kits = self.job.state, self.kits.states
        return {
            **self._view(words).figures(),
            "phase": state.phase.value,
            "number": f"{state.number}.{sum(kit.is_ready for kit in kits.values())}",
            "busy": state.phase in BUSY,
            "kits": {slug: round(kit.share * 100) for slug, kit in kits.items()},
        }

    def _values(self, request: Request) -> dict[str, Any]:
        words, shown = self.studio.words(request), self.studio.shown
        view = self._view(words)
        figures = self._figures(words)
        return {
            **view.values(),
            **figures,
            "kits": self.kits.states,
            "kit_problems": {
                slug: view.problems(kit.problems) for slug, kit in self.kits.states.items()
            },
            "public": _public(shown),
            "wanted": _wanted(shown, request.query_params.get("post", "")),
            "is_stale": self._is_stale(shown),
            "size_of": partial(size_words, words=words),
        }

    def _is_stale(self, shown: Shown) -> bool:
        """Whether a page that is opened now should look anew rather than show the last outcome."""
        phase, spent = self.job.state.phase, time.monotonic() - self.ended
        if self.job.is_running or phase is Phase.IDLE:
            return phase is Phase.IDLE
        # What a build finds out about photos, too, changes what is on display.
        if spent < _REMEMBERED_SECONDS or (phase is Phase.OFF and spent < _OFF_SECONDS):
            return False
        return _written(shown.content) != self.begun_with

    def _view(self, words: Words) -> View:
        slugs = {post.path: post.slug for post in self.studio.shown.content.posts}
        return View(self.office, self.job.state, words, slugs)

    # Doing

    async def act(self, act: Act, request: Request) -> Response:
        """What a button sent; 409 where it is not its time, and the page shows what is."""
        values = await read_json(request)
        is_done = await run_in_threadpool(act, values)
        return JSONResponse({"done": is_done}, 200 if is_done else 409, headers=NOT_KEPT)

    def check(self, values: dict[str, Any]) -> bool:
        del values
        return self._begin(publish_site)

    def go_on(self, values: dict[str, Any]) -> bool:
        """Goes on after a cut: what was answered is not asked again."""
        take_over = values.get("replace") is True
        return self._begin(partial(publish_site, eager=True, take_over=take_over))

    def go(self, values: dict[str, Any]) -> bool:
        agreed = values.get("agreed", [])
        if not isinstance(agreed, list):
            raise HTTPException(400)
        keeps = values.get("twin") != "replace"
        go = Go(frozenset(map(str, agreed)), keeps, values.get("drops") is True)
        return self.job.answer(Phase.ASKED, go)

    def password(self, values: dict[str, Any]) -> bool:
        typed = values.get("password")
        if not isinstance(typed, str) or not typed:
            raise HTTPException(400)
        return self.job.answer(Phase.PASSWORD, TypedPassword(typed, values.get("keep") is True))

    def key(self, values: dict[str, Any]) -> bool:
        return self.job.answer(Phase.KEY, values.get("theirs") is True)

    def stop(self, values: dict[str, Any]) -> bool:
        del values
        self.job.stop()
        return True

    def take_off(self, values: dict[str, Any]) -> bool:
        posts = {post.slug: post.path for post in self.studio.shown.content.posts}
        path = posts.get(str(values.get("post")))
        if path is None:
            raise HTTPException(404)
        return self._begin(partial(take_post_off, path=path, forget=values.get("forget") is True))

    def back(self, values: dict[str, Any]) -> bool:
        del values
        return self._begin(bring_back)

    def back_yes(self, values: dict[str, Any]) -> bool:
        return self.job.answer(Phase.UNDO, values.get("yes") is True)

    def make_kit(self, values: dict[str, Any]) -> bool:
        slug = str(values.get("post"))
        if slug not in {post.slug for post in self.studio.shown.content.posts}:
            raise HTTPException(404)
        self.kits.begin(slug)
        return True

    def _begin(self, errand: Callable[[Office, Job], None]) -> bool:
        def work(job: Job) -> None:
            try:
                errand(self.office, job)
            finally:
                self.ended = time.monotonic()
                self.studio.preview_loop.look_again()

        self.begun_with = _written(self.studio.shown.content)
        return self.job.begin(work, instead=True)

    def _wait_for_clips(self, show: Callable[[float], None]) -> None:
        """Waits for what the preview makes for posts that go out: made twice, it takes twice."""
        while share := _unmade(self.studio.shown, dict(self.studio.service.shares())):
            show(share)
            time.sleep(_PAUSE_SECONDS)


def _written(content: Content) -> tuple[object, ...]:
    """What people wrote: answered questions, faces that were found and the like are no edits."""
    posts = tuple(
        (post.path, shown_digest(post), post.facts, post.approval) for post in content.posts
    )
    pages = tuple((page.slug, page.texts) for page in content.pages)
    site = msgspec.structs.replace(content.site, portrait=None, logo=None, personal=())
    return site, posts, pages


def _unmade(shown: Shown, shares: dict[str, float]) -> float:
    """How far the photos and clips of posts that readers will see are, below 1; 0 for all made."""
    paths = {
        post.path for post in shown.content.posts if shown.visibility(post).showing is Showing.SEEN
    }
    awaited = [
        shares.get(key, 0.0)
        for key, task in shown.awaited.items()
        if isinstance(task.input, SourceInput)
        and any(f"{task.input.path}/".startswith(f"{path}/") for path in paths)
    ]
    return min(0.99, max(0.01, sum(awaited) / len(awaited))) if awaited else 0.0


def _wanted(shown: Shown, slug: str) -> dict[str, str] | None:
    """The post whose kit a page was opened for."""
    return next((post for post in _public(shown) if post["slug"] == slug), None)


def _public(shown: Shown) -> list[dict[str, str]]:
    """Posts that can be taken off, the newest first."""
    posts = sorted(shown.content.posts, key=lambda post: (post.date, post.path), reverse=True)
    return [
        {"slug": post.slug, "title": post.texts[0].title, "locale": post.texts[0].locale}
        for post in posts
        if shown.visibility(post).showing is Showing.SEEN
    ][:_LISTED]
