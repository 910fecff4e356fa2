"""Find personal numbers in posts: telephones, identity numbers, bank accounts and cards."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.check import ReadText
from generator.errors import Problem, doubt
from generator.intake.text import plain_words
from generator.model import Clip, Content, Post

_GAP = r"[ \u00a0\u2011()–-]{0,3}"
_PHONE = re.compile(
    rf"""(?<![\d.,])
    (?!\d\d(?:[ \u00a0]\d{{3}}){{3}}(?!\d))  # 87 000 000 000 is a sum
    (?:(?:\+{_GAP}7|8|(?<!\d[ \u00a0])7){_GAP}(?=[79])(?:\d{_GAP}){{9}}\d  # not 8 800: toll-free
    |\(?7[0-7]\d\)?[ \u00a0-]\d{{3}}[ \u00a0-]\d\d[ \u00a0-]\d\d)  # 701 123-45-67
    (?!\d|[ \u00a0]\d{{3}}(?!\d))""",
    re.VERBOSE,
)
_LOCAL_PHONE = re.compile(  # five or six digits are a telephone only after the word
    r"(?:\bтел(?:ефон\w*)?|☎)[.:\s]{0,3}(?P<number>\d{1,2}[ -]\d\d[ -]\d\d)(?!\d)", re.IGNORECASE
)
_IDENTITY = re.compile(r"(?<!\d)(?<!\d[ -])\d{6}[ \u00a0-]?\d{6}(?![ -]?\d)")
_IDENTITY_WORD = re.compile(r"\b(?:ЖСН|ИИН|IIN)\b\D{0,20}$", re.IGNORECASE)
_ACCOUNT = re.compile(r"\bKZ\d\d(?: ?[A-Z0-9]){16}(?![A-Z0-9])", re.IGNORECASE)
_CARD = re.compile(r"(?<!\d)(?<!\d[ -])[2-6]\d{3}(?:[ \u00a0-]?\d{4}){3}(?![ -]?\d)")
# Numbers in web addresses are of pages, except that wa.me/77011234567 is a telephone.
_ADDRESS = re.compile(r"https?://(?!wa\.me|api\.whatsapp)\S+")
_CAPTION_TIME = re.compile(r"^.*-->.*$")

_WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


@dataclass(frozen=True, slots=True)
class _Number:
    kind: str  # "phone", "identity", "account" or "card"
    written: str
    digits: str  # to compare: without spaces and signs, a telephone without its country code


def check_privacy(content: Content, read: ReadText) -> Iterator[Problem]:
    """A doubt for each telephone, identity, account and card number, once in a post.

    The site's own telephones, and those of its contacts page, are fine.
    """
    own = _own_phones(content)
    for post in content.posts:
        reported = set(own)
        for path, line, text in _lines(post, read):
            for number in _numbers(text):
                if number.digits not in reported:
                    reported.add(number.digits)
                    yield _problem(number, path, line)


def _problem(number: _Number, path: str, line: int) -> Problem:
    if number.kind == "phone":
        return doubt(
            path,
            "a telephone number: {number}",
            "leave it out if it is somebody's own; the site's numbers belong in site.toml",
            line=line,
            number=number.written,
        )
    masked = f"{number.digits[:4]}…{number.digits[-2:]}"  # reports are forwarded too
    if number.kind == "identity":
        return doubt(
            path,
            "somebody's identity number: {number}",
            "leave it out: it is personal data",
            line=line,
            number=masked,
        )
    return doubt(
        path,
        "a bank account: {number}" if number.kind == "account" else "a bank card: {number}",
        "leave it out if it is somebody's own",
        line=line,
        number=masked,
    )


def _lines(post: Post, read: ReadText) -> Iterator[tuple[str, int, str]]:
    """Path, line and text of everything written for a post; line 0 in files without lines."""
    texts = {text.path for text in post.texts if text.path}
    clips = [medium for medium in post.media if isinstance(medium, Clip)]
    subtitles = {subtitle.source.path for clip in clips for subtitle in clip.subtitles}
    for path in [*sorted(texts), f"{post.path}/post.toml", *sorted(subtitles)]:
        try:
            if path.lower().endswith(".docx"):
                raise ValueError(path)
            lines = read(path).splitlines()
        except (OSError, ValueError):
            yield from _without_lines(post, path)
            continue
        for number, line in enumerate(lines, 1):
            yield path, number, _CAPTION_TIME.sub("", line)


def _without_lines(post: Post, path: str) -> Iterator[tuple[str, int, str]]:
    for text in post.texts:
        if text.path == path:
            yield path, 0, text.title
            for block in text.body:
                for piece in re.split(r"</(?:p|li|td|th|h\d)>|<br>", block.html):
                    yield path, 0, plain_words(piece)


def _numbers(text: str) -> Iterator[_Number]:
    text = _ADDRESS.sub(" ", text)
    for match in _ACCOUNT.finditer(text):
        if _is_account(account := match[0].replace(" ", "").upper()):
            yield _Number("account", match[0], account)
    for match in _CARD.finditer(text):
        if _is_card(digits := _digits(match[0])):
            yield _Number("card", match[0], digits)
    for match in _IDENTITY.finditer(text):
        named = _IDENTITY_WORD.search(text[: match.start()]) is not None
        if _is_identity(digits := _digits(match[0]), named=named):
            yield _Number("identity", match[0], digits)
    for match in _PHONE.finditer(text):
        yield _Number("phone", match[0].strip(), _digits(match[0])[-10:])
    for match in _LOCAL_PHONE.finditer(text):
        yield _Number("phone", match["number"], _digits(match["number"]))


def _own_phones(content: Content) -> set[str]:
    contacts = content.site.contacts
    places = [text for _, text in (*contacts.address, *contacts.reception)]
    for page in content.pages:
        if page.slug == "contacts":
            places += [plain_words(block.html) for text in page.texts for block in text.body]
    known = {_digits(number)[-10:] for number in (contacts.phone, contacts.whatsapp)}
    return known | {number.digits for place in places for number in _numbers(place)}


def _digits(written: str) -> str:
    return "".join(filter(str.isdigit, written))


def _is_identity(digits: str, *, named: bool) -> bool:
    """Whether 12 digits are a person's number (ЖСН/ИИН): a birthday, and a matching check digit.

    The seventh digit is the century: 1 and 2 the 19th, 3 and 4 the 20th, 5 and 6 the 21st. Of
    random digits one in 500 passes, and no company's number (БСН/БИН), whose days start at 40.
    Since 2013 the law does not guarantee the birthday, so after the word ЖСН the check digit is
    enough.
    """
    return _has_check_digit(digits) and (named or _is_birthday(digits))


def _has_check_digit(digits: str) -> bool:
    for weights in _WEIGHTS:
        rest = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11
        if rest < 10:
            return rest == int(digits[11])
    return False


def _is_birthday(digits: str) -> bool:
    if digits[6] not in _CENTURIES:
        return False
    try:
        date(_CENTURIES[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _is_account(account: str) -> bool:
    """ISO 13616: with its start moved to the end and letters as digits, it leaves 1 modulo 97."""
    return int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1


def _is_card(digits: str) -> bool:
    """Luhn's check digit, ISO/IEC 7812."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0
