"""A text in, the YAML between its first `---` lines and what follows them out."""

import re
from datetime import date
from typing import Any

import msgspec

from generator.errors import Problem, Unfit, problem
from generator.limits import ALIASES, NESTED, SETTINGS_BYTES


class BrokenFrontMatter(Unfit):
    """Front matter that does not parse or is not read: a `draft: true` may stand in it."""


def split_front_matter(written: str, path: str) -> tuple[dict[str, Any], str]:
    """The YAML between `---` lines at the top, and the rest; Unfit where it does not parse."""
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
    import yaml  # noqa: PLC0415 - kept out of start-up: few texts have front matter

    try:
        front = _load(given := match[1].rstrip("\n"))
        msgspec.msgpack.encode(front)  # a number of thirty digits, a list inside itself: no facts
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        # What is missing at the very end is told of the line behind it.
        line = min(getattr(getattr(error, "problem_mark", None), "line", 0), given.count("\n"))
        line += 1 + lines_above
        raise BrokenFrontMatter(_front_problem(path, line)) from None
    if front is None:
        return {}, written[match.end() :]
    if not isinstance(front, dict):
        return {}, written  # a rule drawn with dashes, not front matter
    return {str(key): _plain(value) for key, value in front.items()}, written[match.end() :]


def _load(written: str) -> Any:
    """What the YAML says; ValueError where it is larger, deeper or more tangled than facts are."""
    import yaml  # noqa: PLC0415 - see above

    if len(written) > SETTINGS_BYTES:
        raise ValueError("too long for front matter")
    aliases = deep = 0
    # Looked through before it is loaded: a few lines of aliases can stand for a billion words.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, eight times faster
    for event in yaml.parse(written, loader) if _may_be_tangled(written) else ():
        aliases += isinstance(event, yaml.AliasEvent)
        deep += isinstance(event, yaml.CollectionStartEvent)
        deep -= isinstance(event, yaml.CollectionEndEvent)
        if aliases > ALIASES or deep > NESTED:
            raise ValueError("too tangled for front matter")
    return yaml.load(written, loader)


def _may_be_tangled(written: str) -> bool:
    """Whether there is an alias, or more than facts have of what opens a list or a table."""
    return "&" in written or len(re.findall(r"[\[{?:-]", written)) > NESTED


def _front_problem(path: str, line: int) -> Problem:
    return problem(
        path,
        "the lines between --- are not written as they should be (line {line})",
        'write each as: title: "…"',
        line=line,
    )


def _plain(value: Any) -> Any:
    """A value of front matter as it can be kept: dates as text, as post.toml may have them too."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | set | tuple):
        return [_plain(one) for one in value]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
