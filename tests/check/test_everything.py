"""All checks on one site: every family speaks, each problem once, in the order of the files."""

from datetime import date
from pathlib import Path

from generator.check.everything import check_all
from generator.errors import Problem, doubt, problem
from generator.language.personal_kind import Personal
from generator.model import (
    Block,
    Body,
    Content,
    PersonalDetail,
    Photo,
    PhotoFacts,
    Post,
    Site,
    Source,
    Text,
)
from generator.plan.plan import Plan

LONG = "Көшеде жаңа жол төселді деп хабарлады " * 4
LINES = f"# Жол\n\n{LONG}.\n\n8 701 123 45 67\n\n[Баяндама](report.pdf)\n"


def content(*problems: Problem) -> Content:
    body = Body.of(
        Block(html=f"<p>{LONG}.</p><p>8 701 123 45 67</p><p>Баяндама</p>"),
    )
    text = Text("kk", "Жол", body, path="Жол/kk.md")
    photo = Photo(Source("Жол/1.jpg", "1", 1), PhotoFacts(640, 480, sharpness=0.01))
    account = PersonalDetail(Personal.ACCOUNT, "KZ86…00", "", "Жол/kk.md", 5, "")
    post = Post("Жол", "jol", date(2026, 11, 23), (text,), (photo,), personal=(account,))
    return Content(Site(url="https://example.kz"), (post,), problems=problems)


def check(*problems: Problem, lines: str = LINES) -> tuple[Problem, ...]:
    return check_all(content(*problems), Plan(()), Path("output"), lambda path: lines)


def test_every_family_of_rules_speaks() -> None:
    assert [(problem.where, problem.line, problem.what) for problem in check()] == [
        ("site.toml", 0, "a site with a .kz address has to stand on a server in Kazakhstan"),
        ("Жол", 0, "there is no Russian text"),
        ("Жол", 0, "nobody said what these photos show: {names}"),
        ("Жол/1.jpg", 0, "the photo is blurred"),
        ("Жол/kk.md", 3, "a very long sentence, {count} words: “{quote}”"),
        ("Жол/kk.md", 5, "a bank account: {number}"),
        (
            "Жол/kk.md",
            7,
            "this link is not shown, because readers do not have the file: {target}",
        ),
    ]


def test_problems_of_reading_are_sorted_in_by_file_and_line() -> None:
    broken = problem("Аула/2.mp4", "the clip is cut short")
    late = doubt("Жол/kk.md", "a word is misspelt", line=6)
    places = [(problem.where, problem.line) for problem in check(late, broken)]
    assert places == sorted(places)
    assert {("Аула/2.mp4", 0), ("Жол/kk.md", 6)} < set(places)


def test_a_problem_that_two_found_is_told_once() -> None:
    twice = doubt("Жол/1.jpg", "the photo is blurred", "use another shot if there is one")
    assert check(twice) == check()
    assert check(twice, twice).count(twice) == 1
