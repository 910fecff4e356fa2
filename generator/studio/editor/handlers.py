"""The editor's routes: its pages, a post's state, and every edit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from generator.check.marks import mark_text
from generator.errors import Unfit, disk_problem
from generator.files import FileHeld
from generator.intake.drops import TEXT_ENDINGS
from generator.kinds import Kind
from generator.language.localized import KAZAKHSTAN
from generator.limits import FIELD_LETTERS, TEXT_LETTERS
from generator.messages import Words
from generator.serve.web.bodies import read_json
from generator.serve.web.rights import OFFICE, Door
from generator.serve.web.service import FRESH, NOT_KEPT, STUDIO
from generator.studio.editor.bin import Bin
from generator.studio.editor.conflict import Conflict
from generator.studio.editor.facts import Facts, FactsChange, change_facts, read_facts
from generator.studio.editor.media import frame_of, picture_path
from generator.studio.editor.new_draft import KINDS, find_post, new_draft, slug_of_name
from generator.studio.editor.state import Opened, facts_state, state_of, text_state
from generator.studio.editor.texts import WrittenText, keep_copy, restore_text, write_text
from generator.studio.pages import page
from generator.studio.studio import Studio

_MOST_BYTES = 4 * TEXT_LETTERS + 50_000  # a text at its bound, all of four-byte letters
_LOCKED = 423  # RFC 4918: another program holds the file

T = TypeVar("T")


class TextEdit(msgspec.Struct, forbid_unknown_fields=True):
    """A title and a text as typed, and the digest of the file that the page had read."""

    locale: str
    title: str
    text: str
    digest: str
    keep: bool = False  # a copy of what is overwritten, in the bin


class FactsEdit(msgspec.Struct, forbid_unknown_fields=True):
    """A change of facts, and the digest of the post.toml that the page had read."""

    change: FactsChange
    digest: str


class Named(msgspec.Struct, forbid_unknown_fields=True):
    """A photo or clip of the post, or a file of its bin."""

    name: str


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """What kind of post to begin."""

    kind: Kind


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """A text to be advised about."""

    locale: str
    text: str
    clip: bool = False


@dataclass(frozen=True, slots=True)
class Editor:
    """The handlers of the editor; one edit of a post at a time, so that none is lost."""

    studio: Studio
    lock: asyncio.Lock

    async def page(self, request: Request) -> Response:
        """The page of the post's kind."""
        opened = await self._opened(request)
        kind = await run_in_threadpool(_kind_of, opened)
        wanted = request.url.path.removeprefix(STUDIO).partition("/")[0]
        name = kind.value if kind in (Kind.ANSWER, Kind.EVENT) else "post"
        if name != wanted:
            return RedirectResponse(f"{STUDIO}{name}/{opened.slug}", 303, headers=NOT_KEPT)
        return page(self.studio, request, f"{name}.html", slug=opened.slug, locales=opened.locales)

    async def state(self, request: Request) -> Response:
        opened = await self._opened(request)
        return JSONResponse(await run_in_threadpool(state_of, opened), headers=NOT_KEPT)

    async def text(self, request: Request) -> Response:
        opened, edit = await self._opened(request), await _read(request, TextEdit)
        if edit.locale not in opened.locales or len(edit.text) > TEXT_LETTERS:
            raise HTTPException(400)
        wanted = WrittenText(edit.locale, edit.title[:FIELD_LETTERS], edit.text, "", edit.digest)
        return await self._keep(opened, lambda: _write_text(opened, wanted, keep=edit.keep))

    async def facts(self, request: Request) -> Response:
        opened, edit = await self._opened(request), await _read(request, FactsEdit)

        def change() -> dict[str, Any]:
            return {"facts": facts_state(change_facts(opened.files, edit.change, edit.digest))}

        return await self._keep(opened, change)

    async def remove(self, request: Request) -> Response:
        """Take a photo or clip out of the post, into the bin."""
        opened, named = await self._opened(request), await _read(request, Named)
        file = opened.files.media().get(named.name)
        if file is None:
            raise HTTPException(404)
        bin = Bin(opened.files.content)
        return await self._keep(opened, lambda: {"bin": bin.put(file)})

    async def restore(self, request: Request) -> Response:
        """Take a file of this post back out of the bin."""
        opened, named = await self._opened(request), await _read(request, Named)
        bin, files = Bin(opened.files.content), opened.files
        if named.name not in bin.names(files.path if files.is_folder else ""):
            raise HTTPException(404)

        def put_back() -> dict[str, Any]:
            if named.name.lower().endswith(TEXT_ENDINGS):
                return {"name": restore_text(files, named.name, opened.locales).name}
            return {"name": bin.take(named.name, files.content / named.name).name}

        return await self._keep(opened, put_back)

    async def ready(self, request: Request) -> Response:
        """The draft is written: it waits for the deputy, or for the next release."""
        opened = await self._opened(request)

        def change() -> dict[str, Any]:
            digest = read_facts(opened.files).digest
            facts = change_facts(opened.files, FactsChange(draft=False), digest)
            return {"facts": facts_state(facts)}

        return await self._keep(opened, change)

    async def new(self, request: Request) -> Response:
        """Begin a post, and lead to its page."""
        wanted = await _read(request, Wanted)
        if wanted.kind not in KINDS:
            raise HTTPException(400)
        today, words = datetime.now(KAZAKHSTAN).date(), self.studio.words(request)
        try:
            path = await run_in_threadpool(
                new_draft, self.studio.content, wanted.kind, today, words
            )
        except OSError as error:
            return _refused(error, words)
        self.studio.preview_loop.touch(path)
        name = "post" if wanted.kind is Kind.REPORT else wanted.kind.value
        address = f"{STUDIO}{name}/{slug_of_name(path)}"
        return RedirectResponse(address, 303, headers=NOT_KEPT)

    async def advice(self, request: Request) -> Response:
        typed, words = await _read(request, Typed), self.studio.words(request)
        marks = await run_in_threadpool(
            mark_text, typed.text[:TEXT_LETTERS], typed.locale, beside_clip=typed.clip
        )
        places = _utf16(typed.text)
        return JSONResponse(
            [
                {
                    "start": places(mark.start),
                    "end": places(mark.end),
                    "said": words(mark.problem.what, **dict(mark.problem.values)),
                    "mend": mark.mend,
                    "wrong": mark.is_wrong,
                }
                for mark in marks
            ],
            headers=NOT_KEPT,
        )

    async def picture(self, request: Request) -> Response:
        opened, name = await self._opened(request), request.path_params["name"]
        path = await run_in_threadpool(
            picture_path, opened.files, name, opened.shown, self.studio.cache
        )
        if path is None:
            return Response("not made yet", 404, headers=NOT_KEPT)
        return FileResponse(path, media_type="image/jpeg", headers=FRESH)

    async def frame(self, request: Request) -> Response:
        """A clip's picture at a second."""
        opened, name = await self._opened(request), request.path_params["name"]
        try:
            at = float(request.query_params.get("at", "0"))
            if not 0 <= at < float("inf"):
                raise ValueError(at)
            png = await run_in_threadpool(frame_of, opened.files, name, at, opened.shown)
        except (ValueError, Unfit, OSError):
            raise HTTPException(404) from None
        if png is None:
            raise HTTPException(404)
        return Response(
            png, media_type="image/png", headers={"Cache-Control": "private, max-age=600"}
        )

    async def _opened(self, request: Request) -> Opened:
        """The post that the address names. Raises HTTPException 404."""
        slug, shown = request.path_params["slug"], self.studio.shown
        files = await run_in_threadpool(find_post, self.studio.content, shown, slug)
        if files is None:
            raise HTTPException(404)
        return Opened(slug, files, shown, self.studio.words(request))

    async def _keep(self, opened: Opened, write: Callable[[], dict[str, Any]]) -> Response:
        """The answer to an edit: what is kept, or why it is not."""
        try:
            async with self.lock:
                kept = await run_in_threadpool(write)
        except Conflict as conflict:
            return JSONResponse(_theirs(conflict.theirs, opened.words), 409, NOT_KEPT)
        except Unfit as error:
            said = opened.words.problem(error.problem)
            return JSONResponse({"said": said}, 422, NOT_KEPT)
        except OSError as error:
            return _refused(error, opened.words)
        self.studio.preview_loop.touch(opened.files.path)
        return JSONResponse(kept, headers=NOT_KEPT)


