"""Containers are told by their first bytes; references to other files are found."""

import struct

import pytest

from generator.intake.containers import is_container, refers_elsewhere


def transport_stream(first: int, packet: int) -> bytes:
    stream = bytearray(2 * packet)
    stream[first] = stream[first + packet] = ord("G")
    return bytes(stream)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"\0\0\0\x20ftypisom", id="MP4"),
        pytest.param(b"\0\0\0\x08wide\0\0\0\x08mdat", id="MOV without ftyp"),
        pytest.param(b"\x1aE\xdf\xa3", id="Matroska"),
        pytest.param(b"RIFF\0\0\0\0AVI LIST", id="AVI"),
        pytest.param(transport_stream(0, 188), id="MPEG-TS"),
        pytest.param(transport_stream(4, 192), id="AVCHD"),
    ],
)
def test_what_cameras_write_is_a_container(start: bytes) -> None:
    assert is_container(start)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 ", id="WebP"),
        pytest.param(b"#EXTM3U\n", id="playlist"),
        pytest.param(b"ffconcat version 1.0\n", id="list of files"),
        pytest.param(b"G" + bytes(400), id="one G alone"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_lists_and_other_files_are_none(start: bytes) -> None:
    assert not is_container(start)


def data_references(*entries: tuple[bytes, int]) -> bytes:
    table = b"".join(struct.pack(">I4sI", 12, kind, flags) for kind, flags in entries)
    return struct.pack(">I4sII", 16 + len(table), b"dref", 0, len(entries)) + table


def test_every_entry_of_a_list_is_checked() -> None:
    inside, outside = (b"url ", 1), (b"alis", 0)
    assert not refers_elsewhere(data_references(inside, inside))
    assert refers_elsewhere(data_references(inside, outside))


def test_a_list_that_ends_early_is_no_reference() -> None:
    whole = data_references((b"url ", 1), (b"alis", 0))
    assert not refers_elsewhere(whole[:-1])
    assert not refers_elsewhere(whole[:10])
