"""The facts of a post's kind in, its block on the page out."""

from datetime import date, datetime, time

from generator.language.dates import long_date
from generator.model import Answer, Event, Localized, in_locale
from generator.plan.views import AnswerView, EventView

_END_OF_DAY = time(23, 59)  # what intake makes of an end that is a day alone


def event_view(event: Event, locale: str, calendar: str) -> EventView:
    """When and where, and the path of the calendar file."""
    return EventView(
        start=event.iso(event.when),
        when_text=_when_text(event, locale),
        where=in_locale(event.where, locale),
        calendar=calendar,
    )


def _when_text(event: Event, locale: str) -> str:
    """`1 декабря 2026 г., 15:00–18:00`; over several days, both of them; no time is made up."""

    def told(moment: datetime, *, timed: bool) -> str:
        day = long_date(moment.date(), locale)
        return f"{day}, {moment:%H:%M}" if timed else day

    start, end = event.when, event.until or event.when
    first = told(start, timed=not event.all_day)
    timed = not event.all_day and end.time() != _END_OF_DAY
    if end.date() > start.date():
        return f"{first}\u00a0— {told(end, timed=timed)}"
    return f"{first}–{end:%H:%M}" if timed and end > start else first


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
