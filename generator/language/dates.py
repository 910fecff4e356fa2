"""Find dates in the names of folders and files, and write dates in words."""

import re
import unicodedata
from datetime import date
from functools import cache

_KAZAKH_MONTHS = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
    *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
_RUSSIAN_MONTHS = (
    *("январ[ья]", "феврал[ья]", "марта?", "апрел[ья]", "ма[йя]", "июн[ья]"),
    *("июл[ья]", "августа?", "сентябр[ья]", "октябр[ья]", "ноябр[ья]", "декабр[ья]"),
)
_MONTHS = tuple(
    f"{kazakh}(?:[дт][ае](?:ғы|гі)?)?|{russian}"
    for kazakh, russian in zip(_KAZAKH_MONTHS, _RUSSIAN_MONTHS, strict=True)
)

_GAP = r"[\s_.-]*"
_YEAR_WORD = r"(?:\s*(?:ж|жыл|жылғы|жылы|г|год|года)(?!\w)\.?)?"
_MONTH_NAME = f"(?P<name>{'|'.join(_MONTHS)})" + r"(?![^\W_])"

# Two-digit years are read only as `23.11.26`, with points, at the start or end of a name: the way
# dates are written by hand in Kazakhstan. Anything else may be a time, a version or a date that
# starts with the year, and no date is better than a wrong one.
_DATES = (
    r"(?<!\d)(?P<year>\d{4})(?P<sign>[-._])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<day>\d{1,2})(?P<sign>[-._])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)"
    + _YEAR_WORD,
    r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)",
    rf"(?<!\d)(?P<year>\d{{4}}){_YEAR_WORD}{_GAP}(?P<day>\d{{1,2}}){_GAP}{_MONTH_NAME}",
    rf"(?<!\d)(?P<day>\d{{1,2}}){_GAP}{_MONTH_NAME}{_GAP}(?P<year>\d{{4}})(?!\d){_YEAR_WORD}",
    r"^(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{2})(?![\d.])",
    r"(?<![\d.])(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{2})$",
)

# Prefixes that cameras, messengers and screen recorders put before a date.
_CAMERA = (
    r"(?i:(?:IMG|VID|PXL|DSC|DSCN?F?|MVI|MVIMG|MOV|PANO|BURST|WIN|AUD|signal|photo|video"
    r"|Screenshot|Screen[ _]Recording|Screenrecorder|Снимок экрана|Скриншот"
    r"|WhatsApp (?:Image|Video|Audio)|(?:Изображение|Видео|Аудио) WhatsApp)[\s_-]*)"
)
_TIME = r"(?:[\s_-]+|,?\s+(?:at|в)\s+|T)\d{2}([.:_-])\d{2}\1\d{2}(?!\d)|[_T-]\d{6}(?:\d{3})?(?!\d)"
# Suffixes of cameras, in capitals and digits: _WA0003, _HDR, .PORTRAIT, ~2, _3f2a1b4c, (1).
_CAMERA_TAIL = r"(?:[-_.~](?:[A-Z][A-Z0-9]+|\d{1,3}|[0-9a-f]{8}))*(?:\s?\(\d+\))?$"

_WEEKDAYS = {
    "kk": ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}

_SIGNS = " \t\u00a0_.,–—-"

_NBSP = "\u00a0"
# Spelled out because importing Babel takes longer than the rest of an edit's build; a test compares
# them with CLDR. CLDR's own patterns are not used: yMMMMd abbreviates, and several fonts lack
# U+202F. A number stays with its word; the line may break only between the two halves.
_RUSSIAN_MONTHS_OF_A_DAY = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_RUSSIAN_MONTHS_ALONE = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)


def find_date(name: str) -> tuple[date | None, str]:
    """The first date in the name of a folder or file, and the name (in NFC) without it.

    Camera prefixes and suffixes around the date go too: `VID_20150101_crane` leaves `crane`,
    `IMG_20261122_101533` leaves "". Years run from 1990 to 2100. A name without a date is
    returned unchanged.
    """
    composed = unicodedata.normalize("NFC", name)
    dated = _first_date(composed)
    if dated is None:
        return None, name
    day, match = dated
    return day, _join(*_without_camera(composed[: match.start()], composed[match.end() :]))


def long_date(day: date, locale: str) -> str:
    """`2026 ж. 23 қараша`, `23 ноября 2026 г.`, with no-break spaces inside each half.

    Raises KeyError for a locale other than kk and ru.
    """
    dated = f"{day.day}{_NBSP}{month_of_day(day, locale)}"
    if locale == "kk":
        return f"{day.year}{_NBSP}ж. {dated}"
    return f"{dated} {day.year}{_NBSP}г."


def month_of_day(day: date, locale: str) -> str:
    """The month as it follows the number of a day: `қараша`, `ноября`."""
    months = {"kk": _KAZAKH_MONTHS, "ru": _RUSSIAN_MONTHS_OF_A_DAY}[locale]
    return months[day.month - 1]


def weekday_of(day: date, locale: str) -> str:
    """`бейсенбі`, `четверг`."""
    return _WEEKDAYS[locale][day.weekday()]


def month_title(year: int, month: int, locale: str) -> str:
    """The title of a month in the archive: `2026 ж. қараша`, `ноябрь 2026 г.`."""
    if locale == "kk":
        return f"{year}{_NBSP}ж. {_KAZAKH_MONTHS[month - 1]}"
    return f"{_RUSSIAN_MONTHS_ALONE[month - 1]} {year}{_NBSP}г."


def _first_date(name: str) -> tuple[date, re.Match[str]] | None:
    first: tuple[date, re.Match[str]] | None = None
    for match in (match for pattern in _DATES for match in _compiled(pattern).finditer(name)):
        day = _day(match)
        if day and (first is None or match.start() < first[1].start()):
            first = day, match
            if not match.start():
                break  # most names start with their date
    return first


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # On demand: compiling all takes 8 ms, and the first pattern finds most dates.
    return re.compile(pattern, re.IGNORECASE)


def _day(match: re.Match[str]) -> date | None:
    fields = match.groupdict()
    year = int(fields["year"]) + (2000 if len(fields["year"]) == 2 else 0)
    month = int(fields["month"]) if "month" in fields else _month_number(fields["name"])
    if not 1990 <= year <= 2100:
        return None
    try:
        return date(year, month, int(fields["day"]))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(at for at, month in enumerate(_MONTHS, 1) if _compiled(month).fullmatch(name))


def _without_camera(before: str, after: str) -> tuple[str, str]:
    timed = re.match(_TIME, after)
    if timed:
        after = after[timed.end() :]
    if re.fullmatch(_CAMERA, before) or (timed and not before):
        return "", re.sub(_CAMERA_TAIL, "", after) if re.match(_CAMERA_TAIL, after) else after
    return before, after


def _join(before: str, after: str) -> str:
    left, right = before.rstrip(_SIGNS), after.lstrip(_SIGNS)
    if left.endswith(("(", "[")) and right.startswith((")", "]")):
        return _join(left[:-1], right[1:])
    if not left.strip(_SIGNS) or not right.strip(_SIGNS):
        return (left + right).strip(_SIGNS)
    sign = before[len(left) :] or after[: len(after) - len(right)] or " "
    return (left + sign + right).strip(_SIGNS)
