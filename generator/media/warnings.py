"""Collect what libraries report through Python's `warnings`, for each thread by itself."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_thread = threading.local()
_depth = 0  # collectors at work, in all threads
_filters: "warnings.catch_warnings[None] | None" = None  # as they were before the first


@contextmanager
def collect_warnings() -> Iterator[list[str]]:
    """Collect the messages of this thread's warnings in a list, instead of printing them.

    Collectors nest: the innermost gets the message. `warnings.catch_warnings` changes the whole
    process, and threads that leave it in another order than they entered would corrupt it. So the
    first collector sets it and the last one resets it.
    """
    messages: list[str] = []
    outer = getattr(_thread, "messages", None)
    _thread.messages = messages
    _enter()
    try:
        yield messages
    finally:
        _leave()
        _thread.messages = outer


def _enter() -> None:
    global _depth, _filters  # noqa: PLW0603 - Python's filters are global too
    with _lock:
        if _depth == 0:
            _filters = warnings.catch_warnings()
            _filters.__enter__()
            warnings.simplefilter("always")
            warnings.showwarning = _record
        _depth += 1


def _leave() -> None:
    global _depth, _filters  # noqa: PLW0603 - see _enter
    with _lock:
        _depth -= 1
        if _depth == 0 and _filters is not None:
            _filters.__exit__(None, None, None)
            _filters = None


def _record(message: Warning | str, *_: object, **__: object) -> None:
    messages = getattr(_thread, "messages", None)
    if messages is not None:
        messages.append(str(message))
