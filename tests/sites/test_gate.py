"""A post with something private in it is held back; what is nobody's stops the whole site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import Level
from generator.messages import Words
from generator.recipes import MadeFile, Task
from generator.store import execute
from generator.work.make import make
from tests.support.building import BuildSite, snapshot
from tests.support.clean_files import clean_file
from tests.support.content import draw_photo, film, write_post
from tests.support.planted import PLANTS

POST = "2026-11-20 Мектеп"
CAPTIONS = "1\n00:00:00,100 --> 00:00:00,900\nСәлем\n"
# Each kind of file that we make or a theme brings, once; all ways to hide a place: test_look.py.
MADE = (
    *("JPEG, Exif", "WebP, Exif", "AVIF, Exif", "MP4, location", "M4A, location"),
    "VTT, a drone's notes",
)
BROUGHT = ("WebM, location", "PNG, Exif", "JPEG, XMP")


@pytest.fixture
def site(tmp_path: Path, build_site: BuildSite) -> Path:
    """A site that stands, and one more post that waits to be built."""
    content = tmp_path / "content"
    write_post(content, "2026-11-18 Жол", "# Жол ашылды", "# Дорога открыта")
    assert build_site().problems == ()
    write_post(content, POST, "# Мектеп жөнделді", "# Школа готова")
    return tmp_path / "output"


def add_media(site: Path, ending: str) -> None:
    """What the waiting post needs for a file of that kind to be made."""
    folder = site.parent / "content" / POST
    if ending in (".mp4", ".m4a", ".vtt"):
        film(folder / "b.mp4", 0.5)
        (folder / "b.kk.srt").write_text(CAPTIONS, encoding="utf-8")
    else:
        draw_photo(folder / "a.jpg")


@pytest.mark.parametrize("plant", MADE)
def test_a_place_that_an_encoder_left_holds_its_post_back(
    plant: str, site: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending, put = PLANTS[plant]
    add_media(site, ending)
    before = snapshot(site)

    def leaking(
        task: Task,
        source: Path | None,
        into: Path,
        on_progress: Callable[[float], None] | None = None,
        portrait: Path | None = None,
    ) -> tuple[MadeFile, ...]:
        """The real maker, with one thing forgotten."""
        made = make(task, source, into, on_progress, portrait)
        for path in sorted(into.glob(f"*{ending}")):
            put(path)
        return tuple(_measured(file, into) for file in made)

    monkeypatch.setattr(execute, "make", leaking)
    built = build_site()
    assert not built.stopped
    (problem,) = built.problems
    assert problem.level is Level.PROBLEM
    assert problem.where.startswith(f"{POST}/")
    assert snapshot(site) == before
    for language in ("kk", "ru", "en"):
        assert "{" not in Words(language).problem(built.problems[0])

    # Mended, the next build makes it anew; it was not kept.
    monkeypatch.setattr(execute, "make", make)
    mended = build_site()
    assert (mended.stopped, mended.problems) == (False, ())
    assert mended.made > 0
    assert (site / "news/2026-11-20-mektep.html").is_file()


def _measured(file: MadeFile, into: Path) -> MadeFile:
    return MadeFile(
        file.name,
        (into / file.name).stat().st_size,
        file.width_px,
        file.height_px,
        file.seconds,
        file.mime,
        file.tone,
        file.words,
    )


@pytest.mark.parametrize("plant", BROUGHT)
def test_a_place_that_a_theme_brings_stops_the_build(
    plant: str, site: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    ending, put = PLANTS[plant]
    before = snapshot(site)
    assets = tmp_path / "theme/assets"
    assets.mkdir(parents=True)
    (tmp_path / "theme/theme.toml").write_text('extends = "default"', encoding="utf-8")
    (tmp_path / "content/site.toml").write_text(
        f'theme = "{(tmp_path / "theme").as_posix()}"', encoding="utf-8"
    )
    file = clean_file(assets, ending)
    put(file)
    assert build_site().stopped
    assert snapshot(site) == before
    file.unlink()
    clean_file(assets, ending)
    assert not build_site().stopped


@pytest.mark.parametrize(
    ("name", "written", "line"),
    [
        ("kk.md", "# Мектеп\n\nGPSLatitude: 52.2873, +52.2873+076.9674/\n", 3),
        ("kk.md", "# Мектеп\n\nСөз.\n\nlatitude:\n43.238949\n", 5),
        ("kk.txt", "Мектеп\n\nСөз.\n\n[Latitude: 52.287] [Longitude: 76.967]\n", 5),
        ("kk.md", "---\ncredit: lat=52.287 lon=76.967\n---\n# Мектеп\n", 2),
        ("post.toml", 'kind = "event"\nwhen = 2026-11-30\nwhere = "lat: 52.287, lon: 76.967"\n', 3),
        ("post.toml", 'tags = ["lat: 52.287"]\n', 1),
    ],
)
def test_a_place_in_a_text_holds_its_post_back(
    name: str, written: str, line: int, site: Path, build_site: BuildSite
) -> None:
    content = site.parent / "content"
    text = content / POST / name
    if name == "kk.txt":
        text.with_name("kk.md").unlink()
    text.write_text(written, encoding="utf-8")
    write_post(content, "2026-11-19 Су", "# Су келді")
    built = build_site()
    assert not built.stopped
    (problem,) = [problem for problem in built.problems if problem.level is Level.PROBLEM]
    assert (problem.where, problem.line) == (f"{POST}/{name}", line)
    written_now = snapshot(site)
    assert {"news/2026-11-18-zhol.html", "news/2026-11-19-su.html"} <= written_now.keys()
    assert "news/2026-11-20-mektep.html" not in written_now
    assert not any(b"52.287" in page for page in written_now.values())
    if name == "post.toml":
        text.unlink()
    else:
        text.write_text("# Мектеп\n\n[Картада](https://2gis.kz/?m=76.9674%2C52.2873)\n", "utf-8")
    assert build_site().problems == ()


def test_captions_whose_lines_make_a_place_hold_back_no_other_post(
    site: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    folder = tmp_path / "content" / POST
    film(folder / "b.mp4", 0.5)
    (folder / "b.kk.srt").write_text(
        "1\n00:00:00,000 --> 00:00:01,000\nlatitude:\n43.238949\nlongitude:\n76.889709\n", "utf-8"
    )
    built = build_site()
    assert not built.stopped
    (problem,) = [problem for problem in built.problems if problem.level is Level.PROBLEM]
    assert problem.where == f"{POST}/b.kk.srt"
    assert (site / "news/2026-11-18-zhol.html").is_file()
    assert not any(b"43.238949" in content for content in snapshot(site).values())


def test_the_folder_of_this_computer_holds_its_post_back(
    site: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    text = tmp_path / "content" / POST / "kk.md"
    text.write_text(f"# Мектеп\n\nСөз.\n\n{(tmp_path / 'content').resolve()}/b.jpg\n", "utf-8")
    built = build_site()
    assert not built.stopped
    (problem,) = built.problems
    assert (problem.where, problem.line) == (f"{POST}/kk.md", 5)
    assert not (site / "news/2026-11-20-mektep.html").exists()
    assert build_site().problems == built.problems  # said again, although nothing changed


def test_a_place_in_a_page_holds_back_that_page(
    site: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    page = tmp_path / "content/pages/about/kk.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Біз\n\nlat: 52.287", encoding="utf-8")
    built = build_site()
    assert not built.stopped
    assert [(one.where, one.line) for one in built.problems] == [("pages/about/kk.md", 3)]
    assert (site / "news/2026-11-20-mektep.html").is_file()
    assert not (site / "about.html").exists()


def test_a_place_in_the_settings_stops_the_site_and_names_the_line(
    site: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    settings = tmp_path / "content/site.toml"
    settings.write_text('name = "А"\ntagline = "lat: 52.287"', encoding="utf-8")
    built = build_site()
    assert built.stopped
    (problem,) = built.problems
    assert (problem.where, problem.line, problem.level) == ("site.toml", 2, Level.STOP)
    assert snapshot(site) == before


def test_a_drones_notes_are_no_captions(tmp_path: Path, build_site: BuildSite) -> None:
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    film(folder / "DJI_0001.mp4")
    (folder / "DJI_0001.srt").write_text(
        "1\n00:00:00,000 --> 00:00:00,033\n"
        '<font size="28">SrtCnt : 1\n[iso : 100] [latitude: 52.287300] [longitude: 76.967400]'
        "</font>\n",
        encoding="utf-8",
    )
    built = build_site()
    (problem,) = [one for one in built.problems if one.level is Level.PROBLEM]
    assert problem.where == f"{POST}/DJI_0001.srt"
    assert not any(b"52.2873" in content for content in snapshot(tmp_path / "output").values())
    assert (tmp_path / "output/news/2026-11-20-mektep.html").is_file()


def test_what_went_through_the_gate_is_not_looked_at_again(
    site: Path, tmp_path: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_media(site, ".jpg")
    build_site()
    seen: list[str] = []

    def note(gate: object, content: Path | bytes, path: str) -> None:
        seen.append(path)

    monkeypatch.setattr("generator.gate.gate.Gate.check_file", note)
    monkeypatch.setattr("generator.gate.gate.Gate.check_bytes", note)
    build_site()
    assert seen == []
    text = tmp_path / "content" / POST / "ru.md"
    text.write_text("# Школа открыта", encoding="utf-8")
    build_site()
    assert "ru/news/2026-11-20-mektep.html" in seen
    assert not any(path.startswith("media/") and "card" not in path for path in seen)
