"""Read the facts of a post from post.toml and front matter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast

import msgspec

from generator.errors import Problem, Unfit, doubt, problem
from generator.intake.settings import (
    Seconds,
    Share,
    check_keys,
    check_locales,
    convert,
    without_controls,
)
from generator.kinds import KIND_KEYS, AnyDetails, Kind, KindKeys
from generator.language.localized import (
    Localized,
    Moment,
    Words,
    has_time,
    in_locale,
    localized,
    moment,
)
from generator.model import Cut, MediaNote, PostFacts

TagWords = tuple[str, ...] | str
Day = date  # inside a class with a field named date, the type needs another name


class MediaToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys about one photo or clip: [media."IMG_2044.jpg"]."""

    alt: Words = ""
    caption: Words = ""
    credit: str = ""
    focus: tuple[Share, Share] | None = None
    poster_at: Seconds | None = None
    start: Seconds | None = msgspec.field(default=None, name="from")
    end: Seconds | None = msgspec.field(default=None, name="to")
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
    people_agreed: bool = False
    children: bool = False
    consent: bool = False
    credit: str = ""
    ai: bool = False
    cover: str = ""
    order: tuple[str, ...] = ()  # file names of photos and clips
    share_from: Seconds | None = None  # seconds
    share_to: Seconds | None = None
    media: dict[str, MediaToml] = {}


_TEXT_KEYS = ("title", "summary", "tags")  # in front matter they belong to its text alone
_TABLES: dict[str, type[msgspec.Struct]] = {
    "media": MediaToml,
    "updates": Update,
    **{key: shape for keys in KIND_KEYS.values() for key, shape in keys.tables.items()},
}
_KEYS_OF_KINDS = {key for keys in KIND_KEYS.values() for key in keys.__struct_fields__}

_ByKind = dict[Kind, KindKeys]


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """What was written about a post, checked."""

    facts: PostFacts
    path: str = ""  # where it was written
    date: Day | None = None
    hour: time | None = None  # where the date was written with its time
    slug: str = ""
    titles: Localized = ()
    summaries: Localized = ()
    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()  # locale and names, in order
    media: tuple[tuple[str, MediaNote], ...] = ()  # file name and note
    order: tuple[str, ...] = ()  # file names
    doubts: tuple[Problem, ...] = ()  # those with a value `locale` matter only with that text

    @property
    def has_headline(self) -> bool:
        """Whether a title, or what an answer says, was written."""
        return bool(self.titles or (self.facts.answer and self.facts.answer.fact))


def read_post_facts(table: Mapping[str, Any], path: str, locales: tuple[str, ...]) -> DeclaredFacts:
    """The facts in that table; Unfit names what does not fit."""
    toml, kinds = _converted(table, path, locales)
    own = kinds.get(toml.kind)
    if own:
        _check_required(toml, own, path)
    _check_children(toml, path)
    for keys in kinds.values():
        keys.check_days(path)
    for update in toml.updates:
        moment(update.date, path)  # Unfit for a year that cannot be meant
    written = moment(toml.date, path)
    return DeclaredFacts(
        path=path,
        facts=_facts(toml, path, locales, _details(own, path, locales)),
        date=written.date() if written else None,
        hour=written.time() if written and has_time(toml.date, path) else None,
        slug=toml.slug.strip(),
        titles=localized(toml.title, locales),
        summaries=localized(toml.summary, locales),
        tags=_tags(toml.tags, locales),
        media=tuple((name, _note(note, locales)) for name, note in toml.media.items()),
        order=toml.order,
        doubts=(
            *(own.doubts(path) if own else ()),
            *_untranslated(toml, kinds, path, locales),
        ),
    )


def _converted(
    table: Mapping[str, Any], path: str, locales: tuple[str, ...]
) -> tuple[PostToml, _ByKind]:
    """The table as PostToml, and the keys of each kind in it.

    Unknown keys of inner tables are reported like its own.
    """
    known = sorted({*locales, "kk", "ru"})  # a text may wait for a language to be added
    for key, shape in _TABLES.items():
        rows = table.get(key)
        inner = list(rows.values()) if isinstance(rows, dict) else rows
        for row in inner if isinstance(inner, list) else ():
            if isinstance(row, dict):
                check_keys(row, shape.__struct_encode_fields__, path)
                check_locales(row, known, path)
    tags = {"tags": _as_text(table["tags"])} if "tags" in table else {}
    check_keys(table, (*PostToml.__struct_fields__, *_KEYS_OF_KINDS), path)
    common = {key: value for key, value in table.items() if key not in _KEYS_OF_KINDS}
    toml = convert({**common, **tags}, PostToml, path)
    kinds = {
        kind: convert(part, keys, path)
        for kind, keys in KIND_KEYS.items()
        if (part := _part(table, keys)) or kind is toml.kind
    }
    check_locales({key: table[key] for key in table if key not in _TABLES}, known, path)
    return toml, kinds


def _part(table: Mapping[str, Any], shape: type[KindKeys]) -> dict[str, Any]:
    return {key: table[key] for key in shape.__struct_fields__ if key in table}


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


def _details(keys: KindKeys | None, path: str, locales: tuple[str, ...]) -> AnyDetails | None:
    return cast(AnyDetails | None, keys.details(path, locales)) if keys else None


def _facts(
    toml: PostToml, path: str, locales: tuple[str, ...], details: AnyDetails | None
) -> PostFacts:
    return PostFacts(
        kind=toml.kind,
        draft=toml.draft,
        publish_at=moment(toml.publish_at, path),
        expires_at=moment(toml.expires_at, path, end_of_day=True),
        pin=toml.pin,
        aliases=toml.aliases,
        updates=tuple((update.date, localized(update.reason, locales)) for update in toml.updates),
        people=toml.people,
        people_agreed=toml.people_agreed,
        children=toml.children,
        consent=toml.consent,
        credit=toml.credit,
        ai=toml.ai,
        cover=toml.cover,
        share_from=toml.share_from,
        share_to=toml.share_to,
        details=details,
    )


def _untranslated(
    toml: PostToml, kinds: _ByKind, path: str, locales: tuple[str, ...]
) -> Iterator[Problem]:
    """A doubt for each language that lacks words given in another."""
    written = [pair for keys in kinds.values() for pair in keys.words().items()]
    words = [(key, localized(text, locales)) for key, text in written]
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


def _check_children(toml: PostToml, path: str) -> None:
    if toml.children and not toml.consent:
        say = doubt if toml.draft else problem  # a draft may wait for what others have a right to
        raise Unfit(
            say(
                path,
                "children are shown, and nobody's consent is noted",
                "ask the parents, then write: consent = true",
            )
        )


def _check_required(toml: PostToml, own: KindKeys, path: str) -> None:
    missing = [key for key in own.required if not getattr(own, key)]
    if not missing:
        return
    kind, keys = toml.kind.value, ", ".join(missing)
    say = doubt if toml.draft else problem
    raise Unfit(
        say(
            path,
            "kind = “{kind}” needs {keys}",
            "write what is missing; the post waits until then",
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
        cut=Cut(toml.start or 0.0, toml.end or 0.0),
        ai=toml.ai,
    )
