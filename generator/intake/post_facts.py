"""Read the facts of a post from post.toml and front matter."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from generator.errors import Problem, Unfit, doubt, problem, stop, unfit
from generator.intake.settings import (
    Moment,
    Seconds,
    Share,
    Words,
    check_keys,
    check_locales,
    convert,
    localized,
    moment,
    without_controls,
)
from generator.model import (
    Answer,
    Campaign,
    Event,
    Kind,
    Localized,
    MediaNote,
    PostFacts,
    in_locale,
)

TagWords = tuple[str, ...] | str
Day = date  # inside a class with a field named date, the type needs another name


class MediaToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys about one photo or clip: [media."IMG_2044.jpg"]."""

    alt: Words = ""
    caption: Words = ""
    credit: str = ""
    focus: tuple[Share, Share] | None = None
    poster_at: Seconds | None = None
    ai: bool = False


class Update(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A correction: [[updates]]."""

    date: Day
    reason: Words


class PostToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of post.toml; front matter takes them too, and `title` and `summary`."""

    date: Moment = None
    kind: Kind = Kind.REPORT
    tags: dict[str, TagWords] | TagWords = ()
    title: Words = ""
    summary: Words = ""
    draft: bool = False
    publish_at: Moment = None
    expires_at: Moment = None
    pin: bool = False
    slug: str = ""
    aliases: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    people: tuple[str, ...] = ()
    children: bool = False
    consent: bool = False
    credit: str = ""
    ai: bool = False
    cover: str = ""
    share_from: Seconds | None = None  # seconds
    share_to: Seconds | None = None
    media: dict[str, MediaToml] = {}
    # kind = "event"
    when: Moment = None
    until: Moment = None
    where: Words = ""
    # kind = "campaign"
    producer: str = ""
    client: str = ""
    payer: str = ""
    # kind = "answer"
    fact: Words = ""
    claim: Words = ""
    verdict: Words = ""
    where_seen: Words = ""
    first_seen: Day | None = None
    evidence: tuple[str, ...] | str = ()
    who_answers: Words = ""
    checked_at: Day | None = None
    pin_until: Day | None = None


_TEXT_KEYS = ("title", "summary", "tags")  # in front matter they belong to its text alone
_FACT_WORDS = ("where", "claim", "fact", "verdict", "who_answers", "where_seen")
_KIND_KEYS = {
    Kind.EVENT: ("when", "where"),
    Kind.CAMPAIGN: ("producer", "client", "payer"),
    Kind.ANSWER: ("claim", "evidence"),
}


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """What was written about a post, checked."""

    facts: PostFacts
    path: str = ""  # where it was written
    date: Day | None = None
    slug: str = ""
    titles: Localized = ()
    summaries: Localized = ()
    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()  # locale and names, in order
    media: tuple[tuple[str, MediaNote], ...] = ()  # file name and note
    doubts: tuple[Problem, ...] = ()  # those with a value `locale` matter only with that text


def read_post_facts(table: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> DeclaredFacts:
    """The facts in that table; Unfit names what does not fit."""
    toml = _converted(table, path, locales)
    _check_kind(toml, path)
    _check_children(toml, path)
    updated = (update.date for update in toml.updates)
    for day in (toml.first_seen, toml.checked_at, toml.pin_until, *updated):
        moment(day, path)  # Unfit for a year that cannot be meant
    written = moment(toml.date, path)
    return DeclaredFacts(
        path=path,
        facts=_facts(toml, path, locales),
        date=written.date() if written else None,
        slug=toml.slug.strip(),
        titles=localized(toml.title, locales),
        summaries=localized(toml.summary, locales),
        tags=_tags(toml.tags, locales),
        media=tuple((name, _note(note, locales)) for name, note in toml.media.items()),
        doubts=(*_without_start(toml, path), *_untranslated(toml, path, locales)),
    )


def _converted(table: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> PostToml:
    """The table as PostToml; unknown keys of inner tables are reported like its own."""
    known = sorted({*locales, "kk", "ru"})  # a text may wait for a language to be added
    for key in ("media", "updates"):
        rows, shape = table.get(key), MediaToml if key == "media" else Update
        inner = list(rows.values()) if isinstance(rows, dict) else rows
        for row in inner if isinstance(inner, list) else ():
            if isinstance(row, dict):
                check_keys(row, shape, path)
                check_locales(row, known, path)
    tags = {"tags": _as_text(table["tags"])} if "tags" in table else {}
    toml = convert({**table, **tags}, PostToml, path)
    check_locales({key: value for key, value in table.items() if key != "media"}, known, path)
    return toml


@dataclass(frozen=True, slots=True)
class FrontWords:
    """Title, summary and tags of front matter in one language."""

    title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()


def check_front_words(front: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> None:
    """Unfit where a title, summary or tag of front matter is not text."""
    _converted(_own_words(front), path, locales)


def front_words(front: Mapping[str, Any], locale: str, *, alone: bool) -> FrontWords:
    """The words for that language. A title for all languages holds only where a text is `alone`."""

    def of(key: str) -> str:
        text = words.get(key, "")
        if isinstance(text, dict):
            return str(text.get(locale, "")).strip()
        return str(text).strip() if alone else ""

    words = _own_words(front)
    tags = words.get("tags", ())
    tags = tags.get(locale, ()) if isinstance(tags, dict) else tags
    return FrontWords(of("title"), of("summary"), tag_names(tags))


def _own_words(front: Mapping[str, Any]) -> dict[str, Any]:
    # YAML reads an empty value as None.
    return {
        key: _as_text(without_controls(front[key]))
        for key in _TEXT_KEYS
        if front.get(key) is not None
    }


def _as_text(value: Any) -> Any:
    """Numbers and dates as text: YAML reads them in `title: 2026` and `tags: [school, 2026]`."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(item) for item in value]
    return str(value) if isinstance(value, int | float | date) else value


def merged(post: Mapping[str, Any], fronts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One table for the post, in which post.toml comes before front matter.

    Titles, summaries and tags of front matter belong to their text and are left out.
    """
    table = dict(post)
    for front in fronts:
        for key, value in front.items():
            if key not in _TEXT_KEYS:
                table.setdefault(key, value)
    return table


def _facts(toml: PostToml, path: str, locales: tuple[str, ...]) -> PostFacts:
    return PostFacts(
        kind=toml.kind,
        draft=toml.draft,
        publish_at=moment(toml.publish_at, path),
        expires_at=moment(toml.expires_at, path, end_of_day=True),
        pin=toml.pin,
        aliases=toml.aliases,
        updates=tuple((update.date, localized(update.reason, locales)) for update in toml.updates),
        people=toml.people,
        children=toml.children,
        consent=toml.consent,
        credit=toml.credit,
        ai=toml.ai,
        cover=toml.cover,
        share_from=toml.share_from,
        share_to=toml.share_to,
        event=_event(toml, path, locales),
        campaign=Campaign(toml.producer, toml.client, toml.payer)
        if toml.kind is Kind.CAMPAIGN
        else None,
        answer=_answer(toml, locales) if toml.kind is Kind.ANSWER else None,
    )


def _event(toml: PostToml, path: str, locales: tuple[str, ...]) -> Event | None:
    when: datetime | None = moment(toml.when, path)
    if toml.kind is not Kind.EVENT or when is None:
        return None
    until = moment(toml.until, path, end_of_day=True)
    if until and until < when:
        raise unfit(
            path,
            "the event ends before it begins: until = {until}",
            "until is a day or a time after when: 2026-11-23 18:30",
            until=toml.until,
        )
    where = localized(toml.where, locales)
    return Event(when, where, until, all_day=_is_day(toml.when, path))


def _is_day(value: Moment, path: str) -> bool:
    """Whether a moment was written without a time: only then does its last minute differ."""
    return moment(value, path) != moment(value, path, end_of_day=True)


def _without_start(toml: PostToml, path: str) -> Iterator[Problem]:
    """A doubt where the end of an event has a time and its start has none."""
    if toml.kind is not Kind.EVENT or toml.until is None:
        return
    if _is_day(toml.when, path) and not _is_day(toml.until, path):
        yield doubt(
            path,
            "the event has a time in until, and none in when",
            "write the time in when too; until then only the day is shown",
        )


def _untranslated(toml: PostToml, path: str, locales: tuple[str, ...]) -> Iterator[Problem]:
    """A doubt for each language that lacks words given in another."""
    words = [(key, localized(getattr(toml, key), locales)) for key in _FACT_WORDS]
    words += [("reason", localized(update.reason, locales)) for update in toml.updates]
    for locale in locales:
        keys = [key for key, texts in words if texts and not in_locale(texts, locale)]
        if keys:
            yield doubt(
                path,
                "not written in {locale}: {keys}",
                "the page in that language is shown without it",
                locale=locale,
                keys=", ".join(dict.fromkeys(keys)),
            )


def _answer(toml: PostToml, locales: tuple[str, ...]) -> Answer:
    evidence = toml.evidence
    return Answer(
        claim=localized(toml.claim, locales),
        evidence=(evidence,) if isinstance(evidence, str) else evidence,
        fact=localized(toml.fact, locales),
        verdict=localized(toml.verdict, locales),
        where_seen=localized(toml.where_seen, locales),
        first_seen=toml.first_seen,
        who_answers=localized(toml.who_answers, locales),
        checked_at=toml.checked_at,
        pin_until=toml.pin_until,
    )


def _check_children(toml: PostToml, path: str) -> None:
    if toml.children and not toml.consent:
        # Other people's rights stop the build; a draft may wait for them.
        say = doubt if toml.draft else stop
        raise Unfit(
            say(
                path,
                "children are shown, and nobody's consent is noted",
                "ask the parents, then write: consent = true",
            )
        )


def _check_kind(toml: PostToml, path: str) -> None:
    missing = [key for key in _KIND_KEYS.get(toml.kind, ()) if not getattr(toml, key)]
    if not missing:
        return
    kind, keys = toml.kind.value, ", ".join(missing)
    say: Callable[..., Problem] = stop  # the law demands these keys
    if toml.draft:
        say = doubt
    elif toml.kind is Kind.EVENT:
        say = problem
    raise Unfit(
        say(
            path,
            "kind = “{kind}” needs {keys}",
            "write what is missing; nothing is published until then"
            if say is stop
            else "write what is missing; the post waits until then",
            kind=kind,
            keys=keys,
        )
    )


def _tags(
    tags: dict[str, TagWords] | TagWords, locales: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if isinstance(tags, dict):
        return tuple((locale, tag_names(words)) for locale, words in sorted(tags.items()))
    names = tag_names(tags)
    return tuple((locale, names) for locale in sorted(locales)) if names else ()


def tag_names(words: object) -> tuple[str, ...]:
    """Unique tags from a list, or from one line with commas."""
    parts = words.split(",") if isinstance(words, str) else words
    if not isinstance(parts, list | tuple):
        return ()
    names = (" ".join(str(part).split()) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def _note(toml: MediaToml, locales: tuple[str, ...]) -> MediaNote:
    return MediaNote(
        alt=localized(toml.alt, locales),
        caption=localized(toml.caption, locales),
        credit=toml.credit,
        focus=toml.focus,
        poster_at=toml.poster_at,
        ai=toml.ai,
    )
