"""Know files of settings by their name under any ending: post.toml.txt, Post (1).TOML.

Notepad adds .txt without showing it, Explorer adds (1) or "- копия", Word adds .docx.
"""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from generator.errors import HoldsBack, Problem, problem, repair
from generator.intake.settings import unknown_name
from generator.language.alphabet import nfc
from generator.model import Source

SETTINGS_KINDS = ("post", "site", "deputy", "approval")
"""What there are settings of; the file of each is called `<kind>.toml`."""

# Letters that look the same, typed with the keyboard's other layout.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХаекмнорстухѕіІ", "ABEKMHOPCTXaekmhopctyxsiI")
_MAY_BE = re.compile("[tTтТ][oOоО][mMмМ][lL]")
_TOML = re.compile(r"(?<![^\W\d_])toml(?![^\W\d_])")
_GLUED = re.compile(rf"({'|'.join(SETTINGS_KINDS)})toml")
_WELL_NAMED = re.compile(rf"(?:.+\.)?(?:{'|'.join(SETTINGS_KINDS)})\.toml")
_KIND = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(SETTINGS_KINDS)})(?![^\W\d_])")

# Word, rich text, and archives: no program wrote settings into these.
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")


def settings_kind(path: str) -> str:
    """What a file holds settings of: "other" for TOML of no such name, "" for no settings."""
    return _parsed(path)[0]


def settings_stem(path: str) -> str:
    """The path of the post that a file of settings stands beside: of a.post.toml it is a."""
    folder, name = posixpath.split(nfc(path))
    return posixpath.join(folder, name[: _parsed(path)[1]].rstrip(" ._-–—("))


# Four spaces begin an example in Markdown; see the handbook.
_LINE = re.compile(
    r"^ {0,3}(?:(?:draft|children|consent|pin|ai)[ \t]*[:=][ \t]*(?:true|false)"
    r"|(?:publish_at|expires_at|kind)[ \t]*[:=][ \t]*[\"'“«\d].*?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def check_no_settings(written: str, path: str) -> None:
    """HoldsBack where lines of settings stand in a text: somebody took it for post.toml."""
    line = _LINE.search(written)
    if line:
        raise HoldsBack(
            problem(
                path,
                "this line is a setting, and stands in a text: {line}",
                "put it into a file called post.toml, in this folder",
                line=line[0].strip()[:60],
            )
        )


def is_named_well(path: str) -> bool:
    """Whether a file of settings has exactly the name that it should have."""
    return _WELL_NAMED.fullmatch(posixpath.basename(path)) is not None


def _parsed(path: str) -> tuple[str, int]:
    """The kind, and the offset in the name at which it begins."""
    if not _MAY_BE.search(path):
        return "", 0  # nearly all files
    name = nfc(posixpath.basename(path)).translate(_LOOK_ALIKES).lower()
    glued, toml = _GLUED.match(name), _TOML.search(name)
    if glued:
        return glued[1], 0
    if toml is None:
        return "", 0
    kinds = [*_KIND.finditer(name)]
    if not kinds:
        return "other", toml.start()
    kind = next((kind for kind in reversed(kinds) if kind.end() <= toml.start()), kinds[0])
    return kind[0], kind.start()


def pick_settings(sources: Iterable[Source], kind: str) -> Source | None:
    """The one file with settings of that kind; copies with the same bytes are one.

    Raises HoldsBack where several differ: nobody can tell which is meant.
    """
    named = [source for source in sources if settings_kind(source.path) == kind]
    named.sort(key=lambda source: (not is_named_well(source.path), source.path))
    if len({source.digest for source in named}) > 1:
        raise HoldsBack(_several(named, kind))
    return named[0] if named else None


def check_is_text(content: bytes, path: str, kind: str) -> None:
    """HoldsBack where settings were saved by a program that writes no plain text."""
    if content.startswith(_NO_TEXT):
        raise HoldsBack(
            problem(
                path,
                "these settings cannot be read",
                "copy them into Notepad, and save them as {name}",
                name=f"{kind}.toml",
            )
        )


def renamed(path: str, kind: str) -> tuple[Problem, ...]:
    """What to say of settings that were read under another name than theirs."""
    if is_named_well(path):
        return ()
    return (repair(path, "this file was read as {name}", name=f"{kind}.toml"),)


def misnamed(path: str, kind: str) -> Problem:
    """The problem of settings that have no known name."""
    return unknown_name(path, posixpath.basename(path), [f"{kind}.toml"])


def find_settings(folder: Path, kind: str) -> Path:
    """The path of a folder's settings of that kind, whatever their ending; it may not exist."""
    proper = folder / f"{kind}.toml"
    if proper.is_file() or not folder.is_dir():
        return proper
    named = sorted(path for path in folder.iterdir() if settings_kind(path.name) == kind)
    return next((path for path in named if path.is_file()), proper)


def _several(sources: list[Source], kind: str) -> Problem:
    return problem(
        sources[-1].path,
        "there are several files with settings: {names}",
        "keep one of them, called {name}, and take the others out of the folder",
        names=", ".join(posixpath.basename(source.path) for source in sources),
        name=f"{kind}.toml",
    )
