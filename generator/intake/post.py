"""Sources and Probes in, Posts and Pages out: valid, whole, every doubt said aloud."""

import posixpath
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import partial
from typing import Any

from generator.digest import digest_value
from generator.errors import Problem, Unfit, doubt, problem
from generator.intake.drops import (
    OTHER_TEXT_ENDINGS,
    SITE_PHOTOS,
    SUBTITLE_ENDINGS,
    Drop,
    drops,
    is_media,
    is_reserved,
    is_site_file,
    nfc,
    page_drops,
)
from generator.intake.media import cover_of, photos_and_clips, with_subtitles
from generator.intake.post_facts import (
    FrontWords,
    PostFacts,
    check_front_words,
    front_words,
    merged,
    read_post_facts,
)
from generator.intake.settings import read_toml, unknown_name
from generator.intake.site import read_site
from generator.intake.text import (
    TEXT_ENDINGS,
    BrokenFrontMatter,
    RawText,
    TextFile,
    blocks,
    finish_text,
    read_text,
)
from generator.language.alphabet import natural_key, slugify
from generator.language.dates import find_date
from generator.language.detect import detect_locale, locale_of_name
from generator.language.encoding import decode_text
from generator.model import (
    KAZAKHSTAN,
    Clip,
    Content,
    Kind,
    Page,
    Photo,
    Post,
    Probe,
    Site,
    Source,
    Text,
    in_locale,
)

Read = Callable[[Source], bytes]
"""Gives a source's bytes."""

KnownTexts = MutableMapping[str, TextFile]
"""Text files by the digest of all that decides how they are read."""


