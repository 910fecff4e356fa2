"""Every limit of the inbox, met and passed by one."""

import pytest

from generator.limits import (
    CLIP_BYTES,
    INBOX_BYTES,
    INBOX_OPEN,
    INBOX_PHOTO_BYTES,
    INBOX_SOUND_BYTES,
    INBOX_SPARE_BYTES,
    TEXT_BYTES,
    WORD_BYTES,
)
from generator.studio.inbox.quota import check_room
from generator.studio.inbox.tus import Refused
from generator.studio.inbox.uploads import Upload

PLENTY = 10**15


def upload(name: str, length_bytes: int, received_bytes: int = 0) -> Upload:
    return Upload("0" * 32, "me", name, length_bytes, received_bytes=received_bytes)


def status(new: Upload, *under_way: Upload, free_bytes: int = PLENTY) -> int:
    """The status of the refusal; 0 where there is none."""
    try:
        check_room(new, under_way, free_bytes)
    except Refused as refused:
        assert refused.problem.hint
        return refused.status
    return 0


@pytest.mark.parametrize(
    ("name", "most_bytes"),
    [
        ("a.jpg", INBOX_PHOTO_BYTES),
        ("a.mp4", CLIP_BYTES),
        ("a.opus", INBOX_SOUND_BYTES),
        ("a.md", TEXT_BYTES),
        ("a.docx", WORD_BYTES),
    ],
)
def test_each_kind_has_its_largest_size(name: str, most_bytes: int) -> None:
    assert status(upload(name, most_bytes)) == 0
    assert status(upload(name, most_bytes + 1)) == 413


def test_nothing_and_unknown_kinds_are_refused() -> None:
    assert status(upload("a.jpg", 0)) == 400
    assert status(upload("a.exe", 5)) == 415
    assert status(upload("post.toml", 5)) == 415


def test_so_many_are_under_way_at_most() -> None:
    others = [upload("a.jpg", 5)] * INBOX_OPEN
    assert status(upload("a.jpg", 5), *others[1:]) == 0
    assert status(upload("a.jpg", 5), *others) == 429


def test_so_much_is_under_way_at_most() -> None:
    half = upload("a.mp4", INBOX_BYTES // 2)
    assert status(half, half) == 0
    assert status(half, half, upload("a.jpg", 1)) == 413


def test_the_disk_is_asked_first_and_its_room_is_promised_once() -> None:
    exactly = INBOX_SPARE_BYTES + 5
    assert status(upload("a.jpg", 5), free_bytes=exactly) == 0
    assert status(upload("a.jpg", 6), free_bytes=exactly) == 507
    other = upload("b.jpg", 100, received_bytes=60)
    assert status(upload("a.jpg", 5), other, free_bytes=exactly + 40) == 0
    assert status(upload("a.jpg", 5), other, free_bytes=exactly + 39) == 507
