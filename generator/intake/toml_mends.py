"""Mend single lines of TOML: each mend cures one fault that people make."""

import re
from collections.abc import Callable
from typing import NamedTuple

Mend = Callable[[str], str]
"""Returns the line without a fault; the same line where it does not have that fault."""

# Patterns are compiled where they are used: most builds meet no fault.
TEXT = r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
_TOKEN = rf'(?s:"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\')|"""|\'\'\'|{TEXT}|#[^\n]*|[\[\]{{}}]'
_CURLY = "“”„‟″«»‹›‘’‚`´"
_DASHES = r"[\u2010-\u2015\u2212]"
_FIGURES = r"(?:[+-]?\d+(?:\.\d+)?|[\d:T -]*\d{4}-\d\d?-\d\d?[\d.:T+ -]*)"  # numbers and days
CLOSING = {"[": "]", "{": "}", '"""': '"""', "'''": "'''"}
# Cyrillic letters that look like Latin ones.
_LATIN = str.maketrans("аәеорсухіһАВЕКМНОРСТХІ", "aaeopcyxihABEKMHOPCTXI")
_WORDS = {
    **dict.fromkeys(("true", "yes", "on", "да", "иә"), "true"),
    **dict.fromkeys(("false", "no", "off", "нет", "жоқ"), "false"),
}


class Fault(NamedTuple):
    what: str  # a message id
    mend: Mend


class Opening(NamedTuple):
    sign: str  # a bracket, or three quotation marks
    line: int


def opened_in(text: str) -> list[Opening]:
    """The brackets and quotation marks that are open at the end of a text, outermost first."""
    opened: list[Opening] = []
    line, counted = 1, 0
    for token in re.finditer(_TOKEN, text):
        sign = token[0]
        line, counted = line + text.count("\n", counted, token.start()), token.start()
        if sign in ("]", "}") and opened:
            opened.pop()
        elif sign in CLOSING:
            opened.append(Opening(sign, line))
        if sign in ('"""', "'''"):
            break  # all that follows is text
    return opened


def _without_unseen(line: str) -> str:
    spaced = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", line)
    return re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]",
        "",
        spaced,
    )


def _with_straight_quotes(line: str) -> str:
    def straight(match: re.Match[str]) -> str:
        if match[2] == match[4] and match[2] in "\"'":
            return match[0]
        return f'{match[1]}"{match[3].replace(chr(34), chr(39))}"'

    quote = f"([{_CURLY}\"'])"
    return re.sub(
        rf"((?:^|[=\[,{{.:])\s*){quote}(.*?){quote}(?=\s*(?:[\],}}=:#;.]|$))", straight, line
    )


def _with_slashes(line: str) -> str:
    return re.sub(r"\\{1,2}", "/", re.sub(r'(["\'=]\s*)\\{2,4}(?=\w)', r"\1//", line))


def _with_short_dashes(line: str) -> str:
    return _outside_texts(lambda bare: re.sub(_DASHES, "-", bare), line)


def _with_equals(line: str) -> str:
    bare = re.sub(TEXT, '""', line)
    if "=" not in bare:
        return re.sub(rf"^(\s*[\w-]+?)\s*(?:[:→-]|{_DASHES})?[>\s]\s*(?=\S)", r"\1 = ", line)
    single = _outside_texts(lambda part: re.sub(r":=|={2,}>?|=>", "=", part), line)
    return _outside_texts(
        lambda part: re.sub(r"([{,]\s*[\w-]+)\s*:(?!\S*/)", r"\1 =", part), single
    )


def _with_words(line: str) -> str:
    def known(match: re.Match[str]) -> str:
        return match[1] + _WORDS.get(match[2].lower(), match[2])

    return re.sub(r"(=\s*)(\w+)(?=\s*(?:[,}\]#]|$))", known, line)


def _with_dates(line: str) -> str:
    def day(match: re.Match[str]) -> str:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"

    def padded(match: re.Match[str]) -> str:
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"

    def written(bare: str) -> str:
        bare = re.sub(r"\b(\d\d?)[./](\d\d?)[./](\d{4})\b", day, bare)
        return re.sub(r"\b(\d{4})[-./](\d\d?)[-./](\d\d?)\b", padded, bare)

    return _outside_texts(written, line)


def _with_points(line: str) -> str:
    return re.sub(r"(=\s*-?\d+),(\d+)(?=\s*(?:#|$))", r"\1.\2", line)


