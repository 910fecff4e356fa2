"""The index of the search page: what it holds, how light it is, that nothing breaks out of it."""

import gzip
import json
import re
from collections.abc import Iterable

import pytest

from generator.language.stem import stem
from generator.plan.files.search import SearchEntry, found_words, search_index, search_line
from tests.support.search_corpus import written_posts

POST = SearchEntry(
    path="news/mektep.html",
    title="Мектеп жөнделді",
    day="2026-11-20",
    locale="kk",
    html="<p>Ауылда жаңа <b>көпір</b> салынды. Оны Мәслихат депутаты Қанатова көрді.</p>",
    summary="Шатыр жаңартылды.",
    tags=("Құрылыс",),
    duration_text="45\u00a0с",
)


def index(posts: Iterable[SearchEntry], locale: str) -> bytes:
    return search_index([search_line(one, locale) for one in posts], locale)


def content(script: bytes) -> dict[str, object]:
    """What the script hands over."""
    text = script.decode()
    found = re.fullmatch(
        r'document\.currentScript\.dispatchEvent\(new CustomEvent\("index",\{detail:(.*)\}\)\)\n',
        text,
    )
    assert found is not None
    made = json.loads(found[1])
    assert isinstance(made, dict)
    return made


def lines(script: bytes) -> list[list[str]]:
    posts = content(script)["posts"]
    assert isinstance(posts, str)
    return [line.split("\t") for line in posts.split("\n")]


def entry(title: str, day: str = "2026-11-20", html: str = "") -> SearchEntry:
    return SearchEntry(path="news/a.html", title=title, day=day, locale="kk", html=html)


def test_a_post_is_a_line() -> None:
    (line,) = lines(index([POST], "kk"))
    assert line[:3] == ["news/mektep.html", "2026-11-20", "Мектеп жөнделді"]
    assert line[4:] == ["", "", "45\u00a0с"]


def test_a_plain_post_ends_with_its_title() -> None:
    assert lines(index([entry("Жол")], "kk")) == [["news/a.html", "2026-11-20", "Жол"]]


def test_kind_and_other_language_are_told() -> None:
    post = SearchEntry("news/a.html", "Ответ", "2026-11-20", "ru", kind="answer")
    assert lines(index([post], "kk"))[0][4:] == ["answer", "ru"]
    assert lines(index([post], "ru"))[0][4:] == ["answer"]


def test_words_inside_a_post_are_found_tags_and_names_first() -> None:
    found = found_words(POST)
    assert found[:3] == ("құрылыс", "мәслихат", "қанатова")
    assert "көпір" in found
    assert stem("Шатыр", "kk") in found
    assert not {"мектеп", "b", "p"} & set(found)


def test_entities_are_letters_not_words() -> None:
    assert found_words(entry("Жол", html="<p>&laquo;Көпір&raquo;&nbsp;бар</p>")) == ("көпір",)


def test_a_post_changes_no_line_of_others() -> None:
    posts = written_posts("kk", 20)
    before = {tuple(line) for line in lines(index(posts, "kk"))}
    after = {tuple(line) for line in lines(index([*posts, POST], "kk"))}
    assert before < after
    assert len(after) == len(before) + 1


def test_months_are_words_of_the_locale() -> None:
    months = content(index([], "ru"))["months"]
    assert isinstance(months, list)
    assert months[10] == "11\u00a0ноября 2222\u00a0г."
    assert len(months) == 12


def test_no_post_is_an_index_too() -> None:
    assert content(index([], "kk"))["posts"] == ""


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "Жол\u2028alert(1)\u2029",
        'Жол"});alert(1)//',
        "Жол\\",
    ],
)
def test_a_title_stays_a_text(title: str) -> None:
    script = index([entry(title)], "kk")
    assert b"<" not in script
    assert "\u2028" not in script.decode()
    assert "\u2029" not in script.decode()
    assert lines(script)[0][2] == " ".join(title.split())


def test_tabs_and_lines_of_a_title_do_not_break_the_table() -> None:
    assert lines(index([entry("Жаңа\tжол\nашылды")], "kk"))[0][2] == "Жаңа жол ашылды"


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_200_posts_are_light(locale: str) -> None:
    # DESIGN.md allows 25 KB. Measured on 200 posts made of published news of akimats (23.6 KB in
    # Kazakh, 21.5 in Russian, rare words varied). The posts here are a fifth lighter.
    posts = written_posts(locale, 200)
    assert all(60 <= len(post.html.split()) <= 190 for post in posts)
    assert len(gzip.compress(index(posts, locale), 9)) <= 20_000
    words = [len(found_words(post)) for post in posts]
    assert sum(words) / len(words) >= 10


def test_long_titles_leave_less_room_for_words() -> None:
    body = written_posts("kk", 1)[0].html
    short, long = entry("Жол", html=body), entry("Ұзақ тақырып " * 14, html=body)
    assert len(found_words(short)) > len(found_words(long)) > 0
    assert found_words(entry("Тақырып " * 40, html=body)) == ()