def parse(
    sources: tuple[Source, ...], probes: Mapping[str, Probe], read: Read, known: KnownTexts
) -> Content:
    """Everything in content/ as values.

    `probes` holds one Probe for each media file's digest; `read` gives a source's bytes; `known`
    holds texts that were read before: it is used, brought up to date, and pruned.
    """
    parser = _Parser(probes, read, known)
    top = {source.path: source for source in sources if "/" not in source.path}
    site = parser.site(top)
    own = {source.path for source in top.values() if is_site_file(source.path)}
    rest = [source for source in sources if source.path not in own]
    read_posts = (parser.post(drop, site) for drop in drops(rest) if not is_reserved(drop.path))
    posts = [post for post in read_posts if post and parser.may_show(post)]
    pages = [parser.page(drop, site) for drop in page_drops(rest)]
    if any(source.path.startswith("deputies/") for source in sources):
        parser.problems.append(
            problem("deputies", "the sites of a region's deputies cannot be built yet", "")
        )
    known.clear()
    known.update(parser.used)
    return Content(
        site=site,
        posts=tuple(posts),
        pages=tuple(page for page in pages if page is not None),
        problems=tuple(parser.problems),
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """The texts of a drop, the front matter of each, and whether something was not readable."""

    texts: tuple[RawText, ...]
    fronts: tuple[tuple[str, Mapping[str, Any]], ...]  # path and table
    table: Mapping[str, Any]  # of post.toml
    broken: bool


class _Parser:
    """Reads drops one after another and gathers what went wrong."""

    def __init__(self, probes: Mapping[str, Probe], read: Read, known: KnownTexts) -> None:
        self.probes = probes
        self.read = read
        self.known = known
        self.used: KnownTexts = {}
        self.page_slugs = {"index", "404", "notice"}  # the site's own
        self.problems: list[Problem] = []
        self.knows_quiet_days = True

    def site(self, top: Mapping[str, Source]) -> Site:
        portrait, logo = (self._site_photo(top, name) for name in SITE_PHOTOS)
        content = self.read(top["site.toml"]) if "site.toml" in top else b""
        try:
            return replace(read_site(content), portrait=portrait, logo=logo)
        except Unfit as unfit:
            self.problems.append(unfit.problem)
            self.knows_quiet_days = False
            return replace(Site(), portrait=portrait, logo=logo)

    def _site_photo(self, top: Mapping[str, Source], name: str) -> Photo | None:
        named = tuple(
            one
            for path, one in top.items()
            if is_site_file(path) and path.lower().startswith(f"{name}.")
        )
        found = photos_and_clips(named, {}, self.probes, self.problems)
        return next((one for one in found if isinstance(one, Photo)), None)

    def may_show(self, post: Post) -> bool:
        """Whether a post is harmless while site.toml, and the quiet days in it, are not read."""
        if self.knows_quiet_days or post.facts.kind is not Kind.CAMPAIGN:
            return True
        self.problems.append(
            problem(
                post.path,
                "campaign posts wait: the quiet days in site.toml are not known",
                "mend site.toml first",
            )
        )
        return False

    def post(self, drop: Drop, site: Site) -> Post | None:
        written = self._written(drop, site.locales)
        facts = self._facts(drop, written, site.locales)
        if facts is None:
            return None
        media = self._media(drop, facts, site.locales)
        texts = self._texts(written, facts, media, site.locales)
        if not texts and not media:
            if not any(_belongs(found.where, drop) for found in self.problems):
                self.problems.append(doubt(drop.path, "there is nothing to show in this folder"))
            return None
        # A language in which there is no text has no page on which something could be missing.
        spoken = {text.locale for text in texts} or set(site.locales)
        self.problems.extend(
            one for one in facts.doubts if dict(one.values).get("locale") in (None, *spoken)
        )
        day, name = self._date(drop, facts, media)
        if not texts:
            texts = _nameless_texts(name, facts, site.locales)
            self.problems.append(
                doubt(drop.path, "there are no words", "write a title and a sentence: kk.md, ru.md")
            )
        return Post(
            path=drop.path,
            slug=_slug(facts, day, name, drop.name),
            date=day,
            texts=tuple(replace(one, title=one.title or name) for one in texts),
            media=media,
            cover=cover_of(media, facts.facts.cover),
            facts=facts.facts,
        )

    def page(self, drop: Drop, site: Site) -> Page | None:
        written = self._written(drop, site.locales)
        facts = self._facts(drop, written, site.locales)
        if facts is None or facts.facts.draft:
            return None
        media = self._media(drop, facts, site.locales)
        texts = self._texts(written, facts, media, site.locales)
        slug = slugify(facts.slug) or slugify(drop.name)
        if slug in self.page_slugs:
            self.problems.append(
                problem(
                    drop.path,
                    "there is another page with the address {slug}",
                    "rename it",
                    slug=slug,
                )
            )
            return None
        self.page_slugs.add(slug)
        return Page(slug, texts, media) if texts and slug else None

    def _facts(self, drop: Drop, written: _Written, locales: tuple[str, ...]) -> PostFacts | None:
        """What was written about it; None where that is not readable or not enough."""
        try:
            facts = read_post_facts(
                merged(written.table, [front for _, front in written.fronts]),
                self._facts_path(drop, written),
                locales,
            )
            for path, front in written.fronts:
                check_front_words(front, path, locales)
        except Unfit as unfit:
            self.problems.append(unfit.problem)
            return None
        return None if written.broken else facts  # a draft = true may stand in what was not read

    def _facts_path(self, drop: Drop, written: _Written) -> str:
        toml = [one.path for one in drop.sources if one.path.lower().endswith(".toml")]
        return next(iter([*toml, *(path for path, _ in written.fronts)]), drop.path)

    def _written(self, drop: Drop, locales: tuple[str, ...]) -> _Written:
        texts: list[RawText] = []
        fronts: list[tuple[str, Mapping[str, Any]]] = []
        table: Mapping[str, Any] = {}
        broken = False
        for source in sorted(drop.sources, key=lambda one: natural_key(nfc(one.path))):
            lowered = source.path.lower()
            try:
                if lowered.endswith(TEXT_ENDINGS):
                    file = self._text_file(source, drop, locales)
                    texts.extend(file.texts)
                    self.problems.extend(file.problems)
                    if file.front_matter:
                        fronts.append((source.path, dict(file.front_matter)))
                elif lowered.endswith(".toml"):
                    table = self._post_toml(source)
                elif lowered.endswith(OTHER_TEXT_ENDINGS):
                    self.problems.append(
                        problem(source.path, "this kind of file is not read", "save it as .docx")
                    )
            except Unfit as unfit:
                self.problems.append(unfit.problem)
                broken = broken or lowered.endswith(".toml") or isinstance(unfit, BrokenFrontMatter)
        return _Written(tuple(texts), tuple(fronts), table, broken)

    def _text_file(self, source: Source, drop: Drop, locales: tuple[str, ...]) -> TextFile:
        stem = nfc(posixpath.splitext(posixpath.basename(source.path))[0])
        locale, _ = locale_of_name(stem)
        key = digest_value(source.path, source.digest, locale, locales)
        file = self.known.get(key) or read_text(self.read(source), source.path, locale, locales)
        self.used[key] = file
        for text in file.texts:
            if not text.sure:
                self.problems.append(
                    doubt(
                        source.path,
                        "the language is a guess: {locale}",
                        "put kk or ru at the end of the file's name",
                        locale=text.locale,
                    )
                )
        if locale and locale not in locales:
            self.problems.append(
                doubt(
                    source.path, "this language is not among the site's", "see locales in site.toml"
                )
            )
        return file

    def _post_toml(self, source: Source) -> Mapping[str, Any]:
        if posixpath.basename(source.path) != "post.toml":
            raise Unfit(unknown_name(source.path, posixpath.basename(source.path), ["post.toml"]))
        return read_toml(self.read(source), source.path)

    def _media(
        self, drop: Drop, facts: PostFacts, locales: tuple[str, ...]
    ) -> tuple[Photo | Clip, ...]:
        files = tuple(
            sorted(
                (one for one in drop.sources if is_media(one)),
                key=lambda one: natural_key(nfc(one.path)),
            )
        )
        names = {nfc(posixpath.basename(one.path)).lower(): one for one in files}
        wanted = [name for name, _ in facts.media] + [facts.facts.cover] * bool(facts.facts.cover)
        for name in wanted:
            if nfc(name).lower() not in names:
                self.problems.append(unknown_name(facts.path or drop.path, name, names))
        notes = {nfc(name).lower(): note for name, note in facts.media}
        subtitles = tuple(
            one for one in drop.sources if one.path.lower().endswith(SUBTITLE_ENDINGS)
        )
        found = photos_and_clips(files, notes, self.probes, self.problems)
        guess = partial(self._subtitle_locale, locales)
        return tuple(with_subtitles(found, subtitles, guess, self.problems))

    def _subtitle_locale(self, locales: tuple[str, ...], source: Source) -> str:
        try:
            return detect_locale(decode_text(self.read(source)).text, locales).locale
        except ValueError:
            return locales[0]

    def _texts(
        self,
        written: _Written,
        facts: PostFacts,
        media: tuple[Photo | Clip, ...],
        locales: tuple[str, ...],
    ) -> tuple[Text, ...]:
        by_name = {nfc(posixpath.basename(one.source.path)).lower(): one for one in media}
        fronts = dict(written.fronts)
        texts: dict[str, Text] = {}
        for raw in written.texts:
            if raw.locale not in locales:
                continue  # said already
            if raw.locale in texts:
                self.problems.append(
                    doubt(
                        raw.path,
                        "there is another text in this language: {other}",
                        "only that one is shown",
                        other=texts[raw.locale].path,
                    )
                )
                continue
            alone = sum(one.path == raw.path for one in written.texts) == 1
            words = front_words(fronts.get(raw.path, {}), raw.locale, alone=alone)
            texts[raw.locale] = self._text(raw, facts, words, by_name)
        return tuple(texts[locale] for locale in sorted(texts))

    def _text(
        self,
        raw: RawText,
        facts: PostFacts,
        words: FrontWords,
        by_name: Mapping[str, Photo | Clip],
    ) -> Text:
        def find_media(name: str) -> str:
            found = by_name.get(nfc(posixpath.basename(name)).lower())
            return found.source.path if found and "://" not in name else ""

        title = words.title or in_locale(facts.titles, raw.locale)
        markup = raw.whole if title and title != raw.title else raw.html
        body, missing = blocks(markup, find_media)
        self.problems.extend(
            _missing_picture(raw.path, name, by_name) for name in dict.fromkeys(missing)
        )
        summary = words.summary or in_locale(facts.summaries, raw.locale)
        text = finish_text(raw, body, title, summary)
        return replace(text, tags=words.tags or dict(facts.tags).get(raw.locale, ()))

    def _date(
        self, drop: Drop, facts: PostFacts, media: tuple[Photo | Clip, ...]
    ) -> tuple[date, str]:
        named, name = find_date(drop.name)
        if named and facts.date and named != facts.date:
            self.problems.append(
                doubt(
                    drop.path,
                    "the name says {named}, the text says {written}",
                    "the name's date is shown",
                    named=named,
                    written=facts.date,
                )
            )
        if named or facts.date:
            return named or facts.date or date.min, name
        taken = [one.facts.taken for one in media if one.facts.taken is not None]
        newest = max(source.modified for source in drop.sources)
        own = datetime.fromtimestamp(newest, UTC).astimezone(KAZAKHSTAN)
        day = min(taken).date() if taken else own.date()
        self.problems.append(
            doubt(
                drop.path,
                "no date in the name: the day it was filmed is shown, {day}"
                if taken
                else "no date in the name: the file's own day is shown, {day}",
                "begin the name with the date: 2026-11-23",
                day=day,
            )
        )
        return day, name


def _nameless_texts(name: str, facts: PostFacts, locales: tuple[str, ...]) -> tuple[Text, ...]:
    """A post without words has its name for a title; without a name it is the same in all."""
    titles = {locale: title for locale, title in facts.titles if locale in locales}
    if not titles:
        own = (detect_locale(name, locales).locale,) if name else locales
        titles = dict.fromkeys(sorted(own), name)
    tags = dict(facts.tags)
    return tuple(
        Text(locale, title, summary=in_locale(facts.summaries, locale), tags=tags.get(locale, ()))
        for locale, title in titles.items()
    )


def _belongs(where: str, drop: Drop) -> bool:
    return where == drop.path or any(where == source.path for source in drop.sources)


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


def _slug(facts: PostFacts, day: date, name: str, drop_name: str) -> str:
    """The folder's name with its date in front, whatever form that was written in."""
    if slugify(facts.slug):
        return slugify(facts.slug)
    # A camera's name says nothing, but it tells two clips of one day apart.
    words = slugify(name) or (slugify(drop_name) if any(map(str.isalpha, drop_name)) else "")
    if find_date(drop_name)[0] is not None or not words:
        return f"{day.isoformat()}-{words}".rstrip("-")
    return words
