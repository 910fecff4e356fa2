"""From the paths of files on a host to posts."""

import pytest

from generator.publish.difference import Steps
from generator.publish.ledger import HostEntry
from generator.release.posts import (
    PostChanges,
    changes,
    needed_by_page,
    pages_of,
    post_of,
    title_of,
)


@pytest.mark.parametrize(
    ("path", "post"),
    [
        ("news/2026-11-20-mektep.html", "2026-11-20-mektep"),
        ("ru/news/2026-11-20-mektep.html.gz", "2026-11-20-mektep"),
        ("news/2026-11-20-mektep.ics", "2026-11-20-mektep"),
        ("notice/2026-11-20-mektep.html", "2026-11-20-mektep"),
        ("deputies/aigul/ru/news/zhol.html", "deputies/aigul/zhol"),
        ("index.html", ""),
        ("media/0123456789ab-photo.jpg", ""),
        ("archive/news/2026.html", ""),
    ],
)
def test_a_page_belongs_to_its_post_in_every_language(path: str, post: str) -> None:
    assert post_of(path) == post


def test_a_release_adds_changes_and_removes_posts() -> None:
    entry = HostEntry(1, "")
    shown = dict.fromkeys(("index.html", "news/a.html", "ru/news/a.html", "news/b.html"), entry)
    wanted = dict.fromkeys(("index.html", "news/a.html", "ru/news/a.html", "news/c.html"), entry)
    steps = Steps(put=("ru/news/a.html", "news/c.html", "index.html"))
    assert changes(steps, shown, wanted) == PostChanges(("c",), ("a",), ("b",))
    assert pages_of("a", shown) == ("news/a.html", "ru/news/a.html")


def test_a_page_names_its_media_and_its_title() -> None:
    page = """<h1 class="x">Көпір <b>жөнделді</b>
    &amp; ашылды</h1><img srcset="../media/0123456789ab-photo-360.avif 360w">""".encode()
    files = ("media/0123456789ab-photo-360.avif", "media/0123456789ab-photo-720.avif", "index.html")
    assert needed_by_page(page, files) == files[:1]
    assert title_of(page) == "Көпір жөнделді & ашылды"
    assert title_of(b"<html>") == ""
