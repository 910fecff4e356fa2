"""An answer to a false claim: the fact, the claim, and what shows it."""

import posixpath
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import msgspec

from generator.errors import unfit
from generator.kinds.keys import Details, KindKeys, View, shown_words
from generator.language.addresses import shown_address
from generator.language.dates import long_date
from generator.language.localized import Localized, Words, in_locale, localized
from generator.language.typeset import bound

PINNED_DAYS = 7
"""How long a new answer stays on top of the home page."""

Day = date  # inside a class with a field named date, the type needs another name

_LINKS = ("https://", "http://")
_DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".jpg", ".png")
_FILES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".avif", ".tif", ".tiff")


class EvidenceView(View, frozen=True):
    title: str
    note: str = ""  # who issued it, and when
    url: str = ""
    form: str = ""  # of the file behind the link: "PDF"; "" of a page
    size_text: str = ""
    file: str = ""  # path in content/ of a photo beside the post
    path: str = ""  # at which the site shows that photo


class AnswerView(View, frozen=True):
    fact: str
    claim: str
    verdict: str
    where_seen: str
    first_seen_text: str
    who_answers: str
    checked_text: str
    evidence: tuple[EvidenceView, ...]


class Evidence(msgspec.Struct, frozen=True):
    """A document, a page or a photo that shows how it really is."""

    title: Localized = ()
    url: str = ""
    file: str = ""  # path in content/ of a photo beside the post
    issuer: Localized = ()
    date: Day | None = None
    size: str = ""

    def view(self, locale: str) -> EvidenceView:
        day = long_date(self.date, locale) if self.date else ""
        ending = posixpath.splitext(self.url.partition("?")[0])[1]
        return EvidenceView(
            title=bound(in_locale(self.title, locale)) or shown_address(self.url),
            note=", ".join(filter(None, (in_locale(self.issuer, locale), day))),
            url=self.url,
            form=ending[1:].upper() if ending.lower() in _DOCUMENTS else "",
            size_text=bound(self.size),
            file=self.file,
        )


class Answer(Details, frozen=True, tag="answer"):
    """An answer to a false claim."""

    claim: Localized
    evidence: tuple[Evidence, ...]
    fact: Localized = ()
    verdict: Localized = ()
    where_seen: Localized = ()
    first_seen: date | None = None
    who_answers: Localized = ()
    checked_at: date | None = None
    pin_until: date | None = None

    def view(self, locale: str, title: str = "", calendar: str = "") -> AnswerView:
        del calendar

        def day(written: date | None) -> str:
            return long_date(written, locale) if written else ""

        def said(texts: Localized) -> str:
            return bound(in_locale(texts, locale))

        return AnswerView(
            fact=said(self.fact) or title,
            claim=said(self.claim),
            verdict=said(self.verdict),
            where_seen=said(self.where_seen),
            first_seen_text=day(self.first_seen),
            who_answers=said(self.who_answers),
            checked_text=day(self.checked_at),
            evidence=tuple(piece.view(locale) for piece in self.evidence),
        )

    def shown(self) -> Iterator[str]:
        for piece in self.evidence:
            yield from filter(None, (piece.url, piece.file, piece.size))
            yield from shown_words((piece.title, piece.issuer, piece.date))
        for texts in (self.claim, self.fact, self.verdict, self.who_answers):
            yield from shown_words(texts)


class EvidenceKeys(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of one piece of evidence: { title = "…", url = "…" }."""

    title: Words = ""
    url: str = ""
    file: str = ""
    issuer: Words = ""
    date: Day | None = None
    size: str = ""


class AnswerKeys(KindKeys, frozen=True):
    required = ("claim", "evidence")
    has_notice = True
    tables: ClassVar[dict[str, type[msgspec.Struct]]] = {"evidence": EvidenceKeys}

    claim: Words = ""
    evidence: tuple[EvidenceKeys | str, ...] | str = ()
    fact: Words = ""
    verdict: Words = ""
    who_answers: Words = ""
    where_seen: Words = ""
    first_seen: date | None = None
    checked_at: date | None = None
    pin_until: date | None = None

    def details(self, path: str, locales: tuple[str, ...]) -> Answer:
        pieces = (self.evidence,) if isinstance(self.evidence, str) else self.evidence
        for piece in pieces:
            _check_link(piece.url if isinstance(piece, EvidenceKeys) else "", path)
        return Answer(
            claim=localized(self.claim, locales),
            evidence=tuple(_evidence(piece, locales) for piece in pieces),
            fact=localized(self.fact, locales),
            verdict=localized(self.verdict, locales),
            where_seen=localized(self.where_seen, locales),
            first_seen=self.first_seen,
            who_answers=localized(self.who_answers, locales),
            checked_at=self.checked_at,
            pin_until=self.pin_until,
        )


def _check_link(url: str, path: str) -> None:
    if url and not url.startswith(_LINKS):
        raise unfit(path, "“{url}” is not a web address", "write https://example.kz", url=url)


def _evidence(piece: EvidenceKeys | str, locales: tuple[str, ...]) -> Evidence:
    """A piece of evidence; words alone are an address, a photo's name, or a title."""
    if isinstance(piece, EvidenceKeys):
        return Evidence(
            title=localized(piece.title or piece.file, locales),
            url=piece.url,
            file=piece.file,
            issuer=localized(piece.issuer, locales),
            date=piece.date,
            size=piece.size,
        )
    if piece.startswith(_LINKS):
        return Evidence(url=piece)
    is_file = piece.lower().endswith(_FILES)
    return Evidence(localized(piece, locales), file=piece if is_file else "")
