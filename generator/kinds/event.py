"""An event: when and where."""

from collections.abc import Iterator
from datetime import datetime, time

from generator.errors import Problem, doubt, unfit
from generator.kinds.keys import Details, KindKeys, View, shown_words
from generator.language.dates import long_date, month_of_day, weekday_of
from generator.language.localized import (
    KAZAKHSTAN,
    Localized,
    Moment,
    Words,
    has_time,
    in_locale,
    localized,
    moment,
)
from generator.language.typeset import bound

_END_OF_DAY = time(23, 59)  # an end that is only a day is read as its last minute


class EventView(View, frozen=True):
    start: str  # ISO 8601 with zone, or a day alone
    end: str  # ISO 8601 with zone: from then on it is over
    when_text: str  # with its end, where that is known
    number: str  # of its day: "26", or "26–28"
    month: str  # "қараша", "ноября"
    weekday: str  # "бейсенбі"; "" of several days
    hours: str  # "15:00–17:00"; "" where no time is known
    where: str  # "" where it is not known in this language
    calendar: str  # path of the .ics


class Event(Details, frozen=True, tag="event"):
    """When and where an event happens."""

    when: datetime
    where: Localized
    until: datetime | None = None
    all_day: bool = False  # days are known, times are not

    @property
    def end(self) -> datetime:
        """When it is over; without a known end, when its day is."""
        return self.until or datetime.combine(self.when.date(), _END_OF_DAY)

    def iso(self, moment: datetime) -> str:
        """One of its moments by ISO 8601: with the zone, or the day alone."""
        if self.all_day:
            return moment.date().isoformat()
        return moment.replace(tzinfo=KAZAKHSTAN).isoformat()

    def view(self, locale: str, title: str = "", calendar: str = "") -> EventView:
        del title
        return EventView(
            start=self.iso(self.when),
            end=self.end.replace(tzinfo=KAZAKHSTAN).isoformat(),
            when_text=_when_text(self, locale),
            number=_number(self),
            month=_month(self, locale),
            weekday=weekday_of(self.when, locale) if _is_one_day(self) else "",
            hours=_hours(self),
            where=bound(in_locale(self.where, locale)),
            calendar=calendar,
        )

    def shown(self) -> Iterator[str]:
        yield from (self.iso(self.when), *shown_words(self.where))


class EventKeys(KindKeys, frozen=True):
    required = ("when", "where")
    has_notice = True

    when: Moment = None
    until: Moment = None
    where: Words = ""

    def details(self, path: str, locales: tuple[str, ...]) -> Event | None:
        when = moment(self.when, path)
        if when is None:
            return None
        until = moment(self.until, path, end_of_day=True)
        if until and until < when:
            raise unfit(
                path,
                "the event ends before it begins: until = {until}",
                "until is a day or a time after when: 2026-11-23 18:30",
                until=self.until,
            )
        all_day = not has_time(self.when, path)
        return Event(when, localized(self.where, locales), until, all_day=all_day)

    def doubts(self, path: str) -> Iterator[Problem]:
        if has_time(self.until, path) and self.when is not None and not has_time(self.when, path):
            yield doubt(
                path,
                "the event has a time in until, and none in when",
                "write the time in when too; until then only the day is shown",
            )


def _is_one_day(event: Event) -> bool:
    return event.end.date() == event.when.date()


def _number(event: Event) -> str:
    first, last = event.when, event.end
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}" if _is_one_day(event) or not is_one_month else f"{first.day}–{last.day}"


def _month(event: Event, locale: str) -> str:
    """The month behind the day's number; where the event ends in another one, that day too."""
    first, last = event.when, event.end
    month = month_of_day(first, locale)
    if first.month == last.month:
        return month
    return f"{month}\u00a0— {last.day}\u00a0{month_of_day(last, locale)}"


def _hours(event: Event) -> str:
    if event.all_day:
        return ""
    start, end = event.when, event.until or event.when
    ends = end > start and end.time() != _END_OF_DAY and end.date() == start.date()
    return f"{start:%H:%M}–{end:%H:%M}" if ends else f"{start:%H:%M}"


def _when_text(event: Event, locale: str) -> str:
    """`1 декабря 2026 г., 15:00–18:00`; over several days, both; a time only where one is known."""

    def text(moment: datetime, *, timed: bool) -> str:
        day = long_date(moment.date(), locale)
        return f"{day}, {moment:%H:%M}" if timed else day

    start, end = event.when, event.until or event.when
    first = text(start, timed=not event.all_day)
    timed = not event.all_day and end.time() != _END_OF_DAY
    if end.date() > start.date():
        return f"{first}\u00a0— {text(end, timed=timed)}"
    return f"{first}–{end:%H:%M}" if timed and end > start else first
