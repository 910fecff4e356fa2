"""Which codecs there are is tried; what is missing costs a rendition."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from generator.work import clip_args, encoders
from generator.work.encoders import CODECS, codecs, encodes, encodes_sound
from generator.work.tools import ToolMissing
from tests.support.building import BuildSite
from tests.support.content import film, write_post

SETS = [set(some) for size in (1, 2) for some in combinations(CODECS, size)]


@pytest.fixture
def forgetful() -> Iterator[None]:
    """What was found before is asked again, now and afterwards."""
    codecs.cache_clear()
    yield
    codecs.cache_clear()


def take_away(monkeypatch: pytest.MonkeyPatch, present: set[str]) -> None:
    """An ffmpeg that lacks the encoders of all other codecs."""
    for codec in set(CODECS) - present:
        name = f"_{codec}_options"
        real = getattr(clip_args, name)

        def without(rendition: Any, real: Any = real) -> dict[str, Any]:
            return {**real(rendition), "c:v": "libmissing"}

        monkeypatch.setattr(clip_args, name, without)


def test_h264_and_sound_can_be_encoded_everywhere() -> None:
    assert encodes("h264")
    assert encodes_sound()


@pytest.mark.parametrize("present", SETS)
def test_what_is_missing_is_found_out(
    present: set[str], forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = codecs()
    codecs.cache_clear()
    take_away(monkeypatch, present)
    assert codecs() == here & present


def test_without_an_ffmpeg_all_is_planned_so_that_making_it_tells(
    forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ffmpeg_path() -> str:
        raise ToolMissing(("ffmpeg",), -1, "not found")

    monkeypatch.setattr(encoders, "ffmpeg_path", ffmpeg_path)
    assert codecs() == set(CODECS)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where a site with one clip will stand."""
    film(write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол") / "a.mov", 1, size="640x480")
    return tmp_path / "output"


def codecs_on(output: Path) -> set[str]:
    (page,) = (output / "news").glob("*.html")
    text = page.read_text(encoding="utf-8")
    return {codec for codec, name in (("av1", "av01."), ("h264", "avc1.")) if name in text}


@pytest.mark.parametrize("present", SETS)
def test_a_clip_is_made_with_the_encoders_that_are_there(
    present: set[str],
    forgetful: None,
    output: Path,
    build_site: BuildSite,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_away(monkeypatch, present)
    wanted = codecs()
    if not wanted:
        pytest.skip("this ffmpeg has none of them")
    assert not build_site().problems
    assert codecs_on(output) == wanted


def test_a_site_that_is_moved_to_a_computer_with_less_is_not_encoded_anew(
    forgetful: None, output: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site()
    made = codecs_on(output)
    take_away(monkeypatch, {"h264"})
    codecs.cache_clear()
    assert build_site("another").made == 0
    assert codecs_on(output.with_name("another")) == made
