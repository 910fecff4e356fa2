"""The facts of a post's kind in, its block on the page out."""

from datetime import date

from generator.language.dates import long_date
from generator.model import KAZAKHSTAN, Answer, Event, Localized, in_locale
from generator.plan.views import AnswerView, EventView


def event_view(event: Event, locale: str, calendar: str) -> EventView:
    """When and where, and the path of the calendar file."""
    return EventView(
        start=event.when.replace(tzinfo=KAZAKHSTAN).isoformat(),
        when_text=f"{long_date(event.when.date(), locale)}, {event.when:%H:%M}",
        where=in_locale(event.where, locale),
        calendar=calendar,
    )


def answer_view(answer: Answer, locale: str, title: str) -> AnswerView:
    """The parts of an answer; its fact is the title where none is given."""

    def words(texts: Localized) -> str:
        return in_locale(texts, locale)

    def day(written: date | None) -> str:
        return long_date(written, locale) if written else ""

    return AnswerView(
        fact=words(answer.fact) or title,
        claim=words(answer.claim),
        verdict=words(answer.verdict),
        where_seen=words(answer.where_seen),
        first_seen_text=day(answer.first_seen),
        who_answers=words(answer.who_answers),
        checked_text=day(answer.checked_at),
        evidence=answer.evidence,
    )
