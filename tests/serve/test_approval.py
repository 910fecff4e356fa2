"""The deputy's word: given in the preview, it lies beside the post, and a build asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BuildSite, write_post
from served import preview_of

from generator.build import Built
from generator.errors import Problem
from generator.model import Verdict
from generator.plan.approval import Standing
from generator.serve.approval import keep_answer

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
        preview.shows(PAGE, "Ашылды")  # the preview shows what waits
        post = preview.board.shown.post_at(PAGE)
        assert post
        keep_answer(content, post, Verdict.CHANGE, "Күнін\nжазыңыз", preview.board.shown.now)
        preview.wait_for(lambda: preview.state(PAGE)["deputy"])
        state = preview.state(PAGE)["deputy"]
        assert (state["standing"], state["note"]) == (Standing.CHANGE, "Күнін жазыңыз")
        told = held(build_site())
        assert told.what == "the deputy wants a change: “{note}”" and not page.exists()
        body = b'{"page": "%s", "verdict": "fine"}' % PAGE.encode()
        kind = {"Content-Type": "application/json"}
        assert preview.ask("POST", "/_preview/answer", kind, body).status == 200
        preview.wait_for(lambda: preview.state(PAGE)["deputy"]["standing"] == Standing.FINE)

    build_site()
    assert page.exists()
    text.write_text("# Жол\n\nЖабылды.", encoding="utf-8")
    told = held(build_site())
    assert told.what == "the post changed after the deputy said yes" and not page.exists()


def held(built: Built) -> Problem:
    """The one problem that a yes would mend."""
    (told,) = [one for one in built.problems if "deputy" in one.what]
    return told


def test_posts_before_that_day_need_no_yes(tmp_path: Path, build_site: BuildSite) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    (tmp_path / "content/site.toml").write_text("approval = 2026-11-21\n", encoding="utf-8")
    assert build_site().problems == ()
    assert (tmp_path / "output" / PAGE).exists()
