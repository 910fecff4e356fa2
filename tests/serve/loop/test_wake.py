"""The signal wakes the loop when it is due, once, and no later than the earliest call asks."""

import threading

from generator.serve.loop.wake import WakeSignal
from tests.support.waiting import LAST_RESORT_SECONDS

AN_HOUR = 3600.0


def test_a_signal_wakes_once() -> None:
    signal = WakeSignal()
    assert not signal.wait(0)
    signal.set()
    assert signal.wait(LAST_RESORT_SECONDS)
    assert not signal.wait(0)


def test_a_signal_for_later_is_not_due_yet() -> None:
    signal = WakeSignal()
    signal.set(AN_HOUR)
    assert not signal.wait(0)


def test_a_signal_for_later_becomes_due() -> None:
    signal = WakeSignal()
    signal.set(0.001)
    assert signal.wait(LAST_RESORT_SECONDS)


def test_the_earliest_of_several_signals_counts() -> None:
    sooner_last, sooner_first = WakeSignal(), WakeSignal()
    sooner_last.set(AN_HOUR)
    sooner_last.set()
    sooner_first.set()
    sooner_first.set(AN_HOUR)
    assert sooner_last.wait(0) and sooner_first.wait(0)


def test_another_thread_is_woken() -> None:
    signal, woken = WakeSignal(), list[bool]()
    thread = threading.Thread(target=lambda: woken.append(signal.wait(AN_HOUR)))
    thread.start()
    signal.set()
    thread.join(LAST_RESORT_SECONDS)
    assert woken == [True]
