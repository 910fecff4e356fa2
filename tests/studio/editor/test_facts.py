"""post.toml changed key by key: comments, order and everything else stay as people wrote them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.errors import Unfit
from generator.studio.editor.conflict import Conflict
from generator.studio.editor.facts import FactsChange, change_facts, read_facts
from generator.studio.editor.post_files import PostFiles
from tests.support.content import write_post

WRITTEN = """# Есеп туралы ескерту
tags = { kk = ["Жол"] }  # тақырып
children = true

# фото
[media."a.jpg"]
alt = { kk = "Көпір" }  # сипаттама
"""


def post_in(root: Path, settings: str = WRITTEN, kk: str = "# Жол\n") -> PostFiles:
    folder = write_post(root / "content", "2026-11-20 Жол", kk)
    if settings:
        (folder / "post.toml").write_text(settings, encoding="utf-8", newline="")
    return PostFiles(root / "content", folder.name)


def change(post: PostFiles, **values: Any) -> str:
    """The settings after that change."""
    wanted = msgspec.convert(values, FactsChange)
    change_facts(post, wanted, read_facts(post).digest)
    return post.settings.read_bytes().decode()


def test_a_new_key_stands_before_the_tables_and_nothing_else_moves(tmp_path: Path) -> None:
    post = post_in(tmp_path)
    changed = change(post, draft=True, people=["Мәслихат депутаты"])
    kept = [line for line in changed.splitlines() if line in WRITTEN.splitlines()]
    assert [line for line in kept if line] == [line for line in WRITTEN.splitlines() if line]
    assert tomllib.loads(changed) == tomllib.loads(WRITTEN) | {
        "draft": True,
        "people": ["Мәслихат депутаты"],
    }


def test_the_same_value_again_changes_no_byte(tmp_path: Path) -> None:
    post = post_in(tmp_path)
    media = {"A.JPG": {"alt": {"kk": "Көпір", "ru": ""}}}
    assert change(post, children=True, tags={"kk": "Жол"}) != WRITTEN
    post.settings.write_text(WRITTEN, encoding="utf-8")
    assert change(post, children=True, media=media) == WRITTEN


def test_photos_and_clips_get_their_own_tables_and_lose_empty_ones(tmp_path: Path) -> None:
    post = post_in(tmp_path, "")
    change(post, media={"b.MOV": {"from": 1.5, "to": 9, "poster_at": 2}, "c.jpg": {"alt": None}})
    changed = change(post, media={"c.jpg": {"focus": [0.5, 0.25]}}, order=["b.MOV", "c.jpg"])
    assert tomllib.loads(changed) == {
        "order": ["b.MOV", "c.jpg"],
        "media": {
            "b.MOV": {"from": 1.5, "to": 9.0, "poster_at": 2.0},
            "c.jpg": {"focus": [0.5, 0.25]},
        },
    }
    nothing = {"from": None, "to": None, "poster_at": None}
    changed = change(post, media={"b.MOV": nothing, "c.jpg": {"focus": None}}, order=[])
    assert tomllib.loads(changed) == {}


def test_days_and_moments_become_days_and_moments_of_toml(tmp_path: Path) -> None:
    changed = change(
        post_in(tmp_path, ""), date="2026-11-20", publish_at="2026-11-29T18:00", kind="answer"
    )
    assert "date = 2026-11-20\n" in changed
    assert "publish_at = 2026-11-29T18:00:00\n" in changed
    assert 'kind = "answer"\n' in changed


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_notepads_mark_stay(tmp_path: Path, start: str) -> None:
    post = post_in(tmp_path, start + WRITTEN.replace("\n", "\r\n"))
    changed = change(post, ai=True, media={"b.jpg": {"credit": "Баспасөз"}})
    assert changed.startswith(start) and changed.count("\n") == changed.count("\r\n") > 9
    assert tomllib.loads(changed.removeprefix("\ufeff"))["media"]["b.jpg"]["credit"] == "Баспасөз"


def test_a_key_of_front_matter_is_overruled_rather_than_taken_out(tmp_path: Path) -> None:
    post = post_in(tmp_path, "", "---\ndraft: true\n---\n# Жол\n")
    assert read_facts(post).get("draft") is True
    assert tomllib.loads(change(post, draft=False)) == {"draft": False}
    assert read_facts(post).get("draft") is False


def test_what_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    post = post_in(tmp_path)
    digest = read_facts(post).digest
    post.settings.write_text("pin = true\n", encoding="utf-8")
    with pytest.raises(Conflict) as told:
        change_facts(post, FactsChange(draft=True), digest)
    assert told.value.theirs == read_facts(post)
    assert post.settings.read_text(encoding="utf-8") == "pin = true\n"


@pytest.mark.parametrize("settings", ["draft = ture\n", "\x00", "a = 1\na = 2\n", "x" * 300_000])
def test_settings_that_cannot_be_read_are_left_alone(tmp_path: Path, settings: str) -> None:
    post = post_in(tmp_path, settings)
    with pytest.raises(Unfit):
        change_facts(post, FactsChange(draft=True), "")
    assert post.settings.read_text(encoding="utf-8") == settings


@pytest.mark.parametrize(
    "values",
    [
        {"slug": "../../etc"},
        {"media": {"a.jpg": {"focus": [2, 0]}}},
        {"media": {"a.jpg": {"from": -1}}},
        {"kind": "spam"},
    ],
)
def test_what_no_page_of_the_editor_sends_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(values, FactsChange)


def test_a_lone_clip_gets_settings_of_its_own_name(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "2026-11-22 Жол.mp4").write_bytes(b"film")
    post = PostFiles(content, "2026-11-22 Жол.mp4")
    change(post, draft=True)
    assert tomllib.loads((content / "2026-11-22 Жол.post.toml").read_text(encoding="utf-8"))
    assert set(post.by_name()) == {"2026-11-22 Жол.mp4", "2026-11-22 Жол.post.toml"}
