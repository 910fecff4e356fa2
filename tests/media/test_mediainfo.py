"""MediaInfo's tracks of real files."""

from pathlib import Path

import pytest

from generator.media.mediainfo import read_mediainfo
from tests.support.content import film


def test_a_clip_has_its_whole_its_picture_and_its_sound(tmp_path: Path) -> None:
    whole, picture, sound = read_mediainfo(film(tmp_path / "Көше өңірі.mp4", 2))
    assert [track.track_type for track in (whole, picture, sound)] == ["General", "Video", "Audio"]
    assert (picture.width, picture.height, picture.format) == (192, 108, "AVC")
    assert float(whole.duration) == pytest.approx(2000, abs=60)  # milliseconds
    assert sound.format == "AAC"
    assert picture.comment is None


def test_an_index_behind_the_pictures_does_not_hide_how_they_are_scanned(tmp_path: Path) -> None:
    for index_first in (False, True):
        _, picture, _ = read_mediainfo(film(tmp_path / "a.mp4", index_first=index_first))
        assert picture.scan_type == "Progressive"


def test_what_is_no_media_has_its_whole_alone(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no clip")
    (whole,) = read_mediainfo(tmp_path / "a.mp4")
    assert (whole.track_type, whole.duration) == ("General", None)


def test_a_file_that_is_gone_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_mediainfo(tmp_path / "gone.mp4")
