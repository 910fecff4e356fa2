"""The loop: read, plan and show whatever was touched. No kind of file is special."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from generator.errors import Problem, disk_problem
from generator.inputs import BuildRequest, kazakhstan_now
from generator.model import Content
from generator.plan.personal import questions
from generator.plan.schedule import fresh_until
from generator.serve.display import Display, Shown
from generator.serve.loop.maker import BackgroundMaker, stumbled
from generator.serve.loop.planner import PreviewPlanner
from generator.serve.loop.reader import PreviewReader, Snapshot
from generator.serve.loop.wake import WakeSignal
from generator.serve.loop.watching import EVERYTHING, Watch
from generator.store.cache import Cache
from generator.store.confirmed import without_answered
from generator.store.memory import Memory

_log = logging.getLogger(__name__)

# Editors save in several steps, a few milliseconds apart.
_SETTLE_SECONDS = 0.012
_SETTLE_AT_MOST_SECONDS = 0.1
# Background results come in bursts, and nobody waits for each photo by itself.
_CALM_SECONDS = 0.2
# A folder without events is listed again and again; one with events now and then, for an event
# may be lost. Never more than a twentieth of the time goes into listing.
_POLL_SECONDS = 1.0
_SAFETY_SECONDS = 15.0
_LOOKING_SHARE = 20
# While posts are read at the start, those read so far are shown now and then.
_SHOW_SECONDS = 1.0
_SHOWING_SHARE = 4
_SAVE_AFTER_SECONDS = 3.0


class PreviewLoop:
    """Keeps the display at what content/ says; `clock` gives Kazakhstan's time without a zone."""

    def __init__(
        self, request: BuildRequest, display: Display, clock: Callable[[], datetime] | None = None
    ) -> None:
        self.display = display
        self._clock = clock or kazakhstan_now
        self._signal = WakeSignal()
        wake_later = partial(self._signal.set, _CALM_SECONDS)
        self._prober = ThreadPoolExecutor(1, "probe")
        self._watch = Watch(request.content, self._signal.set)
        self._theme_watch: Watch | None = None
        self._memory = Memory(request.memory_folder)
        self._reader = PreviewReader(request, self._memory, self._prober, wake_later)
        self._maker = BackgroundMaker(request.content, Cache(request.cache), wake_later)
        self._planner = PreviewPlanner(request, self._memory, self._maker)
        self._cache = request.cache
        self._shown: Snapshot | None = None
        self._until: datetime | None = None
        self._stop = threading.Event()
        self._unsaved = False
        self._show_next = 0.0
        self._cost_seconds = 0.0  # of the last listing of everything

    @property
    def shares(self) -> dict[str, float]:
        """How much of each running task is done, by key, from 0 to 1."""
        return self._maker.shares

    def touch(self, path: str) -> None:
        """Treat a path as if it had been edited."""
        self._watch.touch(path)

    def look_again(self) -> None:
        """Look through everything, results included: a build may have made some."""
        self._maker.look_again()
        self._watch.touch(EVERYTHING)

    def forget(self) -> None:
        """Plan every post anew: what was remembered of one is stale."""
        self._planner.forget()
        self._shown = None
        self._signal.set()

    def run(self) -> None:
        """Read, plan and show until another thread calls `stop`."""
        self._watch.touch(EVERYTHING)
        starter = threading.Thread(target=self._watch.start, daemon=True)
        starter.start()  # thousands of folders take a while; the first page does not wait for them
        try:
            while not self._stop.is_set():
                self._go_round()
                self._rest()
        finally:
            starter.join(5)
            self._watch.stop()
            if self._theme_watch:
                self._theme_watch.stop()
            self._maker.stop()
            self._prober.shutdown(wait=False, cancel_futures=True)
            self._save()

    def stop(self) -> None:
        """End the loop after its present round."""
        self._stop.set()
        self._signal.set()

    def _go_round(self) -> None:
        touched = self._watch.take()
        touched.paths |= self._reader.wholeness.waiting
        started = time.perf_counter()
        try:
            snapshot = self._reader.read(touched)
            if snapshot.unread:
                self._signal.set()
            # While many posts are read at the start, they are not shown in each round.
            is_edit = bool(touched.paths - {EVERYTHING})
            if not snapshot.unread or is_edit or time.perf_counter() >= self._show_next:
                self._show(snapshot)
        except OSError as error:
            self._show_failure(disk_problem(error))
            self._watch.touch(EVERYTHING)
            self._signal.set(_POLL_SECONDS)
        except Exception:  # the loop survives every bug: the last good pages stay up
            _log.exception("a round of the preview failed")
            self._show_failure(stumbled(""))
        self._watch_theme()
        if EVERYTHING in touched.paths:
            self._cost_seconds = time.perf_counter() - started

    def _watch_theme(self) -> None:
        """Watch the theme that is in use, too."""
        folder = self._reader.theme_folder
        if self._theme_watch is None or self._theme_watch.root != folder:
            if self._theme_watch:
                self._theme_watch.stop()
            self._theme_watch = Watch(folder, self._signal.set)
            self._theme_watch.start()

    def _show(self, snapshot: Snapshot) -> None:
        now, started = self._clock(), time.perf_counter()
        is_over = self._until is not None and now >= self._until
        has_news = self._maker.has_news or self._planner.has_news
        if snapshot == self._shown and not is_over and not has_news:
            return
        planned = self._planner.plan(snapshot, now)
        self._maker.want(planned.missing.values())
        self._shown, self._until = snapshot, fresh_until(planned.content, now)
        self._unsaved = True
        ended = time.perf_counter()
        self._show_next = ended + max(_SHOW_SECONDS, _SHOWING_SHARE * (ended - started))
        self.display.put(
            Shown(
                number=self.display.shown.number + 1,
                plan=planned.plan,
                content=planned.content,
                theme=snapshot.theme,
                problems=(*planned.content.problems, *self._questions(planned.content)),
                awaited=planned.missing,
                unread=snapshot.unread,
                now=now,
            )
        )

    def _questions(self, content: Content) -> tuple[Problem, ...]:
        """What is asked before these posts are published, and was not answered yet."""
        return without_answered(self._cache, questions(content))

    def _show_failure(self, failure: Problem) -> None:
        """Leave the pages as they are, and show what is wrong."""
        shown = self.display.shown
        self._shown = None
        problems = (*shown.content.problems, failure)
        self.display.put(replace(shown, number=shown.number + 1, problems=problems))

    def _patience(self) -> float:
        """Seconds to wait for a signal before looking without one."""
        again = self._reader.wholeness.look_again_in
        if again is not None:
            return again
        if self._unsaved:
            return _SAVE_AFTER_SECONDS
        usual = _POLL_SECONDS if self._watch.polls else _SAFETY_SECONDS
        return max(usual, self._cost_seconds * _LOOKING_SHARE)

    def _rest(self) -> None:
        """Wait for the next thing to do; when nothing comes, save or look through everything."""
        if self._signal.wait(self._patience()):
            until = time.monotonic() + _SETTLE_AT_MOST_SECONDS
            count = -1
            while self._watch.count != count and time.monotonic() < until:
                count = self._watch.count
                self._stop.wait(_SETTLE_SECONDS)
        elif not self._reader.wholeness.waiting:
            if self._unsaved:
                self._save()
            else:
                self.look_again()

    def _save(self) -> None:
        with suppress(OSError):  # a full disk only makes the next start slower
            self._planner.save()
            self._memory.close()
        self._unsaved = False
