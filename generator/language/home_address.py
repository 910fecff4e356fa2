"""Find where somebody lives in a text: a house with a flat, or a street behind words of living."""

import re
from collections.abc import Iterator

_HOUSE_WORD = (
    r"(?i:үй\w{0,4}|дом\w{0,2}|д\.|корп\w*\.?|стр\.|мкр\.?|мөлтек\s+аудан\w*|шағын\s*аудан\w*)"
)
_STREET_WORD = (
    r"(?i:көш\.|көше\w*|к(?:өш)?-с\w|даңғыл\w*|тұйық\w*|қиылыс\w*|ул\.|улиц\w*|пр\.|просп\w*\.?"
    r"|пер\.|переул\w*|мкр\.?|микрорайон\w*|шағын\s*аудан\w*|мөлтек\s+аудан\w*)"
)
_NUMBER = r"№?\s?\d{1,3}(?:[/-]\d{1,3})?[а-яА-Яa-zA-Z]?"
# "12-үй", "12 үй", "дом 12", "д. 12", a bare number behind a street or behind a name.
_HOUSE = (
    rf"(?:{_HOUSE_WORD}[\s-]*{_NUMBER}|\d{{1,3}}(?:[/-]\d{{1,3}})?[а-яА-Я]?[\s-]*(?i:үй)\w{{0,4}}"
    rf"|{_STREET_WORD}[^.;\n\d]{{0,30}}{_NUMBER}|[А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]+[\s,]+{_NUMBER})"
)
# "кв. 34" but not "кв. м"; "34-пәтер" and ", 34 пәтер", but not "60 пәтерлік үй" or "120 пәтер".
_FLAT = (
    r"(?i:(?:кв\.?|кварт\.|квартир[аеуы]|пәт\.|пәтер(?!лі)\w{0,4})\s*(?:№|N)?\s?\d{1,4}"
    r"(?![\d.,]?\d|\s?(?:кв|м\b|шаршы))"
    r"|\d{1,4}\s?-\s?(?:ші\s|шы\s)?(?:пәтер|пәт\.)(?!лі)\w{0,5}"
    r"|(?<=,\s)\d{1,4}\s(?:пәтер|пәт\.)(?!лі)\w{0,5})"
)
_WITH_FLAT = re.compile(rf"(?<!\w){_HOUSE}[\s,.;()-]{{1,4}}{_FLAT}")
_LIVES = re.compile(
    r"(?:тұратын|тұрады|тұрып\s+жатқан|мекендейтін|прожива\w+|живет|живёт|живущ\w+|прописан\w*"
    r"|домашн\w+\s+адрес\w*|адрес\w*\s+проживания"
    r"|үй(?:інің)?\s+мекенжайы|тұрғылықты\s+(?:жері|мекенжайы))",
    re.IGNORECASE,
)
# Behind words of living a name and two numbers are a street, a house and a flat: "Сәтбаев 12-34".
_STREET = re.compile(
    rf"(?:{_STREET_WORD}[^.;\n\d]{{0,30}}{_NUMBER}|[^\s\d]+\s+{_STREET_WORD}[\s,]*{_NUMBER}"
    r"|[А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]+\s+\d{1,3}[/-]\d{1,3}(?!\d))"
)
_HINTS = re.compile(r"пәт|кв\.|квар|кв \d|тұр|прож|жив|домашн|мекен|пропис", re.IGNORECASE)
_NEAR = 90  # letters between the words of living and the street, either way


def may_hold_home(text: str) -> bool:
    """Whether a text speaks of flats or of living: a cheap first test."""
    return _HINTS.search(text) is not None


def find_home_addresses(text: str) -> Iterator[tuple[int, str, str]]:
    """Start, words and value of each home address; the value is its letters and digits alone."""
    if not may_hold_home(text):
        return
    taken: list[range] = []
    for match in _WITH_FLAT.finditer(text):
        taken.append(range(match.start(), match.end()))
        yield _found(match)
    for lives in _LIVES.finditer(text):
        for street in _STREET.finditer(text, max(0, lives.start() - _NEAR), lives.end() + _NEAR):
            if not any(street.start() in old or street.end() - 1 in old for old in taken):
                taken.append(range(street.start(), street.end()))
                yield _found(street)


def _found(match: re.Match[str]) -> tuple[int, str, str]:
    written = " ".join(match[0].split())
    return match.start(), written, "".join(filter(str.isalnum, written.casefold()))
