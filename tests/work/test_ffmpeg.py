import shutil

import pytest

from generator.work.ffmpeg import QUESTIONS, Ffmpeg, better, missing, parse_version
from generator.work.tools import installed_ffmpeg, own_ffmpeg, run

OURS = Ffmpeg("/ours", (9, 0, 2))


@pytest.mark.parametrize(
    ("own", "path"),
    [
        (None, "/ours"),
        (Ffmpeg("/own", (9, 1)), "/own"),
        (Ffmpeg("/own", (9, 0, 2)), "/ours"),
        (Ffmpeg("/own", (5, 1, 6)), "/ours"),
        (Ffmpeg("/own", ()), "/ours"),  # a build between versions: nobody knows what it is
        (Ffmpeg("/own", (10, 0), ("zscale",)), "/ours"),
    ],
)
def test_own_one_is_used_where_it_is_newer_and_lacks_nothing(own: Ffmpeg, path: str) -> None:
    found = better(OURS, own)
    assert found and found.path == path


@pytest.mark.parametrize(("ours", "own", "path"), [
    (("libsvtav1",), (), "/own"),  # a whole one, though older
    (("libsvtav1",), ("zscale", "afftdn"), "/ours"),
    (("libsvtav1", "zscale"), ("zscale",), "/own"),
    (("libsvtav1", "zscale"), ("libx264",), "/ours"),
    (("libx264",), ("libsvtav1", "zscale"), "/own"),
])  # fmt: skip
def test_the_one_that_lacks_least_is_better_than_a_newer_one(
    ours: tuple[str, ...], own: tuple[str, ...], path: str
) -> None:
    found = better(Ffmpeg("/ours", (9, 0, 2), ours), Ffmpeg("/own", (5, 1), own))
    assert found and found.path == path


def test_whichever_there_is_is_better_than_none() -> None:
    own = Ffmpeg("/own", (5, 1), ("zscale",))
    assert better(None, own) == own
    assert better(None, None) is None


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("ffmpeg version n9.0.2-17-g2a571b6068-20260930 Copyright (c) 2000-2026", (9, 0, 2)),
        ("ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024", (5, 1, 6)),
        ("ffmpeg version 7.1 Copyright", (7, 1)),
        ("ffmpeg version N-118193-g5f38c82536 Copyright", ()),
        ("", ()),
    ],
)
def test_version(said: str, version: tuple[int, ...]) -> None:
    assert parse_version(said) == version


def test_what_an_answer_does_not_name_is_missing() -> None:
    # ffmpeg 5.1, shortened
    answer = (
        " D  apng            Animated Portable Network Graphics\n D  gif             CompuServe\n"
    )
    assert missing("-demuxers", answer) == ("webp_anim",)
    assert missing("-demuxers", "") == QUESTIONS["-demuxers"]


def test_one_comes_with_the_install_and_has_what_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = installed_ffmpeg()
    assert ours and ours.version >= (7,)
    assert set(ours.lacks) <= {"libsvtav1"}
    run([ours.path, "-hide_banner", "-version"], 20)
    which = shutil.which
    monkeypatch.setattr("shutil.which", lambda name: ours.path if name == "ffmpeg" else which(name))
    own_ffmpeg.cache_clear()
    try:
        own = own_ffmpeg()
    finally:
        own_ffmpeg.cache_clear()
    assert own and (own.lacks, own.version) == (ours.lacks, ours.version)
