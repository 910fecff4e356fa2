"""Names, paths, numbers and sizes that no aide's work has: one problem each, the rest is built."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from generator import limits
from generator.errors import Level
from generator.intake import discover as discovering
from generator.intake import post as reading
from generator.intake import probe as probing
from generator.intake.discover import discover
from generator.intake.probe import probe_file
from generator.work import leash
from generator.work.tools import ToolError, ffmpeg_path, run
from tests.support.building import BuildSite, snapshot
from tests.support.content import draw_photo, film, write_post
from tests.support.systems import needs_any_name, needs_links

POST = "2026-11-20 Мектеп"
PAGE = "news/2026-11-20-mektep.html"


def problems_of(build_site: BuildSite) -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in build_site().problems if one.level is Level.PROBLEM]


# Names and places


def _link(name: str, target: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).symlink_to(target)


def _file(name: str) -> Callable[[Path], object]:
    return lambda folder: draw_photo(folder / name)


def _deep(folder: Path) -> None:
    for _ in range(limits.FOLDERS_DEEP + 5):
        folder = folder / "a"
    draw_photo(folder / "b.jpg")


def _raw(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/\xcd\xee\xe2\xee\xf1\xf2\xfc.jpg", "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"text")


STRANGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to a file outside": (_link("a.jpg", "/etc/passwd"), "the file cannot be read"),
    "a link to a folder outside": (_link("a", "/etc"), "the file cannot be read"),
    "a link to itself": (_link("a.jpg", "a.jpg"), "the file cannot be read"),
    "a line break in a name": (_file("a\nb.jpg"), "the name has broken letters"),
    "an order to the screen in a name": (_file("a\x1b[31m.jpg"), "the name has broken letters"),
    "a name that is no UTF-8": (_raw, "the name has broken letters"),
    "folders without end": (_deep, "this stands too deep in folders, or their names are too long"),
    "a pipe": (lambda folder: os.mkfifo(folder / "a.mp4"), "the file cannot be read"),
}


@needs_any_name
@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_name_or_place_is_one_problem(
    strange: str, tmp_path: Path, build_site: BuildSite
) -> None:
    if sys.platform == "darwin" and "UTF-8" in strange:
        pytest.skip("macOS has no such names")
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    make, message = STRANGE[strange]
    make(folder)
    assert [what for _, what in problems_of(build_site)] == [message]
    site = snapshot(tmp_path / "output")
    assert PAGE in site
    assert not any(b"root:x:0" in content for content in site.values())


@needs_links
@pytest.mark.parametrize("name", ["post.toml", "kk.md", "ru.docx"])
def test_a_post_whose_words_are_behind_a_link_is_held_back(
    name: str, tmp_path: Path, build_site: BuildSite
) -> None:
    """A draft = true may stand there, or a consent that is missing."""
    folder = write_post(tmp_path / "content", POST, ru="# Школа")
    draw_photo(folder / "a.jpg")
    (folder / name).unlink(missing_ok=True)
    (tmp_path / name).write_text("draft = true", encoding="utf-8")
    (folder / name).symlink_to(tmp_path / name)
    build_site()
    assert PAGE not in snapshot(tmp_path / "output")
    (folder / name).unlink()
    build_site()
    assert f"ru/{PAGE}" in snapshot(tmp_path / "output")


@needs_links
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_settings_that_are_no_file_are_not_opened(
    kind: str, tmp_path: Path, build_site: BuildSite
) -> None:
    write_post(tmp_path / "content", POST, "# Мектеп")
    build_site()
    settings = tmp_path / "content/site.toml"
    if kind == "pipe":
        os.mkfifo(settings)
    else:
        settings.symlink_to("/etc/hostname")
    built = build_site()
    assert built.stopped
    assert {(problem.where, problem.what) for problem in built.problems} == {
        ("site.toml", "the file cannot be read"),
        ("site.toml", "nothing is published while the settings cannot be read"),
    }
    assert PAGE in snapshot(tmp_path / "output")


def test_a_theme_that_people_sent_is_not_run(tmp_path: Path, build_site: BuildSite) -> None:
    write_post(tmp_path / "content", POST, "# Мектеп")
    folder = tmp_path / "content"
    (folder / "theme/templates").mkdir(parents=True)
    (folder / "theme/theme.toml").write_text('extends = "default"', encoding="utf-8")
    (folder / "theme/templates/post.html").write_text("{{ 6 * 7 }}", encoding="utf-8")
    (folder / "site.toml").write_text('theme = "content/theme"', encoding="utf-8")
    assert ("site.toml", "the theme “{name}” stands inside content/") in problems_of(build_site)
    assert b"<h1>" in snapshot(tmp_path / "output")[PAGE]


def test_names_of_the_greatest_length_are_built(tmp_path: Path, build_site: BuildSite) -> None:
    name = "2026-11-20 " + "ұ" * 120  # 251 bytes
    folder = write_post(tmp_path / "content", name, "# Ұзын", "# Длинно")
    draw_photo(folder / f"{'ж' * 125}.jpg")
    assert build_site().problems == ()
    assert all(len(Path(path).name) < 100 for path in snapshot(tmp_path / "output"))


@needs_any_name
def test_names_that_differ_in_spelling_alone_are_told_apart(
    tmp_path: Path, build_site: BuildSite
) -> None:
    """й as one sign and as two, capitals and small letters: one file on a Mac, two on Linux."""
    content = tmp_path / "content"
    composed = unicodedata.normalize("NFC", "2026-11-20 Май")
    parted = unicodedata.normalize("NFD", composed)
    write_post(content, composed, "# Бірінші")
    write_post(content, parted, "# Екінші")
    write_post(content, composed.upper(), "# Үшінші")
    folder = write_post(content, POST, "# Мектеп")
    draw_photo(folder / "a.jpg", "red")
    draw_photo(folder / "A.JPG", "blue")
    problems = build_site().problems
    said = {problem.what for problem in problems if problem.level is Level.PROBLEM}
    doubts = {problem.where for problem in problems if problem.what.startswith("“{other}” differs")}
    if len(list(content.iterdir())) == 4:  # a disk that tells them apart
        assert doubts == {f"{POST}/a.jpg"}
        assert said == {"this post and “{other}” have one address: {slug}"}
    site = snapshot(tmp_path / "output")
    assert len([path for path in site if path.startswith("news/2026-11-20-mai")]) == 1
    folded = [path.casefold() for path in site]
    assert len(set(folded)) == len(folded)


def test_names_that_windows_keeps_for_itself_do_not_reach_output(
    tmp_path: Path, build_site: BuildSite
) -> None:
    for slug in ("con", "aux", "nul"):
        folder = write_post(tmp_path / "content", f"2026-11-20 {slug} x", f"# {slug}")
        (folder / "post.toml").write_text(f'slug = "{slug}"\ntags = ["{slug}", "index"]')
    assert build_site().problems == ()
    names = {Path(path).name.split(".")[0] for path in snapshot(tmp_path / "output")}
    assert not names & {"con", "aux", "nul"}
    assert "index-0" in names


# Numbers and sizes, with smaller figures than the real ones


def test_more_files_than_a_region_has_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovering, "FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.md").write_text("x", encoding="utf-8")
    listing, _ = discover(tmp_path, {})
    assert len(listing.sources) == 3
    assert [one.what for one in listing.problems] == [
        "there are more than {files} files; the others are left out"
    ]


def test_more_photos_than_a_page_holds_are_left_out(
    tmp_path: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "POST_MEDIA", 1)
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    draw_photo(folder / "1.jpg", "red")
    draw_photo(folder / "2.jpg", "blue")
    (found,) = problems_of(build_site)
    assert found == (POST, "there are more than {most} photos and clips; the others are left out")
    assert b"<img" in snapshot(tmp_path / "output")[PAGE]


@pytest.mark.parametrize(
    ("limit", "name", "message"),
    [
        ("TEXT_BYTES", "kk.md", "the text is too long"),
        ("WORD_BYTES", "kk.docx", "there is too much in this Word file to be opened safely"),
        ("SETTINGS_BYTES", "post.toml", "there is too much in these settings to be read safely"),
    ],
)
def test_a_file_too_large_is_not_even_read(
    tmp_path: Path,
    *,
    limit: str,
    name: str,
    message: str,
    build_site: BuildSite,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, limit, 10)
    folder = write_post(tmp_path / "content", POST)
    (folder / name).write_bytes(b"# 12345678901234567890")
    write_post(tmp_path / "content", "2026-11-18 Жол", "# Жол")
    monkeypatch.setattr(reading, "TEXT_BYTES", 10 if limit == "TEXT_BYTES" else 1000)
    found = problems_of(build_site)
    assert (f"{POST}/{name}", message) in found
    assert "news/2026-11-18-zhol.html" in snapshot(tmp_path / "output")


@pytest.mark.parametrize(
    ("limit", "most", "message"),
    [
        ("CLIP_BYTES", 1000, "the file is too large to be read safely"),
        ("CLIP_SECONDS", 0.5, "the clip is too long: {minutes} minutes"),
        ("CLIP_SIDE_PX", 100, "the clip has a shape that cannot be shown: {width} × {height}, "
         "{streams} streams"),
        ("CLIP_STREAMS", 1, "the clip has a shape that cannot be shown: {width} × {height}, "
         "{streams} streams"),
    ],
)  # fmt: skip
def test_a_clip_beyond_what_phones_film_is_a_problem(
    limit: str, most: float, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = film(tmp_path / "a.mp4")
    assert probe_file(clip, "a.mp4").clip is not None
    monkeypatch.setattr(probing, limit, most)
    problem = probe_file(clip, "a.mp4").problem
    assert problem is not None
    assert problem.what == message


def test_a_photo_of_the_largest_camera_is_no_bomb(tmp_path: Path) -> None:
    assert limits.PHOTO_POINTS >= 12_000 * 9_000
    path = tmp_path / "a.png"
    draw_photo(tmp_path / "a.jpg", size=(4000, 3000)).rename(path)
    assert probe_file(path, "a.png").photo is not None


def test_a_line_of_points_is_no_photo(tmp_path: Path) -> None:
    Image.new("1", (limits.PHOTO_SIDE_PX + 1, 1)).save(tmp_path / "a.png")
    problem = probe_file(tmp_path / "a.png", "a.png").problem
    assert problem is not None
    assert problem.what == "the photo has too many points to be opened safely"


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="NOT TESTED: no prlimit here")
def test_a_program_that_wants_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    args = ["-f", "lavfi", "-i", "color=s=8192x8192:d=1,format=gbrpf32le", "-f", "null", "-"]
    monkeypatch.setattr(leash, "TOOL_MEMORY_BYTES", 200_000_000)
    monkeypatch.setattr(leash, "_memory_bound", leash._memory_bound.__wrapped__)  # not from before
    with pytest.raises(ToolError) as caught:
        run([ffmpeg_path(), *args], 60)
    assert caught.value.was_ended
