"""The pages of the first run and of the settings, and what their buttons send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from generator.errors import Problem, Unfit, disk_problem
from generator.language.localized import KAZAKHSTAN
from generator.messages import Words, printable
from generator.publish.hosts.host import Failed
from generator.serve.web.bodies import read_body, read_json
from generator.serve.web.rights import OFFICE, Door, Role
from generator.serve.web.service import NOT_KEPT, STUDIO
from generator.studio.pages import page
from generator.studio.sending.job import Job, Phase
from generator.studio.setup.place import Place, address_of, place_of
from generator.studio.setup.portrait import MOST_BYTES, keep_portrait
from generator.studio.setup.site_settings import (
    SettingsChange,
    SettingsChanged,
    change_settings,
    read_settings,
    settings_path,
)
from generator.studio.setup.trying import Trial, try_place
from generator.studio.studio import Studio

PAGE = f"{STUDIO}setup"
COLOURS = ("#0a6590", "#0a6c74", "#2c6e49", "#9a5b00", "#9c3434", "#5b4b9c")

T = TypeVar("T")


def routes(studio: Studio) -> list[Door]:
    """The pages, and what their buttons send."""
    pages = SetupPages(studio)
    here = (Role.COMPUTER,)
    return [
        Door(PAGE, pages.who, roles=OFFICE),
        Door(PAGE, pages.keep_who, roles=OFFICE, methods=["POST"]),
        Door(f"{PAGE}/portrait", pages.keep_portrait, roles=OFFICE, methods=["POST"]),
        # A password typed on a phone would go through the Wi-Fi for everybody to read.
        Door(f"{PAGE}/where", pages.where, roles=here),
        Door(f"{PAGE}/where", pages.keep_where, roles=here, methods=["POST"]),
        Door(f"{PAGE}/test", pages.state, roles=here),
        Door(f"{PAGE}/test", pages.test, roles=here, methods=["POST"]),
        Door(f"{PAGE}/key", pages.key, roles=here, methods=["POST"]),
    ]


@dataclass(slots=True)
class SetupPages:
    """The handlers, and the trial of a host that one of them begins."""

    studio: Studio
    job: Job = field(default_factory=Job)

    # Whose site it is

    async def who(self, request: Request) -> Response:
        return await self._page(request, "setup.html")

    async def keep_who(self, request: Request) -> Response:
        values = await read_json(request)
        digest, change = str(values.pop("digest", "")), _converted(values, SettingsChange)
        if change.publish is not msgspec.UNSET or change.url is not msgspec.UNSET:
            raise HTTPException(403)  # where it goes is said at the computer
        return await self._kept(request, partial(self._change, change, digest))

    async def keep_portrait(self, request: Request) -> Response:
        # What a form of another site can send is no stream of bytes.
        if request.headers.get("content-type", "") != "application/octet-stream":
            raise HTTPException(415)
        photo = await read_body(request, MOST_BYTES)

        def keep() -> None:
            self.studio.preview_loop.touch(keep_portrait(self.studio.content, photo))

        return await self._kept(request, keep)

    # Where it stands

    async def where(self, request: Request) -> Response:
        return await self._page(request, "setup_where.html")

    async def keep_where(self, request: Request) -> Response:
        values = await read_json(request)
        digest, url = str(values.pop("digest", "")), str(values.pop("url", ""))
        values.pop("password", None)
        place = _converted(values, Place)

        def keep() -> None:
            change = SettingsChange(url=url, publish=self._publish_of(place))
            self._change(change, digest)

        return await self._kept(request, keep)

    async def test(self, request: Request) -> Response:
        values = await read_json(request)
        values.pop("digest", None)
        url, password = str(values.pop("url", "")), str(values.pop("password", ""))
        place = _converted(values, Place)
        folders, passwords = self.studio.request, self.studio.passwords
        trial = Trial(folders.content, folders.cache, place, url, password)
        is_begun = self.job.begin(lambda job: try_place(trial, job, passwords), instead=True)
        return JSONResponse({"done": is_begun}, 200 if is_begun else 409, headers=NOT_KEPT)

    async def state(self, request: Request) -> Response:
        """How far the trial is."""
        state, words = self.job.state, self.studio.words(request)
        problems = state.facts.get("doubts", ()) if state.phase is Phase.DONE else (state.problem,)
        return JSONResponse(
            {
                "phase": state.phase.value,
                "problems": [_said(one, words) for one in problems if one],
                "fingerprint": state.facts.get("fingerprint", ""),
            },
            headers=NOT_KEPT,
        )

    async def key(self, request: Request) -> Response:
        is_theirs = (await read_json(request)).get("theirs") is True
        is_done = self.job.answer(Phase.KEY, is_theirs)
        return JSONResponse({"done": is_done}, 200 if is_done else 409, headers=NOT_KEPT)

    def _publish_of(self, place: Place) -> str:
        """What was tried, where that is what is kept; else found out now."""
        known = self.job.state.facts.get("publish", "") if not self.job.is_running else ""
        if known and _is_same(place_of(known), place):
            return str(known)
        return address_of(place)

    def _change(self, change: SettingsChange, digest: str) -> None:
        today = datetime.now(KAZAKHSTAN).date()
        change_settings(self.studio.content, change, digest, today)
        self.studio.preview_loop.touch(settings_path(self.studio.content).name)

    async def _page(self, request: Request, template: str) -> Response:
        words = self.studio.words(request)
        try:
            settings = await run_in_threadpool(read_settings, self.studio.content)
        except (Unfit, OSError) as error:
            broken = error.problem if isinstance(error, Unfit) else disk_problem(error)
            return page(self.studio, request, "setup_broken.html", problem=_said(broken, words))
        place = place_of(settings.text("publish"))
        return page(
            self.studio,
            request,
            template,
            settings=settings,
            place=place,
            is_first=not settings.digest,
            colours=COLOURS,
        )

    async def _kept(self, request: Request, keep: Callable[[], None]) -> Response:
        words = self.studio.words(request)
        try:
            await run_in_threadpool(keep)
        except SettingsChanged:
            text = words("The settings were changed elsewhere. Open this page anew.")
            return JSONResponse({"what": text}, 409, headers=NOT_KEPT)
        except (Unfit, Failed) as error:
            return JSONResponse(_said(error.problem, words), 422, headers=NOT_KEPT)
        except OSError as error:
            return JSONResponse(_said(disk_problem(error), words), 503, headers=NOT_KEPT)
        settings = await run_in_threadpool(read_settings, self.studio.content)
        return JSONResponse({"digest": settings.digest}, headers=NOT_KEPT)


def _is_same(known: Place, place: Place) -> bool:
    """Whether the fields mean the address that was tried, whatever its protocol."""
    if known.kind != place.kind:
        return False
    if known.kind != "files":
        return (known.path, known.other) == (place.path.strip(), place.other.strip())
    mine = (place.server.strip(), place.folder.strip().strip("/"), place.login.strip())
    return (known.server, known.folder.strip("/"), known.login) == mine and place.protocol in (
        "",
        known.protocol,
    )


def _converted(values: dict[str, Any], shape: type[T]) -> T:
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError:
        raise HTTPException(400) from None


def _said(one: Problem, words: Words) -> dict[str, str]:
    values = dict(one.values)
    return {
        "where": printable(one.where),
        "what": printable(words(one.what, **values)),
        "hint": printable(words(one.hint, **values)) if one.hint else "",
    }
