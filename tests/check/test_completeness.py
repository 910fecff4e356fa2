"""What the check says about missing words, and when it keeps silent."""

from datetime import date

from generator.check.completeness import check_words
from generator.messages import LANGUAGES, Words
from generator.model import Content, Photo, PhotoFacts, Post, Site, Source, Text


def post(path: str, *texts: Text, day: int = 20) -> Post:
    return Post(path, path, date(2026, 11, day), texts)


def text(locale: str, title: str, path: str = "x") -> Text:
    return Text(locale, title, path=path and f"{path}/{locale}.md")


def told(*posts: Post, site: Site | None = None) -> list[str]:
    found = list(check_words(Content(site or Site(), posts)))
    for one in found:
        assert all("{" not in Words(language).problem(one) for language in LANGUAGES)
    return [Words("en").problem(one) for one in found]


BOTH = post("Жол", text("kk", "Жол"), text("ru", "Дорога"))


def test_a_post_in_both_languages_is_fine() -> None:
    assert told(BOTH) == []


def test_a_missing_language_is_named_with_the_file_to_write() -> None:
    assert told(post("Жол", text("kk", "Жол"))) == [
        "Жол — there is no Russian text — write it into ru.md"
    ]
    assert told(post("Жол", text("ru", "Дорога"))) == [
        "Жол — there is no Kazakh text — write it into kk.md"
    ]


def test_a_lone_file_gets_a_neighbour_of_its_name() -> None:
    alone = Text("kk", "Жол", path="2026-11-20 Жол.kk.md")
    assert told(post("2026-11-20 Жол.kk.md", alone)) == [
        "2026-11-20 Жол.kk.md — there is no Russian text — write it into 2026-11-20 Жол.ru.md"
    ]


def test_a_site_in_one_language_misses_none() -> None:
    assert told(post("Жол", text("kk", "Жол")), site=Site(locales=("kk",))) == []


def test_a_post_without_any_words_is_the_builds_to_name() -> None:
    photo = Photo(Source("Жол/1.jpg", "1", 1), PhotoFacts(800, 600))
    wordless = Post("Жол", "jol", date(2026, 11, 20), (text("kk", "Жол", path=""),), (photo,))
    assert told(wordless) == []


def test_an_empty_title_is_named() -> None:
    (line,) = told(post("Жол", text("kk", " "), text("ru", "Дорога")))
    assert line.startswith("x/kk.md — there is no title — ")


def test_two_posts_with_one_title_are_named_once() -> None:
    again = post("Жол 2", text("kk", "ЖОЛ"), text("ru", " дорога"), day=21)
    assert told(again, BOTH) == [
        "Жол 2 — another post has the same title: Жол — give another title"
    ]


def test_the_same_word_in_two_languages_is_no_twin() -> None:
    other = post("Парк", text("kk", "Дорога"), text("ru", "Жол"), day=21)
    assert told(BOTH, other) == []
