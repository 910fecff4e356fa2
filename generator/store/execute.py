"""Find or make the results of tasks: each is made once ever, by any Executor, and found by key."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from generator.digest import digest_file
from generator.errors import Problem, Unfit, problem
from generator.recipes import Input, Made, ResultInput, SourceInput, Task
from generator.store.cache import Cache
from generator.work.make import make

Report = Callable[[Task, float], None]
"""Called from any thread with a task and how much of it is done, from 0 to 1."""

Submit = Callable[[Task], Future[Made]]
"""Begins a task; its future raises Unfit where the source cannot be used."""


class Workers(Protocol):
    """Make tasks in place of this process."""

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begin a task, given what run_task is given; its result is then in the cache."""
        ...


class Outcome(msgspec.Struct, frozen=True):
    """Results and problems of tasks, by key."""

    made: dict[str, Made]
    failed: dict[str, Problem]
    made_now: int = 0  # results that were not in the cache


def execute(tasks: Iterable[Task], cache: Cache, submit: Submit) -> Outcome:
    """Find or make every task's result.

    A task whose input is another task's result waits for it, and is left out when that fails.
    Raises CorruptResult where an input is a result that is not what was admitted.
    """
    made: dict[str, Made] = {}
    failed: dict[str, Problem] = {}
    todo = {task.key: task for task in tasks}
    for key in list(todo):
        if result := cache.find(key):
            made[key] = result
            del todo[key]
    in_cache = len(made)
    running: dict[Future[Made], Task] = {}
    try:
        while todo or running:
            for task in _ready(todo.values(), made):
                running[submit(task)] = task
                del todo[task.key]
            if not running:
                break  # what is left waits for a result that failed
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                try:
                    made[task.key] = future.result()
                except Unfit as error:
                    failed[task.key] = error.problem
    except BaseException:
        for future in running:
            future.cancel()
        raise
    return Outcome(made, failed, len(made) - in_cache)


def _ready(tasks: Iterable[Task], made: Mapping[str, Made]) -> list[Task]:
    return [task for task in tasks if all(needed.key in made for needed in task.results)]


def run_task(content: Path, cache: Cache, report: Report | None, task: Task) -> Made:
    """Makes one result and admits it; Unfit when the source cannot be used."""
    with cache.draft() as draft:
        source = _source(content, cache, task.input)
        try:
            portrait = _source(content, cache, task.portrait)
            on_progress = partial(report, task) if report else None
            files = make(task, source, draft, on_progress, portrait)
        except Unfit:
            _check_unchanged(task.input, source)  # else another file's faults are told of this one
            raise
        _check_unchanged(task.input, source)
        return cache.admit(task.key, draft, files)


class Changed(Unfit):
    """The file is not the one that was planned: nothing is known of that one."""


def _check_unchanged(given: Input, source: Path | None) -> None:
    """Changed where the file is another one by now: the result's key would lie for ever.

    Reading it once more costs a hundredth of making.
    """
    if not isinstance(given, SourceInput) or source is None:
        return
    try:
        same = digest_file(source) == given.digest
    except OSError:
        same = False
    if not same:
        raise Changed(problem(given.path, "the file changed while it was read", "build once more"))


def _source(content: Path, cache: Cache, given: Input) -> Path | None:
    if isinstance(given, ResultInput):
        return cache.sound_path(given.key, given.name)
    return content / given.path if isinstance(given, SourceInput) else None
