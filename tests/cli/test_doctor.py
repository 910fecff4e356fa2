"""doctor: which state of a computer is well, and what is said of any other."""

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import doctor
from generator.cli.doctor import Finding, examine
from generator.cli.main import main
from generator.work.ffmpeg import Ffmpeg
from generator.work.tools import ToolError

OURS = Ffmpeg("/ours/ffmpeg", (7, 1))
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer with our ffmpeg alone, that lacks nothing."""
    monkeypatch.setattr(doctor, "ffmpeg_path", lambda: OURS.path)
    monkeypatch.setattr(doctor, "installed_ffmpeg", lambda: OURS)
    monkeypatch.setattr(doctor, "own_ffmpeg", lambda: None)
    monkeypatch.setattr(doctor, "codecs", lambda: {"av1", "h264"})
    monkeypatch.setattr(doctor, "encodes_sound", lambda: True)
    monkeypatch.setattr("PIL.features.check", lambda name: True)
    monkeypatch.setattr("pymediainfo.MediaInfo.can_parse", lambda: True)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, 5_000_000_000))


def texts(folder: Path) -> list[tuple[str, str]]:
    return [
        (finding.message.format_map(finding.values), finding.hint) for finding in examine(folder)
    ]


def test_a_computer_that_lacks_nothing_has_no_hints(tmp_path: Path) -> None:
    assert texts(tmp_path / "not/there/yet")[1:] == [
        ("clips: ffmpeg 7.1, ours", ""),
        ("sizes of clips: AV1 720, H.264 480 and 720, sound alone", ""),
        ("facts about clips: MediaInfo", ""),
        ("photos: JPEG, HEIC, AVIF, WebP", ""),
        ("free on this disk: 5.0 GB", ""),
    ]


def test_a_newer_ffmpeg_of_the_computer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Ffmpeg("/usr/bin/ffmpeg", (8, 0))
    monkeypatch.setattr(doctor, "own_ffmpeg", lambda: own)
    assert "the ffmpeg of this computer (8.0) is not used: ours is as new" in dict(texts(tmp_path))
    monkeypatch.setattr(doctor, "own_ffmpeg", lambda: Ffmpeg("/usr/bin/ffmpeg", (8, 0), ("aac",)))
    lacking = "the ffmpeg of this computer (8.0) is not used: it lacks aac"
    assert lacking in dict(texts(tmp_path))
    monkeypatch.setattr(doctor, "own_ffmpeg", lambda: own)
    monkeypatch.setattr(doctor, "ffmpeg_path", lambda: own.path)
    used = "clips: ffmpeg 8.0, of this computer: it can do more than ours, or is newer"
    assert texts(tmp_path)[1] == (used, "")
    assert not any("is not used" in text for text, _ in texts(tmp_path))


def test_what_is_made_of_clips_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "codecs", lambda: {"h264"})
    told = "sizes of clips: H.264 480 and 720, sound alone; AV1 is not made here"
    assert texts(tmp_path)[2] == (told, "")


def test_what_is_missing_comes_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "encodes_sound", lambda: False)
    monkeypatch.setattr("PIL.features.check", lambda name: name != "avif")
    monkeypatch.setattr("pymediainfo.MediaInfo.can_parse", lambda: False)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, 1_999_999_999))
    assert texts(tmp_path)[2:] == [
        ("clips cannot be made for all phones: ffmpeg lacks H.264 or AAC", "install Jarshy again"),
        ("clips cannot be looked at: MediaInfo is missing", "install Jarshy again"),
        ("photos: avif cannot be used", "install Jarshy again"),
        ("free on this disk: 2.0 GB", "make room: a clip needs about three times its size"),
    ]


def test_an_ffmpeg_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ffmpeg_path() -> str:
        raise ToolError(("ffmpeg",), -1, "not found")

    monkeypatch.setattr(doctor, "ffmpeg_path", ffmpeg_path)
    assert texts(tmp_path)[1][0] == "clips cannot be made: ffmpeg does not start"


@pytest.mark.parametrize(("hint", "code"), [("", 0), ("install Jarshy again", 1)])
def test_a_hint_is_a_failure(monkeypatch: pytest.MonkeyPatch, hint: str, code: int) -> None:
    monkeypatch.setattr(doctor, "examine", lambda folder: [Finding("Python {v}", {"v": "3"}, hint)])
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["doctor", "--json"])
    assert done.exit_code == code
    event = {"event": "finding", "good": not hint, "what": "Python 3", "hint": hint}
    assert json.loads(done.output) == event
    said = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["doctor"]).output
    assert said == (f"✗ Python 3 — {hint}\n" if hint else "✓ Python 3\n")
