"""A post's facts: read from post.toml and front matter, changed key by key in post.toml."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
import tomlkit
from msgspec import UNSET, UnsetType
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item

from generator.digest import digest_bytes
from generator.errors import Unfit, unfit
from generator.files import read_file
from generator.intake.front_matter import split_front_matter
from generator.intake.settings import Seconds, Share, read_toml, without_controls
from generator.intake.whole_file import write_whole
from generator.kinds import Kind
from generator.language.alphabet import nfc
from generator.language.encoding import decode_text
from generator.limits import SETTINGS_BYTES
from generator.studio.editor.conflict import Conflict
from generator.studio.editor.post_files import PostFiles, digest_of

Texts = dict[str, str]
"""A text in each language; an empty one is taken out."""

Day = str
"""A day or a moment as fields of a page give it: 2026-11-23, 2026-11-23T18:30."""

_DAYS = ("date", "publish_at", "checked_at", "pin_until", "when", "until")


class MediaChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change of one photo or clip; None takes a key out."""

    alt: Texts | UnsetType | None = UNSET
    credit: str | UnsetType | None = UNSET
    focus: tuple[Share, Share] | UnsetType | None = UNSET
    poster_at: Seconds | UnsetType | None = UNSET
    start: Seconds | UnsetType | None = msgspec.field(default=UNSET, name="from")
    end: Seconds | UnsetType | None = msgspec.field(default=UNSET, name="to")


class FactsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change of a post's facts; None takes a key out."""

    kind: Kind | UnsetType = UNSET
    draft: bool | UnsetType = UNSET
    date: Day | UnsetType | None = UNSET
    publish_at: Day | UnsetType | None = UNSET
    tags: Texts | UnsetType | None = UNSET
    title: Texts | UnsetType = UNSET
    summary: Texts | UnsetType = UNSET
    people: tuple[str, ...] | UnsetType = UNSET
    children: bool | UnsetType = UNSET
    consent: bool | UnsetType = UNSET
    ai: bool | UnsetType = UNSET
    cover: str | UnsetType | None = UNSET
    order: tuple[str, ...] | UnsetType = UNSET
    media: dict[str, MediaChange] | UnsetType = UNSET
    claim: Texts | UnsetType = UNSET
    verdict: Texts | UnsetType = UNSET
    evidence: tuple[str, ...] | UnsetType = UNSET
    where_seen: Texts | UnsetType = UNSET
    who_answers: Texts | UnsetType = UNSET
    checked_at: Day | UnsetType | None = UNSET
    pin_until: Day | UnsetType | None = UNSET
    when: Day | UnsetType | None = UNSET
    until: Day | UnsetType | None = UNSET
    where: Texts | UnsetType = UNSET


