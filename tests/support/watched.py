"""What a viewer sees and hears of a finished file, measured by decoding it once."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.support.made_media import ffmpeg

_BRIGHT = 128.0  # of the box in the middle
_STAMP = re.compile(r"pts_time:(-?[\d.]+)")
_SEEN, _HEARD = "lavfi.signalstats.YAVG", "lavfi.astats.Overall.Peak_level"


@dataclass(frozen=True, slots=True)
class Watched:
    """Seconds at which the box in the middle turns white and the tone begins; how loud it is."""

    flashes: tuple[float, ...]
    tones: tuple[float, ...]
    loudness_lufs: float
    peak_dbtp: float
    said: str  # what ffmpeg tells of the file


def watch(path: Path, has_sound: bool = True) -> Watched:
    """Decode the file to its end."""
    look = f"[0:V]scale=160:120,format=gray,crop=16:12,signalstats,metadata=print:key={_SEEN}[seen]"
    listen = (
        ";[0:a:0]aformat=channel_layouts=mono,asplit[a][b]"
        ";[a]aresample=48000,highpass=f=700:poles=2,asetnsamples=240,astats=metadata=1:reset=1"
        f",ametadata=print:key={_HEARD}[heard];[b]ebur128=peak=true:framelog=quiet[loud]"
    )
    maps = ["-map", "[seen]", *(["-map", "[heard]", "-map", "[loud]"] if has_sound else [])]
    said = ffmpeg(
        "-i", f"file:{path}", "-filter_complex", look + (listen if has_sound else ""), *maps,
        "-fps_mode", "passthrough", "-f", "null", "-",
    )  # fmt: skip
    heard = _levels(said, _HEARD)
    loudest = max((level for _, level in heard), default=0.0)
    summary = said[said.rfind("Summary:") :]
    return Watched(
        flashes=_rises(_levels(said, _SEEN), _BRIGHT),
        tones=_rises(heard, loudest - 12.0),
        loudness_lufs=_figure(r"I:\s+(-?[\d.]+) LUFS", summary),
        peak_dbtp=_figure(r"Peak:\s+(-?[\d.]+) dBFS", summary),
        said=said,
    )


def loudness_and_peak(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of a file that may be sound alone."""
    said = ffmpeg("-i", path, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
    summary = said[said.rindex("Summary:") :]
    return (
        _figure(r"I:\s+(-?[\d.]+) LUFS", summary),
        _figure(r"Peak:\s+(-?[\d.]+) dBFS", summary),
    )


def _figure(pattern: str, said: str) -> float:
    match = re.search(pattern, said)
    return float(match[1]) if match else -70.0


def _levels(said: str, name: str) -> list[tuple[float, float]]:
    levels: list[tuple[float, float]] = []
    stamps: dict[str, float] = {}  # by the filter that speaks: two of them speak in turn
    for line in said.splitlines():
        who, _, words = line.partition("] ")
        stamp = _STAMP.search(words)
        if stamp:
            stamps[who] = float(stamp[1])
        elif f"{name}=" in words:
            level = words.rsplit("=", 1)[1]
            is_nothing = "inf" in level or "nan" in level
            levels.append((stamps[who], -120.0 if is_nothing else float(level)))
    return levels


def _rises(levels: list[tuple[float, float]], above: float) -> tuple[float, ...]:
    return tuple(
        at
        for (_, before), (at, level) in pairwise([(0.0, -120.0), *levels])
        if before <= above < level
    )
