"""A plan says what is missing; a result's arrival makes exactly its posts planned again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.errors import unfit
from generator.inputs import BuildRequest
from generator.pipeline import read_content
from generator.recipes import SourceInput, Task
from generator.serve.loop.maker import BackgroundMaker
from generator.serve.loop.planner import PreviewPlan, PreviewPlanner
from generator.serve.loop.reader import Snapshot
from generator.store.cache import Cache
from generator.store.memory import Memory
from tests.support.building import NOW
from tests.support.content import draw_photo, write_post
from tests.support.waiting import wait_until

ROAD, GARDEN, WATER = "2026-11-20 Жол", "2026-11-21 Бақ", "2026-11-22 Су"


@dataclass
class Preview:
    """A planner and a maker at work on one content."""

    request: BuildRequest
    maker: BackgroundMaker
    planner: PreviewPlanner
    snapshot: Snapshot

    def plan(self) -> PreviewPlan:
        return self.planner.plan(self.snapshot, NOW)

    def make(self, *tasks: Task) -> None:
        """Makes these tasks, and waits until all are made or failed."""
        self.maker.want(tasks)
        known = self.maker.results
        wait_until(
            lambda: all(task.key in known() or task.key in self.maker.failed for task in tasks)
        )


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """Two posts with one photo, and a third with its own."""
    content = tmp_path / "content"
    photo = draw_photo(write_post(content, ROAD, "# Жол") / "a.jpg", size=(96, 64)).read_bytes()
    (write_post(content, GARDEN, "# Бақ") / "b.jpg").write_bytes(photo)
    draw_photo(write_post(content, WATER, "# Су") / "c.jpg", "navy", (96, 64))
    cache = Cache(tmp_path / "cache")
    request = BuildRequest(content, tmp_path / "output", cache.root)
    reading = read_content(request)
    maker = BackgroundMaker(content, cache, lambda: None)
    planner = PreviewPlanner(request, Memory(None), maker)
    yield Preview(request, maker, planner, Snapshot(reading.content, reading.theme))
    maker.stop()


def sources_of(plan: PreviewPlan) -> dict[str, Task]:
    """The missing tasks that are made of a photo, by its name."""
    return {
        task.input.path.rpartition("/")[2]: task
        for task in plan.missing.values()
        if isinstance(task.input, SourceInput)
    }


def planned_again(before: PreviewPlan, after: PreviewPlan) -> set[str]:
    old = before.plan.summaries
    return {path for path, summary in after.plan.summaries.items() if summary is not old.get(path)}


def test_what_is_missing_is_named_until_it_is_made(preview: Preview) -> None:
    first = preview.plan()
    shared = sources_of(first).keys() & {"a.jpg", "b.jpg"}
    assert len(shared) == 1  # one photo in two posts is one task
    assert "c.jpg" in sources_of(first)
    preview.make(*first.missing.values())
    assert preview.plan().missing == {}


def test_nothing_is_planned_again_while_nothing_changes(preview: Preview) -> None:
    assert planned_again(preview.plan(), preview.plan()) == set()


def test_a_result_has_exactly_its_posts_planned_again(preview: Preview) -> None:
    first = preview.plan()
    photos = sources_of(first)
    preview.make(photos["c.jpg"])
    second = preview.plan()
    assert planned_again(first, second) == {WATER}
    assert "c.jpg" not in sources_of(second)
    preview.make(*sources_of(second).values())
    assert planned_again(second, preview.plan()) == {ROAD, GARDEN}  # both show the photo


def test_a_photo_that_cannot_be_made_is_a_problem_and_not_missing(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise unfit(f"{WATER}/c.jpg", "the photo is broken")

    monkeypatch.setattr("generator.store.execute.make", fail)
    first = preview.plan()
    task = sources_of(first)["c.jpg"]
    preview.make(task)
    second = preview.plan()
    assert task.key not in second.missing
    assert preview.maker.failed[task.key] in second.content.problems
    assert planned_again(first, second) == {WATER}


def test_a_result_of_a_build_beside_has_all_posts_planned_again(preview: Preview) -> None:
    first = preview.plan()
    key = "ab" * 32
    assert key not in preview.maker.results()
    cache = Cache(preview.request.cache)
    with cache.draft() as draft:
        cache.admit(key, draft, ())
    preview.maker.look_again()
    assert planned_again(first, preview.plan()) == {ROAD, GARDEN, WATER}


def test_forgetting_has_all_posts_planned_again(preview: Preview) -> None:
    first = preview.plan()
    preview.planner.forget()
    assert planned_again(first, preview.plan()) == {ROAD, GARDEN, WATER}
