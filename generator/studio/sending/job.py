"""One errand in a thread: how far it is, and what it asks. Pages come and go meanwhile."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from generator.errors import Broken, Problem, Unfit, disk_problem, problem
from generator.publish.hosts.host import Failed, Occupied
from generator.publish.request import SoFar

_LOG = logging.getLogger(__name__)


class Phase(StrEnum):
    """What an errand is at; a page has a part for each."""

    IDLE = "idle"
    CHECKING = "checking"
    STOPPED = "stopped"  # something must not go out
    ASKED = "asked"  # may it go out like this?
    PASSWORD = "password"
    KEY = "key"
    SENDING = "sending"
    VERIFYING = "verifying"
    DONE = "done"
    UNDO = "undo"  # may the release before come back?
    UNDONE = "undone"
    OFF = "off"  # a post was taken off
    FAILED = "failed"


WAITING = frozenset((Phase.ASKED, Phase.PASSWORD, Phase.KEY, Phase.UNDO))
"""Where a person has to answer before it goes on."""

BUSY = frozenset((Phase.CHECKING, Phase.SENDING, Phase.VERIFYING))


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows."""

    phase: Phase = Phase.IDLE
    number: int = 0  # another one whenever the page needs another part
    share: float = 0.0  # of the check, from 0 to 1
    so_far: SoFar | None = None  # of the sending
    began: float = 0.0  # when that began: seconds of time.monotonic
    problem: Problem | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)  # what this phase is about


class Stopped(Exception):
    """A person stopped the errand, or the studio ends."""


class Job:
    """Runs errands one after another, and holds the state of the last one."""

    def __init__(self) -> None:
        self.state = State()
        self._changed = threading.Condition()
        self._answer: Any = None
        self._stopping = False
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether an errand is under way; it may be waiting for an answer."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, errand: Callable[["Job"], None], *, instead: bool = False) -> bool:
        """Starts an errand; False where another one is under way.

        With `instead`, one that waits for an answer is ended for it.
        """
        if instead and self.state.phase in WAITING:
            self.stop()
            self.join()
        with self._changed:
            if self.is_running:
                return False
            self._stopping, self._answer = False, None
            self.state = State(Phase.CHECKING, self.state.number + 1)
            self._thread = threading.Thread(
                target=self._run, args=(errand,), name="sending", daemon=True
            )
            self._thread.start()
        return True

    def show(self, phase: Phase, **facts: Any) -> None:
        """Goes on to a phase. Raises Stopped where a person stopped the errand."""
        self.check()
        with self._changed:
            self.state = State(phase, self.state.number + 1, facts=facts)
            self._changed.notify_all()

    def tick(self, **changes: Any) -> None:
        """Changes figures of this phase. Raises Stopped."""
        self.check()
        self.state = replace(self.state, **changes)

    def ask(self, phase: Phase, **facts: Any) -> Any:
        """Waits for the answer to a question, which is a phase. Raises Stopped."""
        self.show(phase, **facts)
        with self._changed:
            self._answer = None
            self._changed.wait_for(lambda: self._answer is not None or self._stopping)
            answer, self._answer = self._answer, None
        self.check()
        return answer

    def answer(self, phase: Phase, answer: Any) -> bool:
        """Gives the answer to what is asked; False where that is not asked now."""
        with self._changed:
            if self.state.phase is not phase or self._answer is not None:
                return False
            self._answer = answer
            self._changed.notify_all()
        return True

    def check(self) -> None:
        """Raises Stopped where a person stopped the errand."""
        if self._stopping:
            raise Stopped

    def stop(self) -> None:
        """Ends the errand as soon as it can be ended; what was sent stays."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def join(self, seconds: float | None = None) -> None:
        """Waits until no errand is under way."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, errand: Callable[["Job"], None]) -> None:
        try:
            errand(self)
        except Stopped:
            self._end(State())
        except Occupied as error:
            self._end(self._failed(error.problem, is_occupied=True))
        except (Failed, Unfit, Broken) as error:
            self._end(self._failed(error.problem))
        except OSError as error:
            self._end(self._failed(disk_problem(error)))
        except Exception as error:  # a page must not wait for ever
            _LOG.exception("an errand failed")
            self._end(self._failed(_unforeseen(error)))

    def _failed(self, reason: Problem, *, is_occupied: bool = False) -> State:
        facts = {**self.state.facts, "after": self.state.phase, "is_occupied": is_occupied}
        return replace(self.state, phase=Phase.FAILED, problem=reason, facts=facts)

    def _end(self, state: State) -> None:
        with self._changed:
            self.state = replace(state, number=self.state.number + 1)
            self._changed.notify_all()


def _unforeseen(error: Exception) -> Problem:
    return problem(
        "",
        "publishing stopped for a reason that nobody foresaw: {reason}",
        "try again; if it stays, send the file .cache/serve.log to whoever looks after Jarshy",
        reason=type(error).__name__,
    )
