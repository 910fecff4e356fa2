"""requirements.lock in, what of it Windows' Python needs out: pins with digests, for pip.

pip can fetch wheels for another system, but takes every marker for its own.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker
from packaging.requirements import Requirement

WINDOWS = {
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_full_version": "3.13.2",
    "sys_platform": "win32",
}
# They look at sources, and do so on Linux.
_LINTERS = {"ast-serialize", "grimp", "import-linter", "librt", "mypy", "mypy-extensions", "ruff"}
_PIN = re.compile(
    r"^(?P<pin>(?P<name>[\w.-]+)\S*==[^\s;]+)(?: ; (?P<marker>.+?))? \\\n(?P<rest>(?: .*\n)+)", re.M
)


class Pin(NamedTuple):
    """A package of the lock: its line for pip, and what wants it."""

    name: str
    line: str
    wanted_by: frozenset[str]


def wheels_of_jarshy(root: Path) -> str:
    """What pip brings to an aide's computer: the base dependencies and what they want."""
    return _written(_base(root, _pins(root)))


def wheels_of_tests(root: Path) -> str:
    """What tests want besides."""
    pins = _pins(root)
    return _written({pin for pin in pins - _base(root, pins) if pin.name not in _LINTERS})


def _base(root: Path, pins: set[Pin]) -> set[Pin]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    names = {Requirement(line).name for line in project["dependencies"]}
    while wanted := {pin.name for pin in pins if pin.wanted_by & names} - names:
        names |= wanted
    return {pin for pin in pins if pin.name in names}


def _pins(root: Path) -> set[Pin]:
    return {
        Pin(
            pin["name"],
            " ".join([pin["pin"], *re.findall(r"--hash=\S+", pin["rest"])]),
            frozenset(re.findall(r"#(?: via)? +(\S+)", pin["rest"])),
        )
        for pin in _PIN.finditer((root / "requirements.lock").read_text("utf-8"))
        if not pin["marker"] or Marker(pin["marker"]).evaluate(WINDOWS)
    }


def _written(pins: set[Pin]) -> str:
    return "".join(f"{pin.line}\n" for pin in sorted(pins))
