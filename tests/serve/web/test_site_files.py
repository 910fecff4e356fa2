"""How files are served: ranges, tags, types, and nothing that is not of the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.serve.web.content_types import content_type
from tests.support.content import draw_photo, film, write_post
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("site")
    post = write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.", "# Дорога\n")
    film(post / "a.mp4")
    draw_photo(post / "b.jpg")
    (post / "a.kk.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nСәлем\n", encoding="utf-8")
    (root / "secret.txt").write_text("secret", encoding="utf-8")
    try:
        (root / "content/link.txt").symlink_to(root / "secret.txt")
        (post / "up").symlink_to(root, target_is_directory=True)
    except OSError:
        pass  # Windows asks for a right that not everybody has
    with preview_of(root) as running:
        wait_until(lambda: "-480.mp4" in running.get("news/2026-11-20-zhol.html").text)
        running.wait_until_made()
        yield running


def path_of(preview: Preview, ending: str) -> str:
    return next(path for path in preview.display.shown.files if path.endswith(ending))


def test_a_part_of_a_clip_is_served(preview: Preview) -> None:
    path = path_of(preview, "480.mp4")
    whole = preview.get(path)
    assert whole.headers["accept-ranges"] == "bytes"
    part = preview.get(path, Range="bytes=0-99")
    assert part.status == 206
    assert part.body == whole.body[:100]
    assert part.headers["content-range"] == f"bytes 0-99/{len(whole.body)}"
    assert part.headers["content-type"] == "video/mp4"


def test_safari_plays_it(preview: Preview) -> None:
    # Safari asks for two bytes first, then for the rest, and plays nothing that answers 200.
    path = path_of(preview, "480.mp4")
    size = len(preview.get(path).body)
    first = preview.get(path, Range="bytes=0-1")
    assert (first.status, first.headers["content-range"]) == (206, f"bytes 0-1/{size}")
    rest = preview.get(path, Range=f"bytes=0-{size - 1}", If_Range=first.headers["etag"])
    assert (rest.status, len(rest.body)) == (206, size)
    tail = preview.get(path, Range=f"bytes={size - 50}-")
    assert (tail.status, len(tail.body)) == (206, 50)
    assert preview.get(path, Range=f"bytes={size}-").status == 416


def test_what_did_not_change_is_not_sent_again(preview: Preview) -> None:
    for path in ("index.html", path_of(preview, "480.mp4"), path_of(preview, ".css")):
        etag = preview.get(path).headers["etag"]
        again = preview.get(path, If_None_Match=etag)
        assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".js", "text/javascript; charset=utf-8"),
        (".vtt", "text/vtt; charset=utf-8"),
        (".jpg", "image/jpeg"),
        (".m4a", "audio/mp4"),
        (".webmanifest", "application/manifest+json"),
        ("feed.xml", "application/xml"),
    ],
)
def test_types_are_said(preview: Preview, ending: str, kind: str) -> None:
    answer = preview.get(path_of(preview, ending))
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_other_types_are_known_too() -> None:
    assert [content_type(f"a.{ending}") for ending in ("avif", "WEBM", "webp", "exe")] == [
        "image/avif", "video/webm", "image/webp", "application/octet-stream",
    ]  # fmt: skip


def test_folders_lead_to_their_pages(preview: Preview) -> None:
    assert preview.get("").status == 200
    assert preview.get("ru/").status == 200
    moved = preview.get("ru")
    assert (moved.status, moved.headers["location"]) == (307, "/ru/")


@pytest.mark.parametrize(
    "path",
    [
        "/..%2fsecret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/index.html%00.txt",
        "/%00",
        "/content/site.toml",
        "/link.txt",
        "/news/up/secret.txt",
        "/news/",
        "/media/",
        "/assets/",
        "/_preview/..%2fapp.py",
        "/_preview/app.py",
        "/%ff%fe",
        "/" + "a" * 5000,
    ],
)
def test_nothing_but_the_site_is_served(preview: Preview, path: str) -> None:
    answer = preview.ask("GET", path)
    assert answer.status == 404, answer
    assert b"secret" not in answer.body and b"root:" not in answer.body


def test_the_script_is_in_served_pages_alone(preview: Preview) -> None:
    for path in ("index.html", "news/2026-11-20-zhol.html", "search/index.html"):
        html = preview.text(path)
        assert html.count("/_preview/preview.js") == 1
        assert html.index("preview.js") < html.index("</head>")
    plan = preview.display.shown.plan
    assert not any("_preview" in file.path for file in plan.files)


def test_a_missing_page_waits_for_its_time(preview: Preview) -> None:
    answer = preview.get("news/none.html")
    assert answer.status == 404
    assert 'data-page="news/none.html"' in answer.text
