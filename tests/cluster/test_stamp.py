"""Two computers with one stamp make the same bytes."""

from pathlib import Path

import pytest

import generator
from generator.cluster.stamp import ProgramStamp, own_stamp
from generator.work.tools import ToolError


def stamp_of(**versions: str) -> ProgramStamp:
    return ProgramStamp(tuple(versions.items()))


def write_program(folder: Path, code: bytes) -> Path:
    (folder / "generator/themes").mkdir(parents=True)
    for name, content in (
        ("__init__.py", code),
        ("themes/theme.py", folder.name.encode()),
        ("notes.txt", folder.name.encode()),
    ):
        (folder / "generator" / name).write_bytes(content)
    return folder / "generator/__init__.py"


def stamp_from(program: Path, monkeypatch: pytest.MonkeyPatch) -> ProgramStamp:
    monkeypatch.setattr(generator, "__file__", str(program))
    return own_stamp.__wrapped__()


def test_the_first_difference_is_named() -> None:
    own = stamp_of(jarshy="1", Python="3.11", ffmpeg="7.0")
    assert own.difference(stamp_of(jarshy="1", Python="3.12", ffmpeg="6.0")) == (
        "Python", "3.11", "3.12",
    )  # fmt: skip
    assert own.difference(stamp_of(jarshy="1", Python="3.11")) == ("ffmpeg", "7.0", "-")
    assert own.difference(own) is None


def test_the_same_program_has_one_stamp_wherever_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = write_program(tmp_path / "here", b"a = 1\n")
    windows = write_program(tmp_path / "windows", b"a = 1\r\n")
    edited = write_program(tmp_path / "edited", b"a = 2\n")
    own = stamp_from(here, monkeypatch)
    assert own == stamp_from(windows, monkeypatch)
    different = own.difference(stamp_from(edited, monkeypatch))
    assert different and different[0] == "jarshy"


def test_a_computer_without_ffmpeg_has_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> bytes:
        raise ToolError(("ffmpeg",), 1, "not installed")

    own = own_stamp()
    monkeypatch.setattr("generator.cluster.stamp.answer", missing)
    assert own.difference(own_stamp.__wrapped__()) == ("ffmpeg", dict(own.versions)["ffmpeg"], "-")


def test_years_of_copyright_are_no_part_of_ffmpegs_version(monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"ffmpeg version 7.0.2-static https://a.example Copyright (c) 2000-2024 the developers\n"
    monkeypatch.setattr("generator.cluster.stamp.answer", lambda *_: line)
    versions = dict(own_stamp.__wrapped__().versions)
    assert versions["ffmpeg"] == "7.0.2-static https://a.example"
