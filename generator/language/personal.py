"""Find what belongs to one person in a text: identity and card numbers, telephones, homes.

A number is a run of whole groups of digits that has the right length and sum, whatever stands
between them, and no word beside it that says otherwise.
"""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from generator.language.digit_rows import (
    FEWEST_DIGITS,
    DigitRow,
    find_rows,
    holds_long_row,
    may_hold_number,
    plain_digits,
)
from generator.language.home_address import find_home_addresses, may_hold_home
from generator.language.personal_kind import Personal


class PersonalMatch(msgspec.Struct, frozen=True):
    """One find in a text."""

    kind: Personal
    written: str
    value: str  # to compare: digits alone, a telephone without its country code
    start: int  # in the text as `plain_digits` returns it
    end: int


_MOST_DIGITS = 19  # of a card

# Numbers in web addresses are of pages, except where the address is a telephone.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)(?!(?:api\.)?(?:wa\.me|whatsapp|viber)|t\.me/\+)\S+"
    r"|\b(?![\w.-]*(?:whatsapp|viber))[\w-]+\.(?:kz|ru|com|org|net|info|қаз|рф)/\S+",
    re.IGNORECASE,
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_MOMENT = re.compile(
    rf"""(?<!\d)(?<!\d[-./])(?:{_DAY}[./-]{_MONTH}[./-]{_YEAR}|{_YEAR}[./-]{_MONTH}[./-]{_DAY})
    (?:[ _T-]{{1,3}}[0-2]\d[.:-][0-5]\d(?:[.:-][0-5]\d)?)?(?![\d]|[-./]\d)
    |(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[_-]\d{{6,9}}(?!\d)  # of a camera
    |(?<!\d)[0-2]?\d:[0-5]\d(?!\d)""",
    re.VERBOSE,
)
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?: ?[A-Z0-9]){14,26}(?![A-Za-z0-9])", re.I)

_COUNTED_AS = re.compile(
    r"(?:№|#|\b(?:n|no|шарт\w*|договор\w*|контракт\w*|лот\w*|тапсырыс\w*|заказ\w*|чек\w*|акт\w*"
    r"|кадастр\w*|код\w*|инв\w*|сери\w*|хабарландыру\w*|объявлени\w*))[\s№:.-]{0,4}$",
    re.IGNORECASE,
)

# Latin letters that look like these Cyrillic ones: "ИИH" with a Latin H.
_LOOKS_LIKE = str.maketrans("HCKMOPTXABEuh", "НСКМОРТХАВЕин")
_PERSON_WORD = re.compile(
    r"\b(?:ЖСН|ИИН|ж\. ?с\. ?н|и\. ?и\. ?н|IIN|IИN|JSN|JSН)(?![^\W\d_]{4})"
    r"|жеке\s+сәйкестендіру|индивидуальн\w+\s+идентификацион",
    re.IGNORECASE,
)
_COMPANY_WORD = re.compile(
    r"\b(?:БСН|БИН|BIN|ВIN|BSN)(?![^\W\d_]{4})|бизнес[- ]сәйкестендіру|бизнес[- ]идентификацион",
    re.IGNORECASE,
)
_DOCUMENT_WORD = re.compile(
    r"(?:жеке\s+(?:бас\s+)?куәлі\w+|удостоверени\w+\s+личности|уд\.? ?личности|төлқұжат\w*)"
    r"\D{0,25}$",
    re.IGNORECASE,
)
_CARD_WORD = re.compile(r"карт\w*\D{0,25}$|\bcard\D{0,25}$", re.IGNORECASE)
_PHONE_WORD = re.compile(
    r"(?:\bтел\b|телефон|\bмоб|ұялы|байланыс|хабарлас|звон|қоңырау|whats?app|в[ао][тц]с?ап"
    r"|viber|вайбер|telegram|телеграм|☎|📞|📱|☏|✆)",
    re.IGNORECASE,
)
_LOCAL_PHONE_WORD = re.compile(
    r"(?:\bтел|\bтелефон(?:ы|у|а|ым|ымыз|дары|дар|ына|ын)?|☎|📞|📱|☏|✆)[.: №(-]{0,5}$",
    re.IGNORECASE,
)

# Who may be called at a fixed telephone beside these words is an office.
_OFFICE = re.compile(
    r"кабинет|\bкаб\.|бөлме|приемн|приёмн|қабылдау|әкімд|әкімш|акимат|аппарат|басқарма|управлени"
    r"|бөлім|отдел|мекеме|учреждени|орталы|центр|мәслихат|маслихат|министр|мектеп|школ|аурухана"
    r"|больниц|емхана|поликлиник|сенім\s+телефон|доверия|жедел\s+желі|горяч|диспетчер|кеңсе|канцеляри"
    r"|редакци|gov\.kz",
    re.IGNORECASE,
)
_OFFICE_NEAR = 120  # letters

