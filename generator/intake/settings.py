"""Check what TOML and front matter hold; an unknown key is reported with its nearest."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

import msgspec

from generator.errors import Problem, Unfit, problem, unfit
from generator.intake.toml_faults import swallowed_path, toml_problem
from generator.intake.toml_mends import BARE
from generator.limits import CLIP_SECONDS, FIELD_LETTERS, ITEMS, NESTED, SETTINGS_BYTES

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=CLIP_SECONDS)]

T = TypeVar("T", bound=msgspec.Struct)

# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), C1 controls, and the characters that
# reverse the rest of a line (https://www.unicode.org/reports/tr9/): "gnp.exe" is no PNG.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class LostKey(msgspec.Struct, frozen=True):
    """A key that cannot be used; what it says is left out."""

    key: str  # the known one that is nearest to what is written, if there is one
    problem: Problem


def read_toml(content: bytes, path: str) -> dict[str, Any]:
    """The table of a TOML file; Unfit names the line of a mistake, and how to write it."""
    if len(content) > SETTINGS_BYTES:
        raise Unfit(too_much(path))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except RecursionError:
        raise Unfit(too_much(path)) from None
    except UnicodeDecodeError:
        raise unfit(path, "the letters cannot be read", "save the file as UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise Unfit(toml_problem(text, error, path)) from None
    except ValueError:  # int() on 5,000 digits
        raise Unfit(too_much(path)) from None
    if wrong := swallowed_path(text, path):
        raise Unfit(wrong)
    if not _is_small(table):
        raise Unfit(too_much(path))
    return table


def convert(table: Mapping[str, Any], shape: type[T], path: str) -> T:
    """The table as that Struct; Unfit names an unknown key or a value that does not fit."""
    if not _is_small(table):
        raise Unfit(too_much(path))
    check_keys(table, shape.__struct_encode_fields__, path)
    try:
        return msgspec.convert(without_controls(table), shape, strict=False)
    except msgspec.ValidationError as error:
        raise unfit(
            path,
            "the value of “{key}” does not fit",
            "look at the examples in README.md",
            key=str(error).rpartition("`$")[2].strip(".`") or str(error),
        ) from None


def convert_each(
    table: Mapping[str, Any],
    shape: type[T],
    path: str,
    checks: Mapping[str, Callable[[Any, str], object]],
    lost: list[LostKey],
) -> T:
    """The table as that Struct, without the keys that cannot be used; `lost` collects these.

    A check takes the value of its key and the path; it raises Unfit.
    """
    fitting: dict[str, Any] = {}
    for key, value in table.items():
        try:
            read = convert({key: value}, shape, path)
            if key in checks:
                checks[key](getattr(read, key), path)
        except Unfit as error:
            near = dict(error.problem.values).get("near", key)
            lost.append(LostKey(near, _with_quotes(key, value, error.problem)))
        else:
            fitting[key] = value
    return convert(fitting, shape, path)


def _with_quotes(key: str, value: Any, wrong: Problem) -> Problem:
    """The problem; of a telephone and the like that is written as a number, with its mend."""
    if not isinstance(value, int | float) or "key" not in dict(wrong.values):
        return wrong
    mended = f'{key} = "{value}"'
    text = f"{key} = {value}"
    return problem(wrong.where, BARE.what, "write it like this: {mended}", text=text, mended=mended)


def without_other_locales(
    table: Mapping[str, Any], known: Collection[str], path: str, lost: list[LostKey]
) -> dict[str, Any]:
    """The table without texts in languages that are not known; `lost` collects these."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        kept[key] = value
        if isinstance(value, dict):
            kept[key] = {name: text for name, text in value.items() if name in known}
            others = (name for name in value if name not in known)
            lost += [LostKey(key, unknown_name(path, name, known)) for name in others]
    return kept


def too_much(path: str) -> Problem:
    """The problem of settings beyond what a person writes."""
    return problem(
        path,
        "there is too much in these settings to be read safely",
        "a value has at most {letters} letters, a list {items} lines",
        letters=FIELD_LETTERS,
        items=ITEMS,
    )


def _is_small(value: Any, depth: int = 0) -> bool:
    """Whether the value, with all inside it, is of a size that people write by hand."""
    if isinstance(value, str):
        return len(value) <= FIELD_LETTERS
    if not isinstance(value, dict | list | tuple):
        return True
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    if depth >= NESTED or len(value) > ITEMS:
        return False
    return all(_is_small(item, depth + 1) for item in inner)


def check_keys(table: Mapping[str, Any], known: Collection[str], path: str) -> None:
    """Unfit where a key of the table is not known."""
    for key in table:
        if key not in known:
            raise Unfit(unknown_name(path, str(key), known))


def check_locales(table: Mapping[str, Any], known: Iterable[str], path: str) -> None:
    """Unfit where a text is in a language that is not known."""
    names = list(known)
    for value in table.values():
        for locale in value if isinstance(value, dict) else ():
            if locale not in names:
                raise Unfit(unknown_name(path, str(locale), names))


def unknown_name(path: str, name: str, known: Iterable[str]) -> Problem:
    """The problem of an unknown name, with the nearest one that is known."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return problem(
            path, "“{name}” is not known here", "did you mean “{near}”?", name=name, near=near[0]
        )
    return problem(
        path,
        "“{name}” is not known here",
        "known are: {known}",
        name=name,
        known=", ".join(sorted(known)),
    )


def without_controls(value: Any) -> Any:
    """The value without control characters, which feeds must not contain."""
    if isinstance(value, str):
        return _CONTROLS.sub("", value)
    if isinstance(value, dict):
        return {key: without_controls(item) for key, item in value.items()}
    return [without_controls(item) for item in value] if isinstance(value, list | tuple) else value
