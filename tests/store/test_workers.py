"""Threads end with what they were asked for; after Ctrl-C nothing more is begun."""

import threading
from concurrent.futures import CancelledError

import pytest

from generator.store.workers import worker_threads
from generator.work import tools


def test_as_many_work_at_a_time_as_there_are_jobs() -> None:
    together = threading.Barrier(3)
    with worker_threads(3) as pool:
        assert len({future.result() for future in [pool.submit(together.wait) for _ in "abc"]}) == 3


@pytest.mark.parametrize("reason", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_has_not_begun_is_left_and_programs_are_ended(
    reason: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    begun, waiting = threading.Event(), []

    def work() -> None:
        begun.set()
        ended.wait()

    monkeypatch.setattr(tools, "stop_all", ended.set)
    with pytest.raises(type(reason)), worker_threads(1) as pool:
        waiting += [pool.submit(work), pool.submit(work)]
        begun.wait()
        raise reason
    assert ended.is_set()
    assert waiting[0].result() is None
    with pytest.raises(CancelledError):
        waiting[1].result()


def test_another_mistake_lets_what_runs_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "stop_all", lambda: pytest.fail("nothing was to be ended"))
    with pytest.raises(ZeroDivisionError), worker_threads(1) as pool:
        done = pool.submit(lambda: "made")
        raise ZeroDivisionError
    assert done.result() == "made"
