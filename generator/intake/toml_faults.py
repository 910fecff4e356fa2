"""Name what is wrong in a TOML file, and how to write it: a fault is what its mend cures."""

import re
import tomllib
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from generator.errors import Problem, problem
from generator.intake.toml_mends import (
    ALPHABET,
    BACKSLASH,
    BRACKET,
    CLOSING,
    FAULTS,
    QUOTE,
    SPREAD,
    TEXT,
    Fault,
    Opening,
    opened_in,
)

_SHOWN_LETTERS = 100
_MENDED_LETTERS = 1000  # nobody looks for a slip in a longer line
_JOINED_LINES = 30  # of a table that somebody wrote over several lines


def toml_problem(text: str, error: ValueError, path: str) -> Problem:
    """The problem of a text that `tomllib` refused with that error: its line, and a mend."""
    written = text.split("\n")
    # 100,000 quotation marks in a line took three minutes.
    lines = [line if len(line) <= _MENDED_LETTERS else "" for line in written]
    position = re.search(r"\(at line (\d+)", str(error))
    if position is None and (unclosed := opened_in("\n".join(lines))):
        return _not_closed(unclosed[-1], lines, path)
    number = int(position[1]) if position else _last(lines)
    if written[number - 1] != lines[number - 1]:
        return _at(number, _unmended(written[number - 1][:_MENDED_LETTERS], path))
    opened = opened_in("\n".join(lines[: number - 1]))
    if opened and _begins_anew(lines[number - 1]):
        return _not_closed(opened[-1], lines, path)
    return _at(number, _problem_in(lines, number, opened, path))


def swallowed_path(text: str, path: str) -> Problem | None:
    """The problem of a Windows path that TOML reads as another text: "C:\\new" has a line end."""
    if "\\" not in text:
        return None
    for number, line in enumerate(text.split("\n"), 1):
        # A drive with a backslash that stands alone, or a server with two instead of four.
        drive = r'[=\[,{]\s*"[A-Za-z]:(?=\\)(?:\\\\|[^"\\])*\\[^\\]'
        server = r'[=\[,{]\s*"\\\\[^"\\]+\\'
        is_note = line.lstrip().startswith("#")
        if not is_note and (re.search(drive, line) or re.search(server, line)):
            return _at(number, _told(path, BACKSLASH.what, line, BACKSLASH.mend(line)))
    return None


def _last(lines: list[str]) -> int:
    """The line to blame where the text ended too soon: one with half a text, else the last one."""
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    bare = (re.sub(f"{TEXT}|#.*", "", lines[number - 1]) for number in written)
    halves = (number for number, line in zip(written, bare, strict=True) if "'" in line)
    return next(halves, max(written, default=1))


def _problem_in(lines: list[str], number: int, opened: list[Opening], path: str) -> Problem:
    line = lines[number - 1].rstrip("\r")
    parses = _parser(opened)
    if parses(line):  # nothing is wrong with it alone
        unclosed = opened_in(line)
        if unclosed:
            return _not_closed(unclosed[-1]._replace(line=number), lines, path)
        return _twice(lines[opened[0].line - 1 if opened else number - 1], path)
    joined = _joined(lines[number - 1 : number + _JOINED_LINES])
    if joined:
        return _told(path, SPREAD.what, line, joined)
    return _diagnosis(line, parses, path) or _unmended(line, path)


def _parser(opened: Sequence[Opening]) -> Callable[[str], bool]:
    """Whether TOML can read a line that stands inside these brackets or quotation marks."""
    before = "".join(opening.sign for opening in opened)

    def parses(line: str) -> bool:
        text = f"x = {before}\n{line}" if before else line
        unclosed = reversed(opened_in(text))
        try:
            tomllib.loads(text + "\n" + "".join(CLOSING[opening.sign] for opening in unclosed))
        except ValueError:
            return False
        return True

    return parses