_SHORT_WORD = re.compile(r"тел|куәл|личности|төлқұжат|\+|[☎📞📱☏✆]", re.IGNORECASE)
_FEWEST_UNNAMED = 10  # digits of what is a number without a word: a telephone
_USUAL_SIZES = {(6, 6), (4, 4, 4, 4), (4, 6, 5)}  # of identity numbers and cards
_WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_MOBILE = re.compile(r"7(?:0[0-8]|47|5[01]|6[0-4]|7[15-8])")


def find_personal(text: str) -> Iterator[PersonalMatch]:
    """What belongs to somebody in a plain text, in no order: a text is a paragraph or a line.

    Sums, dates, contracts, web addresses, numbers of companies (БСН/БИН), short numbers and 8 800
    are left alone.
    """
    has_digits = may_hold_number(text)
    if not (has_digits or may_hold_home(text)):
        return  # most paragraphs
    text = plain_digits(text)
    for start, written, value in find_home_addresses(text):
        yield PersonalMatch(Personal.HOME, written, value, start, start + len(written))
    if not (has_digits and (holds_long_row(text) or _SHORT_WORD.search(text))):
        return
    text = _MOMENT.sub(_blank, _ADDRESS.sub(_blank, text))
    for match in _ACCOUNT.finditer(text):
        if is_account(account := match[0].replace(" ", "").upper()):
            yield PersonalMatch(Personal.ACCOUNT, match[0], account, match.start(), match.end())
    text = _ACCOUNT.sub(_blank, text)
    for row in find_rows(text):
        yield from _in_row(row)


def _blank(match: re.Match[str]) -> str:
    """As many letters that join no digits."""
    return ";" * len(match[0])


def _in_row(row: DigitRow) -> Iterator[PersonalMatch]:
    """The numbers in a row, from its start: of those that begin at one group the longest."""
    first = 0
    while first < len(row.groups):
        for last in reversed(list(_lasts(row, first))):
            found = _number(row.part(first, last), row)
            if found:
                yield found
                first = last
                break
        else:
            first += 1


def _lasts(row: DigitRow, first: int) -> Iterator[int]:
    """Ends of the runs of groups from `first` on that have as many digits as a number may."""
    digits = 0
    for last in range(first + 1, len(row.groups) + 1):
        digits += len(row.groups[last - 1])
        if digits > _MOST_DIGITS:
            return
        if _has_shape(row.groups[first:last], digits, is_first=first == 0):
            yield last


def _has_shape(groups: tuple[str, ...], digits: int, *, is_first: bool) -> bool:
    """A cheap first test: in a long table of figures a number has one of a few shapes.

    No word can stand before any but the first groups of a row.
    """
    if is_first or len(groups) == 1:
        return digits >= FEWEST_DIGITS
    sizes = tuple(map(len, groups))
    return (digits in (10, 11) and groups[0][0] in "78") or sizes in _USUAL_SIZES


def _match(part: DigitRow, kind: Personal, value: str) -> PersonalMatch:
    return PersonalMatch(kind, part.written, value, part.start, part.end)


def _number(part: DigitRow, row: DigitRow) -> PersonalMatch | None:
    """What these groups are by themselves; `row` is all of the groups around them."""
    if len(part.digits) < _FEWEST_UNNAMED and not _SHORT_WORD.search(part.before):
        return None
    if part.counts_something and not _PHONE_WORD.search(part.before):
        return None
    is_whole = part.groups == row.groups
    if _is_card(part, row):
        return _match(part, Personal.CARD, part.digits)
    if _is_identity(part, is_whole) or _is_document(part):
        return _match(part, Personal.IDENTITY, part.digits)
    if (_is_phone(part) or (is_whole and _is_local_phone(part))) and not _is_of_office(part):
        return _match(part, Personal.PHONE, part.digits[-10:])
    return None


# Identity numbers


def _is_identity(part: DigitRow, is_whole: bool) -> bool:
    """Whether the digits are a person's number (ЖСН/ИИН).

    Without a word it takes a birthday and the check digit, which one in 500 random numbers have. A
    company's (БСН/БИН) has 4, 5 or 6 as its fifth digit, where a person's day has 0 to 3. Behind
    its word a number is one although somebody mistyped it.
    """
    digits = part.digits
    named = _names_person(part)
    if named and _is_almost_identity(part):
        return not (named == "either" and digits[4] in "456")
    if len(digits) != 12 or part.before.endswith("+"):
        return False
    is_usual = len(part.groups) == 1 or part.sizes == (6, 6) or (is_whole and not part.is_sum)
    return is_usual and has_check_digit(digits) and is_birthday(digits)


def _is_almost_identity(part: DigitRow) -> bool:
    is_one = len(part.groups) == 1 and not _PHONE_WORD.search(part.before)
    return len(part.digits) == 12 or (len(part.digits) in (11, 13) and is_one)


