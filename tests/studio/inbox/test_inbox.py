"""Whole files come into content/: into their post or draft, over nothing, and only once."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.studio.inbox import inbox as module
from generator.studio.inbox import moving
from generator.studio.inbox.inbox import Inbox
from generator.studio.inbox.tus import Refused
from generator.studio.inbox.uploads import Upload, UploadFolder, new_id
from tests.support.systems import needs_links

DRAFT = "2026-11-30 Телефоннан"


class Desk:
    """An inbox over real folders."""

    def __init__(self, root: Path) -> None:
        self.content = root / "content"
        self.content.mkdir()
        self.posts: dict[str, str] = {}  # paths by slug
        self.touched: list[str] = []
        self.inbox = Inbox(
            self.content, UploadFolder(root / "cache/inbox"), lambda slug: self.posts.get(slug, ""),
            self.touched.append, lambda: date(2026, 11, 30), "Телефоннан",
        )  # fmt: skip

    def arrived(self, name: str, content: bytes = b"abc", **more: str) -> Upload:
        """A whole upload that was not placed yet."""
        upload = self.inbox.begin(Upload(new_id(), "me", name, len(content), **more))  # type: ignore[arg-type]
        self.inbox.uploads.bytes_of(upload.id).write_bytes(content)
        upload = replace(upload, received_bytes=len(content))
        self.inbox.uploads.keep(upload)
        return upload

    def sent(self, name: str, content: bytes = b"abc", **more: str) -> str:
        return self.inbox.place(self.arrived(name, content, **more)).place

    def show(self, folder: str, slug: str) -> None:
        (self.content / folder).mkdir()
        self.posts[slug] = folder

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.content).as_posix(): path.read_bytes()
            for path in self.content.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_files_of_one_batch_make_one_draft(desk: Desk) -> None:
    assert desk.sent("a.jpg", batch="s1") == f"{DRAFT}/a.jpg"
    assert desk.sent("b.mp4", batch="s1") == f"{DRAFT}/b.mp4"
    assert desk.sent("a.jpg", batch="s2") == f"{DRAFT}-2/a.jpg"
    assert desk.sent("a.jpg") == f"{DRAFT}-3/a.jpg"
    assert desk.files()[f"{DRAFT}/post.toml"] == b"draft = true\n"
    assert desk.touched[:2] == [f"{DRAFT}/a.jpg", f"{DRAFT}/b.mp4"]
    assert not list(desk.inbox.uploads.root.glob("*.part"))


def test_two_that_end_at_once_make_one_draft(desk: Desk) -> None:
    uploads = [desk.arrived("image.jpg", bytes([at]), batch="s") for at in range(8)]
    threads = [threading.Thread(target=desk.inbox.place, args=(upload,)) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    photos = {path: content for path, content in desk.files().items() if path.endswith("jpg")}
    assert len(photos) == 8 and set(photos.values()) == {bytes([at]) for at in range(8)}
    assert {path.split("/")[0] for path in photos} == {DRAFT}


def test_another_sender_gets_another_draft(desk: Desk) -> None:
    assert desk.sent("a.jpg", batch="s").startswith(f"{DRAFT}/")
    other = replace(desk.arrived("a.jpg", batch="s"), owner="other")
    desk.inbox.uploads.keep(other)
    assert desk.inbox.place(other).place == f"{DRAFT}-2/a.jpg"


def test_a_post_that_is_open_gets_the_file(desk: Desk) -> None:
    desk.show("2026-11-20 Жол", "2026-11-20-zhol")
    (desk.content / "2026-11-20 Жол/A.JPG").write_bytes(b"old")
    assert desk.sent("a.jpg", post="2026-11-20-zhol") == "2026-11-20 Жол/a-2.jpg"
    assert desk.files()["2026-11-20 Жол/A.JPG"] == b"old"


def test_a_post_that_went_away_meanwhile_loses_no_file(desk: Desk) -> None:
    desk.show("2026-11-20 Жол", "zhol")
    upload = desk.arrived("a.jpg", post="zhol")
    desk.posts.clear()
    assert desk.inbox.place(upload).place == f"{DRAFT}/a.jpg"


@pytest.mark.parametrize("slug", ["unknown", "../x", "2026-11-20 Жол", "\0"])
def test_a_post_is_named_by_its_slug_alone(desk: Desk, slug: str) -> None:
    desk.show("2026-11-20 Жол", "zhol")
    with pytest.raises(Refused) as refused:
        desk.arrived("a.jpg", post=slug)
    assert refused.value.status == 404


@needs_links
def test_a_post_behind_a_link_gets_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (desk.content / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    desk.posts["zhol"] = "link"
    with pytest.raises(Refused):
        desk.arrived("a.jpg", post="zhol")
    desk.posts.clear()
    (desk.content / DRAFT).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert desk.sent("a.jpg") == f"{DRAFT}-2/a.jpg"
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("at", ["note", "reserve", "rename"])
def test_a_server_killed_while_it_moves_a_file_moves_it_once(
    desk: Desk, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = desk.arrived("a.jpg", batch="s")

    def die(*values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        match at:
            case "note":
                patch.setattr(moving, "free_name", die)
            case "reserve":
                patch.setattr(moving, "replace_file", die)
            case "rename":
                patch.setattr(Inbox, "_placed", die)
        with pytest.raises(KeyboardInterrupt):
            desk.inbox.place(upload)
    again = desk.inbox.begin(Upload(new_id(), "me", "b.jpg", 1))  # a new start looks for such
    assert desk.inbox.place(upload).place == f"{DRAFT}/a.jpg"
    assert desk.inbox.uploads.under_way() == (again,)
    photos = {path: content for path, content in desk.files().items() if path.endswith("jpg")}
    assert photos == {f"{DRAFT}/a.jpg": b"abc"}


def test_a_file_comes_from_another_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = desk.arrived("a.jpg", b"abc" * 999)

    def copied(source: Path, folder: Path) -> Path:
        return moving._copy(source, folder)

    monkeypatch.setattr(moving, "_on_its_disk", copied)
    assert desk.inbox.place(upload).place == f"{DRAFT}/a.jpg"
    assert set(desk.files()) == {f"{DRAFT}/a.jpg", f"{DRAFT}/post.toml"}
    assert desk.files()[f"{DRAFT}/a.jpg"] == b"abc" * 999


def test_words_come_beside_the_files_and_change(desk: Desk) -> None:
    desk.inbox.write_words("me", "s", "", "Жол жөнделді. Көпір де ашылды.")
    desk.sent("a.jpg", batch="s")
    assert desk.files()[f"{DRAFT}/kk.md"].decode() == "Жол жөнделді. Көпір де ашылды.\n"
    desk.inbox.write_words("me", "s", "", "Сегодня отремонтировали дорогу в центре села.")
    assert set(desk.files()) == {f"{DRAFT}/{name}" for name in ("a.jpg", "post.toml", "ru.md")}
    (desk.content / DRAFT / "ru.md").write_text("Поправлено", encoding="utf-8")
    desk.inbox.write_words("me", "s", "", "Сегодня отремонтировали дорогу и мост в селе.")
    assert desk.files()[f"{DRAFT}/ru.md"].decode() == "Поправлено"
    assert "мост" in desk.files()[f"{DRAFT}/ru-2.md"].decode()
    desk.inbox.write_words("me", "s", "", "  ")
    assert f"{DRAFT}/ru-2.md" not in desk.files()


def test_no_words_make_no_draft(desk: Desk) -> None:
    desk.inbox.write_words("me", "s", "", " \n")
    assert desk.files() == {} and list(desk.content.iterdir()) == []


def test_the_first_bytes_are_those_of_the_kind() -> None:
    photo = Upload("0" * 32, "me", "a.jpg", 9)
    assert module.begins_well(photo, b"\xff\xd8\xff\xe0")
    assert not module.begins_well(photo, b"MZ\x90\0")
    assert not module.begins_well(replace(photo, name="a.exe"), b"\xff\xd8\xff\xe0")
