"""Make the results that the preview lacks, in the background: light work before clips."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.errors import Problem, Unfit, disk_problem, problem
from generator.recipes import ClipRecipe, Made, PosterRecipe, SourceInput, Task
from generator.store.cache import Cache
from generator.store.execute import Changed, run_task
from generator.work.tools import Stopped

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _KnownResult:
    """A result, and the moment it became known: 0 if it was in the cache before."""

    made: Made
    since: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one moment, so that all parts of a plan see the same ones."""

    lookup: Callable[[str], _KnownResult | None]
    moment: int

    def find(self, key: str) -> Made | None:
        """The result of that key, if it was there."""
        result = self.lookup(key)
        return result.made if result and result.since <= self.moment else None

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find(key) is not None


class BackgroundMaker:
    """Makes wanted tasks in two threads of its own; `wake` is called after each task."""

    def __init__(self, content: Path, cache: Cache, wake: Callable[[], None]) -> None:
        self.failed: dict[str, Problem] = {}
        self.shares: dict[str, float] = {}  # how much of each running task is done, 0 to 1
        self._cache = cache
        self._wake = wake
        self._run = partial(run_task, content, cache, self._report)
        self._made: dict[str, _KnownResult] = {}
        self._moment = 0  # grows with each result
        self._news: set[str] = set()
        self._absent: set[str] = set()
        self._wanted: dict[str, Task] = {}
        self._stopped = False
        self._changed = threading.Condition()
        # A clip keeps all cores busy by itself; a poster must not wait behind it.
        for is_clip in (False, True):
            threading.Thread(target=self._work, args=(is_clip,), daemon=True).start()

    def results(self) -> Results:
        with self._changed:
            return Results(self._lookup, self._moment)

    def take_news(self) -> frozenset[str]:
        """Keys of what was made, or failed, since the last call."""
        with self._changed:
            news, self._news = frozenset(self._news), set()
        return news

    @property
    def has_news(self) -> bool:
        return bool(self._news)

    def look_again(self) -> None:
        """Look in the cache for missing results: a build beside this may have made them."""
        for key in tuple(self._absent):
            if made := self._cache.find(key):
                with self._changed:
                    self._absent.discard(key)
                    self._keep(key, made)

    def _lookup(self, key: str) -> _KnownResult | None:
        with self._changed:
            if key in self._made or key in self._absent:
                return self._made.get(key)
        made = self._cache.find(key)
        with self._changed:
            if made is None:
                self._absent.add(key)
                return None
            return self._made.setdefault(key, _KnownResult(made))

    def _keep(self, key: str, made: Made) -> None:
        self._moment += 1
        self._made[key] = _KnownResult(made, self._moment)
        self._news.add(key)

    def want(self, tasks: Iterable[Task]) -> None:
        """Make these tasks in their order, and none that was wanted before."""
        with self._changed:
            self._wanted = {task.key: task for task in tasks if task.key not in self.failed}
            self._changed.notify_all()

    def stop(self) -> None:
        """Begin no more tasks; running ones end by themselves or by tools.stop_all."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _work(self, is_clip: bool) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._next(is_clip))
                task = None if self._stopped else self._next(is_clip)
                if task is None:
                    return
                self.shares[task.key] = 0.0
            self._make(task)

    def _next(self, is_clip: bool) -> Task | None:
        # People wait for pictures more than for clips: posters' frames come before all clips.
        if is_clip and any(isinstance(task.recipe, PosterRecipe) for task in self._wanted.values()):
            return None
        ready = (
            task
            for key, task in self._wanted.items()
            if key not in self.shares
            and key not in self._made
            and isinstance(task.recipe, ClipRecipe) is is_clip
            and all(needed.key in self._made for needed in task.results)
        )
        return next(ready, None)

    def _make(self, task: Task) -> None:
        made: Made | None = None
        try:
            made = self._run(task)
        except Changed:
            pass  # the loop reads the new file, and wants this task again or does not
        except Unfit as error:
            self.failed[task.key] = error.problem
        except Stopped:
            return
        except Exception as error:  # else this thread would end, and nothing more be made
            _log.exception("a task of the preview failed")
            self.failed[task.key] = _to_problem(error, task)
        finally:
            with self._changed:
                self._absent.discard(task.key)
                self._wanted.pop(task.key, None)
                self.shares.pop(task.key, None)
                if made:
                    self._keep(task.key, made)
                self._news.add(task.key)
                self._changed.notify_all()
        self._wake()

    def _report(self, task: Task, share: float) -> None:
        if task.key in self.shares:
            self.shares[task.key] = share


def _to_problem(error: Exception, task: Task) -> Problem:
    where = task.input.path if isinstance(task.input, SourceInput) else ""
    return disk_problem(error, where) if isinstance(error, OSError) else stumbled(where)


def stumbled(where: str) -> Problem:
    """The problem to show where the program itself is wrong; its log has the traceback."""
    return problem(
        where,
        "the preview stumbled and goes on",
        "save the file once more; details are in .cache/serve.log",
    )
