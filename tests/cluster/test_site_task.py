"""A region whose deputies' sites are read and planned by a cluster is the same region."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

import pytest

from generator.cluster.cluster import open_cluster
from generator.errors import Level
from generator.inputs import BuildRequest, Built
from generator.model import Probe, Verdict
from generator.pipeline import read_content
from generator.region.region import build_all
from generator.serve.answers import keep_answer
from tests.support.building import NOW, snapshot
from tests.support.clusters import Cluster, cluster
from tests.support.content import draw_photo, film, write_post
from tests.support.waiting import once
from tests.support.written_region import SETTINGS, write_region

SLIP = 'phone = "8 701'
THEME = 'extends = "default"\n'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Three deputies, a theme of their own, a clip, what is broken, settings with a slip."""
    folder = tmp_path / "project" / "content"
    write_region(folder, "Айгүл", "Болат", "Сәуле", url="https://ulgi.kz/", posts=1)
    theme = folder.parent / "own"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text(THEME, encoding="utf-8")
    (theme / "templates/404.html").write_text("<p>Жоқ</p>", encoding="utf-8")
    settings = SETTINGS + 'url = "https://ulgi.kz/"\ntheme = "own"\n'
    (folder / "site.toml").write_text(settings, encoding="utf-8")
    deputies = folder / "deputies"
    film(write_post(deputies / "Айгүл", "2026-11-01 Бейне", "# Бейне") / "a.mp4")
    broken = write_post(deputies / "Болат", "2026-11-02 Сурет", "# Сурет")
    (broken / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    clip = film(broken / "c.mp4", index_first=True)
    clip.write_bytes(clip.read_bytes()[:-4000])
    settings_of_saule = deputies / "Сәуле/deputy.toml"
    settings_of_saule.write_text(settings_of_saule.read_text("utf-8") + SLIP, encoding="utf-8")
    return folder


def build_here(content: Path, office: Path) -> Built:
    return build_all(BuildRequest(content, office / "output", office / "cache"), NOW)


def build_there(
    content: Path,
    office: Path,
    address: str,
    store: str,
    *,
    after_first: Callable[[], None] = lambda: None,
) -> Built:
    """Builds on a cluster; `after_first` is called when the first deputy's site is there."""
    call_once = once(after_first)
    with open_cluster(address, store) as workers:

        def build_site(request: BuildRequest, now: datetime) -> Future[Built]:
            future = workers.build_site(request, now)
            future.add_done_callback(lambda _: call_once())
            return future

        request = BuildRequest(content, office / "output", office / "cache", workers=workers)
        return build_all(request, NOW, elsewhere=build_site)


def test_a_region_is_the_same_and_so_is_what_is_told_of_it(
    content: Path, two: Cluster, store: str, tmp_path: Path
) -> None:
    here = build_here(content, tmp_path / "here")
    there = build_there(content, tmp_path / "there", two.address, store)
    assert snapshot(tmp_path / "there/output") == snapshot(tmp_path / "here/output")
    assert sorted(there.problems, key=str) == sorted(here.problems, key=str)
    assert {Level.PROBLEM} <= {problem.level for problem in there.problems}
    assert (there.files, there.stopped) == (here.files, here.stopped)
    assert there.made >= here.made > 0
    assert not (tmp_path / "there/output/deputies/saule").exists()
    # Mended and edited, with what is remembered of before.
    settings = content / "deputies/Сәуле/deputy.toml"
    settings.write_text(settings.read_text("utf-8").removesuffix(SLIP), encoding="utf-8")
    shutil.rmtree(content / "deputies/Болат/2026-11-02 Сурет")
    draw_photo(write_post(content / "deputies/Айгүл", "2026-11-04 Су", "# Су") / "d.jpg", "red")
    build_here(content, tmp_path / "here")
    edited = build_there(content, tmp_path / "there", two.address, store)
    assert edited.problems == ()
    assert snapshot(tmp_path / "there/output") == snapshot(tmp_path / "here/output")
    # Nothing changed: nobody is asked, here or there.
    assert build_there(content, tmp_path / "there", two.address, store).written.written == ()
    assert build_here(content, tmp_path / "there").written.written == ()


def test_what_workers_learned_is_known_here(
    content: Path, two: Cluster, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Photos and clips are looked at once, and by others; results come when output needs them."""
    import generator.intake.probe as room

    looked: list[str] = []
    real = room.probe_file

    def look(path: Path, name: str) -> Probe:
        looked.append(name)
        return real(path, name)

    monkeypatch.setattr(room, "probe_file", look)
    first = build_there(content, tmp_path, two.address, store)
    assert not [name for name in looked if name.endswith((".mp4", "d.jpg"))]
    folder = content / "deputies/Айгүл"
    read_content(BuildRequest(folder, tmp_path / "output/deputies/aigul", tmp_path / "cache"))
    assert not looked
    # What cache and output lost is brought again, and made by nobody.
    whole = snapshot(tmp_path / "output")
    shutil.rmtree(tmp_path / "cache/results")
    shutil.rmtree(tmp_path / "output/deputies/aigul")
    built = build_there(content, tmp_path, two.address, store)
    assert snapshot(tmp_path / "output") == whole
    assert built.made < first.made / 2  # what failed is tried again, and the region's own counted


def test_a_worker_that_is_killed_costs_no_deputy(content: Path, store: str, tmp_path: Path) -> None:
    build_here(content, tmp_path / "here")
    with cluster(tmp_path / "cluster", 2) as lost:
        build_there(
            content, tmp_path / "there", lost.address, store, after_first=lost.replace_worker
        )
    assert snapshot(tmp_path / "there/output") == snapshot(tmp_path / "here/output")


@pytest.mark.slow
def test_workers_killed_at_random_moments_cost_no_deputy(
    content: Path, bucket: str, tmp_path: Path
) -> None:
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    build_here(content, tmp_path / "here")
    with cluster(tmp_path / "cluster", 2) as lost:
        for number in range(10):
            moment = chance.uniform(0, 4)
            timer = threading.Timer(moment, lost.replace_worker)
            timer.start()
            office = tmp_path / str(number)
            store = bucket.replace("FOLDER", f"region-{seed}-{number}")
            try:
                build_there(content, office, lost.address, store)
            finally:
                timer.join()
            same = snapshot(office / "output") == snapshot(tmp_path / "here/output")
            assert same, f"seed {seed}, {moment:.2f} s"


def test_a_deputys_yes_counts_there_too_and_live_posts_stay(
    two: Cluster, store: str, tmp_path: Path
) -> None:
    content, office = tmp_path / "content", tmp_path / "office"
    write_region(content, "aigul", posts=1)
    assert build_there(content, office, two.address, store).problems == ()
    with (content / "site.toml").open("a", encoding="utf-8") as settings:
        settings.write("approval = true\n")
    deputy = content / "deputies/aigul"
    for name in ("2026-11-20 Жол", "2026-11-21 Су"):
        write_post(deputy, name, f"# {name}\n\nСөз.")
    request = BuildRequest(deputy, office / "output", office / "cache")
    posts = {post.path: post for post in read_content(request).content.posts}
    keep_answer(request, posts["2026-11-20 Жол"], Verdict.FINE, "", NOW)
    (held,) = build_there(content, office, two.address, store).problems
    assert held.where == "deputies/aigul/2026-11-21 Су"
    news = {page.stem for page in (office / "output/deputies/aigul/news").iterdir()}
    assert news == {"2026-10-01-zhol-0-0", "2026-11-20-zhol"}
