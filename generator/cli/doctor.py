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
from generator.work.ffmpeg import Ffmpeg
from generator.work.tools import ToolError, ffmpeg_path, installed_ffmpeg, own_ffmpeg, run

_ENCODERS = ("-c:v libx264", "-c:v libsvtav1", "-c:a aac")
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
    yield _used_ffmpeg(path)
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
    if not path:
        return Finding("clips cannot be made: ffmpeg does not start", hint="install Jarshy again")
    missing = [choice.split()[1] for choice in _ENCODERS if not _encodes(path, choice)]
    if missing:
        return Finding(
            "clips cannot be made: ffmpeg lacks {missing}",
            {"missing": ", ".join(missing)},
            "install Jarshy again",
        )
    own = own_ffmpeg()
    used = next(tool for tool in (installed_ffmpeg(), own) if tool and tool.path == path)
    if used == own:
        return Finding(
            "clips: ffmpeg {version}, of this computer: it is newer than ours",
            {"version": used.version_text},
        )
    return Finding("clips: ffmpeg {version}, ours", {"version": used.version_text})


def _encodes(path: str, choice: str) -> bool:
    """Encodes 0.1 s of colour or sound: an encoder may be listed and still not work."""
    source = "color=s=64x64:d=0.1" if ":v" in choice else "sine=d=0.1"
    args = ("-v", "error", "-f", "lavfi", "-i", source, *choice.split(), "-f", "null", "-")
    try:
        run([path, *args], 60)
    except ToolError:
        return False
    return True


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
