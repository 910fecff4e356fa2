"""A stamp of all versions that decide which bytes a computer makes."""

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

import generator
from generator.work.make import codecs
from generator.work.tools import ToolError, answer, ffmpeg_path

_PATIENCE_SECONDS = 30
_PROGRAM = (".py", ".po", ".ttf", ".otf", ".woff2")

# Libraries whose code makes bytes of a result or of a page.
_LIBRARIES = (
    *("babel", "jinja2", "mammoth", "markdown", "msgspec", "nh3", "pillow", "pillow-heif"),
    *("pymediainfo", "pysubs2", "pyyaml", "segno"),
)


class ProgramStamp(msgspec.Struct, frozen=True):
    """Two computers with the same stamp make the same bytes."""

    versions: tuple[tuple[str, str], ...]

    def difference(self, other: "ProgramStamp") -> tuple[str, str, str] | None:
        """The first thing that differs: its name, its version here, its version there."""
        theirs = dict(other.versions)
        trios = ((name, here, theirs.get(name, "-")) for name, here in self.versions)
        return next(((name, here, there) for name, here, there in trios if here != there), None)


@cache
def own_stamp() -> ProgramStamp:
    """The stamp of this computer."""
    return ProgramStamp(
        (
            ("jarshy", f"{generator.__version__} ({_program()[:8]})"),
            ("Python", ".".join(map(str, sys.version_info[:2]))),
            ("ffmpeg", _ffmpeg()),
            ("codecs", " ".join(sorted(codecs()))),
            *((name, _version(name)) for name in _LIBRARIES),
        )
    )


def _program() -> str:
    """Digest of the program's own files, the same wherever they are installed."""
    here = Path(generator.__file__).parent
    hasher = sha256()
    for path in sorted(here.rglob("*"), key=lambda path: path.relative_to(here).as_posix()):
        if path.suffix in _PROGRAM and "themes" not in path.parts[len(here.parts) :]:
            content = path.read_bytes().replace(b"\r\n", b"\n")  # git may write CRLF on Windows
            hasher.update(f"{path.relative_to(here).as_posix()}\0{len(content)}\0".encode())
            hasher.update(content)
    return hasher.hexdigest()


def _ffmpeg() -> str:
    """The version from a first line like "ffmpeg version 7.0.2-static https://… Copyright …"."""
    try:
        text = answer([ffmpeg_path(), "-version"], _PATIENCE_SECONDS).decode("utf-8", "replace")
    except ToolError:
        return "-"
    return text.partition(" Copyright")[0].removeprefix("ffmpeg version ").strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
