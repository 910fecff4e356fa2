"""What a page shows of an event, of an answer and of campaign material."""

from datetime import date, datetime, time

from generator.language.dates import long_date
from generator.model import Answer, Event, Localized, PostFacts, in_locale
from generator.plan.views import AnswerView, EventView, KindFields

_END_OF_DAY = time(23, 59)  # intake reads an end that is only a day as its last minute


def kind_fields(facts: PostFacts, locale: str, title: str, calendar: str) -> KindFields:
    """What is particular to a post's kind; `calendar` is the path of an event's calendar file."""
    event, answer, campaign = facts.event, facts.answer, facts.campaign
    return KindFields(
        post_kind=facts.kind.value,
        event=event_view(event, locale, calendar) if event else None,
        answer=answer_view(answer, locale, title) if answer else None,
        campaign=(campaign.producer, campaign.client, campaign.payer) if campaign else None,
    )


def event_view(event: Event, locale: str, calendar: str) -> EventView:
    """When and where, and the path of the calendar file."""
    return EventView(
        start=event.iso(event.when),
        when_text=_when_text(event, locale),
        where=in_locale(event.where, locale),
        calendar=calendar,
    )


def _when_text(event: Event, locale: str) -> str:
    """`1 декабря 2026 г., 15:00–18:00`, or two days; only times that are known are shown."""

    def words(moment: datetime, *, timed: bool) -> str:
        day = long_date(moment.date(), locale)
        return f"{day}, {moment:%H:%M}" if timed else day

    start, end = event.when, event.until or event.when
    first = words(start, timed=not event.all_day)
    timed = not event.all_day and end.time() != _END_OF_DAY
    if end.date() > start.date():
        return f"{first}\u00a0— {words(end, timed=timed)}"
    return f"{first}–{end:%H:%M}" if timed and end > start else first


def answer_view(answer: Answer, locale: str, title: str) -> AnswerView:
    """The parts of an answer; without a fact of its own, the title is the fact."""

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
