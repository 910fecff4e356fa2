"""Read a drop into a valid Post or Page, and collect what is wrong with it."""

import dataclasses
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec.structs import replace

from generator.errors import HoldsBack, Problem, Unfit, doubt, problem
from generator.intake.approval_toml import read_approval
from generator.intake.drops import (
    OTHER_TEXT_ENDINGS,
    TEXT_ENDINGS,
    Drop,
    is_media,
    is_subtitle,
)
from generator.intake.front_matter import BrokenFrontMatter
from generator.intake.media_files import (
    cover_of,
    file_name,
    in_order,
    photos_and_clips,
    with_subtitles,
)
from generator.intake.names import twins
from generator.intake.nature.device_names import is_device_name, is_screenshot
from generator.intake.nature.exports import chat_problem
from generator.intake.nature.settings_files import (
    check_is_text,
    misnamed,
    pick_settings,
    renamed,
    settings_kind,
)
from generator.intake.personal import personal_details
from generator.intake.places import place_problem
from generator.intake.post_facts import (
    DeclaredFacts,
    FrontWords,
    check_front_words,
    front_words,
    merged,
    read_post_facts,
)
from generator.intake.settings import read_toml, too_much, unknown_name
from generator.intake.shown_words import text_reader, written_in_drop
from generator.intake.text import RawText, TextFile, blocks, finish_text, read_text, too_large_text
from generator.intake.word import too_large_word
from generator.language.alphabet import NaturalKey, natural_key, nfc, slugify
from generator.language.dates import find_date
from generator.language.detect import detect_locale, locale_of_name
from generator.language.localized import KAZAKHSTAN, in_locale
from generator.limits import POST_MEDIA, SETTINGS_BYTES, TEXT_BYTES, WORD_BYTES
from generator.model import Approval, Clip, Page, Photo, Post, PostFacts, Probe, Source, Text

Read = Callable[[Source], bytes]
"""Gives a source's bytes."""

S = TypeVar("S", Post, Page)


@dataclass(frozen=True, slots=True)
class _Written:
    """What people wrote in the files of a drop."""

    texts: tuple[RawText, ...]
    fronts: tuple[tuple[str, Mapping[str, Any]], ...]  # path and table
    table: Mapping[str, Any]  # of post.toml
    broken: bool  # a file that may hold facts could not be read


