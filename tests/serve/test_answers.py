"""The deputy's word: given in the preview, it lies beside the post, and a build asks for it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from generator.build import build
from generator.errors import Problem
from generator.inputs import BuildRequest, Built
from generator.messages import Words
from generator.model import Verdict
from generator.pipeline import read_content
from generator.plan.approval import ApprovalState, shown_digest
from generator.region.region import build_all
from generator.serve.answers import keep_answer
from generator.serve.web.state import approval_words
from generator.store.answers import ANSWER_KEY
from tests.support.building import NOW, BuildSite
from tests.support.content import write_post
from tests.support.served import Answer, Preview, preview_of
from tests.support.waiting import wait_until
from tests.support.written_region import write_region

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
        now = preview.display.shown.now
        keep_answer(request_in(tmp_path), post, Verdict.CHANGE, "Күнін\nжазыңыз", now)
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


def request_in(root: Path) -> BuildRequest:
    return BuildRequest(root / "content", root / "output", root / "cache")


def say_yes(request: BuildRequest, path: str) -> None:
    """The deputy's yes to the post at that path."""
    posts = {post.path: post for post in read_content(request).content.posts}
    keep_answer(request, posts[path], Verdict.FINE, "", NOW)


def test_switching_it_on_takes_no_live_post_away(tmp_path: Path, build_site: BuildSite) -> None:
    content, news = tmp_path / "content", tmp_path / "output/news"
    for name in ("2026-11-20 Жол", "2026-11-21 Су"):
        write_post(content, name, f"# {name}\n\nАшылды.")
    assert build_site().problems == ()
    (content / "site.toml").write_text("approval = true\n", encoding="utf-8")
    write_post(content, "2026-11-19 Көпір", "# Көпір\n\nЖаңа.")  # an earlier day, but new
    told = held(build_site())
    assert told.where == "2026-11-19 Көпір"
    assert {page.stem for page in news.iterdir()} == {"2026-11-20-zhol", "2026-11-21-su"}
    assert held(build_site()).where == "2026-11-19 Көпір", "and so does the next build"
    # What changes from then on is asked for.
    write_post(content, "2026-11-21 Су", "# Су\n\nЖабылды.")
    assert {problem.where for problem in build_site().problems} == {
        "2026-11-19 Көпір",
        "2026-11-21 Су",
    }
    assert [page.stem for page in news.iterdir()] == ["2026-11-20-zhol"]


PATH = "2026-11-20 Жол"


@pytest.fixture
def approved(tmp_path: Path) -> Path:
    """A project whose one post has a yes, and its approval.toml."""
    write_post(tmp_path / "content", PATH, "# Жол\n\nАшылды.")
    (tmp_path / "content/site.toml").write_text("approval = true\n", encoding="utf-8")
    say_yes(request_in(tmp_path), PATH)
    return tmp_path / "content" / PATH / "approval.toml"


def test_a_yes_is_good_for_its_post_under_any_name(
    approved: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    approved.parent.rename(tmp_path / "content/2026-11-21 Жаңа жол")
    assert build_site().problems == ()


@pytest.mark.parametrize("edit", ["seal", "of", "at", "verdict"])
def test_a_yes_that_somebody_wrote_is_none(
    edit: str, approved: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    (post,) = read_content(request_in(tmp_path)).content.posts
    if edit == "verdict":
        keep_answer(request_in(tmp_path), post, Verdict.CHANGE, "", NOW)
    lines = approved.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(f"{edit} = ")]
    more = {"of": f'of = "{shown_digest(post)}0"', "verdict": 'verdict = "fine"', "seal": ""}
    approved.write_text("\n".join([*lines, more.get(edit, "")]), encoding="utf-8")
    assert held(build_site()).where == PATH


def test_a_yes_copied_from_another_project_is_none_and_says_so(
    approved: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "content", other / "content")
    told = held(build(request_in(other), NOW))
    assert told.what == "the deputy's yes to this post was not given on this computer"
    assert not (other / "output" / PAGE).exists()
    say_yes(request_in(other), PATH)
    assert build(request_in(other), NOW).problems == ()
    assert approved.read_bytes() != (other / "content" / PATH / "approval.toml").read_bytes()


def test_two_computers_of_an_office_share_the_key(approved: Path, tmp_path: Path) -> None:
    assert approved.exists()
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "content", other / "content")
    assert "not given on this computer" in held(build(request_in(other), NOW)).what
    shutil.copy(tmp_path / "cache" / ANSWER_KEY, other / "cache" / ANSWER_KEY)
    assert build(request_in(other), NOW).problems == (), "noticed without any edit"


def test_with_the_cache_the_answers_are_lost_and_that_is_said(
    approved: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    assert build_site().problems == ()
    shutil.rmtree(tmp_path / "cache")
    told = held(build_site())
    assert (told.where, "not given on this computer" in told.what) == (PATH, True)
    assert "show it to the deputy again in the studio" in told.hint
    say_yes(request_in(tmp_path), PATH)
    assert build_site().problems == ()
    assert approved.exists()


def test_the_yes_of_one_deputy_is_not_that_of_another(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write_region(content, "aigul", "bolat", posts=0)
    with (content / "site.toml").open("a", encoding="utf-8") as settings:
        settings.write("approval = true\n")
    for name in ("aigul", "bolat"):
        write_post(content / "deputies" / name, PATH, "# Жол\n\nБірге жөндедік.")
    region = request_in(tmp_path)
    aigul = dataclasses.replace(region, content=content / "deputies/aigul")
    say_yes(aigul, PATH)
    answer = content / "deputies/aigul" / PATH / "approval.toml"
    shutil.copy(answer, content / "deputies/bolat" / PATH / "approval.toml")
    told = held(build_all(region, NOW))
    assert told.where == f"deputies/bolat/{PATH}"
    assert (tmp_path / "output/deputies/aigul" / PAGE).exists()
    assert not (tmp_path / "output/deputies/bolat" / PAGE).exists()


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
        (ApprovalState.NOT_ASKED, "Shall it go out like this?"),
        (ApprovalState.FINE, "Your answer has arrived: you agree"),
        (ApprovalState.CHANGE, "Your answer has arrived: it needs a change"),
        (ApprovalState.OUTDATED, "The post changed after your answer"),
    ],
)
def test_the_deputy_is_spoken_to_and_not_of(standing: ApprovalState, said: str) -> None:
    assert approval_words(standing, Words("en"), to_deputy=True) == said
