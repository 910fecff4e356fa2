"""Clips as phones, cameras, messengers and accidents make them, drawn on the spot.

Each shows four coloured quarters, so that every turn tells, and a box in the middle that flashes
white in the very moments a tone is heard, so that picture and sound can be held against each other.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.work.tools import ffmpeg_path
from tests.support.made_media import ffmpeg, quarters

FLASHES = (0.5, 1.5)  # seconds at which a flash and a tone begin
_FLASH_SECONDS = 0.25

Draw = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Case:
    """A clip and what has to become of it."""

    draw: Draw
    name: str = "a.mov"
    seconds: float = 2.2
    width_px: int = 320
    height_px: int = 240
    has_sound: bool = True
    refused: str = ""  # what the one problem says; "" where it is made
    is_slow: bool = False  # takes more than a few seconds


def picture(
    size: str = "320x240", fps: str = "30", seconds: float = 2.2, then: str = ""
) -> list[object]:
    """Input arguments of the scene."""
    wide, high = map(int, size.split("x"))
    half = f"{wide // 2}:{high // 2}"
    flashing = "+".join(f"between(t,{at},{at + _FLASH_SECONDS})" for at in FLASHES)
    graph = (
        f"color=red:s={size}:r={fps}:d={seconds},format=rgb24"
        f",drawbox={wide // 2}:0:{half}:lime:fill,drawbox=0:{high // 2}:{half}:blue:fill"
        f",drawbox={wide // 2}:{high // 2}:{half}:white:fill"
        f",drawbox={wide * 3 // 8}:{high * 3 // 8}:{wide // 4}:{high // 4}:black:fill"
        f",drawbox={wide * 3 // 8}:{high * 3 // 8}:{wide // 4}:{high // 4}:white:fill"
        f":enable='{flashing}',noise=alls=12:allf=t{then}"
    )
    return ["-f", "lavfi", "-i", graph]


def sound(seconds: float = 2.2, level: float = 0.3, rate: int = 48000) -> list[object]:
    """Input arguments of a hum with a tone at each flash."""
    flashing = "+".join(f"between(t,{at},{at + _FLASH_SECONDS})" for at in FLASHES)
    wave = f"{level}*(0.02*sin(2*PI*300*t)+({flashing})*sin(2*PI*1000*t))"
    return ["-f", "lavfi", "-i", f"aevalsrc='{wave}':s={rate}:d={seconds}"]


_X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_AAC = ("-c:a", "aac", "-ac", 1)


def _film(*options: object, inputs: list[object] | None = None) -> Draw:
    """A film of picture and sound, with these options behind the usual ones."""

    def draw(path: Path) -> None:
        ffmpeg(*(inputs or [*picture(), *sound()]), *_X264, *_AAC, *options, f"file:{path}")

    return draw


def _shown(*turning: object, upright: str = "", size: tuple[int, int] = (320, 240)) -> Draw:
    """A film whose matrix turns it: what is stored lies as `upright` turns what is shown."""

    def draw(path: Path) -> None:
        lying = path.with_name("lying.mp4")
        wide, high = size
        ffmpeg(*picture(f"{wide}x{high}"), *sound(), "-vf", upright, *_X264, *_AAC, lying)
        ffmpeg(*turning, "-i", lying, "-c", "copy", f"file:{path}")
        lying.unlink()

    return draw


def _hdr(transfer: str) -> Draw:
    light = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"

    def draw(path: Path) -> None:
        ffmpeg(
            *picture(), *sound(), "-vf",
            f"zscale=tin=bt709:min=bt709:pin=bt709:rin=full:t={transfer}:p=bt2020:m=bt2020nc:r=tv:npl=203"
            ",format=yuv420p10le",
            "-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", *_AAC,
            "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc",
            "-x265-params", f"log-level=none:max-cll=1000,400:{light}", path,
        )  # fmt: skip

    return draw


def _delayed(which: str, seconds: float) -> Draw:
    """A film whose sound or picture begins late."""

    def draw(path: Path) -> None:
        whole = path.with_name("whole.mov")
        ffmpeg(*picture(), *sound(), *_X264, *_AAC, whole)
        first, second = ("0:v", "1:a") if which == "sound" else ("1:v", "0:a")
        cut = ["-ss", seconds, "-i", whole]
        late = ["-itsoffset", seconds, *cut]
        order = ["-i", whole, *late]
        ffmpeg(*order, "-map", first, "-map", second, *_X264, *_AAC, "-copyts", path)
        whole.unlink()

    return draw


def _with_edit_list(path: Path) -> None:
    """A film cut without encoding: the frames since the last key frame are hidden by an edit."""
    whole = path.with_name("whole.mov")
    ffmpeg(*picture(seconds=4.2, then=""), *sound(4.2), *_X264, "-g", 300, *_AAC, whole)
    ffmpeg("-ss", 0.2, "-i", whole, "-t", 2.2, "-c", "copy", path)
    whole.unlink()


def _cut(*options: object, share: float = 0.5, seconds: float = 3.0) -> Draw:
    def draw(path: Path) -> None:
        ffmpeg(*picture(seconds=seconds, then=",noise=alls=20:allf=t"), *sound(seconds), *_X264,
               *_AAC, *options, path)  # fmt: skip
        written = path.read_bytes()
        path.write_bytes(written[: int(len(written) * share)])

    return draw


def _photo(path: Path) -> None:
    quarters().save(path, "JPEG")


def _two_pictures(path: Path) -> None:
    """A camera's small preview stands before the film itself."""
    ffmpeg(
        *picture(), *sound(), "-filter_complex", "[0:v]split[a][b];[a]scale=80:60[small]",
        "-map", "[small]", "-map", "[b]", "-map", "1:a", *_X264, *_AAC, path,
    )  # fmt: skip