class DropReader:
    """Reads one drop; `problems` collects what is wrong with it."""

    def __init__(
        self,
        probes: Mapping[str, Probe],
        read: Read,
        locales: tuple[str, ...],
        *,
        is_whole: bool = True,
    ) -> None:
        self.probes = probes
        self.read = read
        self.locales = locales
        self.is_whole = is_whole  # False where a file of the drop could not be opened
        self.problems: list[Problem] = []

    def post(self, drop: Drop) -> Post | None:
        """The drop as a post; None where it cannot be shown."""
        written = self._written(drop)
        facts = self._facts(drop, written)
        if facts is None:
            return None
        media = self._media(drop, facts)
        texts = self._texts(written, facts, media)
        if not texts and not media:
            paths = {drop.path, *(source.path for source in drop.sources)}
            if not any(problem.where in paths for problem in self.problems):
                self.doubt(drop.path, "there is nothing to show in this folder")
            return None
        # Without a text a language has no page on which something could be missing.
        shown = {text.locale for text in texts} or set(self.locales)
        self.problems += [
            problem
            for problem in facts.doubts
            if dict(problem.values).get("locale") in (None, *shown)
        ]
        day, name = self._date(drop, facts, media)
        if not texts:
            facts, texts = self._without_words(drop, facts, name)
        post = Post(
            path=drop.path,
            slug=_slug(facts, day, name, drop.name),
            date=day,
            texts=tuple(replace(text, title=text.title or name) for text in texts),
            media=media,
            cover=cover_of(media, facts.facts.cover),
            facts=_with_evidence(facts.facts, media),
            approval=self._approval(drop),
            hour=_hour(facts, day),
        )
        return self._examined(drop, written, facts.facts.people_agreed, post)

    def _without_words(
        self, drop: Drop, facts: DeclaredFacts, name: str
    ) -> tuple[DeclaredFacts, tuple[Text, ...]]:
        """The facts and texts of a post in which nobody wrote: a draft until it has a title."""
        is_named = not is_device_name(name) and not is_screenshot(drop.name)
        if is_named or facts.has_headline:
            self.doubt(
                drop.path, "there are no words", "write a title and a sentence: kk.md, ru.md"
            )
            return facts, _wordless_texts(name if is_named else "", facts, self.locales)
        self.problems.append(
            problem(
                drop.path,
                "there is no title: this is a draft, and readers do not see it",
                "write a title and a sentence: kk.md, ru.md",
            )
        )
        draft = dataclasses.replace(facts, facts=replace(facts.facts, draft=True))
        return draft, _wordless_texts("", facts, self.locales)

    def page(self, drop: Drop) -> Page | None:
        """The drop as a page; None where it cannot be shown."""
        written = self._written(drop)
        facts = self._facts(drop, written)
        if facts is None or facts.facts.draft:
            return None
        media = self._media(drop, facts)
        texts = self._texts(written, facts, media)
        slug = slugify(facts.slug) or slugify(drop.name)
        if not (texts and slug):
            return None
        agreed = facts.facts.people_agreed
        return self._examined(drop, written, agreed, Page(slug, texts, media))

    def _examined(self, drop: Drop, written: _Written, agreed: bool, shown: S) -> S | None:
        """What is shown, with what is somebody's own; None where it tells a camera's place."""
        text_of = text_reader(drop.sources, self.read)
        words = list(written_in_drop(drop, shown, _facts_paths(drop, written), text_of))
        place = place_problem((part for part in words if not part.is_spoken), text_of)
        if place:
            self.problems.append(place)
            return None
        return replace(shown, personal=() if agreed else personal_details(words, text_of))

    def doubt(self, where: str, what: str, hint: str = "", **values: object) -> None:
        """Add a doubt to the problems."""
        self.problems.append(doubt(where, what, hint, 0, **values))

    def _facts(self, drop: Drop, written: _Written) -> DeclaredFacts | None:
        """The facts of the drop; None where some are missing or cannot be read."""
        try:
            facts = read_post_facts(
                merged(written.table, [front for _, front in written.fronts]),
                next(iter(_facts_paths(drop, written)), drop.path),
                self.locales,
            )
            for path, front in written.fronts:
                check_front_words(front, path, self.locales)
        except Unfit as error:
            self.problems.append(error.problem)
            return None
        return None if written.broken else facts  # what is broken may hold a draft = true

    def _approval(self, drop: Drop) -> Approval | None:
        try:
            source = pick_settings(drop.sources, "approval")
            return read_approval(self.read(source), source.path) if source else None
        except Unfit as error:
            self.problems.append(error.problem)
            return None

    def _written(self, drop: Drop) -> _Written:
        self.problems += twins(source.path for source in drop.sources)
        texts: list[RawText] = []
        fronts: list[tuple[str, Mapping[str, Any]]] = []
        broken = not self.is_whole or self._hold_chats(drop)
        settings = self._settings(drop)
        for source in sorted(drop.sources, key=_natural_order):
            lowered = source.path.lower()
            if settings_kind(source.path):
                continue
            try:
                if lowered.endswith(TEXT_ENDINGS):
                    file = self._text_file(source)
                    texts.extend(file.texts)
                    self.problems.extend(file.problems)
                    if file.front_matter:
                        fronts.append((source.path, dict(file.front_matter)))
                elif lowered.endswith(OTHER_TEXT_ENDINGS):
                    self.problems.append(
                        problem(source.path, "this kind of file is not read", "save it as .docx")
                    )
            except Unfit as error:
                self.problems.append(error.problem)
                broken = broken or isinstance(error, HoldsBack)
        broken = broken or settings is None
        return _Written(tuple(texts), tuple(fronts), settings or {}, broken)

    def _hold_chats(self, drop: Drop) -> bool:
        """Whether an exported chat is among the files; each is reported."""
        chats = [
            source.path
            for source in filter(is_media, drop.sources)
            if self.probes[source.digest].is_chat
        ]
        self.problems += map(chat_problem, chats)
        return bool(chats)

    def _text_file(self, source: Source) -> TextFile:
        stem = nfc(posixpath.splitext(posixpath.basename(source.path))[0])
        locale, _ = locale_of_name(stem)
        file = read_text(self._bytes_of(source), source.path, locale, self.locales)
        for text in file.texts:
            if not text.sure:
                self.doubt(
                    source.path,
                    "the language is a guess: {locale}",
                    "put kk or ru at the end of the file's name",
                    locale=text.locale,
                )
        if locale and locale not in self.locales:
            self.doubt(
                source.path, "this language is not among the site's", "see locales in site.toml"
            )
        return file

    def _bytes_of(self, source: Source) -> bytes:
        if source.path.lower().endswith(".docx"):
            if source.size_bytes > WORD_BYTES:
                raise BrokenFrontMatter(too_large_word(source.path))
        elif source.size_bytes > TEXT_BYTES:
            raise BrokenFrontMatter(too_large_text(source.path))
        return self.read(source)

    def _settings(self, drop: Drop) -> Mapping[str, Any] | None:
        """The table of post.toml, whatever its ending; None where it cannot be read."""
        strange = [
            source.path
            for source in drop.sources
            if settings_kind(source.path) not in ("", "post", "approval")
        ]
        self.problems += [misnamed(path, "post") for path in strange]
        try:
            source = pick_settings(drop.sources, "post")
            table = self._post_toml(source) if source else {}
        except Unfit as error:
            self.problems.append(error.problem)
            return None
        return None if strange else table

    def _post_toml(self, source: Source) -> Mapping[str, Any]:
        if source.size_bytes > SETTINGS_BYTES:
            raise Unfit(too_much(source.path))
        content = self.read(source)
        check_is_text(content, source.path, "post")
        self.problems += renamed(source.path, "post")
        return read_toml(content, source.path)

    def _media(self, drop: Drop, facts: DeclaredFacts) -> tuple[Photo | Clip, ...]:
        files = in_order(tuple(filter(is_media, drop.sources)), facts.order)
        names = [file_name(source) for source in files]
        answer = facts.facts.answer
        evidence = [piece.file for piece in answer.evidence] if answer else []
        wanted = [*(name for name, _ in facts.media), facts.facts.cover, *evidence, *facts.order]
        for name in dict.fromkeys(filter(None, wanted)):
            if nfc(name).lower() not in names:
                self.problems.append(unknown_name(facts.path or drop.path, name, names))
        if len(files) > POST_MEDIA:
            files = files[:POST_MEDIA]
            self.problems.append(
                problem(
                    drop.path,
                    "there are more than {most} photos and clips; the others are left out",
                    "make several posts of them",
                    most=POST_MEDIA,
                )
            )
        notes = {nfc(name).lower(): note for name, note in facts.media}
        subtitles = tuple(filter(is_subtitle, drop.sources))
        media = photos_and_clips(files, notes, self.probes, self.problems)
        return tuple(with_subtitles(media, subtitles, self.read, self.locales, self.problems))

    def _texts(
        self, written: _Written, facts: DeclaredFacts, media: tuple[Photo | Clip, ...]
    ) -> tuple[Text, ...]:
        by_name = {file_name(item.source): item for item in media}
        fronts = dict(written.fronts)
        texts: dict[str, Text] = {}
        for raw in written.texts:
            if raw.locale not in self.locales:
                continue  # reported by _text_file
            if raw.locale in texts:
                self.doubt(
                    raw.path,
                    "there is another text in this language: {other}",
                    "only that one is shown",
                    other=texts[raw.locale].path,
                )
                continue
            alone = sum(text.path == raw.path for text in written.texts) == 1
            words = front_words(fronts.get(raw.path, {}), raw.locale, alone=alone)
            texts[raw.locale] = self._text(raw, facts, words, by_name)
        return tuple(texts[locale] for locale in sorted(texts))

    def _text(
        self,
        raw: RawText,
        facts: DeclaredFacts,
        words: FrontWords,
        by_name: Mapping[str, Photo | Clip],
    ) -> Text:
        def find_media(name: str) -> str:
            item = by_name.get(nfc(posixpath.basename(name)).lower())
            return item.source.path if item and "://" not in name else ""

        title = words.title or in_locale(facts.titles, raw.locale)
        markup = raw.whole if title and title != raw.title else raw.html
        body, missing = blocks(markup, find_media)
        self.problems += [
            _missing_picture(raw.path, name, by_name) for name in dict.fromkeys(missing)
        ]
        summary = words.summary or in_locale(facts.summaries, raw.locale)
        text = finish_text(raw, body, title, summary)
        return replace(text, tags=words.tags or dict(facts.tags).get(raw.locale, ()))

    def _date(
        self, drop: Drop, facts: DeclaredFacts, media: tuple[Photo | Clip, ...]
    ) -> tuple[date, str]:
        named, name = find_date(drop.name)
        if named and facts.date and named != facts.date:
            self.doubt(
                drop.path,
                "the name says {named}, the text says {written}",
                "the name's date is shown",
                named=named,
                written=facts.date,
            )
        if named or facts.date:
            return named or facts.date or date.min, name
        taken = [item.facts.taken for item in media if item.facts.taken is not None]
        newest = max(source.modified for source in drop.sources)
        modified = datetime.fromtimestamp(newest, UTC).astimezone(KAZAKHSTAN)
        day = min(taken, default=modified).date()
        self.doubt(
            drop.path,
            "no date in the name: the day it was filmed is shown, {day}"
            if taken
            else "no date in the name: the file's own day is shown, {day}",
            "begin the name with the date: 2026-11-23",
            day=day,
        )
        return day, name


