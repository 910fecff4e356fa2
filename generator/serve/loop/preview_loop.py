"""The loop: whatever was touched, read, plan and show again. No kind of file is special."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from generator.errors import Problem, disk_problem
from generator.inputs import BuildRequest
from generator.language.localized import KAZAKHSTAN
from generator.plan.schedule import fresh_until
from generator.serve.display import Display, Shown
from generator.serve.loop.maker import BackgroundMaker, stumbled
from generator.serve.loop.planner import PreviewPlanner
from generator.serve.loop.reader import PreviewReader, Snapshot
from generator.serve.loop.wake import WakeSignal
from generator.serve.loop.watching import EVERYTHING, Watch
from generator.store.cache import Cache
from generator.store.memory import Memory

_log = logging.getLogger(__name__)

# Editors save in several steps, a few milliseconds apart.
_SETTLE_SECONDS = 0.012
_SETTLE_AT_MOST_SECONDS = 0.1
# What is made in the background comes in gusts, and no one waits for each photo by itself.
_CALM_SECONDS = 0.2
# A folder that tells nothing is looked through again and again; one that does, now and then, for
# a word may be lost. Never more than a twentieth of the time goes into it.
_POLL_SECONDS = 1.0
_SAFETY_SECONDS = 15.0
_LOOKING_SHARE = 20
# While posts are read at the start, what is read so far is shown now and then.
_SHOW_SECONDS = 1.0
_SHOWING_SHARE = 4
_SAVE_AFTER_SECONDS = 3.0


class PreviewLoop:
    """Keeps the board at what content/ says. `clock` gives Kazakhstan's time, without a zone."""

    def __init__(
        self, request: BuildRequest, display: Display, clock: Callable[[], datetime] | None = None
    ) -> None:
        self.display = display
        self._clock = clock or _now
        self._wake = WakeSignal()
        self._prober = ThreadPoolExecutor(1, "probe")
        self._watch = Watch(request.content, self._wake.ring)
        self._theme_watch: Watch | None = None
        self._memory = Memory(request.memory_folder)
        self._reader = PreviewReader(request, self._memory, self._prober, self._ring_softly)
        self._maker = BackgroundMaker(request.content, Cache(request.cache), self._ring_softly)
        self._planner = PreviewPlanner(request, self._memory, self._maker)
        self._shown: Snapshot | None = None
        self._until: datetime | None = None
        self._stop = threading.Event()
        self._unsaved = False
        self._show_next = 0.0
        self._cost_seconds = 0.0  # of the last look through everything

    @property
    def shares(self) -> dict[str, float]:
        """How much of each task that is being made is done, by key."""
        return self._maker.shares

    def touch(self, path: str) -> None:
        """Has a path looked at again, as if it had been edited."""
        self._watch.touch(path)

    def look_again(self) -> None:
        """Looks through everything, as is done now and then: a build may have made something."""
        self._maker.look_again()
        self._watch.touch(EVERYTHING)

    def forget(self) -> None:
        """Has every post planned anew: what was known of one did not hold."""
        self._planner.forget()
        self._shown = None
        self._wake.ring()

    def run(self) -> None:
        """Goes round until stop is called, from another thread."""
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
        """Ends the loop soon."""
        self._stop.set()
        self._wake.ring()

    def _go_round(self) -> None:
        touched = self._watch.take()
        touched.paths |= self._reader.wholeness.waiting
        started = time.perf_counter()
        try:
            snapshot = self._reader.read(touched)
            if snapshot.unread:
                self._wake.ring()
            if not snapshot.unread or bool(touched.paths - {EVERYTHING}) or self._is_time_to_show():
                self._show(snapshot)
        except OSError as error:
            self._keep_up(disk_problem(error))
            self._watch.touch(EVERYTHING)
            self._wake.ring(_POLL_SECONDS)
        except Exception:  # the loop outlives every mistake: the last good pages stay up
            _log.exception("a round of the preview failed")
            self._keep_up(stumbled(""))
        self._watch_theme()
        if EVERYTHING in touched.paths:
            self._cost_seconds = time.perf_counter() - started

    def _watch_theme(self) -> None:
        """Watches the theme that is in use, too."""
        folder = self._reader.theme_folder
        if self._theme_watch is None or self._theme_watch.root != folder:
            if self._theme_watch:
                self._theme_watch.stop()
            self._theme_watch = Watch(folder, self._wake.ring)
            self._theme_watch.start()

    def _is_time_to_show(self) -> bool:
        """While posts are read at the start: whether it is time to show those read so far."""
        return time.perf_counter() >= self._show_next

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
                problems=planned.content.problems,
                awaited=planned.missing,
                unread=snapshot.unread,
                now=now,
            )
        )

    def _keep_up(self, said: Problem) -> None:
        """Leaves what is shown and says what is wrong."""
        shown = self.display.shown
        self._shown = None
        self.display.put(
            replace(shown, number=shown.number + 1, problems=(*shown.content.problems, said))
        )

    def _patience(self) -> float:
        """Seconds until something has to be looked at though nobody rang."""
        again = self._reader.wholeness.look_again_in
        if again is not None:
            return again
        if self._unsaved:
            return _SAVE_AFTER_SECONDS
        usual = _POLL_SECONDS if self._watch.polls else _SAFETY_SECONDS
        return max(usual, self._cost_seconds * _LOOKING_SHARE)

    def _rest(self) -> None:
        """Waits for the next thing to do; where nobody asks for anything, tidies up."""
        if self._wake.wait(self._patience()):
            until = time.monotonic() + _SETTLE_AT_MOST_SECONDS
            seen = -1
            while self._watch.count != seen and time.monotonic() < until:
                seen = self._watch.count
                self._stop.wait(_SETTLE_SECONDS)
        elif not self._reader.wholeness.waiting:
            if self._unsaved:
                self._save()
            else:
                self.look_again()

    def _save(self) -> None:
        with suppress(OSError):  # a full disk costs time at the next start, nothing else
            self._planner.save()
            self._memory.close()
        self._unsaved = False

    def _ring_softly(self) -> None:
        self._wake.ring(_CALM_SECONDS)


def _now() -> datetime:
    return datetime.now(KAZAKHSTAN).replace(tzinfo=None)
