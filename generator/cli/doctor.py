"""This computer in, what it lacks for the work out."""

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.work.ffmpeg import Ffmpeg
from generator.work.tools import ToolError, ffmpeg_path, installed_ffmpeg, own_ffmpeg, run

_ENCODERS = ("-c:v libx264", "-c:v libsvtav1", "-c:a aac")
_ROOM_BYTES = 2_000_000_000  # a few clips and their renditions


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `hint` is empty where all is well."""

    message: str
    values: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def examine(folder: Path) -> list[Finding]:
    """What was found, good and bad; message ids as in errors.Problem."""
    return [_python(), *_ffmpeg(), _media_facts(), _pictures(), _disk(folder)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python {version}", (("version", version),))


def _ffmpeg() -> Iterator[Finding]:
    try:
        path = ffmpeg_path()
    except ToolError:
        path = ""
    yield _working(path)
    own = own_ffmpeg()
    if own and own.path != path:
        yield _passed_over(own)


def _passed_over(own: Ffmpeg) -> Finding:
    """Why the computer's own ffmpeg is not the one that is used."""
    if own.lacks:
        return Finding(
            "the ffmpeg of this computer ({version}) is not used: it lacks {missing}",
            (("version", own.version_text), ("missing", ", ".join(own.lacks))),
        )
    return Finding(
        "the ffmpeg of this computer ({version}) is not used: ours is as new",
        (("version", own.version_text),),
    )


def _working(path: str) -> Finding:
    if not path:
        return Finding("clips cannot be made: ffmpeg does not start", (), "install Jarshy again")
    missing = [choice.split()[1] for choice in _ENCODERS if not _encodes(path, choice)]
    if missing:
        return Finding(
            "clips cannot be made: ffmpeg lacks {missing}",
            (("missing", ", ".join(missing)),),
            "install Jarshy again",
        )
    used = next(one for one in (installed_ffmpeg(), own_ffmpeg()) if one and one.path == path)
    if used == own_ffmpeg():
        return Finding(
            "clips: ffmpeg {version}, of this computer: it is newer than ours",
            (("version", used.version_text),),
        )
    return Finding("clips: ffmpeg {version}, ours", (("version", used.version_text),))


def _encodes(path: str, choice: str) -> bool:
    """Whether a blink of colour or sound can be encoded: what counts is that it works."""
    made = "color=s=64x64:d=0.1" if ":v" in choice else "sine=d=0.1"
    try:
        run(
            [path, "-v", "error", "-f", "lavfi", "-i", made, *choice.split(), "-f", "null", "-"], 60
        )
    except ToolError:
        return False
    return True


def _media_facts() -> Finding:
    from pymediainfo import MediaInfo  # noqa: PLC0415 - doctor must start where this is broken

    if MediaInfo.can_parse():
        return Finding("facts about clips: MediaInfo")
    return Finding("clips cannot be looked at: MediaInfo is missing", (), "install Jarshy again")


def _pictures() -> Finding:
    from PIL import features  # noqa: PLC0415 - doctor must start where this is broken

    missing = [name for name in ("avif", "webp", "jpg") if not features.check(name)]
    if importlib.util.find_spec("pillow_heif") is None:
        missing.append("heic")
    if missing:
        return Finding(
            "photos: {missing} cannot be used",
            (("missing", ", ".join(missing)),),
            "install Jarshy again",
        )
    return Finding("photos: JPEG, HEIC, AVIF, WebP")


def _disk(folder: Path) -> Finding:
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    return Finding(
        "free on this disk: {free} GB",
        (("free", f"{free / 1e9:.1f}"),),
        "" if free > _ROOM_BYTES else "make room: a clip needs about three times its size",
    )
