"""Broken input: each one clear problem, and everything else built."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import Level
from generator.messages import Words
from tests.support.building import BuildSite
from tests.support.content import draw_photo, film, write_post
from tests.support.systems import needs_links

POST = "2026-11-20 Мектеп"


def bomb(path: Path) -> None:
    """A PNG of 40,000 × 40,000 points in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    image = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + image)


def truncate(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def half_clip(folder: Path) -> None:
    # Index in front, as phones send it through messengers: ffmpeg reads it without an error.
    film(folder / "whole.mp4", 4, index_first=True)
    (folder / "whole.mp4").rename(folder / "IMG_1.MOV")
    truncate(folder / "IMG_1.MOV", 0.5)


def clip_without_index(folder: Path) -> None:
    film(folder / "IMG_1.mp4", 2)
    truncate(folder / "IMG_1.mp4", 0.6)


def half_photo(folder: Path) -> None:
    truncate(draw_photo(folder / "a.jpg"), 0.5)


CASES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "clip cut in half": (half_clip, "IMG_1.MOV", "the clip is not whole"),
    "clip without index": (clip_without_index, "IMG_1.mp4", "the clip is not whole"),
    "text named .jpg": (
        lambda folder: (folder / "a.jpg").write_text("бұл мәтін " * 20, encoding="utf-8"),
        "a.jpg",
        "this is text, not a photo or a clip",
    ),
    "empty photo": (lambda folder: (folder / "a.jpg").touch(), "a.jpg", "the file is empty"),
    "empty text": (lambda folder: (folder / "ru.md").touch(), "ru.md", "the file is empty"),
    "decompression bomb": (
        lambda folder: bomb(folder / "a.png"),
        "a.png",
        "the photo has too many points to be opened safely",
    ),
    "half a photo": (half_photo, "a.jpg", "the photo is damaged or cut short"),
    "docx that is no zip": (
        lambda folder: (folder / "ru.docx").write_bytes(b"not a zip"),
        "ru.docx",
        "this is not a whole Word file",
    ),
    "front matter that does not parse": (
        lambda folder: (folder / "ru.md").write_text(
            "---\ntitle: [a\n---\nМәтін\n", encoding="utf-8"
        ),
        "ru.md",
        "the lines between --- are not written as they should be (line 2)",
    ),
    "unknown key": (
        lambda folder: (folder / "post.toml").write_text("draf = true\n"),
        "post.toml",
        "“draf” is not known here — did you mean “draft”?",
    ),
    "file that cannot be read": (
        lambda folder: (folder / "a.jpg").symlink_to("/nowhere/at/all"),
        "a.jpg",
        "the file cannot be read",
    ),
}

BEHIND_LINKS = {"file that cannot be read"}
# What cannot be known to be no draft is not published.
HELD_BACK = {"front matter that does not parse", "unknown key"}


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=needs_links if case in BEHIND_LINKS else ()) for case in CASES],
)
def test_each_break_is_one_clear_problem(case: str, tmp_path: Path, build_site: BuildSite) -> None:
    break_it, where, message = CASES[case]
    content = tmp_path / "content"
    write_post(content, "2026-11-18 Жол", "# Жол ашылды", "# Дорога открыта")
    folder = write_post(content, POST, "# Мектеп жөнделді\n\nШатыр жаңа.")
    break_it(folder)

    built = build_site()

    stand = [problem for problem in built.problems if problem.level is Level.PROBLEM]
    assert [problem.where for problem in stand] == [f"{POST}/{where}"]
    assert message in Words("en").problem(stand[0])
    for language in ("kk", "ru"):
        assert Words(language).problem(stand[0]) != Words("en").problem(stand[0])
    assert (tmp_path / "output/news/2026-11-18-zhol.html").is_file()
    page = tmp_path / "output/news/2026-11-20-mektep.html"
    assert page.is_file() is (case not in HELD_BACK)


def test_two_posts_with_one_slug_are_both_named(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    write_post(content, "2026-11-20 Мектеп", "# Бірінші")
    write_post(content, "20.11.2026 мектеп", "# Екінші")
    (problem,) = build_site().problems
    said = Words("en").problem(problem)
    assert "2026-11-20 Мектеп" in said
    assert "20.11.2026 мектеп" in said
    page = (tmp_path / "output/news/2026-11-20-mektep.html").read_text(encoding="utf-8")
    assert ("Бірінші" in page) != ("Екінші" in page)


def test_a_broken_photo_does_not_hide_its_neighbours(tmp_path: Path, build_site: BuildSite) -> None:
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        draw_photo(folder / name, {"1.jpg": "red", "2.jpg": "green", "3.jpg": "blue"}[name])
    truncate(folder / "2.jpg", 0.5)
    build_site()
    page = (tmp_path / "output/news/2026-11-20-mektep.html").read_text(encoding="utf-8")
    assert page.count("<img") == 2


def test_mended_content_has_no_problem_left(tmp_path: Path, build_site: BuildSite) -> None:
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    half_photo(folder)
    assert build_site().problems
    draw_photo(folder / "a.jpg", "red")
    assert build_site().problems == ()
