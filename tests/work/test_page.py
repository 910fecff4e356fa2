"""Templates and paths in, pages out."""

import posixpath
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.model import Theme
from generator.plan.views import SiteView
from generator.work.page import Renderer, qr_svg, relative_path


def site(url: str) -> SiteView:
    empty: dict[str, Any] = dict.fromkeys(SiteView.__struct_fields__, "")
    return SiteView(**(empty | {"locale": "kk", "locales": ("kk",), "url": url}))


def rendered(template: str, path: str = "index.html", url: str = "") -> str:
    theme = Theme("test", (), (("page.html", template),), (), ())
    return Renderer(theme, url).render("page.html", "kk", site(url), path).decode()


@pytest.mark.parametrize(
    ("path", "target", "link"),
    [
        ("index.html", "news/a.html", "news/a.html"),
        ("ru/news/a.html", "news/a.html", "../../news/a.html"),
        ("ru/news/a.html", "ru/index.html", "../index.html"),
        ("a/b.html", "media/Ән & 1.jpg", "../media/%D3%98%D0%BD%20%26%201.jpg"),
    ],
)
def test_a_path_becomes_a_link_from_where_the_page_stands(
    path: str, target: str, link: str
) -> None:
    assert rendered(f'{{{{ link("{target}") }}}}', path) == link


_PATHS = st.lists(st.sampled_from(["ru", "kk", "news", "a.html"]), min_size=1, max_size=4)


@given(_PATHS.map("/".join), _PATHS.map("/".join))
def test_a_link_is_the_relative_path(target: str, folder: str) -> None:
    assert relative_path(target, folder) == posixpath.relpath(target, folder)
    assert relative_path(".", folder) == posixpath.relpath(".", folder)


def test_an_address_names_the_file_that_links_name() -> None:
    found = rendered('{{ absolute("ru/index.html") }}', url="https://a.kz/")
    assert found == "https://a.kz/ru/index.html"


def test_a_code_is_an_element_without_size_or_style() -> None:
    code = qr_svg("https://example.kz/news/2026-11-20-mektep.html")
    assert isinstance(code, Markup)
    assert code.startswith("<svg")
    assert "style=" not in code
    assert not re.search(r"<svg[^>]* (width|height)=", code)
    assert code != qr_svg("https://example.kz/news/2026-11-20-mektep2.html")


def test_text_is_escaped() -> None:
    assert rendered('{{ "<b>" }}') == "&lt;b&gt;"
