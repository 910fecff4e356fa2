"""Records and bytes of uploads: what is received is what both the record and the disk hold."""

import os
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.limits import INBOX_DAYS
from generator.studio.inbox.uploads import PartFile, Upload, UploadFolder, new_id
from tests.support.systems import needs_links


@pytest.fixture
def uploads(tmp_path: Path) -> UploadFolder:
    folder = UploadFolder(tmp_path / "cache/inbox")
    folder.prepare()
    return folder


def begun(uploads: UploadFolder, name: str = "a.jpg", length_bytes: int = 10) -> Upload:
    upload = Upload(new_id(), "me", name, length_bytes)
    uploads.keep(upload)
    return upload


def written(uploads: UploadFolder, upload: Upload, content: bytes, at: int = 0) -> None:
    part = PartFile(uploads.bytes_of(upload.id), at)
    part.write(content)
    part.settle()
    part.close()


def received(uploads: UploadFolder, upload: Upload) -> int:
    found = uploads.find(upload.id)
    assert found is not None
    return found.received_bytes


def test_bytes_beyond_what_was_acknowledged_are_not_counted_and_go(uploads: UploadFolder) -> None:
    upload = begun(uploads)
    written(uploads, upload, b"abcdefg")
    uploads.keep(replace(upload, received_bytes=3))
    assert received(uploads, upload) == 3
    written(uploads, upload, b"X", at=3)
    assert uploads.bytes_of(upload.id).read_bytes() == b"abcX"


def test_bytes_that_the_disk_lost_are_asked_for_again(uploads: UploadFolder) -> None:
    upload = begun(uploads)
    written(uploads, upload, b"abc")
    uploads.keep(replace(upload, received_bytes=7))
    assert received(uploads, upload) == 3
    uploads.bytes_of(upload.id).unlink()
    assert received(uploads, upload) == 0


@pytest.mark.parametrize(
    "upload_id", ["", "..", "../" * 9 + "x", "a" * 32 + "\0", "A" * 32, "0" * 31, "\ud800" * 32]
)
def test_an_id_is_never_a_path(uploads: UploadFolder, upload_id: str) -> None:
    assert uploads.find(upload_id) is None


def test_a_torn_record_is_no_upload(uploads: UploadFolder) -> None:
    upload = begun(uploads)
    (uploads.root / f"{upload.id}.json").write_bytes(b'{"id": "')
    assert uploads.find(upload.id) is None
    assert uploads.under_way() == ()


def test_what_nobody_goes_on_with_is_cleared_after_a_week(uploads: UploadFolder) -> None:
    old, new = begun(uploads), begun(uploads)
    written(uploads, old, b"abc")
    long_ago = time.time() - INBOX_DAYS * 24 * 3600 - 60
    for path in (uploads.root / f"{old.id}.json", uploads.bytes_of(old.id)):
        os.utime(path, (long_ago, long_ago))
    uploads.clear_stale()
    assert uploads.find(old.id) is None
    assert [path.name for path in uploads.root.iterdir()] == [f"{new.id}.json"]


def test_what_was_announced_and_never_sent_is_cleared_after_an_hour(
    uploads: UploadFolder,
) -> None:
    unused, used, placed = begun(uploads), begun(uploads), begun(uploads)
    written(uploads, used, b"abc")
    uploads.keep(replace(used, received_bytes=3))
    uploads.keep(replace(placed, received_bytes=10, place="a/a.jpg", is_placed=True))
    an_hour_ago = time.time() - 3660
    for path in uploads.root.iterdir():
        os.utime(path, (an_hour_ago, an_hour_ago))
    uploads.clear_stale()
    known = [upload.id for upload in (unused, used, placed) if uploads.find(upload.id)]
    assert known == [used.id, placed.id]


@needs_links
def test_nothing_is_written_through_a_link(uploads: UploadFolder, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_bytes(b"years of work")
    upload = begun(uploads)
    uploads.bytes_of(upload.id).symlink_to(thesis)
    assert received(uploads, upload) == 0
    with pytest.raises(OSError):
        PartFile(uploads.bytes_of(upload.id), 0)
    elsewhere = UploadFolder(tmp_path / "other/inbox")
    elsewhere.root.parent.mkdir()
    elsewhere.root.symlink_to(uploads.root, target_is_directory=True)
    with pytest.raises(OSError):
        elsewhere.prepare()
    assert thesis.read_bytes() == b"years of work"
