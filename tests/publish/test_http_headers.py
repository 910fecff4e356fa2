"""What the path of a file says: its type, how long it lasts, and when it is sent."""

import pytest

from generator.publish.http_headers import (
    Stage,
    http_headers,
    is_lasting,
    is_plain,
    plain_name,
    stage,
)


@pytest.mark.parametrize(
    ("path", "content_type", "seconds"),
    [
        ("index.html", "text/html; charset=utf-8", 60),
        ("ru/feed.xml", "application/xml; charset=utf-8", 60),
        ("assets/style-d9288208.css", "text/css; charset=utf-8", 31_536_000),
        ("media/035c810a72ad-720.MP4", "video/mp4", 31_536_000),
        ("media/cover.jpg", "image/jpeg", 60),
        ("CNAME", "application/octet-stream", 60),
    ],
)
def test_headers(path: str, content_type: str, seconds: int) -> None:
    headers = http_headers(path, 5)
    assert headers.content_type == content_type
    assert headers.cache.removesuffix(", immutable") == f"public, max-age={seconds}"
    assert headers.cache.endswith("immutable") == (seconds > 60)
    assert headers.size_bytes == 5


def test_a_compressed_copy_lasts_as_long_as_its_file() -> None:
    assert plain_name("a-0011aabb.css.br") == plain_name("a-0011aabb.css.gz") == "a-0011aabb.css"
    assert is_lasting("a-0011aabb.css.br")
    assert not is_lasting("a-0011aabb.html")
    assert not is_lasting("news/2026-11-20-media.html")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("media/035c810a72ad-720.mp4", Stage.MEDIA),
        ("news/a.html", Stage.PAGES),
        ("news/a.html.gz", Stage.PAGES),
        ("ru/index.html", Stage.LISTS),
        ("index.html.br", Stage.LISTS),
        ("feed.xml", Stage.LISTS),
        ("tags/zhol.html", Stage.LISTS),
        ("robots.txt", Stage.LISTS),
    ],
)
def test_lists_are_sent_after_the_pages_they_link_to(path: str, expected: Stage) -> None:
    assert stage(path) is expected


def test_text_that_a_person_adds_is_told_from_photos() -> None:
    assert all(map(is_plain, ("CNAME", ".nojekyll", ".well-known/assetlinks.json", "google1.html")))
    assert not any(map(is_plain, ("IMG_2044.JPG", "a.zip", "clip.mp4", ".backup.zip")))
