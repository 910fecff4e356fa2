"""Every page stands at one place, the same in each language."""

import pytest

from generator.plan.permalinks import asset_path, media_path, permalinks


@pytest.mark.parametrize(
    ("locale", "locales", "prefix"),
    [
        ("kk", ("kk", "ru"), ""),
        ("ru", ("kk", "ru"), "ru/"),
        ("ru", ("ru", "kk"), ""),
        ("kk", ("ru", "kk"), "kk/"),
        ("ru", ("ru",), ""),
    ],
)
def test_the_first_language_stands_at_the_root(
    locale: str, locales: tuple[str, ...], prefix: str
) -> None:
    links = permalinks(locale, locales)
    assert [
        *(links.home, links.archive, links.tags, links.clips, links.feed, links.missing),
        *(links.post("a"), links.calendar("a"), links.year(2025), links.tag("b")),
        links.page("about"),
    ] == [
        prefix + path
        for path in (
            *("index.html", "archive/index.html", "tags/index.html", "clips/index.html"),
            *("feed.xml", "404.html", "news/a.html", "news/a.ics", "archive/2025.html"),
            *("tags/b.html", "about.html"),
        )
    ]


def test_files_of_media_and_theme_have_their_content_in_the_name() -> None:
    assert media_path("0123456789abcdef", "480.mp4") == "media/0123456789ab-480.mp4"
    assert asset_path("style.min.css", "0123456789") == "assets/style.min-01234567.css"