def _two_sounds(path: Path) -> None:
    ffmpeg(
        *picture(), *sound(), "-f", "lavfi", "-i", "anoisesrc=d=2.2:a=0.2",
        "-map", "0:v", "-map", "1:a", "-map", "2:a", *_X264, *_AAC, path,
    )  # fmt: skip


def _only_sound(path: Path) -> None:
    ffmpeg(*sound(), *_AAC, path)


def _with_extras(path: Path) -> None:
    """Chapters, a cover, a timecode and words in every field."""
    cover = path.with_name("cover.jpg")
    quarters((64, 64)).save(cover)
    words = path.with_name("words.txt")
    words.write_text(
        ";FFMETADATA1\nartist=SECRETNAME\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\n"
        "title=SECRETPLACE\n",
        encoding="utf-8",
    )
    ffmpeg(
        *picture(), *sound(), "-i", cover, "-i", words, "-map", "0:v", "-map", "1:a", "-map", "2:v",
        "-map_metadata", 3, "-map_chapters", 3, "-c:v:0", "libx264", "-pix_fmt", "yuv420p",
        "-c:v:1", "copy", "-disposition:v:1", "attached_pic", *_AAC, "-timecode", "10:00:00:00",
        "-metadata", "location=+43.2000+076.9000/", path,
    )  # fmt: skip
    cover.unlink()
    words.unlink()


def _animation(*options: object) -> Draw:
    def draw(path: Path) -> None:
        ffmpeg(*picture(fps="10"), *options, path)

    return draw


def _still_then_nothing(path: Path) -> None:
    ffmpeg(*picture(), *_X264, "-frames:v", 1, path)


def _half_written(path: Path) -> None:
    """What a phone leaves whose battery fails: no index at all."""
    process = subprocess.run(
        [ffmpeg_path(), "-v", "error", *map(str, [*picture(), *sound(), *_X264, *_AAC]),
         "-f", "mp4", "-y", str(path)], check=True, capture_output=True,
    )  # fmt: skip
    assert process.returncode == 0
    written = path.read_bytes()
    path.write_bytes(written[: written.rindex(b"moov") - 4])


_VFR = "select='not(between(mod(n,10),3,5))'"