class Facts(msgspec.Struct, frozen=True):
    """The tables of a post's facts; those of post.toml come first."""

    table: dict[str, Any]
    fronts: dict[str, Any]
    digest: str  # of post.toml; "" where there is none

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, in post.toml or else in front matter."""
        return self.table.get(key, self.fronts.get(key, default))


def read_facts(post: PostFiles) -> Facts:
    """The facts as they are written. Raises Unfit where post.toml cannot be read, and OSError."""
    content = _read(post)
    table = read_toml(content, post.relative(post.settings)) if content else {}
    return Facts(table, _fronts(post), digest_bytes(content) if content else "")


def change_facts(post: PostFiles, change: FactsChange, digest: str) -> Facts:
    """Change post.toml, whose digest was `digest`; comments, order and all other keys stay.

    Raises Conflict where the file is another one by now, Unfit where it cannot be read, FileHeld,
    and OSError.
    """
    facts = read_facts(post)
    if facts.digest != digest:
        raise Conflict(facts)
    path = post.relative(post.settings)
    written = _read(post)
    try:
        changed = _changed(written, change, facts.fronts)
        read_toml(changed, path)
    except (TOMLKitError, ValueError):
        raise unfit(
            path, "these settings cannot be changed here", "change them in the file itself"
        ) from None
    if digest_of(post.settings) != digest:
        raise Conflict(read_facts(post))
    if changed != written:
        write_whole(post.settings, changed)
    return read_facts(post)


def _changed(written: bytes, change: FactsChange, fronts: Mapping[str, Any]) -> bytes:
    """The settings with these changes, with the line ends and the mark that they had."""
    mark = BOM_UTF8 if written.startswith(BOM_UTF8) else b""
    text = written.removeprefix(mark).decode()
    document = tomlkit.parse(text)
    _apply(document, change, fronts)
    lines = tomlkit.dumps(document).replace("\r\n", "\n")
    return mark + lines.replace("\n", "\r\n" if "\r\n" in text else "\n").encode()


def _read(post: PostFiles) -> bytes:
    try:
        content = read_file(post.settings)
    except FileNotFoundError:
        return b""
    return content[: SETTINGS_BYTES + 1]  # read_toml says what is too much


def _fronts(post: PostFiles) -> dict[str, Any]:
    """Facts of front matter, but for those that belong to one text alone."""
    table: dict[str, Any] = {}
    for name, path in post.texts().items():
        if name.lower().endswith(".docx"):
            continue
        try:
            front, _ = split_front_matter(decode_text(read_file(path)).text, name)
        except (Unfit, ValueError):
            continue  # the text says what is wrong
        for key, value in front.items():
            table.setdefault(key, value)
    return {key: value for key, value in table.items() if key not in ("title", "summary", "tags")}


def _apply(document: tomlkit.TOMLDocument, change: FactsChange, fronts: Mapping[str, Any]) -> None:
    for key, value in _changes(change):
        if key == "media":
            for name, notes in value.items():
                _apply_media(document, name, dict(_changes(notes)))
        elif _is_nothing(value) and key not in fronts:
            document.pop(key, None)
        else:
            _put(document, key, value)


def _apply_media(document: tomlkit.TOMLDocument, name: str, notes: Mapping[str, Any]) -> None:
    media = document.get("media")
    if media is None:
        if all(_is_nothing(value) for value in notes.values()):
            return
        document["media"] = tomlkit.table(is_super_table=True)
        media = document["media"]
    name = next((known for known in media if _is_same_name(known, name)), name)
    if name not in media:
        media[name] = tomlkit.table()
    for key, value in notes.items():
        if _is_nothing(value):
            media[name].pop(key, None)
        else:
            _put(media[name], key, value)
    if not media[name]:
        media.pop(name)
    if not media:
        document.pop("media")


def _is_same_name(known: str, name: str) -> bool:
    return nfc(known).lower() == nfc(name).lower()


def _changes(change: msgspec.Struct) -> list[tuple[str, Any]]:
    names = zip(change.__struct_fields__, change.__struct_encode_fields__, strict=True)
    pairs = [(written, getattr(change, field)) for field, written in names]
    return [
        (key, _moment(value) if key in _DAYS and value else without_controls(value))
        for key, value in pairs
        if value is not UNSET
    ]


def _moment(written: str) -> date:
    """A day, or a moment without seconds. Raises ValueError."""
    if len(written) == len("2026-11-23"):
        return date.fromisoformat(written)
    return datetime.fromisoformat(written).replace(tzinfo=None, microsecond=0)


def _is_nothing(value: Any) -> bool:
    """Whether a value is what the key means when it is not written."""
    if isinstance(value, dict):
        return all(map(_is_nothing, value.values()))
    return value is None or value is False or value in ("", [], ())


def _put(table: Any, key: str, value: Any) -> None:
    """Write a key; where it has that value already, it stays as it was written."""
    before = table.get(key)
    if isinstance(value, dict) and isinstance(before, dict):
        value = {**before, **value}
    wanted = _to_toml(value)
    if isinstance(before, Item) and before.unwrap() == wanted.unwrap():
        return
    table[key] = wanted


def _to_toml(value: Any) -> Item:
    if isinstance(value, dict):
        words = tomlkit.inline_table()
        for locale, text in sorted(value.items()):
            if text:
                words[locale] = text
        return words
    item: Item = tomlkit.item(value.value if isinstance(value, Kind) else value)
    return item
