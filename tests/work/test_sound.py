from pathlib import Path

import pytest

from generator.work.clip_args import SoundLevel
from generator.work.footage import Footage
from generator.work.sound import Loudness, corrected, level_for, make_sound, parse_loudness
from tests.support.made_media import ffmpeg
from tests.support.watched import loudness_and_peak


def test_loudness_is_read_from_the_summary() -> None:
    # ffmpeg 9.0.2
    said = """[Parsed_ebur128_1 @ 0x7f] t: 1.1   I: -20.0 LUFS
[Parsed_ebur128_1 @ 0x7f] Summary:

  Integrated loudness:
    I:         -38.6 LUFS
    Threshold: -48.7 LUFS

  Loudness range:
    LRA:         9.3 LU
    Threshold: -58.8 LUFS
    LRA low:   -45.9 LUFS
    LRA high:  -36.6 LUFS

  True peak:
    Peak:      -12.5 dBFS
"""
    assert parse_loudness(said) == Loudness(-38.6, 9.3, -12.5)
    assert parse_loudness("nothing") == Loudness(-70.0, 0.0, -70.0)


@pytest.mark.parametrize(
    ("lufs", "gain", "is_quiet"),
    [(-16.0, 0.0, False), (-10.0, -6.0, False), (-36.0, 20.0, False), (-50.0, 34.0, True)],
)
def test_level(lufs: float, gain: float, is_quiet: bool) -> None:
    level = level_for(Loudness(lufs, 8.0), 30.0)
    assert level is not None
    assert (level.gain_db, level.is_quiet) == (gain, is_quiet)


@pytest.mark.parametrize("lufs", [-60.0, -70.0])
def test_nothing_to_hear_has_no_level(lufs: float) -> None:
    assert level_for(Loudness(lufs), 30.0) is None


def test_steady_hiss_is_not_lifted_to_the_loudness_of_speech() -> None:
    level = level_for(Loudness(-55.0, 0.4), 30.0)
    assert level is not None and level.gain_db == 30.0
    assert corrected(level, Loudness(-25.0)) == level  # nor after it was heard
    short = level_for(Loudness(-55.0, 0.0), 3.0)  # of which nobody can say whether it is steady
    assert short is not None and short.gain_db == 39.0


def test_level_is_mended_by_what_came_out() -> None:
    level = SoundLevel(10.0)
    assert corrected(level, Loudness(-16.3, peak_dbtp=-1.2)) == level
    softer = corrected(level, Loudness(-17.5, peak_dbtp=-1.2))
    assert softer.gain_db == pytest.approx(11.5) and softer.peak_db == level.peak_db
    lower = corrected(level, Loudness(-16.0, peak_dbtp=0.4))
    assert lower.peak_db == pytest.approx(-4.6)


CLAPS = "0.02*sin(2*PI*300*t)*(1+sin(2*PI*3*t))+if(lt(mod(t,1),0.004),0.9,0)"
FAR = "0.004*sin(2*PI*400*t)*(1+sin(2*PI*2*t))+0.0004*(random(0)-0.5)"


@pytest.mark.parametrize("wave", [CLAPS, FAR], ids=["claps over speech", "a far voice"])
def test_every_sound_is_as_loud_as_speech_and_never_louder(tmp_path: Path, wave: str) -> None:
    source = tmp_path / "a.mkv"
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc='{wave}':s=44100:d=4", "-c:a", "pcm_s24le", source)

    def run(args: list[str]) -> str:
        placed = [tmp_path / one if one.startswith("sound-") else one for one in args]
        return ffmpeg(*placed)

    assert make_sound(Footage(source, "a"), 4.0, (48, 64), tmp_path, run)
    for kbps in (48, 64):
        loudness, peak = loudness_and_peak(tmp_path / f"sound-{kbps}.m4a")
        assert abs(loudness + 16) <= 1
        assert peak <= -1
