"""Format durations, file sizes and decimals; both languages use a decimal comma."""

# Not CLDR's narrow units: they mix scripts ("MБ" with a Latin M) and leak names of units.
_HOUR = {"kk": "сағ", "ru": "ч"}

_NBSP = "\u00a0"  # a number and its unit stay on one line


def duration_text(seconds: float, locale: str) -> str:
    """`45 с`, `1 мин 05 с`, `1 сағ 02 мин`; anything above zero is at least `1 с`."""
    total = max(round(seconds), 1 if seconds > 0 else 0)
    minutes, rest = divmod(total, 60)
    hours, minutes_rest = divmod(minutes, 60)
    if hours:
        return _pair(hours, _HOUR[locale], minutes_rest, "мин")
    if minutes:
        return _pair(minutes, "мин", rest, "с")
    return f"{rest}{_NBSP}с"


def size_text(size_bytes: int, locale: str) -> str:
    """`640 КБ`, `2,2 МБ`, `1,1 ГБ`, in powers of 1000 as on phones, alike in both locales."""
    if size_bytes < 999_500:  # above, it would round to 1000 КБ
        kilobytes = max(round(size_bytes / 1000), 1 if size_bytes > 0 else 0)
        return f"{kilobytes}{_NBSP}КБ"
    if size_bytes < 999_950_000:
        return decimal_text(size_bytes / 1_000_000) + f"{_NBSP}МБ"
    return decimal_text(size_bytes / 1_000_000_000) + f"{_NBSP}ГБ"


def decimal_text(number: float) -> str:
    """`2,2` or `3`: one decimal place, none where it is zero."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _pair(count: int, unit: str, rest: int, small_unit: str) -> str:
    whole = f"{count}{_NBSP}{unit}"
    return f"{whole}{_NBSP}{rest:02}{_NBSP}{small_unit}" if rest else whole
