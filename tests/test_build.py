"""The promise above all: however a site came about, it equals the one built afresh."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.support.building import BuildSite, snapshot
from tests.support.content import draw_photo, film, write_post
from tests.support.house import ROOT
from tests.support.programs import hearing_ctrl_c
from tests.support.systems import needs_signals
from tests.support.waiting import LAST_RESORT_SECONDS, wait_for_end, wait_until


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_post(
        folder,
        "2026-11-20 Мектеп",
        "# Мектеп жөнделді\n\nШатыр жаңа.",
        "# Школа готова\n\nКрыша новая.",
    )
    film(folder / "2026-11-20 Мектеп" / "IMG_1.mp4")
    write_post(
        folder, "2026-11-18 Жол", "# Жол ашылды\n\nЖүріңіз.", "# Дорога открыта\n\nПроезжайте."
    )
    draw_photo(folder / "2026-11-18 Жол" / "a.jpg")
    write_post(folder, "2026-10-02 Бақ", "# Бақ отырғызылды", "")
    return folder


def test_a_second_build_makes_and_writes_nothing(content: Path, build_site: BuildSite) -> None:
    first = build_site()
    assert first.made > 0
    again = build_site()
    assert (again.made, again.written.written, again.written.removed) == (0, (), ())
    assert again.files == first.files


def test_an_edited_text_touches_its_pages_and_the_lists_that_show_it(
    content: Path, build_site: BuildSite
) -> None:
    build_site()
    text = content / "2026-11-18 Жол" / "ru.md"
    text.write_text("# Дорога открыта\n\nТеперь до самой школы.", encoding="utf-8")
    built = build_site()
    assert built.made == 0
    changed = set(built.written.written)
    assert {"ru/news/2026-11-18-zhol.html", "ru/index.html", "ru/feed.xml"} <= changed
    assert all(path.startswith("ru/") for path in changed)
    assert "ru/news/2026-11-20-mektep.html" not in changed


def test_renaming_a_folder_encodes_nothing_again(content: Path, build_site: BuildSite) -> None:
    build_site()
    (content / "2026-11-20 Мектеп").rename(content / "2026-11-21 Жаңа мектеп")
    built = build_site()
    assert built.made == 0
    assert "news/2026-11-20-mektep.html" in built.written.removed
    assert "news/2026-11-21-zhana-mektep.html" in built.written.written


def test_a_lost_output_folder_is_filled_from_the_cache(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    build_site()
    before = snapshot(tmp_path / "output")
    shutil.rmtree(tmp_path / "output")
    assert build_site().made == 0
    assert snapshot(tmp_path / "output") == before


def test_a_replaced_photo_with_an_older_date_is_noticed(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    photo = content / "2026-11-18 Жол" / "a.jpg"
    build_site()
    before = set(snapshot(tmp_path / "output"))
    older = photo.stat().st_mtime - 1e6
    draw_photo(photo, "purple")
    os.utime(photo, (older, older))
    assert build_site().made == 1
    assert set(snapshot(tmp_path / "output")) != before


def test_a_change_to_the_stylesheet_encodes_nothing_again(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "themes/default", theme)
    (content / "site.toml").write_text(f"theme = '{theme.as_posix()}'\n", encoding="utf-8")
    first = build_site()
    style = theme / "assets/style.css"
    style.write_text(style.read_text(encoding="utf-8") + "p{color:red}\n", encoding="utf-8")
    again = build_site()
    assert first.made > 0
    assert again.made == 0
    assert any(path.endswith(".css") for path in again.written.written)


def test_a_file_of_somebody_else_in_output_stays(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    build_site()
    own = tmp_path / "output/news/own.pdf"
    own.write_bytes(b"mine")
    shutil.rmtree(content / "2026-10-02 Бақ")
    build_site()
    assert own.read_bytes() == b"mine"


def test_a_damaged_file_in_output_is_made_good(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    build_site()
    page = tmp_path / "output/index.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:100])
    build_site()
    assert page.read_bytes() == whole


def test_a_damaged_result_in_the_cache_is_made_again(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    build_site()
    before = snapshot(tmp_path / "output")
    for path in (tmp_path / "cache/results").rglob("*.mp4"):
        path.write_bytes(path.read_bytes()[:50])
    shutil.rmtree(tmp_path / "output")
    assert build_site().made >= 1
    assert snapshot(tmp_path / "output") == before


def test_a_draft_stays_hidden_until_its_time(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    (content / "2026-11-18 Жол" / "post.toml").write_text("draft = true\n", encoding="utf-8")
    build_site()
    shown = snapshot(tmp_path / "output")
    assert not [
        path for path, page in shown.items() if b"2026-11-18-zhol" in page or "zhol" in path
    ]
    assert not [path for path in shown if path.startswith("media/") and "photo" in path]


def start_build(
    tmp_path: Path,
    output: str,
    cache: str,
    stderr: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    folders = {"content": "content", "output": output, "cache": cache}
    options = [
        part for name, path in folders.items() for part in (f"--{name}", str(tmp_path / path))
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", *options],
        cwd=ROOT,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )


@needs_signals
@pytest.mark.parametrize("kills", [6, pytest.param(40, marks=pytest.mark.slow)])
def test_a_build_killed_at_any_moment_is_finished_by_the_next(
    content: Path, tmp_path: Path, kills: int
) -> None:
    started = time.monotonic()
    assert wait_for_end(start_build(tmp_path, "calm", "calm-cache")) == [0]
    whole_seconds = time.monotonic() - started
    calm = snapshot(tmp_path / "calm")
    random = Random(7)
    for _ in range(kills):
        build = start_build(tmp_path, "output", "cache")
        time.sleep(random.uniform(0.05, whole_seconds))
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        present = snapshot(tmp_path / "output") if (tmp_path / "output").is_dir() else {}
        assert present.items() <= calm.items(), "a file in output/ was not whole"
        if random.random() < 0.5:
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    assert wait_for_end(start_build(tmp_path, "output", "cache")) == [0]
    assert snapshot(tmp_path / "output") == calm


def test_two_builds_at_once_on_one_cache_agree(content: Path, tmp_path: Path) -> None:
    builds = [
        start_build(tmp_path, name, "cache", stdout=subprocess.PIPE)
        for name in ("one", "two", "two")
    ]
    said = [build.communicate(timeout=LAST_RESORT_SECONDS)[0].decode() for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], said
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    drafts = tmp_path / "cache/drafts"
    assert not drafts.is_dir() or list(drafts.iterdir()) == []


def test_the_same_content_gives_the_same_bytes(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    build_site("one", "cache-one")
    build_site("two", "cache-two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@needs_signals
def test_ctrl_c_ends_quietly_and_loses_nothing(content: Path, tmp_path: Path) -> None:
    film(content / "2026-11-20 Мектеп" / "IMG_2.mp4", 4, size="640x360")
    with hearing_ctrl_c():
        build = start_build(tmp_path, "output", "cache", stderr=subprocess.PIPE)
    wait_until(
        lambda: list((tmp_path / "cache").glob("drafts/*/result/av1.mp4")),
        build,
        longest_pause_seconds=0.02,
    )
    build.send_signal(signal.SIGINT)
    _, said = build.communicate(timeout=LAST_RESORT_SECONDS)
    assert build.returncode == 1
    assert b"Traceback" not in said
    assert not list((tmp_path / "cache/drafts").iterdir())
    assert wait_for_end(start_build(tmp_path, "output", "cache")) == [0]
