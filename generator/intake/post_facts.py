"""post.toml and front matter in, the Facts of a post out."""

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
    """What can be said about one photo or clip: [media."IMG_2044.jpg"]."""

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


_TEXT_KEYS = ("title", "summary", "tags")  # of front matter: its own text's alone
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
    doubts: tuple[Problem, ...] = ()  # with a value `locale`: of no weight without that text


def read_post_facts(table: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> DeclaredFacts:
    """The facts in a table of post.toml or front matter; Unfit names what does not fit."""
    given = _converted(table, path, locales)
    _check_kind(given, path)
    _check_children(given, path)
    _check_days(given, path)
    written = moment(given.date, path)
    return DeclaredFacts(
        path=path,
        facts=_facts(given, path, locales),
        date=written.date() if written else None,
        slug=given.slug.strip(),
        titles=localized(given.title, locales),
        summaries=localized(given.summary, locales),
        tags=_tags(given.tags, locales),
        media=tuple((name, _note(note, locales)) for name, note in given.media.items()),
        doubts=(*_without_start(given, path), *_half_told(given, path, locales)),
    )


def _converted(table: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> PostToml:
    """The table in its shape; inner tables, too, have an unknown key named with its nearest."""
    known = sorted({*locales, "kk", "ru"})  # a post may be ready for a language to come
    for key in ("media", "updates"):
        rows, shape = table.get(key), MediaToml if key == "media" else Update
        inner = list(rows.values()) if isinstance(rows, dict) else rows
        for row in inner if isinstance(inner, list) else ():
            if isinstance(row, dict):
                check_keys(row, shape, path)
                check_locales(row, known, path)
    tags = {"tags": _as_text(table["tags"])} if "tags" in table else {}
    given = convert({**table, **tags}, PostToml, path)
    check_locales({key: value for key, value in table.items() if key != "media"}, known, path)
    return given


@dataclass(frozen=True, slots=True)
class FrontWords:
    """What front matter says in one language."""

    title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()


def check_front_words(front: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> None:
    """Unfit where a title, summary or tag of front matter is no words."""
    _converted(_own_words(front), path, locales)


def front_words(front: Mapping[str, Any], locale: str, *, alone: bool) -> FrontWords:
    """The words for that language; in a file of two texts a single title serves neither."""

    def of(key: str) -> str:
        given = _own_words(front).get(key, "")
        return str(given.get(locale, "") if isinstance(given, dict) else given if alone else "")

    tags = _own_words(front).get("tags", ())
    own = tags.get(locale, ()) if isinstance(tags, dict) else tags
    return FrontWords(of("title").strip(), of("summary").strip(), tag_names(own))


def _own_words(front: Mapping[str, Any]) -> dict[str, Any]:
    # YAML reads an empty value as nothing.
    return {
        key: _as_text(without_controls(front[key]))
        for key in _TEXT_KEYS
        if front.get(key) is not None
    }


def _as_text(value: Any) -> Any:
    """Words as they were written: `title: 2026`, `tags: [school, 2026]` hold a number to YAML."""
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(one) for one in value]
    return str(value) if isinstance(value, int | float | date) else value


def merged(post: Mapping[str, Any], fronts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One table for the post: post.toml first, then each text's front matter.

    Titles, summaries and tags of front matter belong to their text alone, and stay out.
    """
    table = dict(post)
    for front in fronts:
        for key, value in front.items():
            if key not in _TEXT_KEYS:
                table.setdefault(key, value)
    return table


def _facts(given: PostToml, path: str, locales: tuple[str, ...]) -> PostFacts:
    return PostFacts(
        kind=given.kind,
        draft=given.draft,
        publish_at=moment(given.publish_at, path),
        expires_at=moment(given.expires_at, path, end_of_day=True),
        pin=given.pin,
        aliases=given.aliases,
        updates=tuple((one.date, localized(one.reason, locales)) for one in given.updates),
        people=given.people,
        children=given.children,
        consent=given.consent,
        credit=given.credit,
        ai=given.ai,
        cover=given.cover,
        share_from=given.share_from,
        share_to=given.share_to,
        event=_event(given, path, locales),
        campaign=Campaign(given.producer, given.client, given.payer)
        if given.kind is Kind.CAMPAIGN
        else None,
        answer=_answer(given, locales) if given.kind is Kind.ANSWER else None,
    )


def _event(given: PostToml, path: str, locales: tuple[str, ...]) -> Event | None:
    when: datetime | None = moment(given.when, path)
    if given.kind is not Kind.EVENT or when is None:
        return None
    until = moment(given.until, path, end_of_day=True)
    if until and until < when:
        raise unfit(
            path,
            "the event ends before it begins: until = {until}",
            "until is a day or a time after when: 2026-11-23 18:30",
            until=given.until,
        )
    where = localized(given.where, locales)
    return Event(when, where, until, all_day=_is_day(given.when, path))


def _is_day(value: Moment, path: str) -> bool:
    """Whether a moment was written without a time: only then its last minute is another."""
    return moment(value, path) != moment(value, path, end_of_day=True)


def _without_start(given: PostToml, path: str) -> Iterator[Problem]:
    """A doubt where an event's end has a time and its start has none."""
    if given.kind is not Kind.EVENT or given.until is None:
        return
    if _is_day(given.when, path) and not _is_day(given.until, path):
        yield doubt(
            path,
            "the event has a time in until, and none in when",
            "write the time in when too; until then only the day is shown",
        )


def _half_told(given: PostToml, path: str, locales: tuple[str, ...]) -> Iterator[Problem]:
    """A doubt for each language that lacks words which stand there in another one."""
    told = [(key, localized(getattr(given, key), locales)) for key in _FACT_WORDS]
    told += [("reason", localized(one.reason, locales)) for one in given.updates]
    for locale in locales:
        keys = [key for key, texts in told if texts and not in_locale(texts, locale)]
        if keys:
            yield doubt(
                path,
                "not written in {locale}: {keys}",
                "the page in that language is shown without it",
                locale=locale,
                keys=", ".join(dict.fromkeys(keys)),
            )


def _answer(given: PostToml, locales: tuple[str, ...]) -> Answer:
    evidence = given.evidence
    return Answer(
        claim=localized(given.claim, locales),
        evidence=(evidence,) if isinstance(evidence, str) else evidence,
        fact=localized(given.fact, locales),
        verdict=localized(given.verdict, locales),
        where_seen=localized(given.where_seen, locales),
        first_seen=given.first_seen,
        who_answers=localized(given.who_answers, locales),
        checked_at=given.checked_at,
        pin_until=given.pin_until,
    )


def _stop_or_wait(given: PostToml) -> Callable[..., Problem]:
    """What the law or other people's rights forbid stops the build; a draft may wait for it."""
    return doubt if given.draft else stop


def _check_children(given: PostToml, path: str) -> None:
    if given.children and not given.consent:
        say = _stop_or_wait(given)
        raise Unfit(
            say(
                path,
                "children are shown, and nobody's consent is noted",
                "ask the parents, then write: consent = true",
            )
        )


def _check_days(given: PostToml, path: str) -> None:
    days = (given.first_seen, given.checked_at, given.pin_until)
    for day in (*days, *(one.date for one in given.updates)):
        moment(day, path)  # Unfit for a year that cannot be meant


def _check_kind(given: PostToml, path: str) -> None:
    missing = [key for key in _KIND_KEYS.get(given.kind, ()) if not getattr(given, key)]
    if not missing:
        return
    kind, keys = given.kind.value, ", ".join(missing)
    if given.kind is Kind.EVENT or given.draft:
        say = doubt if given.draft else problem
        raise Unfit(
            say(
                path,
                "kind = “{kind}” needs {keys}",
                "write what is missing; the post waits until then",
                kind=kind,
                keys=keys,
            )
        )
    raise Unfit(
        stop(
            path,
            "kind = “{kind}” needs {keys}",
            "write what is missing; nothing is published until then",
            kind=kind,
            keys=keys,
        )
    )


def _tags(
    given: dict[str, TagWords] | TagWords, locales: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if isinstance(given, dict):
        return tuple((locale, tag_names(words)) for locale, words in sorted(given.items()))
    names = tag_names(given)
    return tuple((locale, names) for locale in sorted(locales)) if names else ()


def tag_names(words: object) -> tuple[str, ...]:
    """Tags as a list, or as one line with commas."""
    parts = words.split(",") if isinstance(words, str) else words
    if not isinstance(parts, list | tuple):
        return ()
    names = (" ".join(str(part).split()) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def _note(given: MediaToml, locales: tuple[str, ...]) -> MediaNote:
    return MediaNote(
        alt=localized(given.alt, locales),
        caption=localized(given.caption, locales),
        credit=given.credit,
        focus=given.focus,
        poster_at=given.poster_at,
        ai=given.ai,
    )
