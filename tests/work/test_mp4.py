from pathlib import Path

import pytest

from generator.work.mp4 import av1_codec, avc_codec, read_mp4
from tests.support.made_media import TONE, draw_clip, ffmpeg


def test_codec_names_follow_the_records() -> None:
    assert avc_codec(bytes([1, 0x64, 0x00, 0x1E])) == "avc1.64001E"
    assert av1_codec(bytes([0x81, 0x05, 0x0C])) == "av01.0.05M.08"
    assert av1_codec(bytes([0x81, 0x2D, 0xCC])) == "av01.1.13H.10"


def test_whole_file_tells_its_facts(tmp_path: Path) -> None:
    clip = draw_clip(tmp_path / "a.mp4", *TONE, "-t", 1, "-movflags", "+faststart")
    found = read_mp4(clip)
    assert (found.width_px, found.height_px, round(found.seconds, 1)) == (320, 240, 1.0)
    assert found.mime.startswith('video/mp4; codecs="avc1.42C0')
    assert found.mime.endswith(', mp4a.40.2"')


def test_sound_alone_is_audio(tmp_path: Path) -> None:
    sound = tmp_path / "a.m4a"
    ffmpeg(*TONE, "-t", 1, "-movflags", "+faststart", sound)
    assert read_mp4(sound).mime == 'audio/mp4; codecs="mp4a.40.2"'


def test_index_at_the_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not in front"):
        read_mp4(draw_clip(tmp_path / "a.mp4"))


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    clip = draw_clip(tmp_path / "a.mp4")
    clip.write_bytes(clip.read_bytes()[:5000])
    with pytest.raises(ValueError, match=r"not in front|no picture"):
        read_mp4(clip)