def _with_evidence(facts: PostFacts, media: tuple[Photo | Clip, ...]) -> PostFacts:
    """The facts with the paths of the photos that are evidence, in place of their names."""
    if not facts.answer:
        return facts
    paths = {file_name(item.source): item.source.path for item in media if isinstance(item, Photo)}
    evidence = tuple(
        replace(piece, file=paths.get(nfc(piece.file).lower(), ""))
        for piece in facts.answer.evidence
    )
    return replace(facts, details=replace(facts.answer, evidence=evidence))


def _hour(facts: DeclaredFacts, day: date) -> time | None:
    """When the post was written on its day: as declared, else when it was to appear."""
    if facts.date in (None, day) and facts.hour:
        return facts.hour
    appears = facts.facts.publish_at or datetime.min
    is_told = appears.date() == day and appears.time() != time.min
    return appears.time() if is_told else None


def _facts_paths(drop: Drop, written: _Written) -> tuple[str, ...]:
    """The files that may hold facts, post.toml first."""
    tomls = [source.path for source in drop.sources if settings_kind(source.path) == "post"]
    return (*tomls, *(path for path, _ in written.fronts))


def _natural_order(source: Source) -> NaturalKey:
    return natural_key(nfc(source.path))


def _wordless_texts(name: str, facts: DeclaredFacts, locales: tuple[str, ...]) -> tuple[Text, ...]:
    """Texts with a title alone: the declared one, else the name in its language or in all."""
    titles = {locale: title for locale, title in facts.titles if locale in locales}
    if not titles:
        shown = (detect_locale(name, locales).locale,) if name else locales
        titles = dict.fromkeys(sorted(shown), name)
    tags = dict(facts.tags)
    return tuple(
        Text(locale, title, summary=in_locale(facts.summaries, locale), tags=tags.get(locale, ()))
        for locale, title in titles.items()
    )


def _missing_picture(path: str, name: str, by_name: Mapping[str, Photo | Clip]) -> Problem:
    if not name:
        return doubt(
            path,
            "a picture inside the Word file is not shown",
            "put the photo beside the text as a file",
        )
    if "://" in name:
        return doubt(
            path,
            "a picture from another site is not shown: {name}",
            "put the photo beside the text as a file",
            name=name,
        )
    near = get_close_matches(name.lower(), list(by_name), n=1)
    return problem(
        path,
        "the text shows {name}, and there is no such photo here",
        "the nearest name is {near}" if near else "put the photo beside the text",
        name=name,
        near=near[0] if near else "",
    )


def _slug(facts: DeclaredFacts, day: date, name: str, drop_name: str) -> str:
    """The declared slug, else the drop's name with its date in front as 2026-11-23."""
    if slugify(facts.slug):
        return slugify(facts.slug)
    # A camera's name for a file means nothing, but keeps two clips of one day apart.
    words = slugify(name) or (slugify(drop_name) if any(map(str.isalpha, drop_name)) else "")
    if find_date(drop_name)[0] is not None or not words:
        return f"{day.isoformat()}-{words}".rstrip("-")
    return words
