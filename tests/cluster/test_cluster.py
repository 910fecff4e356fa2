"""What a cluster makes is what one computer makes, whoever is lost on the way."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import generator.cluster.cluster
from generator.build import build
from generator.cli import main
from generator.cluster.cluster import open_cluster
from generator.inputs import BuildRequest, Built
from generator.store.execute import Report
from tests.support.building import NOW, snapshot
from tests.support.clusters import Cluster, cluster
from tests.support.content import draw_photo, film, write_post
from tests.support.house import ROOT
from tests.support.programs import hearing_ctrl_c, loaded_by_build
from tests.support.systems import needs_signals
from tests.support.waiting import LAST_RESORT_SECONDS, once

CAPTIONS = "1\n00:00:00,100 --> 00:00:00,900\nСәлем\n"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of each: photo, clip, captions, what is broken, a logo; cards wait for a portrait too."""
    folder = tmp_path_factory.mktemp("project") / "content"
    post = write_post(folder, "2026-11-20 Мектеп", "# Мектеп\n\nМәтін.", "# Школа\n\nТекст.")
    film(post / "a.mp4")
    (post / "a.kk.srt").write_text(CAPTIONS, encoding="utf-8")
    draw_photo(post / "b.jpg")
    broken = write_post(folder, "2026-11-21 Жол", "# Жол")
    (broken / "c.mp4").write_bytes(film(broken / "c.mp4", index_first=True).read_bytes()[:-4000])
    draw_photo(folder / "logo.png")
    draw_photo(folder / "portrait.jpg")
    (folder / "site.toml").write_text('url = "https://ulgi.example.kz/"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def here(content: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, bytes]]:
    """What this computer makes of it alone."""
    folder = tmp_path_factory.mktemp("here")
    built = build(BuildRequest(content, folder / "output", folder / "cache"), NOW)
    assert built.problems
    return built, snapshot(folder / "output")


def build_there(
    content: Path, office: Path, address: str, store: str, report: Report | None = None
) -> Built:
    """The same by a cluster, in an office that has nothing yet."""
    with open_cluster(address, store) as workers:
        return build(
            BuildRequest(
                content, office / "output", office / "cache", report=report, workers=workers
            ),
            NOW,
        )


def command(content: Path, office: Path, address: str, store: str) -> list[str]:
    return [
        *("build", "--lang", "en", "--content", str(content)),
        *("--output", str(office / "output"), "--cache", str(office / "cache")),
        *("--cluster", address, "--store", store),
    ]


def invoke(*args: str) -> Result:
    return CliRunner().invoke(main, args)


# The same


def test_a_cluster_makes_what_one_computer_makes(
    content: Path, here: tuple[Built, dict[str, bytes]], two: Cluster, store: str, tmp_path: Path
) -> None:
    heard: list[tuple[str, float]] = []
    built = build_there(
        content, tmp_path, two.address, store, lambda task, share: heard.append((task.key, share))
    )
    assert snapshot(tmp_path / "output") == here[1]
    assert (built.problems, built.made) == (here[0].problems, here[0].made)
    assert max(share for _, share in heard) == 1.0
    # Workers keep nothing of it.
    assert not [path for path in two.folder.rglob("*") if path.suffix in (".mp4", ".jpg", ".avif")]


def test_what_is_in_the_store_is_made_by_nobody(
    content: Path, here: tuple[Built, dict[str, bytes]], store: str, tmp_path: Path
) -> None:
    """An office with another copy of the project, and workers that are gone before it asks."""
    with cluster(tmp_path / "cluster", 1) as lost:
        build_there(content, tmp_path / "first", lost.address, store)
        moved = shutil.copytree(content, tmp_path / "elsewhere" / "content")
        with (
            open_cluster(lost.address, store) as workers,
        ):
            lost.kill(lost.workers[0])
            second = tmp_path / "second"
            # What failed is in no store: it would be asked for again.
            shutil.rmtree(moved / "2026-11-21 Жол")
            request = BuildRequest(moved, second / "output", second / "cache", workers=workers)
            assert build(request, NOW).problems == ()
    media = [name for name in here[1] if name.startswith("media/")]
    there = snapshot(tmp_path / "second/output")
    assert media
    assert {name: there[name] for name in media if name in there} == {
        name: here[1][name] for name in media if name in there
    }


def test_what_one_has_and_the_other_lost_is_given_again(
    content: Path, here: tuple[Built, dict[str, bytes]], two: Cluster, tmp_path: Path
) -> None:
    """Stills are made of a clip's result, which may have been made before there was a cluster."""
    store = tmp_path / "store"
    build_there(content, tmp_path, two.address, str(store))
    results = tmp_path / "cache/results"
    (poster,) = results.glob("*/*/poster.png")
    for kept in ("cache", "store"):
        shutil.rmtree(tmp_path / "output")
        for result in results.glob("*/*"):
            if (result == poster.parent) != (kept == "cache"):
                shutil.rmtree(result)
                (store / "results" / result.parent.name / result.name).unlink(missing_ok=True)
        if kept == "cache":
            shutil.rmtree(store)
        build_there(content, tmp_path, two.address, str(store))
        assert snapshot(tmp_path / "output") == here[1]


def test_what_rots_in_the_store_is_made_again(
    content: Path, here: tuple[Built, dict[str, bytes]], two: Cluster, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    build_there(content, tmp_path / "first", two.address, str(store))
    for path in sorted((store / "files").rglob("*")):
        if path.is_file():
            whole = path.read_bytes()
            path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    build_there(content, tmp_path / "second", two.address, str(store))
    assert snapshot(tmp_path / "second/output") == here[1]


# Lost workers


def lose_one(
    content: Path, office: Path, store: str, lost: Cluster, after_seconds: float
) -> dict[str, bytes]:
    """Builds, while a worker is killed at that moment and another one comes."""
    timer = threading.Timer(after_seconds, lost.replace_worker)
    timer.start()
    try:
        build_there(content, office, lost.address, store)
    finally:
        timer.join()
    return snapshot(office / "output")


def test_a_worker_that_is_killed_changes_nothing(
    content: Path, here: tuple[Built, dict[str, bytes]], store: str, tmp_path: Path
) -> None:
    with cluster(tmp_path / "cluster", 2) as lost:
        strike = once(lost.replace_worker)
        build_there(content, tmp_path, lost.address, store, lambda task, share: strike())
    assert snapshot(tmp_path / "output") == here[1]


@pytest.mark.slow
def test_workers_killed_at_random_moments_change_nothing(
    content: Path, here: tuple[Built, dict[str, bytes]], bucket: str, tmp_path: Path
) -> None:
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    with cluster(tmp_path / "cluster", 2) as lost:
        began = time.monotonic()
        build_there(content, tmp_path / "whole", lost.address, bucket.replace("FOLDER", "whole"))
        whole = time.monotonic() - began
        for number in range(10):
            office = tmp_path / str(number)
            moment = chance.uniform(0, whole)
            store = bucket.replace("FOLDER", f"killed-{seed}-{number}")
            made = lose_one(content, office, store, lost, moment)
            assert made == here[1], f"seed {seed}, {moment:.2f} s of {whole:.2f}"


def test_a_file_that_takes_every_worker_with_it_is_left_out(
    content: Path, store: str, tmp_path: Path
) -> None:
    """As one does that needs more memory than any of them has: the rest is built."""
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    clip = write_post(tmp_path / "content", "2026-11-22 Бейне", "# Бейне") / "long.mp4"
    film(clip, 12.0, size="640x360")  # there is time between the first word of it and the last
    with cluster(tmp_path / "cluster", 1, settings) as lost:

        def strike(task: Any, share: float) -> None:
            del task, share
            if len(lost.workers) == 1:
                lost.add_worker()
                lost.kill(lost.workers[0])

        built = build_there(tmp_path / "content", tmp_path, lost.address, store, strike)
    assert [problem.where for problem in built.problems] == ["2026-11-22 Бейне/long.mp4"]
    assert "lost" in built.problems[0].what
    assert (tmp_path / "output/index.html").is_file()


@pytest.mark.usefixtures("hasty")
def test_a_scheduler_that_goes_ends_the_build_and_leaves_the_site(
    content: Path, store: str, tmp_path: Path
) -> None:
    with (
        cluster(tmp_path / "cluster", 1) as lost,
        open_cluster(lost.address, store) as workers,
    ):
        lost.scheduler.kill()
        lost.scheduler.wait()
        request = BuildRequest(content, tmp_path / "output", tmp_path / "cache", workers=workers)
        built = build(request, NOW)
    assert built.stopped
    assert built.problems[0].what == "the connection to the cluster was lost"
    assert not (tmp_path / "output").exists()


# Stopped


@needs_signals
def test_ctrl_c_ends_it_cleanly_and_nothing_is_lost(
    two: Cluster, store: str, tmp_path: Path
) -> None:
    post = write_post(tmp_path / "content", "2026-11-22 Бейне", "# Бейне")
    film(post / "a.mp4", 2.0, size="640x360")
    args = [sys.executable, "-m", "generator", "--json"]
    args = [*args[:3], *command(tmp_path / "content", tmp_path, two.address, store), "--json"]
    with hearing_ctrl_c():
        process = subprocess.Popen(
            args, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    with process:
        assert process.stdout
        line = process.stdout.readline()
        assert json.loads(line)["event"] == "progress"
        process.send_signal(signal.SIGINT)
        said, wrote = process.communicate(timeout=LAST_RESORT_SECONDS)
    assert process.returncode == 1
    assert "Traceback" not in said + wrote
    assert not (tmp_path / "output").exists()
    assert invoke(*command(tmp_path / "content", tmp_path, two.address, store)).exit_code == 0


# Told


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for an answer that does not come."""
    monkeypatch.setattr(generator.cluster.cluster, "_ANSWER_SECONDS", 2)


@pytest.mark.usefixtures("hasty")
def test_an_address_where_nothing_is_is_told(content: Path, store: str, tmp_path: Path) -> None:
    for address in ("tcp://127.0.0.1:9", "nosuch://127.0.0.1:9", "no address"):
        done = invoke(*command(content, tmp_path, address, store))
        assert done.exit_code == 2, done.output
        assert "no cluster answers at this address" in done.output
    assert not (tmp_path / "output").exists()


@pytest.mark.usefixtures("bucket")  # its keys
def test_a_store_out_of_reach_is_told(content: Path, two: Cluster, tmp_path: Path) -> None:
    nowhere = "s3://shared/a?endpoint=http://127.0.0.1:9&region=us-east-1"
    done = invoke(*command(content, tmp_path, two.address, nowhere))
    assert done.exit_code == 2
    assert "the store cannot be used" in done.output


def test_a_store_that_workers_do_not_reach_is_told(
    content: Path, two: Cluster, tmp_path: Path
) -> None:
    """A folder in memory is each process's own."""
    built = build_there(content, tmp_path, two.address, f"memory://{tmp_path.name}")
    assert built.stopped
    assert built.problems[0].what == "the store loses what it was given"


@pytest.mark.parametrize("missing", ["--cluster", "--store"])
def test_a_cluster_and_its_store_are_named_together(missing: str, content: Path) -> None:
    given = "--store" if missing == "--cluster" else "--cluster"
    done = invoke("build", "--lang", "en", "--content", str(content), given, "tcp://127.0.0.1:9")
    assert done.exit_code == 2
    assert "named together" in done.output


@pytest.mark.usefixtures("hasty")
def test_a_cluster_without_workers_is_told(content: Path, store: str, tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 0) as empty:
        done = invoke(*command(content, tmp_path, empty.address, store))
    assert done.exit_code == 2
    assert "this cluster has no workers" in done.output


def test_a_worker_that_would_make_other_bytes_is_refused(
    content: Path, store: str, tmp_path: Path
) -> None:
    other = tmp_path / "program"
    shutil.copytree(ROOT / "generator", other / "generator")
    digest = other / "generator/media/colour.py"
    digest.write_text(digest.read_text("utf-8") + "\n# another way\n", "utf-8")
    with cluster(tmp_path / "cluster", 0) as mixed:
        mixed.add_worker(other)
        mixed.assemble()
        done = invoke(*command(content, tmp_path, mixed.address, store))
        assert done.exit_code == 2
        assert "this worker of the cluster has jarshy" in done.output
        # One that comes later is noticed, too.
        unlike = mixed.workers[0]
        mixed.add_worker()
        mixed.assemble()
        mixed.kill(unlike)
        with open_cluster(mixed.address, store) as workers:
            mixed.add_worker(other)
            mixed.assemble()
            mixed.kill(mixed.workers[0])
            request = BuildRequest(
                content, tmp_path / "output", tmp_path / "cache", workers=workers
            )
            built = build(request, NOW)
    assert built.stopped
    assert built.problems[0].what.startswith("this worker of the cluster has")


def test_a_worker_without_the_program_is_refused(content: Path, store: str, tmp_path: Path) -> None:
    # An empty folder is not enough: README's first command installs Jarshy for every worker.
    absent = "raise ModuleNotFoundError(\"No module named 'generator'\", name='generator')\n"
    (tmp_path / "empty/generator").mkdir(parents=True)
    (tmp_path / "empty/generator/__init__.py").write_text(absent, encoding="utf-8")
    with cluster(tmp_path / "cluster", 0) as bare:
        bare.add_worker(tmp_path / "empty")
        bare.assemble()
        done = invoke(*command(content, tmp_path, bare.address, store))
    assert done.exit_code == 2
    assert "has no Jarshy" in done.output


def test_what_is_not_installed_is_told(
    content: Path, tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "generator.cluster.cluster", None)
    done = invoke(*command(content, tmp_path, "tcp://127.0.0.1:9", store))
    assert done.exit_code == 2
    assert 'pip install "jarshy[cluster]"' in done.output


def test_a_plain_build_loads_nothing_of_it(tmp_path: Path) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол")
    parts = {"dask", "distributed", "fsspec", "obstore", "tornado"}
    assert loaded_by_build(tmp_path, parts) == set()
