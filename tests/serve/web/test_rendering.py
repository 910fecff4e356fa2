"""Pages are rendered once, and stay as they were while the theme cannot show them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec.structs import replace as replace_fields

from generator.model import Theme
from generator.plan.plan import File, Rendered, copied, literal
from generator.plan.views import PageView
from generator.serve.display import Shown
from generator.serve.web.rendering import Rendering
from tests.support.written_view import page

PATH = "news/zhol.html"


def shown_with(template: str) -> Shown:
    theme = Theme("test", (), (("page.html", template),), (), (), digest=template)
    return Shown(theme=theme)


def file_of(key: str, make_view: Callable[[], PageView]) -> File:
    return File(PATH, key, Rendered("page.html", "kk", make_view))


def view() -> PageView:
    return page("page", PATH, title="Жол")


def test_a_page_is_rendered_once_for_each_key() -> None:
    made: list[PageView] = []

    def make_view() -> PageView:
        made.append(view())
        return made[-1]

    rendering, shown = Rendering(), shown_with("<p>{{ page.title }}")
    for key in ("1", "1", "2", "2"):
        assert rendering.bytes_of(file_of(key, make_view), shown) == "<p>Жол".encode()
    assert len(made) == 2


@pytest.mark.parametrize("broken", ["{{ page.ttle.x }}", "{% if %}"])
def test_a_broken_theme_leaves_the_last_good_page_and_says_so(broken: str) -> None:
    rendering = Rendering()
    good = rendering.bytes_of(file_of("1", view), shown_with("Бір"))
    assert rendering.bytes_of(file_of("2", view), shown_with(broken)) == good == "Бір".encode()
    assert rendering.broken[PATH].where.startswith("templates/page.html")
    assert rendering.bytes_of(file_of("3", view), shown_with("Екі")) == "Екі".encode()
    assert rendering.broken == {}


def test_a_page_that_was_never_good_is_empty() -> None:
    rendering = Rendering()
    html = rendering.bytes_of(file_of("1", view), shown_with("{% if %}"))
    assert b"<body></body>" in html
    assert b"</head>" in html  # where the preview's script goes
    assert rendering.bytes_of(file_of("1", view), replace(Shown(), theme=None)) == html


def test_known_bytes_are_returned_and_files_of_the_cache_are_not() -> None:
    rendering = Rendering()
    assert rendering.bytes_of(literal("robots.txt", b"text"), Shown()) == b"text"
    with pytest.raises(TypeError):
        rendering.bytes_of(copied("a.jpg", "key", "a.jpg"), Shown())


def test_only_the_latest_pages_are_remembered() -> None:
    made: list[str] = []
    rendering, shown = Rendering(), shown_with("{{ page.title }}")

    def ask(path: str) -> None:
        def make_view() -> PageView:
            made.append(path)
            return view()

        rendering.bytes_of(replace_fields(file_of("1", make_view), path=path), shown)

    for number in range(65):
        ask(f"{number}.html")
    ask("64.html")
    assert len(made) == 65
    ask("0.html")
    assert len(made) == 66
