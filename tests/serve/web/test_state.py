"""What a page's script is told, for the aide and for the deputy."""

from datetime import date, datetime

import pytest

from generator.errors import ask, doubt, problem, repair, stop
from generator.messages import Words
from generator.model import Content, Post, PostFacts, Site, Text
from generator.plan.plan import Plan, literal
from generator.recipes import ClipRecipe, IconRecipe, NoInput, SourceInput, make_task
from generator.serve.display import Shown
from generator.serve.web.state import Viewer, is_about, state_of

PATH = "news/2026-11-20-zhol.html"
AIDE, DEPUTY = Viewer(PATH, Words("en")), Viewer(PATH, Words("en"), is_deputy=True)


def post_of(**facts: object) -> Post:
    text = (Text("kk", "Жол"),)
    return Post(
        "2026-11-20 Жол",
        "2026-11-20-zhol",
        date(2026, 11, 20),
        text,
        facts=PostFacts(**facts),  # type: ignore[arg-type]
    )


def shown_of(post: Post, **values: object) -> Shown:
    content = Content(Site(), (post,))
    now = datetime(2026, 11, 23, 12, 0)
    return Shown(1, Plan((literal(PATH, b""),)), content, now=now, **values)  # type: ignore[arg-type]


def test_problems_of_the_page_come_first_and_each_once() -> None:
    elsewhere, here = stop("site.toml", "wrong"), problem("2026-11-20 Жол/kk.md", "wrong")
    shown = shown_of(post_of(), problems=(elsewhere, here, here, doubt("", "odd")))
    told = state_of(shown, {}, AIDE)["problems"]
    assert [(state["where"], state["here"]) for state in told] == [
        ("2026-11-20 Жол/kk.md", True),
        ("site.toml", False),
    ]
    assert state_of(shown, {}, DEPUTY)["problems"] == []


def test_questions_are_listed_for_the_aide_and_count_as_advice() -> None:
    here = ask("2026-11-20 Жол/kk.md", "a telephone number: {number}", line=3, asks="a", number="1")
    shown = shown_of(post_of(), problems=(ask("other/kk.md", "x", asks="b"), here))
    state = state_of(shown, {}, AIDE)
    assert [(asked["where"], asked["here"]) for asked in state["asks"]] == [
        ("2026-11-20 Жол/kk.md:3", True),
        ("other/kk.md", False),
    ]
    assert (state["problems"], state["notes"]) == ([], 1)
    assert state_of(shown, {}, DEPUTY)["asks"] == []


def test_notes_are_doubts_and_repairs_of_the_pages_post() -> None:
    notes = (doubt("2026-11-20 Жол", "odd"), repair("other/kk.md", "mended"), problem("x", "wrong"))
    shown = shown_of(post_of(), problems=notes)
    assert state_of(shown, {}, AIDE)["notes"] == 1
    assert state_of(shown, {}, Viewer("index.html", Words("en")))["notes"] == 2
    assert state_of(shown, {}, DEPUTY)["notes"] == 0


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "2126-01-02, 09:30"), ("ru", "2\xa0января 2126\xa0г., 09:30")],
)
def test_the_ribbon_names_the_day_in_the_viewers_language(language: str, day: str) -> None:
    shown = shown_of(post_of(publish_at=datetime(2126, 1, 2, 9, 30)))
    assert day in state_of(shown, {}, Viewer(PATH, Words(language)))["ribbon"]
    assert state_of(shown_of(post_of()), {}, AIDE)["ribbon"] == ""


def test_progress_is_in_percent_for_clips_alone() -> None:
    clip = make_task(ClipRecipe((), 1.0), SourceInput("a.mp4", "d" * 64))
    icons, later = make_task(IconRecipe(), NoInput()), make_task(IconRecipe("#123456"), NoInput())
    awaited = {task.key: task for task in (clip, icons, later)}
    state = state_of(shown_of(post_of(), awaited=awaited), {clip.key: 0.426, icons.key: 0.5}, AIDE)
    assert state["awaited"] == {
        clip.key: "is being prepared: 43 %",
        icons.key: "is being prepared",
        later.key: "is waiting for its turn",
    }


def test_the_deputy_is_asked_and_the_aide_is_not() -> None:
    shown = shown_of(post_of())
    assert state_of(shown, {}, AIDE)["deputy"] is None
    assert state_of(shown, {}, DEPUTY)["deputy"]["asks"]


def test_a_problem_is_about_a_post_and_what_lies_in_it() -> None:
    post = post_of()
    assert is_about(problem("2026-11-20 Жол", ""), post)
    assert is_about(problem("2026-11-20 Жол/kk.md", ""), post)
    assert not is_about(problem("2026-11-20 Жолдар/kk.md", ""), post)
    assert not is_about(problem("2026-11-20 Жол", ""), None)
