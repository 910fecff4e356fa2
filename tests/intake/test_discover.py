"""Files come in path order, junk stays out, and only changed bytes are read again."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.digest import digest_bytes
from generator.digest import digest_file as really_digest_file
from generator.intake import discover as room
from generator.intake.discover import FileStamp, Listing, discover
from tests.support.held import held
from tests.support.systems import needs_any_name, needs_links


def write(root: Path, path: str, content: bytes = b"x") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def listed(root: Path, stamps: dict[str, FileStamp]) -> Listing:
    """The listing; `stamps` is brought up to date."""
    listing, seen = discover(root, stamps)
    stamps.clear()
    stamps.update(seen)
    return listing


def paths(listing: Listing) -> list[str]:
    return [source.path for source in listing.sources]


@pytest.fixture
def digested(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose bytes were read."""
    names: list[str] = []

    def counted(path: Path, patience_seconds: float) -> str:
        names.append(path.name)
        return really_digest_file(path, patience_seconds)

    monkeypatch.setattr(room, "digest_file", counted)
    return names


@pytest.fixture
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stamps are taken long after the files were written, so that they are trusted."""
    now = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: now)


def test_files_come_in_the_order_of_their_whole_paths(tmp_path: Path) -> None:
    for path in ("b/z.jpg", "b.txt", "a/2.jpg", "a/10.jpg", "Я.md", "a.md"):
        write(tmp_path, path)
    found = paths(listed(tmp_path, {}))
    assert found == sorted(found)
    assert set(found) == {"b/z.jpg", "b.txt", "a/2.jpg", "a/10.jpg", "Я.md", "a.md"}


def test_a_source_knows_its_digest_size_and_time(tmp_path: Path) -> None:
    file = write(tmp_path, "Жол/a.md", b"hello")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    (source,) = listed(tmp_path, {}).sources
    assert (source.path, source.size_bytes) == ("Жол/a.md", 5)
    assert source.digest == digest_bytes(b"hello")
    assert source.modified == 1_700_000_000


@pytest.mark.parametrize(
    "name",
    [
        *(".DS_Store", "._IMG_1.jpg", ".git/config", "~$есеп.docx", "Thumbs.db", "THUMBS.DB"),
        *("desktop.ini", "__MACOSX/IMG_1.jpg", "a.md~", "b.tmp", "c.mp4.part", "kk.md.swp"),
        "d.mp4.crdownload",
        pytest.param("Icon\r", marks=needs_any_name),
    ],
)
def test_files_of_systems_and_editors_stay_out(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    write(tmp_path, "kk.md")
    listing = listed(tmp_path, {})
    assert paths(listing) == ["kk.md"]
    assert listing.problems == ()


def test_an_unchanged_file_is_not_read_again(
    tmp_path: Path, digested: list[str], an_hour_later: None
) -> None:
    write(tmp_path, "a.md")
    write(tmp_path, "b.md")
    stamps: dict[str, FileStamp] = {}
    first = listed(tmp_path, stamps)
    assert digested == ["a.md", "b.md"]
    assert listed(tmp_path, stamps) == first
    assert digested == ["a.md", "b.md"]


def test_a_file_replaced_by_one_with_an_older_date_and_the_same_size_is_noticed(
    tmp_path: Path, an_hour_later: None
) -> None:
    file = write(tmp_path, "a.jpg", b"new!")
    stamps: dict[str, FileStamp] = {}
    before = listed(tmp_path, stamps)
    file.write_bytes(b"old!")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    after = listed(tmp_path, stamps)
    assert before.sources[0].digest == digest_bytes(b"new!")
    assert after.sources[0].digest == digest_bytes(b"old!")


def test_a_file_of_the_same_date_moved_over_another_is_noticed(
    tmp_path: Path, an_hour_later: None
) -> None:
    file = write(tmp_path, "content/a.jpg", b"one")
    other = write(tmp_path, "b.jpg", b"two")
    for each in (file, other):
        os.utime(each, (1_000_000_000, 1_000_000_000))
    stamps: dict[str, FileStamp] = {}
    listed(tmp_path / "content", stamps)
    other.replace(file)
    assert listed(tmp_path / "content", stamps).sources[0].digest == digest_bytes(b"two")


def test_a_file_written_a_moment_ago_is_read_again(tmp_path: Path, digested: list[str]) -> None:
    write(tmp_path, "a.md")
    stamps: dict[str, FileStamp] = {}
    listed(tmp_path, stamps)
    listed(tmp_path, stamps)
    assert digested == ["a.md", "a.md"]


@pytest.mark.parametrize(
    ("field", "by"),
    [
        ("size_bytes", 1),
        *(("mtime_ns", -1), ("mtime_ns", 1), ("ctime_ns", -1), ("ctime_ns", 1)),
        *(("inode", 1), ("taken_ns", -8_000_000_000)),
    ],
)
def test_a_stamp_holds_only_as_a_whole(tmp_path: Path, field: str, by: int) -> None:
    now = write(tmp_path, "a.md").stat()
    late = max(now.st_mtime_ns, now.st_ctime_ns) + 9_000_000_000
    stamp = FileStamp(now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino, "digest", late)
    assert stamp.still_holds(now)
    changed: dict[str, Any] = {field: getattr(stamp, field) + by}
    assert not replace(stamp, **changed).still_holds(now)


def test_a_stamp_taken_just_after_a_rename_does_not_hold(tmp_path: Path) -> None:
    file = write(tmp_path, "a.md")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    now = file.stat()
    taken_ns = now.st_ctime_ns + 1_000_000_000
    stamp = FileStamp(now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino, "digest", taken_ns)
    assert not stamp.still_holds(now)


def test_stamps_of_removed_files_are_forgotten(tmp_path: Path) -> None:
    file = write(tmp_path, "a.md")
    write(tmp_path, "b.md")
    stamps: dict[str, FileStamp] = {}
    listed(tmp_path, stamps)
    file.unlink()
    listed(tmp_path, stamps)
    assert set(stamps) == {"b.md"}


@needs_links
@pytest.mark.parametrize("target", ["outside/secret.md", "outside", "nowhere"])
def test_a_link_is_reported_and_not_followed(tmp_path: Path, target: str) -> None:
    write(tmp_path, "outside/secret.md")
    content = tmp_path / "content"
    write(content, "kk.md")
    (content / "link.md").symlink_to(tmp_path / target)
    listing = listed(content, {})
    assert paths(listing) == ["kk.md"]
    (found,) = listing.problems
    assert (found.where, found.what) == ("link.md", "the file cannot be read")


@pytest.mark.skipif(sys.platform != "linux", reason="other disks refuse such a name")
@pytest.mark.parametrize("name", [b"\x8c\xa5\xaa\xe2\xa5\xaf.jpg", b"\xcc\xe5\xea\xf2/kk.md"])
def test_a_name_in_an_old_code_page_is_reported(tmp_path: Path, name: bytes) -> None:
    write(tmp_path, "kk.md")
    write(tmp_path, os.fsdecode(name))
    listing = listed(tmp_path, {})
    assert paths(listing) == ["kk.md"]
    (found,) = listing.problems
    assert found.what == "the name has broken letters"
    assert found.where.encode().decode() == found.where


def test_a_text_that_another_program_holds_stays_as_it_was(tmp_path: Path) -> None:
    text, stamps = write(tmp_path, "kk.md", b"old"), dict[str, FileStamp]()
    before = listed(tmp_path, stamps)
    text.write_bytes(b"newer")
    with held(text):
        meanwhile = listed(tmp_path, stamps)
    assert meanwhile.sources == before.sources
    [problem] = meanwhile.problems
    assert (problem.where, problem.hint) == (
        "kk.md", "close the program that holds it, then try again",
    )  # fmt: skip
    assert not meanwhile.unread
    assert listed(tmp_path, stamps).sources[0].digest == digest_bytes(b"newer")


def test_a_new_text_that_another_program_holds_is_not_known(tmp_path: Path) -> None:
    text = write(tmp_path, "kk.md")
    with held(text):
        listing = listed(tmp_path, {})
    assert listing.unread == {"kk.md"}
    assert [problem.what for problem in listing.problems] == ["another program holds this file"]


@pytest.mark.parametrize(
    ("name", "attributes", "what"),
    [
        pytest.param(
            *("con.md", 0, "Windows cannot open a file or folder of this name"),
            marks=needs_any_name,
        ),
        ("kk.md", 0x400000, "the file is in the cloud, not on this computer"),
        ("kk.md", 0, "the file cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_has_a_hint_that_helps(
    name: str, attributes: int, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, patience_seconds: float) -> str:
        raise OSError(362, "The cloud file provider is not running", str(path))

    (tmp_path / name).write_text("a", encoding="utf-8")
    monkeypatch.setattr(room, "digest_file", refuse)
    monkeypatch.setattr(room, "is_in_cloud", lambda stat: bool(attributes))
    listing, _ = discover(tmp_path, {})
    assert [(told.where, told.what) for told in listing.problems] == [(name, what)]
