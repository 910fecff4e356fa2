"""Pages of the site get the preview's script, and nothing that they could break out of."""

import pytest

from generator.serve.web.pages import asset, with_script

PAGE = b"<html><head><link><script defer src=a.js></script></head><body></body></html>"


def test_the_script_stands_before_the_pages_own_scripts() -> None:
    html = with_script(PAGE, "news/a.html", "key", is_large=False)
    assert html.index(b"preview.js") < html.index(b"a.js") < html.index(b"</head>")
    assert html.endswith(b"</head><body></body></html>")
    assert b"large.css" not in html
    assert b"large.css" in with_script(PAGE, "news/a.html", "key", is_large=True)


def test_a_path_stays_an_attribute() -> None:
    html = with_script(PAGE, '"><script>alert(1)</script>', '"', is_large=False)
    assert b"<script>alert" not in html


def test_a_page_without_a_head_stays_as_it_is() -> None:
    assert with_script(b"<p>text", "a.html", "key", is_large=True) == b"<p>text"


@pytest.mark.parametrize("name", ["pages.py", "../pages.py", "", "none.css"])
def test_only_own_files_are_assets(name: str) -> None:
    assert asset(name) is None
    assert asset("preview.js")
