"""The deputy's word: given in the preview, it lies beside the post, and a build asks for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.inputs import Built
from generator.messages import Words
from generator.model import Verdict
from generator.plan.approval import ApprovalState
from generator.serve.answers import keep_answer
from generator.serve.web.state import approval_words
from tests.support.building import BuildSite
from tests.support.content import write_post
from tests.support.served import Answer, Preview, preview_of
from tests.support.waiting import wait_until

PAGE = "news/2026-11-20-zhol.html"


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_post_waits_for_the_yes_and_goes_out_with_it(
    tmp_path: Path, build_site: BuildSite, is_folder: bool
) -> None:
    content = tmp_path / "content"
    if is_folder:
        text = write_post(content, "2026-11-20 Жол", "# Жол\n\nАшылды.") / "kk.md"
    else:
        content.mkdir()
        text = content / "2026-11-20 Жол.md"
        text.write_text("# Жол\n\nАшылды.", encoding="utf-8")
    (content / "site.toml").write_text("approval = 2026-11-20\n", encoding="utf-8")
    page = tmp_path / "output" / PAGE

    built = build_site()
    assert not page.exists()
    told = held(built)
    assert told.what == "the deputy has not said yes to this post yet"
    assert told.where.startswith("2026-11-20 Жол")
    with preview_of(tmp_path) as preview:
        preview.wait_until_shown(PAGE, "Ашылды")  # the preview shows what waits
        post = preview.display.shown.post_at(PAGE)
        assert post
        keep_answer(content, post, Verdict.CHANGE, "Күнін\nжазыңыз", preview.display.shown.now)
        wait_until(lambda: preview.state(PAGE)["deputy"])
        state = preview.state(PAGE)["deputy"]
        assert (state["standing"], state["note"]) == (ApprovalState.CHANGE, "Күнін жазыңыз")
        told = held(build_site())
        assert told.what == "the deputy wants a change: “{note}”" and not page.exists()
        assert answer(preview, preview.state(PAGE)["key"]).status == 200
        wait_until(lambda: preview.state(PAGE)["deputy"]["standing"] == ApprovalState.FINE)

    build_site()
    assert page.exists()
    text.write_text("# Жол\n\nЖабылды.", encoding="utf-8")
    told = held(build_site())
    assert told.what == "the post changed after the deputy said yes" and not page.exists()


def answer(preview: Preview, key: str) -> Answer:
    """Says yes to what the page with that key shows."""
    body = json.dumps({"page": PAGE, "verdict": "fine", "key": key}).encode()
    return preview.ask("POST", "/_preview/answer", {"Content-Type": "application/json"}, body)


def held(built: Built) -> Problem:
    """The one problem that a yes would mend."""
    (told,) = [problem for problem in built.problems if "deputy" in problem.what]
    return told


def test_posts_before_that_day_need_no_yes(tmp_path: Path, build_site: BuildSite) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    (tmp_path / "content/site.toml").write_text("approval = 2026-11-21\n", encoding="utf-8")
    assert build_site().problems == ()
    assert (tmp_path / "output" / PAGE).exists()


@pytest.mark.parametrize("edited", ["kk", "ru"])
def test_a_yes_to_what_is_no_longer_on_the_screen_is_not_taken(tmp_path: Path, edited: str) -> None:
    folder = write_post(
        tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.", "# Дорога\n\nДа."
    )
    with preview_of(tmp_path) as preview:
        preview.wait_until_shown(PAGE, "Ашылды")
        before = preview.state(PAGE)["key"]
        (folder / f"{edited}.md").write_text("# Жол\n\nЖабылды.", encoding="utf-8")
        wait_until(lambda: preview.state(PAGE)["key"] != before)
        refused = answer(preview, before)
        assert refused.status == 409
        assert json.loads(refused.text)["said"] == (
            "The post has just changed. Read it once more, then answer."
        )
        assert not (folder / "approval.toml").exists()
        assert answer(preview, preview.state(PAGE)["key"]).status == 200


def test_an_answer_that_cannot_be_written_is_told_to_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    with preview_of(tmp_path) as preview:
        preview.wait_until_shown(PAGE, "Ашылды")
        monkeypatch.setattr("generator.serve.answers.write_approval", full)
        lost = answer(preview, preview.state(PAGE)["key"])
        assert (lost.status, "could not be kept" in lost.text) == (503, True)
        (told,) = preview.state(PAGE)["problems"]
        assert told["what"] == "the deputy's answer cannot be written: No space left on device"
        monkeypatch.undo()
        assert answer(preview, preview.state(PAGE)["key"]).status == 200
        assert preview.state(PAGE)["problems"] == []
        assert (folder / "approval.toml").exists()


def test_approval_may_be_asked_of_every_post(tmp_path: Path, build_site: BuildSite) -> None:
    write_post(tmp_path / "content", "1999-01-02 Жол", "# Жол\n\nАшылды.")
    (tmp_path / "content/site.toml").write_text("approval = true\n", encoding="utf-8")
    assert held(build_site()).what == "the deputy has not said yes to this post yet"
    assert not (tmp_path / "output/news/1999-01-02-zhol.html").exists()
    (tmp_path / "content/site.toml").write_text("approval = false\n", encoding="utf-8")
    assert build_site().problems == ()


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (ApprovalState.NOT_ASKED, "Read it and answer"),
        (ApprovalState.FINE, "Your answer: it is fine"),
        (ApprovalState.CHANGE, "Your answer: it needs a change"),
        (ApprovalState.OUTDATED, "The post changed after your answer"),
    ],
)
def test_the_deputy_is_spoken_to_and_not_of(standing: ApprovalState, said: str) -> None:
    assert approval_words(standing, Words("en"), to_deputy=True) == said
