"""A region's site and those of its deputies: together, alone, broken, gone."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from click.testing import CliRunner

from generator.build import build
from generator.cli.main import main
from generator.errors import Level
from generator.inputs import BuildRequest, Built
from generator.region.builds import clear_all
from generator.region.region import build_all, each_site, written_files
from tests.support.building import NOW, snapshot
from tests.support.content import draw_photo, write_post
from tests.support.house import ROOT
from tests.support.waiting import wait_until
from tests.support.written_region import write_deputy, write_region, write_settings

BuildRegion = Callable[..., Built]


@pytest.fixture
def build_region(tmp_path: Path) -> BuildRegion:
    """Builds tmp_path/content into tmp_path/output, at one fixed moment."""

    def run(jobs: int = 1, output: str = "output", cache: str = "cache") -> Built:
        request = BuildRequest(tmp_path / "content", tmp_path / output, tmp_path / cache, jobs=jobs)
        return build_all(request, NOW)

    return run


def build_alone(tmp_path: Path, name: str, output: str) -> Built:
    folder = tmp_path / "content/deputies" / name
    return build(BuildRequest(folder, tmp_path / output, tmp_path / "other cache"), NOW)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_a_regions_home_shows_what_is_new_with_all_of_its_deputies(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат")
    built = build_region()
    assert not built.problems
    home = text(tmp_path / "output/index.html")
    titles = re.findall(r'<a href="deputies/[^"]*news/[^"]*">([^<]*)</a>', home)
    assert titles == [
        *("Жол жөнделді 1-2", "Жол жөнделді 0-2", "Жол жөнделді 1-1"),
        *("Жол жөнделді 0-1", "Жол жөнделді 1-0", "Жол жөнделді 0-0"),
    ]
    assert home.count("Мәслихат депутаты 1</span>") == 3
    assert 'srcset="deputies/aigul/media/' in home
    russian = text(tmp_path / "output/ru/index.html")
    assert "../deputies/aigul/ru/news/" in russian
    assert "Депутат маслихата 0" in russian


def test_a_region_lists_its_deputies_with_photo_and_district(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат")
    build_region()
    listed = text(tmp_path / "output/ru/deputies/index.html")
    assert 'href="../../deputies/bolat/ru/index.html">Депутат маслихата 1' in listed
    assert "Округ № 0" in listed
    assert listed.count("<img ") == 2
    assert "Ақжар" in listed


@pytest.mark.parametrize("url", ["", "https://ulgi.kz/"])
def test_no_link_of_a_region_leads_nowhere(
    tmp_path: Path, build_region: BuildRegion, url: str
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", url=url)
    write_post(tmp_path / "content", "2026-10-01 Сессия", "# Сессия\n\nСессия өтті.")
    build_region()
    files = snapshot(tmp_path / "output")
    pages = {path: content.decode() for path, content in files.items() if path.endswith(".html")}
    assert len(pages) > 40
    for path, html in pages.items():
        for given in re.findall(r'(?:href|src)="([^"]+)"', html):
            target = unquote(urldefrag(urljoin(f"https://ulgi.kz/{path}", given)).url)
            if target.startswith("https://ulgi.kz/"):
                assert target.removeprefix("https://ulgi.kz/") in files, (path, given)


def test_a_deputys_folder_builds_alone_to_the_same_pages(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", url="https://ulgi.kz/")
    build_region()
    built = build_alone(tmp_path, "Айгүл", "alone")
    assert not built.problems
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path / "output/deputies/aigul")
    home = text(tmp_path / "alone/ru/index.html")
    assert '<link rel="canonical" href="https://ulgi.kz/deputies/aigul/ru/index.html">' in home
    assert '<a href="../../../ru/index.html">Маслихат Улгинской области</a>' in home


def test_a_deputys_folder_that_was_copied_away_is_a_site_of_its_own(tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл")
    shutil.move(tmp_path / "content/deputies/Айгүл", tmp_path / "мен")
    built = build(BuildRequest(tmp_path / "мен", tmp_path / "out", tmp_path / "cache"), NOW)
    assert not built.problems
    assert "Үлгі облысы" not in text(tmp_path / "out/index.html")
    assert "Мәслихат депутаты 0" in text(tmp_path / "out/index.html")


def test_a_deputy_with_an_address_of_their_own_is_no_part_of_the_regions_sitemaps(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", url="https://ulgi.kz/")
    folder = tmp_path / "content/deputies/Болат"
    write_settings(folder, 1, ("Ақжар",), 'url = "https://bolat.kz/"\n')
    build_region()
    sitemaps = text(tmp_path / "output/sitemaps.xml")
    assert "https://ulgi.kz/deputies/aigul/sitemap.xml" in sitemaps
    assert "bolat" not in sitemaps
    assert "sitemaps.xml" in text(tmp_path / "output/robots.txt")
    home = text(tmp_path / "output/deputies/bolat/index.html")
    assert 'rel="canonical" href="https://bolat.kz/index.html"' in home
    assert '<a href="https://ulgi.kz/index.html">' in home


def test_quiet_days_and_theme_of_the_region_hold_for_its_deputies(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл")
    shown = 'theme = "default"\nquiet = [2026-11-23]\naccent = "#8a1538"\n'
    with (content / "site.toml").open("a", encoding="utf-8") as stream:
        stream.write(shown)
    campaign = write_post(content / "deputies/Айгүл", "2026-11-01 Үгіт", "# Үгіт\n\nСайлау.")
    facts = 'kind = "campaign"\n[campaign]\nproducer = "А"\nclient = "Б"\npayer = "В"\n'
    (campaign / "post.toml").write_text(facts, encoding="utf-8")
    build_region()
    site = tmp_path / "output/deputies/aigul"
    assert not list(site.rglob("*git*.html"))
    assert "#8a1538" in text(next(site.glob("assets/style-*.css")))


def test_one_deputys_broken_files_hold_up_nobody(tmp_path: Path, build_region: BuildRegion) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл", "Болат", "Сәуле")
    build_region()
    write_deputy(content, "Дана", 3)
    (content / "deputies/Болат/deputy.toml").write_text("name = [", encoding="utf-8")
    (content / "deputies/Сәуле/2026-10-02 Сурет.jpg").write_bytes(b"no photo")
    (tmp_path / "output/deputies/dana").write_text("somebody's own", encoding="utf-8")
    built = build_region()
    where = {problem.where for problem in built.problems}
    assert "deputies/Болат/deputy.toml" in where
    assert "deputies/Сәуле/2026-10-02 Сурет.jpg" in where
    assert "deputies/Дана" in where
    assert not built.stopped
    assert not any(problem.level is Level.STOP for problem in built.problems)
    for slug in ("aigul", "bolat", "saule"):
        assert len(list((tmp_path / "output/deputies" / slug).glob("news/*.html"))) == 3
    assert "deputies/aigul/" in text(tmp_path / "output/index.html")


def test_a_broken_site_toml_of_a_region_leaves_every_site_as_it_was(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл", "Болат")
    build_region()
    before = snapshot(tmp_path / "output")
    (content / "site.toml").write_text("name = “Үлгі”", encoding="utf-8")
    write_post(content / "deputies/Айгүл", "2026-11-01 Жаңа", "# Жаңа")
    built = build_region()
    assert built.stopped
    assert [(wrong.where, wrong.line) for wrong in built.problems] == [("site.toml", 1)]
    assert snapshot(tmp_path / "output") == before
    alone = build_alone(tmp_path, "Айгүл", "alone")
    assert alone.stopped
    assert "the site.toml of the region cannot be read" in {wrong.what for wrong in alone.problems}


def test_a_bug_that_one_deputys_content_finds_is_told_and_kept_from_the_others(
    tmp_path: Path, build_region: BuildRegion, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат")

    def fail_for_one(request: BuildRequest, now: object) -> Built:
        if request.content.name == "Айгүл":
            raise ZeroDivisionError("that is a bug")
        return build(request, NOW)

    monkeypatch.setattr("generator.region.builds.build", fail_for_one)
    built = build_region()
    (problem,) = built.problems
    assert (problem.where, problem.what) == ("deputies/Айгүл", "the site could not be built")
    assert "that is a bug" in text(tmp_path / "cache/deputies/aigul/build.log")
    assert (tmp_path / "output/deputies/bolat/index.html").is_file()


def test_a_disk_that_refuses_one_deputys_site_is_told_and_keeps_from_nobody_else(
    tmp_path: Path, build_region: BuildRegion, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", posts=1)

    def fail_for_one(request: BuildRequest, now: object) -> Built:
        if request.content.name == "Айгүл":
            raise OSError(28, "No space left on device", "somewhere")
        return build(request, NOW)

    monkeypatch.setattr("generator.region.builds.build", fail_for_one)
    built = build_region()
    (problem,) = built.problems
    assert (problem.where, problem.level) == ("deputies/Айгүл", Level.PROBLEM)
    assert problem.what == "the disk is full"
    assert (tmp_path / "output/deputies/bolat/index.html").is_file()


def test_folders_that_cannot_be_a_deputys_are_told(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл", "айгул", "—")
    (content / "deputies/Бос").mkdir()
    built = build_region()
    told = {problem.where: problem.what for problem in built.problems}
    assert set(told) == {"deputies/айгул", "deputies/—", "deputies/Бос"}


def test_a_deputy_without_deputy_toml_keeps_the_site_and_one_without_folder_loses_it(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл", "Болат")
    build_region()
    (content / "deputies/Айгүл/deputy.toml").unlink()
    shutil.rmtree(content / "deputies/Болат")
    built = build_region()
    assert (tmp_path / "output/deputies/aigul/index.html").is_file()
    assert not (tmp_path / "output/deputies/bolat").exists()
    assert "deputies/bolat/index.html" in built.written.removed
    home = text(tmp_path / "output/index.html")
    assert "deputies/aigul/news" in home
    assert "deputies/bolat/news" not in home


def test_a_region_that_loses_all_deputies_is_a_plain_site(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл")
    build_region()
    shutil.rmtree(content / "deputies")
    build_region()
    assert not (tmp_path / "output/deputies").exists()
    assert (tmp_path / "output/archive/index.html").is_file()


def test_an_edit_writes_only_that_deputys_pages_and_the_regions(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл", "Болат")
    build_region()
    assert build_region().written.written == ()
    post = content / "deputies/Болат/2026-10-12 Жол 1-2/ru.md"
    post.write_text("# Дорога открыта\n\nМожно ехать.", encoding="utf-8")
    written = build_region().written.written
    assert "deputies/bolat/ru/news/2026-10-12-zhol-1-2.html" in written
    assert "ru/index.html" in written
    assert not any(path.startswith("deputies/aigul/") for path in written)


def test_after_edits_a_region_equals_a_clean_build(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    content = tmp_path / "content"
    write_region(content, "Айгүл", "Болат", "Сәуле")
    build_region()
    write_deputy(content, "Дана", 3)
    shutil.rmtree(content / "deputies/Сәуле")
    draw_photo(content / "deputies/Айгүл/portrait.jpg", "red", (300, 300))
    write_settings(content / "deputies/Болат", 7, ("Қызылту", "Ақсай"))
    build_region()
    shutil.rmtree(content / "deputies/Айгүл/2026-10-11 Жол 0-2")
    build_region()
    build_region(output="clean", cache="clean cache")
    assert snapshot(tmp_path / "output") == snapshot(tmp_path / "clean")


def test_a_lost_cache_is_made_anew(tmp_path: Path, build_region: BuildRegion) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат")
    build_region()
    before = snapshot(tmp_path / "output")
    shutil.rmtree(tmp_path / "cache/deputies/aigul")
    (tmp_path / "cache/deputies/bolat/member").write_bytes(b"rotten")
    build_region()
    assert snapshot(tmp_path / "output") == before


def test_processes_side_by_side_make_the_same_also_when_one_is_killed(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", "Сәуле", "Дана", "Ерлан", posts=2)
    build_region(output="one", cache="one cache")
    killed: list[int] = []

    def kill() -> None:
        wait_until((tmp_path / "cache/deputies").is_dir, longest_pause_seconds=0.01)
        victim = active_children()[0]
        victim.kill()
        killed.append(victim.pid or 0)

    killer = threading.Thread(target=kill)
    killer.start()
    built = build_region(jobs=2)
    killer.join()
    assert killed
    assert not built.problems
    assert snapshot(tmp_path / "output") == snapshot(tmp_path / "one")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
def test_no_worker_outlives_a_build_that_is_killed(tmp_path: Path) -> None:
    write_region(tmp_path / "content", *(f"d{number}" for number in range(6)))
    command = [sys.executable, "-m", "generator", "build", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    building = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_until(lambda: (tmp_path / "output/deputies").is_dir() and processes_in(tmp_path), building)
    building.kill()
    building.wait()
    wait_until(lambda: not processes_in(tmp_path))
    again = subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True)
    assert again.returncode == 0, again.stderr


def processes_in(folder: Path) -> list[str]:
    """The processes that work in that folder."""
    found = []
    for one in Path("/proc").iterdir():
        with suppress(OSError):
            if one.name.isdigit() and (one / "cwd").readlink() == folder:
                found.append(one.name)
    return found


def test_many_deputies_are_looked_at_by_two_processes(
    tmp_path: Path, build_region: BuildRegion, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", "Сәуле", posts=1)
    build_region()
    monkeypatch.setattr("generator.region.region._MANY", 2)
    built = build_region(jobs=2)
    assert built.written.written == ()
    assert built.files == len(snapshot(tmp_path / "output"))
    write_post(tmp_path / "content/deputies/Сәуле", "2026-10-30 Жаңа", "# Жаңа\n\nБар.")
    assert "deputies/saule/news/2026-10-30-zhana.html" in build_region(jobs=2).written.written


def test_the_files_of_all_deputies_are_known_as_ours_and_cleared(
    tmp_path: Path, build_region: BuildRegion
) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат")
    build_region()
    output, cache = tmp_path / "output", tmp_path / "cache"
    (output / "deputies/aigul/mine.txt").write_text("mine", encoding="utf-8")
    assert written_files(output, cache) == set(snapshot(output)) - {"deputies/aigul/mine.txt"}
    clear_all(output, cache)
    assert set(snapshot(output)) == {"deputies/aigul/mine.txt"}


def test_check_looks_at_every_deputy(tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат")
    photo = draw_photo(tmp_path / "content/deputies/Болат/2026-10-20 Бала/1.jpg")
    assert photo.is_file()
    request = BuildRequest(tmp_path / "content", tmp_path / "o", tmp_path / "c")
    assert [folder for folder, _ in each_site(request)] == ["", "deputies/Айгүл", "deputies/Болат"]
    content, cache = str(tmp_path / "content"), str(tmp_path / "c")
    said = CliRunner().invoke(
        main, ["check", "--content", content, "--cache", cache, "--lang", "en"]
    )
    assert "deputies/Болат/2026-10-20 Бала" in said.output


def test_the_build_command_builds_a_region_and_a_deputy_of_it(tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", "Сәуле")
    run = CliRunner().invoke
    output = ["--output", str(tmp_path / "output"), "--lang", "en"]
    said = run(main, ["build", "--content", str(tmp_path / "content"), "--jobs", "2", *output])
    assert said.exit_code == 0, said.output
    before = snapshot(tmp_path / "output/deputies/aigul")
    alone = ["--output", str(tmp_path / "output/deputies/aigul"), "--lang", "en"]
    folder = str(tmp_path / "content/deputies/Айгүл")
    said = run(main, ["build", "--content", folder, *alone])
    assert "Nothing changed" in said.output  # it has the region's cache
    assert snapshot(tmp_path / "output/deputies/aigul") == before
    assert not (tmp_path / "content/.cache").exists()
    assert not (tmp_path / "content/deputies/.cache").exists()
