"""Split the YAML front matter from the text that follows it."""

import re
from datetime import date
from typing import Any

import msgspec

from generator.errors import HoldsBack, Problem, problem
from generator.limits import ALIASES, NESTED, SETTINGS_BYTES


class BrokenFrontMatter(HoldsBack):
    """Front matter that cannot be read, or is not: it may hold a `draft: true`."""


def split_front_matter(written: str, path: str) -> tuple[dict[str, Any], str]:
    """The table between the `---` lines at the top, and the rest of the text.

    Raises BrokenFrontMatter, with the line, where the table cannot be read.
    """
    opening = re.match(r"\s*^---[ \t]*\n", written, re.MULTILINE)
    if opening is None:
        return {}, written
    match = re.compile(r"(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE).match(
        written, opening.end()
    )
    lines_above = opening[0].count("\n")
    if match is None:
        if re.match(r"[a-z_]+:", written[opening.end() :]):
            raise BrokenFrontMatter(_front_problem(path, lines_above))
        return {}, written
    front = _load(match[1].rstrip("\n"), path, lines_above)
    if front is None:
        return {}, written[match.end() :]
    if not isinstance(front, dict):
        return {}, written  # a rule drawn with dashes, not front matter
    return {str(key): _plain(value) for key, value in front.items()}, written[match.end() :]


def _load(written: str, path: str, lines_above: int) -> Any:
    import yaml  # noqa: PLC0415 - 20 ms of CPU, and few texts have front matter

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, eight times faster
    try:
        if len(written) > SETTINGS_BYTES:
            raise ValueError("too long for front matter")
        aliases = depth = 0
        # Checked before it is loaded: a few lines of aliases can stand for a billion words.
        for event in yaml.parse(written, loader) if _may_be_tangled(written) else ():
            aliases += isinstance(event, yaml.AliasEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if aliases > ALIASES or depth > NESTED:
                raise ValueError("too tangled for front matter")
        front = yaml.load(written, loader)
        msgspec.msgpack.encode(front)  # refuses numbers of thirty digits and recursive lists
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        # What is missing at the very end is reported for the line after it.
        line = min(getattr(getattr(error, "problem_mark", None), "line", 0), written.count("\n"))
        raise BrokenFrontMatter(_front_problem(path, line + 1 + lines_above)) from None
    return front


def _may_be_tangled(written: str) -> bool:
    """Whether there is an alias, or more opened lists and tables than facts need."""
    return "&" in written or len(re.findall(r"[\[{?:-]", written)) > NESTED


def _front_problem(path: str, line: int) -> Problem:
    return problem(
        path,
        "the lines between --- are not written as they should be (line {line})",
        'write each as: title: "…"',
        line=line,
    )


def _plain(value: Any) -> Any:
    """The value in types that can be stored; dates become text, which post.toml allows too."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | set | tuple):
        return [_plain(item) for item in value]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