def routes(studio: Studio) -> list[Door]:
    """The editor's routes, for the aide alone."""
    editor = Editor(studio, asyncio.Lock())
    post = STUDIO + "post/{slug}"

    def get(path: str, handler: Any) -> Door:
        return Door(path, handler, roles=OFFICE)

    def write(path: str, handler: Any) -> Door:
        return Door(path, handler, roles=OFFICE, methods=["POST"])

    return [
        write(f"{STUDIO}new", editor.new),
        write(f"{STUDIO}advice", editor.advice),
        get(post, editor.page),
        get(STUDIO + "answer/{slug}", editor.page),
        get(STUDIO + "event/{slug}", editor.page),
        get(f"{post}/state", editor.state),
        get(post + "/picture/{name:path}", editor.picture),
        get(post + "/frame/{name:path}", editor.frame),
        write(f"{post}/text", editor.text),
        write(f"{post}/facts", editor.facts),
        write(f"{post}/remove", editor.remove),
        write(f"{post}/restore", editor.restore),
        write(f"{post}/ready", editor.ready),
    ]


async def _read(request: Request, shape: type[T]) -> T:
    """The body as that Struct. Raises HTTPException 400, 413 and 415."""
    values = await read_json(request, _MOST_BYTES)
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError:
        raise HTTPException(400) from None


def _kind_of(opened: Opened) -> Kind:
    try:
        return Kind(read_facts(opened.files).get("kind", Kind.REPORT))
    except (Unfit, ValueError):
        return Kind.REPORT


def _write_text(opened: Opened, wanted: WrittenText, *, keep: bool) -> dict[str, Any]:
    """Keep the text; a title of post.toml, which would come before it, is taken out."""
    files = opened.files
    if keep:
        keep_copy(files, wanted, opened.locales)
    texts = write_text(files, wanted, opened.locales)
    kept = {"texts": {key: text_state(text, opened.words) for key, text in texts.items()}}
    try:
        facts = read_facts(files)
    except Unfit:
        return kept  # the page says what is wrong with post.toml
    titles = facts.table.get("title")
    if titles:
        in_all = titles if isinstance(titles, dict) else dict.fromkeys(opened.locales, titles)
        change = FactsChange(title={**in_all, wanted.locale: ""})
        facts = change_facts(files, change, facts.digest)
    return {**kept, "facts": facts_state(facts)}


def _theirs(theirs: object, words: Words) -> dict[str, Any]:
    """What the file holds now."""
    if isinstance(theirs, WrittenText):
        return {"text": text_state(theirs, words)}
    return {"facts": facts_state(theirs)} if isinstance(theirs, Facts) else {}


def _refused(error: OSError, words: Words) -> Response:
    said = words.problem(disk_problem(error, ""))
    return JSONResponse({"said": said}, _LOCKED if isinstance(error, FileHeld) else 507, NOT_KEPT)


def _utf16(text: str) -> Callable[[int], int]:
    """Offsets as a browser counts them: two for a letter beyond the first 65,536."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda offset: offset
    return lambda offset: len(text[:offset].encode("utf-16-le")) // 2
