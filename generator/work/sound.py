"""Make a clip's sound as loud as speech should be: encode, measure, and encode again."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.work.clip_args import SoundLevel, loudness_args, sound_args, sound_name
from generator.work.footage import Footage

_TARGET_LUFS = -16.0  # of speech on phones; EBU R 128 s2 has -16 to -20 for streaming
_PEAK_DBTP = -1.0  # the highest true peak
_SILENCE_LUFS = -60.0  # ebur128 reports -70 for digital silence
_CLOSE_LU = 0.8
_ROUNDS = 4  # of encoding; the second is nearly always right
_QUIET_DB = 20.0  # more gain makes the hiss between words audible: it is removed first
_MOST_GAIN_DB = 42.0
# A steady sound, such as a room's hiss, holds no speech and is amplified less. Speech had a
# loudness range of 3 to 9 LU in real clips, a distant city 0.9. The range is measured over windows
# of 3 s, so it means nothing in short clips.
_MOST_STEADY_GAIN_DB = 30.0
_STEADY_LU = 2.0
_LONG_ENOUGH_SECONDS = 6.0

Run = Callable[[list[str]], str]
"""Runs ffmpeg with these arguments in the result's folder and returns its stderr."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """ebur128's summary; the defaults mean silence."""

    integrated_lufs: float = -70.0
    range_lu: float = 0.0
    peak_dbtp: float = -70.0


def parse_loudness(output: str) -> Loudness:
    """The summary at the end of ebur128's output."""
    summary = output[output.rfind("Summary:") :]
    return Loudness(
        _figure(r"I:\s+(-?[\d.]+) LUFS", summary, -70.0),
        _figure(r"LRA:\s+(-?[\d.]+) LU", summary, 0.0),
        _figure(r"Peak:\s+(-?[\d.]+) dBFS", summary, -70.0),
    )


def _figure(pattern: str, summary: str, default: float) -> float:
    match = re.search(r"^\s*" + pattern, summary, re.MULTILINE)
    return float(match[1]) if match else default


def level_for(loudness: Loudness, seconds: float) -> SoundLevel | None:
    """The level that brings a sound to its target; None where it is silent."""
    if loudness.integrated_lufs <= _SILENCE_LUFS:
        return None
    gain_db = _TARGET_LUFS - loudness.integrated_lufs
    is_steady = seconds >= _LONG_ENOUGH_SECONDS and loudness.range_lu < _STEADY_LU
    most_db = _MOST_STEADY_GAIN_DB if is_steady else _MOST_GAIN_DB
    return SoundLevel(min(gain_db, most_db), most_db=most_db, is_quiet=gain_db > _QUIET_DB)


def corrected(level: SoundLevel, made: Loudness) -> SoundLevel:
    """The level for the next round, given this round's result; the same where that is right."""
    excess_db = max(0.0, made.peak_dbtp - _PEAK_DBTP)
    missing_db = _TARGET_LUFS - made.integrated_lufs
    if not excess_db and abs(missing_db) <= _CLOSE_LU:
        return level
    return replace(
        level,
        gain_db=min(level.gain_db + missing_db, level.most_db),
        peak_db=level.peak_db - (excess_db + 0.2 if excess_db else 0.0),
    )


def make_sound(
    footage: Footage, seconds: float, kbps: tuple[int, ...], into: Path, run: Run
) -> bool:
    """Make a file for each bit rate in the folder `into`; False where the source is silent.

    The source is measured first instead of leaving it to loudnorm, which fails the whole job on
    silence of less than 3 s (2 of 53 real clips) and costs three times as much. The result is
    measured too, because the limiter softens claps and AAC overshoots it by up to 3 dB.
    """
    level = level_for(parse_loudness(run(loudness_args(footage.address, footage.cut))), seconds)
    if level is None:
        return False
    for _ in range(_ROUNDS):
        run(sound_args(footage.address, level, kbps, footage.cut))
        names = map(sound_name, kbps)
        made = [parse_loudness(run(loudness_args(f"file:{into / name}"))) for name in names]
        worst = replace(made[0], peak_dbtp=max(loudness.peak_dbtp for loudness in made))
        next_level = corrected(level, worst)
        if next_level == level:
            break
        level = next_level
    return True
