"""The mark of a draft: one line in post.toml, whatever stands there, and no file is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from generator.intake.draft_mark import mark_as_draft, with_mark
from tests.support.building import snapshot

DETAILS = '# сөз\ntags = { kk = ["Жол"] }\n\n[media."a.jpg"]\nalt = "draft = false"\n'


@pytest.mark.parametrize(
    "settings",
    [
        "",
        DETAILS,
        "draft = false\n" + DETAILS,
        "draft=false # әлі ерте\r\npin = true\r\n",
        '"draft" = false\n',
        'slug = """\ndraft = false\n"""\ndraft = false\n',
        "\ufeff" + DETAILS,
        "pin = true",
    ],
)
def test_settings_get_the_mark_and_keep_all_else(settings: str) -> None:
    marked = with_mark(settings.encode())
    before = tomllib.loads(settings.removeprefix("\ufeff"))
    assert tomllib.loads(marked.decode("utf-8-sig")) == before | {"draft": True}
    comments = [line for line in settings.splitlines() if line.startswith("#")]
    assert all(comment in marked.decode() for comment in comments)
    assert (b"\r\n" in marked) == ("\r\n" in settings)
    assert with_mark(marked) == marked


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_settings_that_notepad_saved_as_unicode_stay_so(encoding: str) -> None:
    start = "" if encoding == "utf-16" else "\ufeff"
    marked = with_mark((start + "draft = false\npin = true\n").encode(encoding))
    assert tomllib.loads(marked.decode("utf-16")) == {"draft": True, "pin": True}


def test_a_word_file_that_was_to_hold_settings_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11-20 Мектеп"
    folder.mkdir()
    (folder / "post.toml.docx").write_bytes(b"PK\x03\x04 and so on")
    mark_as_draft(tmp_path, folder.name)
    assert (folder / "post.toml.docx").read_bytes() == b"PK\x03\x04 and so on"
    assert (folder / "post.toml").read_bytes().startswith(b"draft = true")


@pytest.mark.parametrize("settings", [b"tags = [", "tags = [\nатау".encode("cp1251"), b"\xff\xfe0"])
def test_settings_that_cannot_be_read_get_it_too(settings: bytes) -> None:
    marked = with_mark(settings)
    assert marked.endswith(settings)
    assert marked.startswith(b"draft = true")


def write(content: Path, *names: str) -> dict[str, bytes]:
    for name in names:
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes(name.encode())
    return snapshot(content)


def test_a_folder_gets_a_post_toml(tmp_path: Path) -> None:
    before = write(tmp_path, "2026-11-20 Мектеп/kk.md", "2026-11-20 Мектеп/a.jpg", "site.toml")
    assert mark_as_draft(tmp_path, "2026-11-20 Мектеп") == "2026-11-20 Мектеп/post.toml"
    after = snapshot(tmp_path)
    assert after.pop("2026-11-20 Мектеп/post.toml").startswith(b"draft = true")
    assert after == before


@pytest.mark.parametrize("name", ["post.toml", "Post.TOML", "post.toml.txt", "sub/post.toml"])
def test_settings_are_marked_where_they_are(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "2026-11-20 Мектеп"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("pin = true\n", encoding="utf-8")
    mark_as_draft(tmp_path, "2026-11-20 Мектеп")
    (marked,) = snapshot(folder).values()
    assert tomllib.loads(marked.decode()) == {"pin": True, "draft": True}


LONE = ("2026-11-22 Жол.mp4", "2026-11-22 Жол.kk.srt", "2026-11-22 Жол.ru.md")


@pytest.mark.parametrize("name", LONE)
def test_a_lone_file_gets_settings_beside_it(tmp_path: Path, name: str) -> None:
    before = write(tmp_path, *LONE, "2026-11-22 Жолдар.mp4")
    assert mark_as_draft(tmp_path, name) == "2026-11-22 Жол.post.toml"
    after = snapshot(tmp_path)
    assert after.pop("2026-11-22 Жол.post.toml").startswith(b"draft = true")
    assert after == before


def test_a_lone_file_has_one_file_of_settings(tmp_path: Path) -> None:
    write(tmp_path, *LONE)
    settings = tmp_path / "2026-11-22 Жол.post.toml.txt"
    settings.write_text("pin = true\n", encoding="utf-8")
    assert mark_as_draft(tmp_path, LONE[0]) == settings.name
    assert tomllib.loads(settings.read_text(encoding="utf-8")) == {"draft": True, "pin": True}
    assert len(snapshot(tmp_path)) == 4
