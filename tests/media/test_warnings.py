"""Warnings are collected by thread, and Python's own filters come back."""

import threading
import warnings

import pytest

from generator.media.warnings import collect_warnings


def test_warnings_are_collected_and_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with collect_warnings() as messages:
        warnings.warn("Truncated File Read", stacklevel=1)
        warnings.warn("Truncated File Read", stacklevel=1)
    assert messages == ["Truncated File Read"] * 2
    assert capsys.readouterr() == ("", "")


def test_the_inner_of_two_collectors_gets_the_message() -> None:
    with collect_warnings() as outer:
        with collect_warnings() as inner:
            warnings.warn("inner", stacklevel=1)
        warnings.warn("outer", stacklevel=1)
    assert (inner, outer) == (["inner"], ["outer"])


def test_filters_come_back_even_after_an_error() -> None:
    show, filters = warnings.showwarning, list(warnings.filters)
    with pytest.raises(KeyError), collect_warnings():
        raise KeyError
    assert warnings.showwarning is show
    assert list(warnings.filters) == filters
    with pytest.raises(UserWarning):  # the tests turn warnings into errors
        warnings.warn("outside", stacklevel=1)


def test_two_threads_that_overlap_keep_their_own_messages() -> None:
    show = warnings.showwarning
    entered, left = threading.Event(), threading.Event()
    messages: dict[str, list[str]] = {}

    def first() -> None:
        with collect_warnings() as messages["first"]:
            entered.set()
            left.wait(10)  # the second leaves while the first is inside
            warnings.warn("of the first", stacklevel=1)

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(10)
    with collect_warnings() as messages["second"]:
        warnings.warn("of the second", stacklevel=1)
    left.set()
    thread.join(10)
    assert messages == {"first": ["of the first"], "second": ["of the second"]}
    assert warnings.showwarning is show