def _names_person(part: DigitRow) -> str:
    """ "person" or "either", where a word beside the number says that it is ЖСН or БСН; else ""."""
    before = part.before.translate(_LOOKS_LIKE)
    after = re.match(r"[\s(«\"-]{0,3}(?:ЖСН|ИИН)\b", part.after.translate(_LOOKS_LIKE))
    if not (_PERSON_WORD.search(before) or _PERSON_WORD.search(part.before) or after):
        return ""
    is_either = _COMPANY_WORD.search(before) or _COMPANY_WORD.search(part.before)
    return "either" if is_either else "person"


def _is_document(part: DigitRow) -> bool:
    """The nine digits of an identity card, or eight of a passport, behind their words."""
    is_one = len(part.groups) == 1 and len(part.digits) in (8, 9)
    return is_one and _DOCUMENT_WORD.search(part.before) is not None


def has_check_digit(digits: str) -> bool:
    """Whether the last of 12 digits is the check digit of ЖСН and БСН."""
    for weights in _WEIGHTS:
        rest = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11
        if rest < 10:
            return rest == int(digits[11])
    return False


def is_birthday(digits: str) -> bool:
    """Whether an identity number begins with a day; the seventh digit says the century."""
    if digits[6] not in _CENTURIES:
        return False
    try:
        date(_CENTURIES[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


# Cards and accounts


def _is_card(part: DigitRow, row: DigitRow) -> bool:
    digits, named = part.digits, _CARD_WORD.search(part.before) is not None
    if (part.is_sum or _are_years(part.groups)) and not named:
        return False
    usual = {16: (4, 4, 4, 4), 15: (4, 6, 5)}.get(len(digits))
    if usual:
        is_prefix = re.match(r"3[47]" if len(digits) == 15 else r"[2-6]|8600|9860", digits)
        # Five groups of four are another kind of number, eight are two cards.
        is_usual = part.sizes == usual and (usual != (4, 4, 4, 4) or row.sizes.count(4) % 4 == 0)
        is_written = len(part.groups) == 1 or is_usual or part.groups == row.groups or named
        return bool(is_prefix) and is_written and is_luhn(digits)
    return named and len(digits) in (13, 18, 19) and digits[0] in "456" and is_luhn(digits)


def _are_years(groups: tuple[str, ...]) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)


def is_luhn(digits: str) -> bool:
    """Luhn's check digit, ISO/IEC 7812."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def is_account(account: str) -> bool:
    """ISO 13616: with its start moved to the end and letters as digits, it leaves 1 modulo 97."""
    return int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1


# Telephones


def _is_phone(part: DigitRow) -> bool:
    digits, before = part.digits, part.before
    named = _PHONE_WORD.search(before) is not None
    if before.rstrip(" (").endswith("+"):
        is_ours = digits[0] == "7"
        is_long = len(digits) == 11 if is_ours else 9 <= len(digits) <= 15
        return is_long and not digits.startswith("7800")
    if len(part.groups) == 1 and _COUNTED_AS.search(before) and not named:
        return False
    if part.is_sum and not named:
        return False
    if len(digits) == 11 and digits[0] in "78":
        return _is_long_phone(part, named)
    return len(digits) == 10 and _is_phone_without_country(part, named)


_LONG_SIZES = {
    (1, 3, 3, 2, 2),
    (1, 3, 3, 4),
    (1, 3, 7),
    (1, 4, 2, 2, 2),
    (1, 4, 6),
    (1, 5, 1, 2, 2),
}


def _is_long_phone(part: DigitRow, named: bool) -> bool:
    """Eleven digits from 7 or 8: of Kazakhstan and of mobile networks in any groups."""
    if re.match(r"7[0-7]|9", part.digits[1:]):
        return True
    is_city = part.digits[1] in "348" and part.digits[1:4] != "800"
    return is_city and (named or part.sizes in _LONG_SIZES)


def _is_phone_without_country(part: DigitRow, named: bool) -> bool:
    if not re.match(r"7[0-7]", part.digits):
        return False
    is_grouped = len(part.groups) > 1 and part.sizes[0] >= 3
    return named or is_grouped or _MOBILE.match(part.digits) is not None


def _is_local_phone(part: DigitRow) -> bool:
    """Five to seven digits are a telephone only right behind the word."""
    is_near = _LOCAL_PHONE_WORD.search(part.before) is not None
    return is_near and 5 <= len(part.digits) <= 7 and not part.is_sum


def _is_of_office(part: DigitRow) -> bool:
    """Whether it is a fixed telephone beside the name of an office; a mobile one is somebody's."""
    if len(part.digits) > 7 and not re.match(r"7[12]", part.digits[-10:]):
        return False
    around = part.text[max(0, part.start - _OFFICE_NEAR) : part.end + _OFFICE_NEAR]
    return _OFFICE.search(around) is not None
