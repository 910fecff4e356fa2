"""The maker makes light work before clips, and outlives whatever goes wrong with a task."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import unfit
from generator.recipes import (
    ClipRecipe,
    IconRecipe,
    Made,
    PosterRecipe,
    ResultInput,
    SourceInput,
    Task,
    make_task,
)
from generator.serve.loop.maker import BackgroundMaker
from generator.store.cache import Cache
from generator.store.execute import Changed
from tests.support.waiting import wait_until

SOURCE = SourceInput("a.mp4", "d" * 64)
CLIP = make_task(ClipRecipe((), 1.0), SOURCE)
POSTER = make_task(PosterRecipe(64, 36, 1.0), SOURCE)
ICONS = make_task(IconRecipe(), SOURCE)
STILLS = make_task(IconRecipe(), ResultInput(POSTER.key, "poster.png"))


class Work:
    """Stands in for making: notes the tasks that begin, and ends each as a test says."""

    def __init__(self) -> None:
        self.begun: list[Task] = []
        self.may_end = threading.Event()
        self.errors: dict[str, Exception] = {}

    def __call__(self, content: Path, cache: Cache, report: object, task: Task) -> Made:
        self.begun.append(task)
        self.may_end.wait()
        if task.key in self.errors:
            raise self.errors[task.key]
        return Made(task.key, ())


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    work = Work()
    monkeypatch.setattr("generator.serve.loop.maker.run_task", work)
    yield work
    work.may_end.set()


@pytest.fixture
def maker(tmp_path: Path, work: Work) -> Iterator[BackgroundMaker]:
    maker = BackgroundMaker(tmp_path, Cache(tmp_path / "cache"), lambda: None)
    yield maker
    maker.stop()


def test_posters_come_before_clips_and_stills_after_their_posters(
    maker: BackgroundMaker, work: Work
) -> None:
    maker.want([CLIP, STILLS, POSTER])
    wait_until(lambda: maker.shares)
    assert maker.shares.keys() == {POSTER.key}
    work.may_end.set()
    wait_until(lambda: all(task.key in maker.results() for task in (CLIP, STILLS, POSTER)))
    assert work.begun[0] == POSTER
    assert maker.take_news() == {CLIP.key, STILLS.key, POSTER.key}
    assert not maker.has_news


def test_results_of_an_earlier_moment_stay_as_they_were(maker: BackgroundMaker, work: Work) -> None:
    before = maker.results()
    assert before.find(ICONS.key) is None
    work.may_end.set()
    maker.want([ICONS])
    wait_until(lambda: ICONS.key in maker.results())
    assert ICONS.key not in before


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (unfit("a.mp4", "the clip is cut short"), "the clip is cut short"),
        (OSError(28, "No space left on device"), "the disk is full"),
        (RuntimeError("a bug"), "the preview stumbled and goes on"),
    ],
)
def test_a_task_that_fails_is_a_problem_and_not_tried_again(
    maker: BackgroundMaker, work: Work, error: Exception, what: str
) -> None:
    work.errors[ICONS.key] = error
    work.may_end.set()
    maker.want([ICONS, POSTER])
    wait_until(lambda: POSTER.key in maker.results())
    assert (maker.failed[ICONS.key].where, maker.failed[ICONS.key].what) == ("a.mp4", what)
    maker.want([ICONS, CLIP])
    wait_until(lambda: CLIP.key in maker.results())
    assert work.begun.count(ICONS) == 1


def test_a_file_that_changed_meanwhile_is_no_failure(maker: BackgroundMaker, work: Work) -> None:
    work.errors[ICONS.key] = Changed(unfit("a.mp4", "it changed").problem)
    work.may_end.set()
    maker.want([ICONS])
    wait_until(lambda: maker.has_news)
    assert maker.failed == {}
    del work.errors[ICONS.key]
    maker.want([ICONS])
    wait_until(lambda: ICONS.key in maker.results())


def test_results_of_a_build_beside_are_seen_when_looked_for(
    maker: BackgroundMaker, tmp_path: Path
) -> None:
    assert ICONS.key not in maker.results()
    cache = Cache(tmp_path / "cache")
    with cache.draft() as draft:
        cache.admit(ICONS.key, draft, ())
    assert ICONS.key not in maker.results()
    maker.look_again()
    assert ICONS.key in maker.results()
    assert maker.take_news() == {ICONS.key}
