"""Disks, clocks, users and killers: the last good site stays, and the next build is right."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from generator.build import build
from generator.errors import Level
from generator.inputs import BuildRequest
from generator.work import tools
from tests.support.building import NOW, BuildSite, Processes, snapshot
from tests.support.content import draw_photo, film, write_post
from tests.support.house import ROOT
from tests.support.programs import SETPRIV
from tests.support.systems import needs_signals
from tests.support.waiting import LAST_RESORT_SECONDS, wait_until

POST = "2026-11-20 Мектеп"
OTHER = 12_345  # a user who is not the one that builds


@pytest.fixture
def site(tmp_path: Path, build_site: BuildSite) -> Path:
    """A site that stands."""
    content = tmp_path / "content"
    folder = write_post(content, POST, "# Мектеп жөнделді", "# Школа готова")
    draw_photo(folder / "a.jpg")
    write_post(content, "2026-11-18 Жол", "# Жол ашылды", "# Дорога открыта")
    assert build_site().problems == ()
    return tmp_path / "output"


def change(content: Path) -> None:
    """An edit that touches pages, lists and media."""
    (content / POST / "kk.md").write_text("# Мектеп ашылды\n\nЕсігі ашық.", encoding="utf-8")
    draw_photo(content / POST / "b.jpg", "purple")
    write_post(content, "2026-11-21 Су", "# Су келді", "# Вода пошла")


def build_alone(
    folder: Path,
    *,
    plain: bool = False,
    output: str = "output",
    cache: str = "cache",
    hook: str = "",
) -> subprocess.CompletedProcess[str]:
    """A build in a process of its own; `plain` without root's right to ignore permissions."""
    code = f"import os, sys\n{hook}\nfrom generator.cli import main\nmain()"
    places = [f"--{name}={folder / at}" for name, at in
              (("content", "content"), ("output", output), ("cache", cache))]  # fmt: skip
    command = [sys.executable, "-c", code, "build", "--json", "--lang", "en", *places]
    return subprocess.run(
        [*_without_rights(), *command] if plain else command,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=LAST_RESORT_SECONDS,
    )


def _without_rights() -> list[str]:
    if os.name == "nt" or os.geteuid():
        return []
    if SETPRIV is None:
        pytest.skip("NOT TESTED: root without setpriv, whom no permission stops")
    rights = "-dac_override,-dac_read_search,-fowner"
    return [SETPRIV, f"--bounding-set={rights}", "--inh-caps=-all"]


