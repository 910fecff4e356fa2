"""Tasks in, their results out: made once ever, by any Executor, keyed and never by position."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from generator.digest import digest_file
from generator.errors import Problem, Unfit, problem
from generator.recipes import Input, Made, ResultInput, SourceInput, Task
from generator.store.cache import Cache
from generator.work.make import make

if TYPE_CHECKING:
    from concurrent.futures import Future

Report = Callable[[Task, float], None]
"""Told of each task's progress, from 0 to 1; called from any thread."""

Submit = Callable[[Task], "Future[Made]"]
"""Begins a task and promises its result, or Unfit when the source cannot be used."""


class Workers(Protocol):
    """Who makes tasks instead of this process: given what run_task is given."""

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> "Future[Made]":
        """Begins a task; its result is in the cache when the future is done."""
        ...


class Outcome(msgspec.Struct, frozen=True):
    """What became of the tasks: results and problems by key."""

    made: dict[str, Made]
    failed: dict[str, Problem]
    made_now: int = 0  # how many were not in the cache


def execute(tasks: Iterable[Task], cache: Cache, submit: Submit) -> Outcome:
    """Finds or makes every task's result.

    A task whose input is another task's result waits for that one, and is left out when that one
    fails. Raises Rotten where an input is a result that is not what was admitted.
    """
    outcome = Outcome({}, {})
    todo = {task.key: task for task in tasks}
    for key in list(todo):
        found = cache.find(key)
        if found is not None:
            outcome.made[key] = found
            del todo[key]
    made_now = _make_all(todo, outcome, submit)
    return Outcome(outcome.made, outcome.failed, made_now)


def run_task(content: Path, cache: Cache, report: Report | None, task: Task) -> Made:
    """Makes one result and admits it; Unfit when the source cannot be used."""
    with cache.draft() as draft:
        source = _source(content, cache, task.input)
        try:
            files = make(task, source, draft, partial(report, task) if report else None)
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


def _make_all(todo: dict[str, Task], outcome: Outcome, submit: Submit) -> int:
    if not todo:
        return 0
    # Import inside: it brings logging, 15 ms, and most builds make nothing.
    from concurrent.futures import FIRST_COMPLETED, wait  # noqa: PLC0415

    running: dict[Future[Made], Task] = {}
    made_now = 0
    try:
        while todo or running:
            for task in _ready(todo, outcome):
                running[submit(task)] = task
                del todo[task.key]
            if not running:
                break  # what is left waits for a result that failed
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                try:
                    outcome.made[task.key] = future.result()
                    made_now += 1
                except Unfit as error:
                    outcome.failed[task.key] = error.problem
    except BaseException:
        for future in running:
            future.cancel()
        raise
    return made_now


def _ready(todo: dict[str, Task], outcome: Outcome) -> list[Task]:
    return [
        task
        for task in todo.values()
        if not isinstance(task.input, ResultInput) or task.input.key in outcome.made
    ]
