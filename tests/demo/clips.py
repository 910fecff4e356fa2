"""The demo's clips: a frame's moment goes in, pictures, speech and at last an MP4 come out."""

import array
import subprocess
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sin
from pathlib import Path

import imageio_ffmpeg
import pysubs2

from roadworks import road_frame
from scenery import (
    CREAM,
    HAZE,
    PINE,
    SKY,
    Look,
    cloud,
    hills,
    meadow,
    person,
    poplar,
    round_tree,
    sky,
    sun,
)
from school import Repair, crane, lift, paint_edge, school, yard, yard_lamps
from sketch import Canvas, ease, mix

FPS = 25
TAGS = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"
SPEECH_HZ = 22050  # what espeak-ng writes


@dataclass(frozen=True, slots=True)
class Film:
    """What a clip shows and how long; its words are the Kazakh subtitles beside it."""

    width_px: int
    height_px: int
    seconds: float
    draw: Callable[[Canvas, float, float], None]


def school_frame(canvas: Canvas, seconds: float, length: float) -> None:
    """The repair of the school at that moment: roof, windows, paint, and pupils at the end."""
    end = length / 12
    repair = Repair(
        roof=ease(seconds, 0.2 * end, 4.2 * end),
        windows=ease(seconds, 2.4 * end, 6.6 * end),
        paint=ease(seconds, 4.0 * end, 9.0 * end),
        glow=ease(seconds, 9.4 * end, 10.6 * end),
    )
    fair = ease(seconds, 2 * end, 9 * end)
    pan = (seconds / length - 0.5) * 30
    sky(canvas, 430, mix("#8fb3c4", SKY, fair), mix("#e6ddc6", HAZE, fair))
    sun(canvas, 1130 - pan * 0.2, 150 - 40 * fair, 46, mix("#f3e8c4", "#fff0bd", fair))
    for x, y, zoom in ((180, 120, 1.1), (640, 70, 0.7), (1010, 210, 0.8)):
        cloud(canvas, x + seconds * 9 * zoom - pan * 0.2, y, zoom)
    hills(canvas, 400, 20, "#a9bfc0", 4, 60 + pan * 0.3)
    hills(canvas, 430, 13, mix("#c5b87c", "#b4c07a", fair), 9, 10 + pan * 0.5)
    for x, height in ((40, 210), (112, 180), (1160, 200), (1238, 224)):
        poplar(canvas, x - pan * 0.6, 480, height, PINE, sin(seconds * 1.3 + x) * 0.8)
    meadow(canvas, 470, mix("#d3b56d", "#c2c56c", fair), mix("#a17f4c", "#89a050", fair))
    zoom = 1.16 + 0.05 * ease(seconds, 0, length)
    school(canvas, 640 - pan, 545, zoom, repair)
    _machines(canvas, seconds / end, pan, zoom, repair)
    with canvas.moved(-pan * 1.6, 0):
        yard_lamps(canvas, 632, repair.glow)
        round_tree(canvas, 66, 700, 250, "#e2953a", 5)
        round_tree(canvas, 1236, 706, 220, "#ecc14e", 9)


def _machines(canvas: Canvas, beat: float, pan: float, zoom: float, repair: Repair) -> None:
    """Crane, lift and yard leave when their work is done; then the pupils come. Beats are 0-12."""
    away = 640 * ease(beat, 6.4, 8.8)
    with canvas.moved(1010 - pan + away, 604, 0.98, mirrored=True):
        crane(canvas, 0, 0, 9 * sin(beat * 2.4), 80 + 60 * sin(beat * 1.5))
    if beat < 9:
        yard(canvas, 330 - pan * 1.2, 644 + 140 * ease(beat, 7.4, 9), 1.0)
    edge = 640 - pan + paint_edge(repair) * zoom
    come, leave = 420 * (1 - ease(beat, 1.8, 3.9)), 640 * ease(beat, 9.0, 11.0)
    height = 205 - 130 * ease(beat, 8.7, 9.6)
    lift(canvas, edge + 50 - come + leave, 604, height, beat * 0.9)
    _school_path(canvas, 640 - pan, 560, ease(beat, 8.6, 9.8))
    walk = ease(beat, 8.8, 11.6)
    for number, look in enumerate(_pupils()):
        x = -90 - number * 52 + (650 - number * 22) * walk - pan
        y = 694 + number * 6 - (74 - number * 8) * walk
        stride = sin(beat * 9 + number * 2) * (1 - ease(beat, 11.2, 11.6))
        hands = ((-16.0, -46.0), (27.0, -70 + 14 * sin(beat * 7 + number)))
        person(canvas, x, y, 112 + number % 2 * 10, look, hands, stride)


