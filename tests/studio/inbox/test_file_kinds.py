"""Only what intake reads may be sent, and its first bytes have to agree."""

from pathlib import Path

import pytest

from generator.limits import TEXT_BYTES
from generator.studio.inbox.file_kinds import START_BYTES, kind_of, with_ending
from tests.support.content import draw_photo, film


@pytest.mark.parametrize(
    "name", ["a.HEIC", "a.jpg", "b.MOV", "c.opus", "d.m4a", "e.docx", "f.md", "g.srt"]
)
def test_what_intake_reads_may_be_sent(name: str) -> None:
    assert kind_of(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        *("a.exe", "a.html", "a.svg", "a.js", "a.zip", "a.pdf", "a.lnk", "a", "a.jpg.exe"),
        *("post.toml", "site.toml", "post.toml.txt", "approval.toml", "пост.toml.md"),
    ],
)
def test_nothing_else_may_be_sent(name: str) -> None:
    assert kind_of(name) is None


def test_the_first_bytes_have_to_agree(tmp_path: Path) -> None:
    photo, clip = draw_photo(tmp_path / "a.jpg"), film(tmp_path / "b.mp4")
    starts = {
        "a.jpg": photo.read_bytes()[:START_BYTES],
        "b.mov": clip.read_bytes()[:START_BYTES],
        "c.opus": b"OggS" + bytes(30),
        "d.mp3": b"ID3\x04" + bytes(30),
        "e.wav": b"RIFF\0\0\0\0WAVEfmt ",
        "f.md": "# Жол".encode(),
        "g.docx": b"PK\x03\x04" + bytes(30),
    }
    for name, start in starts.items():
        kind = kind_of(name)
        assert kind is not None and kind.begins_so(start), name
        assert not kind.begins_so(b"MZ\x90\0\x03\0\0\0"), name
    for name in ("a.jpg", "b.mov", "c.opus", "g.docx"):
        kind = kind_of(name)
        assert kind is not None and not kind.begins_so(b"<!doctype html><script>"), name


def test_a_text_is_as_small_as_intake_wants_it() -> None:
    kind = kind_of("a.md")
    assert kind is not None and kind.most_bytes == TEXT_BYTES


def test_a_file_without_ending_gets_that_of_its_type() -> None:
    assert with_ending("1000012345", "image/jpeg") == "1000012345.jpg"
    assert with_ending("1000012345", "video/mp4; codecs=avc1") == "1000012345.mp4"
    assert with_ending("a.heic", "image/jpeg") == "a.heic"
    assert with_ending("a", "application/x-msdownload") == "a"
