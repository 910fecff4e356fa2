"""Set text for reading: numbers stay whole and with their units, telephones become links."""

import re
from functools import partial

_NBSP, _HYPHEN = "\u00a0", "\u2011"  # neither is a place to break a line

_UNITS = (
    *("мың", "млн", "млрд", "трлн", "тыс", "теңге", "тенге", "тг", "₸", "руб", "пайыз", "процент"),
    *("мм", "см", "м", "км", "га", "мг", "г", "кг", "т", "л", "кВт", "МВт", "МБ", "ГБ", "КБ"),
    *("с", "сек", "мин", "сағ", "ч", "жыл", "жылы", "ж", "гг", "год", "года", "лет", "кв", "куб"),
)
_STEMS = "шақырым|километр|метр|гектар|тонн|литр|миллион|миллиард"  # with any ending
_LETTER = "а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ"
_BOUND = (
    (re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))"), _NBSP),  # 48 000
    (re.compile(rf"(?<=\d) (?=(?:{'|'.join(_UNITS)})(?![{_LETTER}])|%|{_STEMS})"), _NBSP),
    (re.compile(r"(?<=№) ?(?=\d)"), _NBSP),
    (re.compile(rf"(?<=\d)-(?=[{_LETTER}])"), _HYPHEN),  # 2-бөлме, 5-й
)

# Telephones of Kazakhstan with their country's code; grouped in any way, and never a piece of a
# longer number.
_PHONE = re.compile(
    r"(?<![\w+.-])(?:\+7|8)[\s\u00a0-]?\(?\d{3}\)?(?:[\s\u00a0-]?\d){7}(?![\s\u00a0-]?\d)"
)
_EMAIL = re.compile(r"(?<![\w.+/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TAG = re.compile(r"(<[^>]*>)")
_AS_THEY_ARE = re.compile(r"</?(a|pre|code)\b", re.IGNORECASE)


def bound(text: str) -> str:
    """A plain text whose numbers are not torn: `48 000`, `5 км`, `№ 3`, `2-бөлме`."""
    for pattern, joint in _BOUND:
        text = pattern.sub(joint, text)
    return text


def typeset(html: str) -> str:
    """Clean HTML with numbers bound, and with links to telephones and e-mail addresses.

    Links and code stay as they are.
    """
    left = 0  # elements that are open and stay as they are
    pieces = _TAG.split(html)
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            pieces[place] = piece if left else _set(piece)
        elif _AS_THEY_ARE.match(piece):
            left = max(0, left + (-1 if piece.startswith("</") else 1))
    return "".join(pieces)


def _set(text: str) -> str:
    """A piece of HTML without tags; what is a link is bound as a whole."""
    links: list[str] = []

    def keep(scheme: str, match: re.Match[str]) -> str:
        links.append(_link(scheme, match[0]))
        return f"\x00{len(links) - 1}\x00"

    for scheme, pattern in (("mailto:", _EMAIL), ("tel:", _PHONE)):
        text = pattern.sub(partial(keep, scheme), text)
    return re.sub(r"\x00(\d+)\x00", lambda match: links[int(match[1])], bound(text))


def _link(scheme: str, words: str) -> str:
    if scheme == "mailto:":
        return f'<a href="mailto:{words}">{words}</a>'
    digits = "".join(sign for sign in words if sign in "0123456789")
    shown = re.sub(r"\s", _NBSP, words).replace("-", _HYPHEN)
    return f'<a href="tel:+7{digits[1:]}">{shown}</a>'