def _school_path(canvas: Canvas, x: float, y: float, laid: float) -> None:
    spread, low = 66 + 130 * laid, y - 6 + 166 * laid
    if laid > 0:
        corners = [(x - 66, y - 6), (x + 66, y - 6), (x + spread, low), (x - spread, low)]
        canvas.polygon(corners, mix(CREAM, "#c88f35", 0.25))


def _pupils() -> tuple[Look, ...]:
    return (
        Look(coat="#3f7fae", hat="#c4603f", head=1.22, bag="#efc85f"),
        Look(coat="#d56a4a", legs="#513a4c", dress="#8e4a5c", head=1.22, bag="#2f7f86"),
        Look(coat="#6d8f4e", legs="#3d4654", hat="#24425c", head=1.22, bag="#c4603f"),
    )


FILMS: Mapping[str, Film] = {
    "2026-11-18 Мектеп жөндеу/IMG_0101.MP4": Film(1280, 720, 12, school_frame),
    "12.11.2026 Жаңа жол/VID_20261112_WA0004.mp4": Film(720, 1280, 10, road_frame),
}


def film_frame(film: Film, seconds: float) -> bytes:
    canvas = Canvas(film.width_px, film.height_px)
    film.draw(canvas, seconds, film.seconds)
    return canvas.picture().tobytes()


def speak(subtitles: Path, seconds: float, out: Path) -> None:
    """A WAV in which espeak-ng reads each subtitle at its time; ValueError if one overruns."""
    track = array.array("h", bytes(2 * round(seconds * SPEECH_HZ)))
    for cue in pysubs2.load(str(subtitles), encoding="utf-8"):
        draft = out.with_name("cue.wav")
        words = cue.plaintext.replace("\n", " ")
        command = ["espeak-ng", "-v", "kk", "-s", "135", "-p", "38", "-w", str(draft), words]
        subprocess.run(command, check=True)
        with wave.open(str(draft)) as sound:
            samples = array.array("h", sound.readframes(sound.getnframes()))
        spoken = cue.start / 1000 + len(samples) / SPEECH_HZ
        if spoken > min(cue.end / 1000, seconds):
            raise ValueError(f"{subtitles.name}: «{words}» lasts until {spoken:.2f} s")
        start = round(cue.start / 1000 * SPEECH_HZ)
        loudest = max(map(abs, samples))
        for offset, sample in enumerate(samples):
            track[start + offset] = round(sample * 22000 / loudest)
    with wave.open(str(out), "wb") as sound:
        sound.setparams((1, 2, SPEECH_HZ, len(track), "NONE", ""))
        sound.writeframes(track.tobytes())


def encode(film: Film, sound: Path, out: Path) -> None:
    """Draw every frame and write the MP4, the same bytes each time and without metadata."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{film.width_px}x{film.height_px}",
        "-r", str(FPS), "-i", "-", "-i", str(sound),
        "-vf", f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,{TAGS}",
        "-c:v", "libx264", "-preset", "slower", "-tune", "animation", "-crf", "29",
        # One thread: x264 decides differently with another number of threads.
        "-threads", "1", "-c:a", "aac", "-b:a", "64k", "-ar", "44100",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        "-flags:a", "+bitexact", "-movflags", "+faststart", str(out),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise RuntimeError("ffmpeg takes no frames")
        for number in range(round(film.seconds * FPS)):
            encoder.stdin.write(film_frame(film, number / FPS))
    if encoder.returncode:
        raise subprocess.CalledProcessError(encoder.returncode, command)
