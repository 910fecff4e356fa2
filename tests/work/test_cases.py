"""Every kind of clip that phones, cameras, messengers and accidents make, with real ffmpeg."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page

from generator.intake.probe import probe_file
from generator.model import MediaNote
from generator.plan.media.variants import clip_recipe
from generator.recipes import MadeFile
from generator.work.footage import Footage
from generator.work.video import make_clip
from tests.support.made_cases import CASES, Case
from tests.support.made_media import corners, ffmpeg, tracks_of
from tests.support.programs import CHROMIUM
from tests.support.watched import Watched, watch

DRIFT_SECONDS = 0.05
PRIVATE = (b"SECRET", b"+43.2", b"\xa9xyz", b"loci", b"com.apple")


def sound_ones(is_slow: bool) -> list[object]:
    found = {name: case for name, case in CASES.items() if not case.refused}
    return [pytest.param(case, id=name) for name, case in found.items() if case.is_slow == is_slow]


@pytest.fixture(scope="module")
def player(request: pytest.FixtureRequest) -> Iterator[Page | None]:
    """A browser's page; None where there is no browser, which conftest says loudly."""
    if CHROMIUM is None:
        yield None
        return
    page: Page = request.getfixturevalue("browser").new_page()
    yield page
    page.close()


@pytest.mark.parametrize("case", sound_ones(is_slow=False))
def test_clip_is_made_as_it_should_be(tmp_path: Path, case: Case, player: Page | None) -> None:
    check(tmp_path, case, player)


@pytest.mark.slow
@pytest.mark.parametrize("case", sound_ones(is_slow=True))
def test_large_clip_is_made_as_it_should_be(
    tmp_path: Path, case: Case, player: Page | None
) -> None:
    check(tmp_path, case, player)


REFUSED = {name: case for name, case in CASES.items() if case.refused}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_broken_clip_is_refused_with_one_clear_problem(tmp_path: Path, case: Case) -> None:
    source = tmp_path / case.name
    case.draw(source)
    found = probe_file(source, f"2026/{case.name}")
    assert found.problem and (found.clip, found.photo) == (None, None)
    assert (found.problem.where, found.problem.what) == (f"2026/{case.name}", case.refused)


def test_photo_named_mp4_is_a_photo(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48)).save(tmp_path / "a.mp4", "JPEG")
    assert probe_file(tmp_path / "a.mp4", "a.mp4").photo


def check(folder: Path, case: Case, player: Page | None) -> None:
    source, into = folder / case.name, folder / "made"
    into.mkdir()
    case.draw(source)
    facts = probe_file(source, "2026/a").clip
    assert facts
    assert abs(facts.seconds - case.seconds) <= 0.1
    made = make_clip(clip_recipe(facts, MediaNote()), Footage(source, "2026/a"), into)
    assert sorted(file.name for file in made) == sorted(path.name for path in into.iterdir())
    films = [file for file in made if file.mime.startswith("video/")]
    assert films
    assert [file.name for file in made if file.name == "sound.m4a"] == [
        "sound.m4a"
    ] * case.has_sound
    before = watch(source, case.has_sound)
    for film in films:
        check_film(into / film.name, film, case)
        check_watched(watch(into / film.name, case.has_sound), before, case)
        if player:
            check_played(player, into / film.name, film)
    for file in made:
        assert not any(word in (into / file.name).read_bytes() for word in PRIVATE)


def check_film(path: Path, film: MadeFile, case: Case) -> None:
    assert abs(film.seconds - case.seconds) <= 0.1
    assert (film.width_px, film.height_px) == smaller(case, film)
    shown = tracks_of(path)["Video"]
    assert {
        shown.get(kind)
        for kind in ("color_primaries", "transfer_characteristics", "matrix_coefficients")
    } == {"BT.709"}
    assert float(str(shown.get("frame_rate") or 0)) <= 30.01
    still = path.with_suffix(".png")
    ffmpeg("-i", path, "-frames:v", 1, still)
    with Image.open(still) as picture:
        assert corners(picture) == ("red", "lime", "blue", "white")
        assert ImageStat.Stat(picture.convert("HSV")).mean[1] > 120  # not washed out
    still.unlink()


def smaller(case: Case, film: MadeFile) -> tuple[int, int]:
    """The size that the film has to have: that of its source, or one of the two rungs."""
    scale = min(1.0, min(film.width_px, film.height_px) / min(case.width_px, case.height_px))
    assert scale == 1 or min(film.width_px, film.height_px) in (480, 720)
    return int(case.width_px * scale + 0.01) // 2 * 2, int(case.height_px * scale + 0.01) // 2 * 2


def check_watched(now: Watched, before: Watched, case: Case) -> None:
    assert "yuv420p(" in now.said and "Side data" not in now.said
    assert "display matrix" not in now.said.lower() and "creation_time" not in now.said
    assert len(now.flashes) == len(before.flashes)
    if not case.has_sound:
        return
    assert abs(now.loudness_lufs + 16) <= 1 and now.peak_dbtp <= -1
    assert len(now.flashes) == len(now.tones) == len(before.tones) > 0
    late = [seen - heard for seen, heard in zip(now.flashes, now.tones, strict=True)]
    then = [seen - heard for seen, heard in zip(before.flashes, before.tones, strict=True)]
    assert max(abs(a - b) for a, b in zip(late, then, strict=True)) <= DRIFT_SECONDS


PLAY_AND_SEEK = """async () => {
  const video = document.querySelector("video");
  video.muted = true;
  await video.play().catch(() => 0);  // of one frame: over before it began
  await new Promise((done) => {
    video.addEventListener("ended", done, { once: true });
    video.requestVideoFrameCallback(done);
    if (video.ended) done();
  });
  video.pause();
  const goal = video.duration * 0.6;
  const sought = new Promise((done) => video.addEventListener("seeked", done, { once: true }));
  video.currentTime = goal;
  await sought;
  return [video.videoWidth, video.videoHeight, video.duration,
          Math.abs(video.currentTime - goal), video.error ? video.error.message : ""];
}"""


def check_played(player: Page, path: Path, film: MadeFile) -> None:
    player.goto(path.as_uri())
    width, height, seconds, off, error = player.evaluate(PLAY_AND_SEEK)
    assert error == ""
    assert (width, height) == (film.width_px, film.height_px)
    assert abs(seconds - film.seconds) <= 0.4 and off < 0.1  # the sound may last longer