def _without_rest(line: str) -> str:
    return re.sub(
        rf"^(\s*[\w.-]+\s*=\s*(?:{TEXT}|[\w.:-]+(?![\w.:-])|\[[^\[\]]*\]))\s*[;,.\]}}].*$",
        r"\1",
        line,
    )


def _with_both_quotes(line: str) -> str:
    bare = re.sub(TEXT, '""', line)
    if bare.count('"') % 2 == 0:
        return line.rstrip() + "'" if bare.count("'") == 1 else line
    closed = re.sub(r"(=\s*)([^\"'=]+\")(\s*(?:#.*)?)$", r'\1"\2\3', line)
    return closed if closed != line else re.sub(r"(\s*[\]}]*\s*)$", r'"\1', line, count=1)


def _with_inner_quotes(line: str) -> str:
    match = re.fullmatch(r'([^"]*=\s*")(.*)("\s*)', line)
    if match is None or match[2].count('"') % 2:
        return line
    parts = match[2].split('"')
    if not all(part.strip() and "=" not in part for part in parts[1::2]):
        return line
    inner = "".join(part + "«»"[at % 2] for at, part in enumerate(parts[:-1])) + parts[-1]
    return match[1] + inner + match[3]


def _with_quotes(line: str) -> str:
    """The value in quotation marks; in brackets, each value that has none."""
    key, sign, value = line.partition("=")
    value, note = re.fullmatch(r"(.*?)(\s+#.*|\s*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
    plain = value.strip()
    if re.fullmatch(r"\s*#[0-9A-Fa-f]{3,6}\s*", note):  # a colour, which TOML takes for a note
        return f'{key}= "{note.strip()}"'
    if not sign or plain[:1] == "'" or re.fullmatch(rf"true|false|{_FIGURES}", plain):
        return line
    if plain[:1] not in ("[", "{"):
        return f'{key}= "{plain}"{note}' if plain and '"' not in plain else line
    quoted = re.sub(
        rf"((?:=|[\[,])\s*)(?!{_FIGURES}\s*[,\]])([^\s\"'\[\]{{}},=][^\"'\[\]{{}},=]*?)(?=\s*[,\]}}])",
        r'\1"\2"',
        value,
    )
    return f"{key}={quoted}{note}"


def _with_commas(line: str) -> str:
    key, sign, value = line.partition("=")
    between = rf"({TEXT}|[\w-]+|\}})\s+(?=[\"'{{]|[\w-]+\s*=|\d)"
    return key + sign + re.sub(between, r"\1, ", value)


def _with_brackets(line: str) -> str:
    unclosed = reversed(opened_in(line))
    return line.rstrip() + "".join(CLOSING[opening.sign] for opening in unclosed)


def _with_latin_name(line: str) -> str:
    match = re.match(r"\s*([\w-]+)(?=\s*=)", line)
    return line if match is None else match[0].translate(_LATIN) + line[match.end() :]


def _with_note(line: str) -> str:
    return re.sub(rf"^(\s*[\w.-]+\s*=\s*(?:{TEXT}|[\w.:-]+))\s+(\S.*)$", r"\1  # \2", line)


def _outside_texts(change: Mend, line: str) -> str:
    parts = re.split(f"({TEXT})", line)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


BACKSLASH = Fault("a backslash cannot stand between quotation marks: {text}", _with_slashes)
QUOTE = Fault("a quotation mark is missing: {text}", _with_both_quotes)
BRACKET = Fault("a bracket is not closed: {text}", _with_brackets)
ALPHABET = Fault("the name of a setting is written in Latin letters: {text}", _with_latin_name)
BARE = Fault("the value is not in quotation marks: {text}", _with_quotes)
SPREAD = Fault("a bracket has to close in its own line: {text}", str)  # mended with other lines
FAULTS = (
    Fault("there is an invisible sign in this line: {text}", _without_unseen),
    Fault("these are not straight quotation marks: {text}", _with_straight_quotes),
    BACKSLASH,
    Fault("a long dash stands here instead of a short one: {text}", _with_short_dashes),
    Fault("the sign = is missing: {text}", _with_equals),
    ALPHABET,
    Fault("yes and no are written true and false: {text}", _with_words),
    Fault("a date is written with the year first: {text}", _with_dates),
    Fault("a number is written with a point: {text}", _with_points),
    Fault("there is something after the value: {text}", _without_rest),
    QUOTE,
    Fault("quotation marks stand inside quotation marks: {text}", _with_inner_quotes),
    Fault("a comma is missing: {text}", _with_commas),
    BARE,
    BRACKET,
    Fault("there is something after the value: {text}", _with_note),
)
