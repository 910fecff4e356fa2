"""Reading and planning, each written once, with what their callers change about them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.build import build
from generator.inputs import BuildRequest, scan_inputs
from generator.model import Probe, Source
from generator.pipeline import (
    RECORDS,
    SUMMARIES,
    Planner,
    Reader,
    Reading,
    ReadingPolicy,
    make_and_plan,
    plan_from_cache,
    probe_all,
    read_content,
)
from generator.plan.media.tasks import WELL
from generator.plan.plan import Copied
from generator.store.cache import Cache
from generator.store.memory import Memory
from tests.support.building import NOW
from tests.support.content import draw_photo, write_post


@pytest.fixture
def site(tmp_path: Path) -> BuildRequest:
    """Two posts, one of them with a photo."""
    folder = write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол")
    draw_photo(folder / "a.jpg", size=(96, 64))
    write_post(tmp_path / "content", "2026-11-21 Су", "# Су")
    return BuildRequest(tmp_path / "content", tmp_path / "output", tmp_path / "cache")


def read(request: BuildRequest, memory: Memory, policy: ReadingPolicy | None = None) -> Reading:
    return Reader(request, memory, policy).read(scan_inputs(request, memory))


def test_what_did_not_change_is_not_read_again(site: BuildRequest) -> None:
    paths: list[str] = []

    def read_file(source: Source) -> bytes:
        paths.append(source.path)
        return (site.content / source.path).read_bytes()

    memory, policy = Memory(None), ReadingPolicy(read_file=read_file)
    first = read(site, memory, policy)
    paths.clear()
    (site.content / "2026-11-21 Су/kk.md").write_text("# Таза су", encoding="utf-8")
    second = read(site, memory, policy)
    assert paths == ["2026-11-21 Су/kk.md"]
    assert second.content.posts[0] is first.content.posts[0]
    assert second.content.posts[1].texts[0].title == "Таза су"


def test_what_is_gone_is_forgotten(site: BuildRequest) -> None:
    memory = Memory(None)
    read(site, memory)
    (site.content / "2026-11-21 Су/kk.md").unlink()
    read(site, memory)
    assert set(memory.all(RECORDS)) == {"2026-11-20 Жол"}


def test_media_that_are_not_probed_are_left_out_and_named(site: BuildRequest) -> None:
    def probe_none(sources: Collection[Source]) -> Mapping[str, Probe]:
        assert [source.path for source in sources] == ["2026-11-20 Жол/a.jpg"]
        return {}

    memory = Memory(None)
    reading = read(site, memory, ReadingPolicy(probe=probe_none))
    assert reading.pending == {"2026-11-20 Жол/a.jpg"}
    assert [post.media for post in reading.content.posts] == [(), ()]
    reading = read(site, memory)
    assert reading.pending == frozenset()
    assert [len(post.media) for post in reading.content.posts] == [1, 0]


def test_nothing_is_probed_twice(site: BuildRequest) -> None:
    memory = Memory(None)
    read(site, memory)

    def probe_never(sources: Collection[Source]) -> Mapping[str, Probe]:
        assert not sources
        return probe_all(site, sources)

    assert read(site, memory, ReadingPolicy(probe=probe_never)).pending == frozenset()


def write_theme(site: BuildRequest, toml: str) -> None:
    folder = site.content.parent / "own"
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "theme.toml").write_text(toml, encoding="utf-8")
    (site.content / "site.toml").write_text('theme = "own"', encoding="utf-8")


def test_a_theme_that_cannot_be_read_gives_way_to_the_default_or_the_one_before(
    site: BuildRequest,
) -> None:
    write_theme(site, 'extends = "default"')
    memory = Memory(None)
    reader = Reader(site, memory, ReadingPolicy(keeps_theme=True))
    own = reader.read(scan_inputs(site, memory)).theme
    assert own.name == "own"
    (site.content.parent / "own/templates/post.html").write_bytes(b"\xff\xfe\xff")
    inputs = scan_inputs(site, memory)
    reading = reader.read(inputs)
    assert reading.theme is own
    assert [problem.where for problem in reading.content.problems] == ["site.toml"]
    fresh = Reader(replace(site, cache=site.cache.parent / "other"), memory).read(inputs)
    assert fresh.theme.name == "default"


def test_the_sites_of_a_cache_share_the_theme_that_was_read(site: BuildRequest) -> None:
    first = read(site, Memory(None)).theme
    known = ReadingPolicy(theme=first)
    assert read(site, Memory(None), known).theme is first
    assert read(site, Memory(None)).theme == first


def test_a_post_whose_summary_holds_needs_nothing_to_be_made(site: BuildRequest) -> None:
    memory = Memory(None)
    reading = read(site, memory)
    planner = Planner(memory)
    media = planner.plan_media(reading.content, reading.theme, WELL, lambda media: ({}, ()))
    assert planner.known(media, NOW) == frozenset()
    make_and_plan(site, scan_inputs(site, memory), reading, planner, NOW)
    assert planner.known(media, NOW) == {"2026-11-20 Жол", "2026-11-21 Су"}
    planner.forget({"2026-11-21 Су"})
    assert planner.known(media, NOW) == {"2026-11-20 Жол"}


def test_only_whole_posts_that_are_finished_are_remembered(site: BuildRequest) -> None:
    memory = Memory(None)
    reading = read(site, memory)
    planner = Planner(memory)
    media = planner.plan_media(reading.content, reading.theme, WELL, lambda media: ({}, ()))
    planner.plan(media, Cache(site.cache).find, NOW, None)
    planner.save()
    assert set(memory.all(SUMMARIES)) == {"2026-11-21 Су"}
    planner.save(left_out={"2026-11-21 Су"})
    assert set(memory.all(SUMMARIES)) == set()


def test_what_cannot_be_made_is_planned_away_and_reported(site: BuildRequest) -> None:
    draw_photo(site.content / "2026-11-20 Жол/b.jpg", "red", (96, 64))
    (site.content / "2026-11-20 Жол/a.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    memory = Memory(None)
    reading = read(site, memory)
    planned = make_and_plan(site, scan_inputs(site, memory), reading, Planner(memory), NOW)
    assert [problem.where for problem in planned.plan.problems] == ["2026-11-20 Жол/a.jpg"]
    assert any(isinstance(file.content, Copied) for file in planned.plan.files)


def test_a_hurried_clip_and_a_failure_are_not_the_last_word(site: BuildRequest) -> None:
    memory = Memory(None)
    inputs = scan_inputs(site, memory)
    planned = make_and_plan(site, inputs, read(site, memory), Planner(memory), NOW)
    assert planned.origin.inputs == inputs.digest
    assert planned.unfinished == frozenset()

    def fail(source: Source) -> bytes:
        raise AssertionError(source.path)

    assert read(site, memory, ReadingPolicy(read_file=fail)).content.posts


def test_a_plan_from_the_cache_makes_nothing(site: BuildRequest) -> None:
    reading = read_content(site)
    plan = plan_from_cache(site, reading, NOW)
    assert not (site.cache / "results").exists()
    assert not [file for file in plan.files if isinstance(file.content, Copied)]
    build(site, NOW)
    plan = plan_from_cache(site, reading, NOW)
    assert [file for file in plan.files if isinstance(file.content, Copied)]