def _diagnosis(line: str, parses: Callable[[str], bool], path: str) -> Problem | None:
    """The fault whose mend lets TOML read the line; else the first of several that do together."""
    for fault in FAULTS:
        mended = fault.mend(line)
        if mended != line and parses(mended):
            return _told(path, fault.what, line, mended)
    needed = list(FAULTS)
    if not parses(_mended(line, needed)):
        return None
    for fault in reversed(FAULTS):  # the last ones cure more than their own fault
        others = [other for other in needed if other is not fault]
        needed = others if parses(_mended(line, others)) else needed
    return _told(path, needed[0].what, line, _mended(line, needed))


def _mended(line: str, faults: Sequence[Fault]) -> str:
    for fault in faults:
        line = fault.mend(line)
    return line


# Problems


def _told(path: str, what: str, line: str, mended: str) -> Problem:
    return problem(
        path, what, "write it like this: {mended}", text=_shown(line), mended=_shown(mended)
    )


def _not_closed(opening: Opening, lines: list[str], path: str) -> Problem:
    line = lines[opening.line - 1].rstrip()
    mended = BRACKET.mend(line)
    if opening.sign in "[{" and not line.endswith(opening.sign) and _parser(())(mended):
        return _at(opening.line, _told(path, BRACKET.what, line, mended))
    what = (BRACKET if opening.sign in "[{" else QUOTE).what
    text, closing = _shown(line), CLOSING[opening.sign]
    unclosed = problem(path, what, "close it with {sign}", text=text, sign=closing)
    return _at(opening.line, unclosed)


def _twice(line: str, path: str) -> Problem:
    key = re.match(r"\s*\[*\s*([^=\]]*)", line)
    return problem(
        path,
        "“{key}” is written twice",
        "keep one of the two, and delete the other",
        key=_shown(key[1] if key else line),
    )


def _unmended(line: str, path: str) -> Problem:
    """The problem of a line that no mend cures."""
    text, bare = _shown(line), re.sub(TEXT, '""', line)
    names = re.findall(r"([\w-]+)\s*=", bare)
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        return _twice(twice, path)
    if re.fullmatch(r"\s*[\w.-]+\s*=\s*(#.*)?", line):
        return problem(
            path,
            "there is nothing after the =: {text}",
            "write a value there, or delete the line",
            text=text,
        )
    if re.match(r"\s*[\w-]*[^\x00-\x7f][\w-]*\s*=", bare):
        return problem(
            path,
            ALPHABET.what,
            "switch the keyboard to English and write the name anew",
            text=text,
        )
    if '"' in bare.replace('""', ""):
        return problem(path, QUOTE.what, "close it with {sign}", text=text, sign='"')
    return problem(
        path,
        "this line cannot be read: {text}",
        'a line looks like this: title = "…"; a note begins with #',
        text=text,
    )


def _at(number: int, fault: Problem) -> Problem:
    return fault if fault.line else replace(fault, line=number)


def _shown(line: str) -> str:
    """The line for a screen, without what may be a password."""
    line = re.sub(r"(://[^/@\s:]*:)[^/@\s]*@", r"\1•••@", line.strip())
    return line if len(line) <= _SHOWN_LETTERS else line[: _SHOWN_LETTERS - 1] + "…"


def _begins_anew(line: str) -> bool:
    """Whether a line looks like the next setting, or the head of a table."""
    return re.match(r"\s*(?:[A-Za-z][\w-]*\s*=|\[+[\w.\"' -]+\]+\s*$)", line) is not None


def _joined(lines: list[str]) -> str:
    """A table in curly brackets over several lines, as one; "" where it is none."""
    if [opening.sign for opening in opened_in(lines[0])][-1:] != ["{"]:
        return ""
    whole = lines[0].strip()
    for line in lines[1:]:
        whole = re.sub(r",\s*\}", " }", f"{whole} {line.strip()}")
        if not opened_in(whole):
            return whole if _parser(())(whole) else ""
    return ""
