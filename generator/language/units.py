"""Seconds and bytes come in; short texts for people go out, decimal comma in both languages."""

# Our own words: CLDR's narrow units mix scripts ("MБ" with a Latin M) and leak names of units.
_HOUR = {"kk": "сағ", "ru": "ч"}

_NBSP = "\u00a0"  # a number and its unit stay on one line


def duration_text(seconds: float, locale: str) -> str:
    """`45 с`, `1 мин 05 с`, `1 сағ 02 мин`; what lasts at all lasts a second."""
    total = max(round(seconds), 1 if seconds > 0 else 0)
    minutes, rest = divmod(total, 60)
    hours, minutes_rest = divmod(minutes, 60)
    if hours:
        return _pair(hours, _HOUR[locale], minutes_rest, "мин")
    if minutes:
        return _pair(minutes, "мин", rest, "с")
    return f"{rest}{_NBSP}с"


def size_text(size_bytes: int, locale: str) -> str:
    """`640 КБ`, `2,2 МБ`, `1,1 ГБ`, in thousands as phones count; the locales share the words."""
    if size_bytes < 999_500:  # from here on it would round to 1000 КБ
        kilobytes = max(round(size_bytes / 1000), 1 if size_bytes > 0 else 0)
        return f"{kilobytes}{_NBSP}КБ"
    if size_bytes < 999_950_000:
        return _decimal(size_bytes / 1_000_000) + f"{_NBSP}МБ"
    return _decimal(size_bytes / 1_000_000_000) + f"{_NBSP}ГБ"


def _pair(count: int, unit: str, rest: int, small_unit: str) -> str:
    whole = f"{count}{_NBSP}{unit}"
    return f"{whole}{_NBSP}{rest:02}{_NBSP}{small_unit}" if rest else whole


def _decimal(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")
