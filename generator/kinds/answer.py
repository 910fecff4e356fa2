"""An answer to a false claim: the fact, the claim, and what shows it."""

from collections.abc import Iterator
from datetime import date

from generator.kinds.keys import Details, KindKeys, View, shown_words
from generator.language.dates import long_date
from generator.language.localized import Localized, Words, in_locale, localized


class AnswerView(View, frozen=True):
    fact: str
    claim: str
    verdict: str
    where_seen: str
    first_seen_text: str
    who_answers: str
    checked_text: str
    evidence: tuple[str, ...]


class Answer(Details, frozen=True, tag="answer"):
    """An answer to a false claim."""

    claim: Localized
    evidence: tuple[str, ...]
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

        return AnswerView(
            fact=in_locale(self.fact, locale) or title,
            claim=in_locale(self.claim, locale),
            verdict=in_locale(self.verdict, locale),
            where_seen=in_locale(self.where_seen, locale),
            first_seen_text=day(self.first_seen),
            who_answers=in_locale(self.who_answers, locale),
            checked_text=day(self.checked_at),
            evidence=self.evidence,
        )

    def shown(self) -> Iterator[str]:
        yield from self.evidence
        for texts in (self.claim, self.fact, self.verdict, self.who_answers):
            yield from shown_words(texts)


class AnswerKeys(KindKeys, frozen=True):
    required = ("claim", "evidence")
    has_notice = True

    claim: Words = ""
    evidence: tuple[str, ...] | str = ()
    fact: Words = ""
    verdict: Words = ""
    who_answers: Words = ""
    where_seen: Words = ""
    first_seen: date | None = None
    checked_at: date | None = None
    pin_until: date | None = None

    def details(self, path: str, locales: tuple[str, ...]) -> Answer:
        del path
        evidence = self.evidence
        return Answer(
            claim=localized(self.claim, locales),
            evidence=(evidence,) if isinstance(evidence, str) else evidence,
            fact=localized(self.fact, locales),
            verdict=localized(self.verdict, locales),
            where_seen=localized(self.where_seen, locales),
            first_seen=self.first_seen,
            who_answers=localized(self.who_answers, locales),
            checked_at=self.checked_at,
            pin_until=self.pin_until,
        )