def events(done: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    """What a build said to machines; a traceback is never among it."""
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def assert_equals_a_clean_build(folder: Path) -> None:
    build(BuildRequest(folder / "content", folder / "clean", folder / "clean-cache"), NOW)
    assert snapshot(folder / "output") == snapshot(folder / "clean")


# Disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if os.name == "nt" or os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("NOT TESTED: no disk can be mounted here, so that none was full")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("both", [False, True], ids=["output", "output and cache"])
def test_a_full_disk_leaves_the_last_site_whole(
    both: bool, tmp_path: Path, small_disk: Path, site: Path, build_site: BuildSite
) -> None:
    places = {"output": "disk/output", "cache": "disk/cache" if both else "cache"}
    assert build_site(**places).problems == ()
    before = snapshot(small_disk / "output")
    change(tmp_path / "content")
    with (small_disk / "film.bin").open("wb", buffering=0) as filling:
        try:
            while filling.write(bytes(1024)):
                pass
        except OSError:
            pass
    done = build_alone(tmp_path, output=places["output"], cache=places["cache"])
    assert done.returncode == 1
    assert any(one.get("level") == "problem" for one in events(done))
    assert snapshot(small_disk / "output") == before
    (small_disk / "film.bin").unlink()
    assert build_site(**places).problems == ()
    shutil.rmtree(site)
    shutil.copytree(small_disk / "output", site)
    assert_equals_a_clean_build(tmp_path)


@pytest.mark.parametrize("keep", [5])
def test_a_disk_that_fills_up_in_the_middle_never_leaves_half_a_file(
    keep: int, tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    change(tmp_path / "content")
    done = build_alone(tmp_path, hook=FULL_AFTER.format(keep=keep))
    assert done.returncode == 1
    assert any(one.get("level") == "problem" for one in events(done))
    between = snapshot(site)
    assert build_site().problems == ()
    assert_equals_a_clean_build(tmp_path)
    after = snapshot(site)
    for path, content in between.items():
        assert content in (before.get(path), after.get(path)), path


FULL_AFTER = """
import errno
from pathlib import Path
moved = [0]
really = os.replace
def full(event, args):
    if event == "os.rename" and "output" in str(args[1]):
        moved[0] += 1
        if moved[0] > {keep}:
            raise OSError(errno.ENOSPC, "No space left on device", str(args[1]))
sys.addaudithook(full)
"""


def test_a_read_only_output_is_a_problem_and_stays(
    tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    change(tmp_path / "content")
    folders = [site, *(path for path in site.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    done = build_alone(tmp_path, plain=True)
    assert done.returncode == 1
    assert any(one.get("level") == "problem" for one in events(done))
    assert snapshot(site) == before
    for folder in folders:
        folder.chmod(0o755)
    assert build_site().problems == ()
    assert_equals_a_clean_build(tmp_path)


LOCKED_AFTER = """
moved = [0]
def lock(event, args):
    if event == "os.rename" and "{output}" in str(args[1]):
        moved[0] += 1
        if moved[0] == {keep}:
            for folder, _, _ in [*os.walk("{output}")]:
                os.chmod(folder, 0o555)
sys.addaudithook(lock)
"""


@pytest.mark.parametrize("keep", [1, 8])
def test_a_permission_lost_in_the_middle_leaves_whole_files(
    keep: int, tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    change(tmp_path / "content")
    hook = LOCKED_AFTER.format(output=site.as_posix(), keep=keep)
    done = build_alone(tmp_path, plain=True, hook=hook)
    assert done.returncode == 1
    assert any(one.get("level") == "problem" for one in events(done))
    between = snapshot(site)
    for folder in [site, *(path for path in site.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    assert build_site().problems == ()
    after = snapshot(site)
    for path, content in between.items():
        assert content in (before.get(path), after.get(path)), path
    assert_equals_a_clean_build(tmp_path)


def test_a_cache_on_another_disk_serves_as_well(tmp_path: Path, build_site: BuildSite) -> None:
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("NOT TESTED: there is no second disk for the cache")
    cache = elsewhere / f"jarshy-{os.getpid()}"
    try:
        folder = write_post(tmp_path / "content", POST, "# Мектеп", "# Школа")
        draw_photo(folder / "a.jpg")
        assert build_site(cache=str(cache)).problems == ()
        change(tmp_path / "content")
        assert build_site(cache=str(cache)).problems == ()
        assert_equals_a_clean_build(tmp_path)
        assert build_site(cache=str(cache)).written.written == ()
    finally:
        shutil.rmtree(cache, ignore_errors=True)


# Bytes that rot


def flip(path: Path, chance: Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def test_a_rotten_result_of_the_same_size_is_made_again(
    tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    chance = Random(1)
    for path in sorted((tmp_path / "cache/results").rglob("*")):
        if path.suffix in (".avif", ".jpg", ".png", ".webp"):
            flip(path, chance)
    shutil.rmtree(site)
    built = build_site()
    assert built.problems == ()
    assert snapshot(site) == before


def test_what_a_result_is_made_from_is_looked_at_too(tmp_path: Path, build_site: BuildSite) -> None:
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    film(folder / "b.mp4", 0.5)
    assert build_site().problems == ()
    (poster,) = (tmp_path / "cache/results").rglob("poster.png")
    flip(poster, Random(2))
    for still in [*(tmp_path / "cache/results").rglob("*.avif")]:
        shutil.rmtree(still.parent, ignore_errors=True)
    shutil.rmtree(tmp_path / "output")
    assert build_site().problems == ()
    assert_equals_a_clean_build(tmp_path)


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "lost", "rubbish"])
def test_what_the_cache_remembers_may_be_damaged(
    damage: str, tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    chance = Random(damage)
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    kept = [path for path in kept if path.suffix in ("", ".db")]
    assert {"memory.db", "facts"} <= {path.name for path in kept}
    before = snapshot(site)
    for path in kept:
        if damage == "flipped":
            flip(path, chance)
        elif damage == "lost":
            path.unlink()
        else:
            content = path.read_bytes()
            new = {"cut": content[: len(content) // 2], "emptied": b"", "rubbish": b"\x93\xc1" * 99}
            path.write_bytes(new[damage])
    built = build_site()
    assert built.problems == ()
    assert snapshot(site) == before
    assert_equals_a_clean_build(tmp_path)


# Clocks


def test_a_clock_set_right_takes_back_what_came_too_early(tmp_path: Path, site: Path) -> None:
    folder = write_post(tmp_path / "content", "2026-11-22 Сюрприз", "# Сюрприз")
    (folder / "post.toml").write_text("publish_at = 2026-11-24 09:00:00", encoding="utf-8")
    request = BuildRequest(tmp_path / "content", site, tmp_path / "cache")
    page = site / "news/2026-11-22-siurpriz.html"
    build(request, NOW + timedelta(days=3))
    assert page.is_file()
    build(request, NOW)
    assert not page.exists()
    assert_equals_a_clean_build(tmp_path)


def test_files_from_the_future_are_read_as_any_others(
    tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    photo = tmp_path / "content" / POST / "a.jpg"
    ahead = time.time() + 10 * 365 * 86400
    os.utime(photo, (ahead, ahead))
    assert build_site().problems == ()
    before = snapshot(site)
    draw_photo(photo, "purple")
    os.utime(photo, (ahead, ahead))
    build_site()
    assert snapshot(site) != before
    assert_equals_a_clean_build(tmp_path)


# Killers


def kill_soon(find: Callable[[], list[int]]) -> threading.Thread:
    """A thread that kills the first process that it finds."""

    def watch() -> None:
        os.kill(wait_until(find, longest_pause_seconds=0.005)[0], signal.SIGKILL)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


@needs_signals
def test_a_killed_ffmpeg_costs_its_clip_until_the_next_build(
    tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    film(tmp_path / "content" / POST / "b.mp4", 2)
    killer = kill_soon(lambda: [child.pid for child in [*tools._children]])
    built = build_site()
    killer.join()
    (problem,) = built.problems
    assert problem.where == f"{POST}/b.mp4"
    assert problem.what == "the program that prepares the clip was ended before it was done"
    assert (site / "news/2026-11-20-mektep.html").is_file()
    assert not list(site.rglob("*.mp4"))
    assert build_site().problems == ()
    assert_equals_a_clean_build(tmp_path)


@needs_signals
def test_a_killed_worker_stops_the_build_with_a_problem(
    tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    change(tmp_path / "content")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        request = BuildRequest(
            tmp_path / "content", site, tmp_path / "cache", workers=Processes(pool)
        )
        killer = kill_soon(lambda: [*(pool._processes or {})])
        built = build(request, NOW)
        killer.join()
    assert built.stopped
    assert [problem.level for problem in built.problems] == [Level.STOP]
    assert snapshot(site) == before
    assert build_site().problems == ()
    assert_equals_a_clean_build(tmp_path)


KILLED_AFTER = """
import signal
moved = [0]
def kill(event, args):
    if event == "os.rename":
        moved[0] += 1
        if moved[0] == {after}:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(kill)
"""


@needs_signals
@pytest.mark.parametrize("after", [3, 12])
def test_a_build_killed_at_any_rename_is_finished_by_the_next(
    after: int, tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    change(tmp_path / "content")
    done = build_alone(tmp_path, hook=KILLED_AFTER.format(after=after))
    assert done.returncode == -signal.SIGKILL
    between = snapshot(site)
    assert build_site().problems == ()
    after_all = snapshot(site)
    for path, content in between.items():
        assert content in (before.get(path), after_all.get(path)), path
    assert_equals_a_clean_build(tmp_path)


COUNTED = """
def note(event, args):
    if event == "subprocess.Popen":
        with open({log!r}, "a", encoding="utf-8") as log:
            log.write(" ".join(map(str, args[1])) + "\\n")
sys.addaudithook(note)
"""

KILLED_AFTER_ONE_CLIP = """
import signal
admitted = []
def kill(event, args):
    if event == "os.rename":
        if admitted:
            os.kill(os.getpid(), signal.SIGKILL)
        if os.path.exists(os.path.join(str(args[0]), "480.mp4")):
            admitted.append(args[0])
sys.addaudithook(kill)
"""


def started_by_a_build(folder: Path) -> str:
    """Every command that a build starts, whatever it starts it with; one a line."""
    log = folder / "started.txt"
    log.write_text("", encoding="utf-8")
    done = build_alone(folder, hook=COUNTED.format(log=str(log)))
    assert done.returncode == 0, done.stderr
    return log.read_text(encoding="utf-8")


def test_a_second_run_starts_no_program(tmp_path: Path, site: Path) -> None:
    film(tmp_path / "content" / POST / "b.mp4")
    assert "b.mp4" in started_by_a_build(tmp_path)
    assert started_by_a_build(tmp_path) == ""


@needs_signals
def test_a_killed_build_keeps_the_clips_that_were_done(tmp_path: Path, site: Path) -> None:
    clips = {"b.mp4", "c.mp4"}
    for at, name in enumerate(sorted(clips), start=1):
        film(tmp_path / "content" / POST / name, at)
    assert build_alone(tmp_path, hook=KILLED_AFTER_ONE_CLIP).returncode == -signal.SIGKILL
    kept = list((tmp_path / "cache/results").rglob("480.mp4"))
    assert len(kept) == 1
    started = started_by_a_build(tmp_path)
    assert len([name for name in clips if name in started]) == 1
    assert len(list((tmp_path / "cache/results").rglob("480.mp4"))) == 2
    assert_equals_a_clean_build(tmp_path)


# Two users


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0,
    reason="NOT TESTED: only root can give files to another user",
)
@pytest.mark.parametrize("owned", ["cache", "output"])
def test_what_another_user_made_is_left_alone_and_said(
    owned: str, tmp_path: Path, site: Path, build_site: BuildSite
) -> None:
    before = snapshot(site)
    change(tmp_path / "content")
    for path in [tmp_path / owned, *(tmp_path / owned).rglob("*")]:
        os.chown(path, OTHER, OTHER)
        path.chmod(0o755 if path.is_dir() else 0o644)
    done = build_alone(tmp_path, plain=True)
    assert done.returncode == 1
    assert any(one.get("level") == "problem" for one in events(done))
    assert snapshot(site) == before
    for path in [tmp_path / owned, *(tmp_path / owned).rglob("*")]:
        os.chown(path, os.geteuid(), os.getegid())
    assert build_site().problems == ()
    assert_equals_a_clean_build(tmp_path)


def test_two_builds_of_one_site_at_once_make_the_same(tmp_path: Path, site: Path) -> None:
    change(tmp_path / "content")
    with ThreadPoolExecutor(2) as pair:
        first, second = pair.map(lambda _: build_alone(tmp_path), range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert_equals_a_clean_build(tmp_path)