CASES: dict[str, Case] = {
    "plain": Case(_film()),
    "turned by 90": Case(
        _shown("-display_rotation", -90, upright="transpose=cclock", size=(240, 320)),
        width_px=240, height_px=320,
    ),
    "turned by 180": Case(_shown("-display_rotation", 180, upright="hflip,vflip")),
    "turned by 270": Case(
        _shown("-display_rotation", 90, upright="transpose=clock", size=(240, 320)),
        width_px=240, height_px=320,
    ),
    "mirrored": Case(_shown("-display_hflip", upright="hflip")),
    "mirrored upside down": Case(_shown("-display_vflip", upright="vflip")),
    "HLG": Case(_hdr("arib-std-b67")),
    "PQ": Case(_hdr("smpte2084")),
    "variable frame rate": Case(_film("-vf", _VFR, "-fps_mode", "vfr"), seconds=2.12),
    "7 frames a second": Case(_film(inputs=[*picture(fps="7"), *sound()]), seconds=2.285),
    "24 frames a second": Case(_film(inputs=[*picture(fps="24000/1001"), *sound()])),
    "60 frames a second": Case(_film(inputs=[*picture(fps="60"), *sound()])),
    "120 frames a second": Case(_film(inputs=[*picture(fps="120"), *sound()])),
    "5.1": Case(_film("-ac", 6)),
    "stereo with sound on the left alone": Case(_film("-af", "pan=stereo|c0=c0", "-ac", 2)),
    "mono of 8 kHz": Case(_film("-c:a", "pcm_s16le", inputs=[*picture(), *sound(rate=8000)])),
    "AMR": Case(_film("-c:a", "libopencore_amrnb", "-ar", 8000, "-b:a", "12.2k"), "a.3gp"),
    "odd sizes": Case(
        _film("-c:v", "mpeg4", "-pix_fmt", "yuv420p", inputs=[*picture("321x241"), *sound()]),
        "a.mkv", width_px=320, height_px=240,
    ),
    "4:4:4": Case(_film("-pix_fmt", "yuv444p")),
    "4:2:2 of 10 bit": Case(_film("-pix_fmt", "yuv422p10le")),
    "full range": Case(_film("-pix_fmt", "yuvj420p")),
    "pixels of 64:45": Case(
        _film("-vf", "setsar=64/45", inputs=[*picture("180x144"), *sound()]), width_px=256,
        height_px=144,
    ),
    "turned, pixels of 64:45": Case(
        _shown(
            "-display_rotation", -90, upright="transpose=cclock,setsar=64/45", size=(144, 256),
        ), width_px=144, height_px=364,
    ),
    "1080i": Case(
        _film("-vf", "interlace=scan=tff", "-flags", "+ilme+ildct", "-x264-params",
              "tff=1", inputs=[*picture("1920x1080", "50"), *sound()]),
        "a.mts", width_px=1280, height_px=720, is_slow=True,
    ),
    "interlaced": Case(
        _film("-vf", "interlace=scan=tff", "-flags", "+ilme+ildct", "-x264-params", "tff=1",
              inputs=[*picture(fps="50"), *sound()]),
    ),
    "ProRes": Case(_film("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s16le")),
    "MJPEG": Case(_film("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_u8"), "a.avi"),
    "two pictures": Case(_two_pictures),
    "two sounds": Case(_two_sounds),
    "no sound": Case(_film("-an"), has_sound=False),
    "late sound": Case(_delayed("sound", 0.3)),
    "late picture": Case(_delayed("picture", 0.3), seconds=2.5),
    "silent for 2 s": Case(
        _film("-t", 2, inputs=[*picture(), "-f", "lavfi", "-i", "anullsrc"]), seconds=2.0,
        has_sound=False,
    ),
    "faint": Case(_film("-c:a", "pcm_s24le", inputs=[*picture(), *sound(level=0.02)])),
    "very faint": Case(_film("-c:a", "pcm_s24le", inputs=[*picture(), *sound(level=0.004)])),
    "loud": Case(_film(inputs=[*picture(), *sound(level=1.0)])),
    "one frame": Case(_still_then_nothing, seconds=1 / 30, has_sound=False),
    "4K": Case(
        _film(inputs=[*picture("3840x2160"), *sound()]), width_px=1280, height_px=720, is_slow=True
    ),
    "a minute": Case(
        _film(inputs=[*picture(seconds=60), *sound(60)]), seconds=60, is_slow=True
    ),
    "edit list": Case(_with_edit_list),
    "WhatsApp": Case(
        _film("-profile:v", "baseline", "-b:v", "200k", "-ar", 16000, "-movflags", "+faststart",
              inputs=[*picture("288x512"), *sound()]),
        "VID-20261123-WA0001.mp4", width_px=288, height_px=512,
    ),
    "fragmented": Case(_film("-movflags", "frag_keyframe+empty_moov", "-g", 15), "a.mp4"),
    "from a browser": Case(
        _film("-c:v", "libvpx", "-deadline", "realtime", "-live", 1, "-c:a", "libopus"), "a.webm"
    ),
    "transport stream": Case(_film("-muxdelay", 1.4), "a.ts"),
    "chapters, cover, timecode": Case(_with_extras),
    "clip named .jpg": Case(_film("-f", "mp4"), "IMG_1.jpg"),
    "strange name": Case(_film("-f", "mp4"), "-it's «Жаңа: жол» %03d #1 ?.mp4"),
    "GIF": Case(_animation(), "a.gif", has_sound=False),
    "moving PNG": Case(_animation("-f", "apng"), "a.png", has_sound=False),
    "moving WebP": Case(_animation("-c:v", "libwebp_anim"), "a.webp", has_sound=False),
    "cut short": Case(_cut("-movflags", "+faststart"), refused="the clip is not whole"),
    "cut short by a little": Case(
        _cut("-movflags", "+faststart", share=0.9), refused="the clip is not whole"
    ),
    "stream cut short": Case(_cut(), "a.mkv", refused="the clip is not whole"),
    "no index": Case(_half_written, "a.mp4", refused="the clip is not whole"),
    "zero bytes": Case(Path.touch, refused="the file is empty"),
    "only sound": Case(
        _only_sound, "a.m4a",
        refused="there is only sound in this file, no picture",
    ),
}  # fmt: skip
