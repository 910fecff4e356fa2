"""The page for people: by post, escaped, in three languages, readable on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.check.report import html_report
from generator.errors import Problem, doubt, problem, repair, stop
from generator.messages import LANGUAGES, Words
from tests.support.programs import CHROMIUM

FOUND = (
    doubt("2026-11-22 Жол/kk.md", "there is no title", "give another title", line=3),
    problem("2026-11-22 Жол/IMG_1.MOV", "the clip is not whole", "copy it from the phone again"),
    doubt("12.11.2026", "there is no Russian text", "write it into {name}", name="ru.md"),
    repair("2026-11-22 Жол/ru.md", "invisible characters were removed or joined"),
    doubt("2026-11-20 Жол.mp4", "the clip has sound, and captions are missing", "x"),
    doubt("", "a site with a .kz address has to stand on a server in Kazakhstan", "x"),
    stop("2026/10/Үй/post.toml", "children are shown, and nobody's consent is noted", "x"),
)


def page(problems: tuple[Problem, ...] = FOUND, language: str = "en") -> str:
    return html_report(problems, Words(language), language)


def headings(html: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", html)


def test_problems_stand_by_post_the_gravest_first() -> None:
    assert headings(page()) == [
        "2026/10/Үй",
        "2026-11-22 Жол",
        "The site as a whole",
        "12.11.2026",
        "2026-11-20 Жол.mp4",
    ]


def test_a_row_says_what_where_and_what_to_do() -> None:
    html = page()
    assert '<p class="where">2026-11-22 Жол/kk.md:3</p>' in html
    assert "→ give another title" in html
    assert "→ write it into ru.md" in html
    assert html.index("the clip is not whole") < html.index("there is no title")
    assert html.index("there is no title") < html.index("invisible characters")


def test_levels_are_counted() -> None:
    counts = re.findall(r'<li class="(\w+)"><b>[^<]+</b>: (\d+)</li>', page())
    assert counts == [("stop", "1"), ("problem", "1"), ("doubt", "4"), ("repair", "1")]


def test_nothing_found_is_said() -> None:
    html = page(())
    assert "Nothing was found." in html
    assert "<ul>" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_readers_language(language: str) -> None:
    html = page(language=language)
    assert f'<html lang="{language}">' in html
    assert ("What to look at" in html) == (language == "en")
    assert "{" not in html.partition("</style>")[2]


def test_names_are_escaped_and_broken_ones_are_written() -> None:
    bad = doubt('<script>alert("1")</script>/a&b.md', "write it into {name}", name="<b>\udcff")
    html = page((bad,))
    assert "<script" not in html
    assert "a&amp;b.md" in html
    assert "&lt;b&gt;?" in html
    assert html.encode()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
def test_the_page_fits_a_narrow_phone_and_loads_nothing(tmp_path: Path, browser: Browser) -> None:
    long = doubt("2026-11-22 " + "Ұзақсөз" * 20 + "/kk.md", "there is no title", "x" * 90)
    (tmp_path / "report.html").write_text(page((*FOUND, long)), encoding="utf-8")
    asked: list[str] = []
    tab = browser.new_page(viewport={"width": 320, "height": 640})
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((tmp_path / "report.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    assert tab.evaluate("document.scripts.length") == 0
    tab.close()
    assert len(asked) == 1
