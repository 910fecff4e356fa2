"""A post as the editor's page gets it: texts, facts, photos and clips, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generator.errors import Level, Problem, Unfit
from generator.language.units import duration_text
from generator.messages import Words, printable
from generator.model import Clip
from generator.plan.approval import ApprovalState, approval_state
from generator.serve.display import Shown
from generator.studio.editor.bin import Bin
from generator.studio.editor.facts import Facts, read_facts
from generator.studio.editor.media import Medium, media_of, shown_post
from generator.studio.editor.post_files import PostFiles
from generator.studio.editor.texts import WrittenText, read_texts

State = dict[str, Any]

_SHOWN = (Level.STOP, Level.PROBLEM)


@dataclass(frozen=True, slots=True)
class Opened:
    """A post that is open in the editor, and what it is seen with."""

    slug: str
    files: PostFiles
    shown: Shown
    words: Words

    @property
    def locales(self) -> tuple[str, ...]:
        return self.shown.content.site.locales


def state_of(opened: Opened) -> State:
    """Everything that the page shows. Raises OSError."""
    files, shown = opened.files, opened.shown
    post = shown_post(files, shown)
    facts, broken = _facts(opened)
    texts = {
        locale: text_state(_titled(text, facts), opened.words)
        for locale, text in read_texts(files, opened.locales).items()
    }
    media = media_of(files, facts.table, shown)
    pages = {text.locale: page for text, page in zip(post.texts, shown.pages_of(post), strict=True)
             } if post else {}  # fmt: skip
    return {
        "slug": opened.slug,
        "texts": texts,
        "facts": facts_state(facts),
        "media": [_medium(item, facts, opened.words) for item in media],
        "pages": {locale: f"/{page}" for locale, page in pages.items() if page in shown.files},
        "problems": [*broken, *_problems(opened)],
        "asksDeputy": shown.content.site.approval is not None,
        "agreed": post is not None and approval_state(post) is ApprovalState.FINE,
        "bin": list(Bin(files.content).names(files.path)) if files.is_folder else [],
        "number": shown.number,
    }


def text_state(text: WrittenText, words: Words) -> State:
    """A title and a text, and the file that they are in."""
    return {
        "title": text.title,
        "text": text.text,
        "file": text.file,
        "digest": text.digest,
        "suggested": text.suggested,
        "locked": text.is_locked,
        "problem": _said(text.problem, words) if text.problem else "",
    }


def facts_state(facts: Facts) -> State:
    """The facts, with days and moments as fields of a page take them."""
    return {
        "digest": facts.digest,
        "values": _plain({**facts.fronts, **facts.table}),
    }


def _facts(opened: Opened) -> tuple[Facts, list[str]]:
    """The facts, or nothing and what is wrong where post.toml cannot be read."""
    try:
        return read_facts(opened.files), []
    except Unfit as error:
        return Facts({}, {}, "?"), [_said(error.problem, opened.words)]


def _titled(text: WrittenText, facts: Facts) -> WrittenText:
    """The text under the title that post.toml gives it, which comes before its own."""
    title = facts.get("title")
    title = title.get(text.locale, "") if isinstance(title, dict) else title
    return WrittenText(**{**_fields(text), "title": str(title)}) if title else text


def _fields(text: WrittenText) -> dict[str, Any]:
    return {name: getattr(text, name) for name in text.__slots__}


def _medium(item: Medium, facts: Facts, words: Words) -> State:
    clip = item.shown if isinstance(item.shown, Clip) else None
    language = words.language if words.language in ("kk", "ru") else "ru"
    return {
        "name": item.name,
        "kind": item.kind,
        "note": _plain(dict(item.note)),
        "cover": bool(item.shown) and _is_cover(item, facts),
        "seconds": clip.facts.seconds if clip else 0,
        "length": duration_text(clip.seconds, language) if clip else "",
        "captions": bool(clip and clip.subtitles) or not (clip and clip.facts.has_sound),
        "wide": item.shown.facts.width_px if item.shown else 0,
        "high": item.shown.facts.height_px if item.shown else 0,
        "key": item.shown.source.digest[:12] if item.shown else "",
        "problem": _said(item.problem, words) if item.problem else "",
    }


def _is_cover(item: Medium, facts: Facts) -> bool:
    wanted = str(facts.get("cover") or "")
    name = item.name.rpartition("/")[2].lower()
    return name == wanted.lower() or (not wanted and name.startswith("cover."))


def _problems(opened: Opened) -> list[str]:
    """What keeps the post, or a part of it, from the site; its photos say theirs themselves."""
    media = {opened.files.relative(path) for path in opened.files.media().values()}
    texts = {opened.files.relative(path) for path in opened.files.texts().values()}
    return [
        _said(problem, opened.words)
        for problem in dict.fromkeys(opened.shown.problems)
        if problem.level in _SHOWN
        and f"{problem.where}/".startswith(opened.files.path + "/")
        and problem.where not in media | texts
    ]


def _said(problem: Problem, words: Words) -> str:
    """What is wrong and what to do, without the path that the aide is looking at."""
    values = dict(problem.values)
    hint = f" — {words(problem.hint, **values)}" if problem.hint else ""
    return printable(words(problem.what, **values) + hint)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
