"""A clip's sound in, AAC out as loud as speech should be: made, measured, and made again."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.work.clip_args import SoundLevel, loudness_args, sound_args, sound_name

_TARGET_LUFS = -16.0  # of speech on phones; EBU R 128 s2 has -16 to -20 for streaming
_PEAK_DBTP = -1.0  # the most; between the samples, too
_SILENCE_LUFS = -60.0  # ebur128 says -70 for nothing at all
_CLOSE_LU = 0.8
_ROUNDS = 4  # of making it again; the second is nearly always right
_QUIET_DB = 20.0  # more gain lifts the hiss between the words: it is taken out first
_MOST_GAIN_DB = 42.0
# What is steady, as a room's hiss, is lifted less: nobody speaks in it. Speech had a range of 3 to
# 9 LU in real clips, a city from afar 0.9. Of windows of 3 s, so that short clips say nothing.
_MOST_STEADY_GAIN_DB = 30.0
_STEADY_LU = 2.0
_LONG_ENOUGH_SECONDS = 6.0

Run = Callable[[list[str]], str]
"""Runs ffmpeg with these arguments in the result's folder and gives back what it says."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What ebur128 says of a sound: silence where it says nothing."""

    integrated_lufs: float = -70.0
    range_lu: float = 0.0
    peak_dbtp: float = -70.0


def parse_loudness(said: str) -> Loudness:
    """The summary that ebur128 prints at its end."""
    summary = said[said.rfind("Summary:") :]
    return Loudness(
        _figure(r"I:\s+(-?[\d.]+) LUFS", summary, -70.0),
        _figure(r"LRA:\s+(-?[\d.]+) LU", summary, 0.0),
        _figure(r"Peak:\s+(-?[\d.]+) dBFS", summary, -70.0),
    )


def _figure(pattern: str, said: str, otherwise: float) -> float:
    found = re.search(r"^\s*" + pattern, said, re.MULTILINE)
    return float(found[1]) if found else otherwise


def level_for(found: Loudness, seconds: float) -> SoundLevel | None:
    """What brings a sound to its target; None where there is nothing to hear."""
    if found.integrated_lufs <= _SILENCE_LUFS:
        return None
    gain_db = _TARGET_LUFS - found.integrated_lufs
    is_steady = seconds >= _LONG_ENOUGH_SECONDS and found.range_lu < _STEADY_LU
    most_db = _MOST_STEADY_GAIN_DB if is_steady else _MOST_GAIN_DB
    return SoundLevel(min(gain_db, most_db), most_db=most_db, is_quiet=gain_db > _QUIET_DB)


def mended(level: SoundLevel, made: Loudness) -> SoundLevel:
    """The level for the next round, after what came out of this one; the same where it is right."""
    excess_db = max(0.0, made.peak_dbtp - _PEAK_DBTP)
    missing_db = _TARGET_LUFS - made.integrated_lufs
    if not excess_db and abs(missing_db) <= _CLOSE_LU:
        return level
    return replace(
        level,
        gain_db=min(level.gain_db + missing_db, level.most_db),
        peak_db=level.peak_db - (excess_db + 0.2 if excess_db else 0.0),
    )


def make_sound(source: str, seconds: float, kbps: tuple[int, ...], into: Path, run: Run) -> bool:
    """Make a file for each bit rate in the folder `into`; False where there is nothing to hear.

    Measured before, because loudnorm fails the whole job on silence of less than 3 s, which 2 of
    53 real clips were, and costs three times as much. Measured after, because a limiter makes
    claps softer, and AAC puts back up to 3 dB above it.
    """
    first = parse_loudness(run(loudness_args(source)))
    level = level_for(first, seconds)
    if level is None:
        return False
    for _ in range(_ROUNDS):
        run(sound_args(source, level, kbps))
        made = [
            parse_loudness(run(loudness_args(f"file:{into / sound_name(one)}"))) for one in kbps
        ]
        worst = replace(made[0], peak_dbtp=max(one.peak_dbtp for one in made))
        again = mended(level, worst)
        if again == level:
            break
        level = again
    return True
