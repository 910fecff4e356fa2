"""doctor: examines this computer and prints what it lacks."""

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from PIL import features
from pymediainfo import MediaInfo

from generator.cli.options import command, folders
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.work.encoders import codecs, encodes_sound
from generator.work.ffmpeg import Ffmpeg
from generator.work.tools import ToolError, ffmpeg_path, installed_ffmpeg, own_ffmpeg

_ROOM_BYTES = 2_000_000_000  # a few clips and their renditions


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part of the computer; message ids as in errors.Problem."""

    message: str
    values: dict[str, str] = field(default_factory=dict)
    hint: str = ""  # empty where all is well


@command("doctor")
@folders
def doctor_command(**chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    findings = examine(Path(chosen["cache"] or ".cache").absolute())
    for finding in findings:
        text = screen.words(finding.message, **finding.values)
        hint = screen.words(finding.hint, **finding.values) if finding.hint else ""
        screen.event("finding", good=not hint, what=text, hint=hint)
        if not screen.as_json:
            mark = click.style("✗", fg="red") if hint else click.style("✓", fg="green")
            click.echo(f"{mark} {text}" + (f" — {hint}" if hint else ""))
    sys.exit(PROBLEMS_STAND if any(finding.hint for finding in findings) else DONE)


def examine(folder: Path) -> list[Finding]:
    """Everything a build needs, good and bad; `folder` is where it writes."""
    return [_python(), *_ffmpeg(), _mediainfo(), _photo_formats(), _disk(folder)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python {version}", {"version": version})


def _ffmpeg() -> Iterator[Finding]:
    try:
        path = ffmpeg_path()
    except ToolError:
        path = ""
    if not path:
        yield Finding("clips cannot be made: ffmpeg does not start", hint="install Jarshy again")
        return
    yield _used_ffmpeg(path)
    yield _sizes()
    own = own_ffmpeg()
    if own and own.path != path:
        yield _unused_ffmpeg(own)


def _unused_ffmpeg(own: Ffmpeg) -> Finding:
    if own.lacks:
        return Finding(
            "the ffmpeg of this computer ({version}) is not used: it lacks {missing}",
            {"version": own.version_text, "missing": ", ".join(own.lacks)},
        )
    return Finding(
        "the ffmpeg of this computer ({version}) is not used: ours is as new",
        {"version": own.version_text},
    )


def _used_ffmpeg(path: str) -> Finding:
    own = own_ffmpeg()
    if own and own.path == path:
        return Finding(
            "clips: ffmpeg {version}, of this computer: it can do more than ours, or is newer",
            {"version": own.version_text},
        )
    installed = installed_ffmpeg()
    return Finding(
        "clips: ffmpeg {version}, ours", {"version": installed.version_text if installed else "?"}
    )


def _sizes() -> Finding:
    """What is made of a clip here."""
    can_encode = codecs()
    if "h264" not in can_encode or not encodes_sound():
        return Finding(
            "clips cannot be made for all phones: ffmpeg lacks H.264 or AAC",
            hint="install Jarshy again",
        )
    if "av1" in can_encode:
        return Finding("sizes of clips: AV1 720, H.264 480 and 720, sound alone")
    return Finding("sizes of clips: H.264 480 and 720, sound alone; AV1 is not made here")


def _mediainfo() -> Finding:
    if MediaInfo.can_parse():
        return Finding("facts about clips: MediaInfo")
    return Finding("clips cannot be looked at: MediaInfo is missing", hint="install Jarshy again")


def _photo_formats() -> Finding:
    missing = [name for name in ("avif", "webp", "jpg") if not features.check(name)]
    if importlib.util.find_spec("pillow_heif") is None:
        missing.append("heic")
    if missing:
        return Finding(
            "photos: {missing} cannot be used",
            {"missing": ", ".join(missing)},
            "install Jarshy again",
        )
    return Finding("photos: JPEG, HEIC, AVIF, WebP")


def _disk(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Finding(
        "free on this disk: {free} GB",
        {"free": f"{free / 1e9:.1f}"},
        "" if free > _ROOM_BYTES else "make room: a clip needs about three times its size",
    )
