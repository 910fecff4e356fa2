"""Libraries that warn by Python's `warnings` in, what they said out: for each thread its own."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_door = threading.Lock()
_own = threading.local()
_inside = 0
_before: "warnings.catch_warnings[None] | None" = None


@contextmanager
def collect_warnings() -> Iterator[list[str]]:
    """Gathers what this thread is warned of inside; nothing of it reaches the screen.

    `warnings.catch_warnings` changes the whole process: two threads that leave it in another
    order than they came spoil it for everybody. So the first one in sets it, the last one out
    sets it back.
    """
    said: list[str] = []
    outer = getattr(_own, "said", None)
    _own.said = said
    _enter()
    try:
        yield said
    finally:
        _leave()
        _own.said = outer


def _enter() -> None:
    global _inside, _before  # noqa: PLW0603 - as the filters are: one for the whole process
    with _door:
        if _inside == 0:
            _before = warnings.catch_warnings()
            _before.__enter__()
            warnings.simplefilter("always")
            warnings.showwarning = _note
        _inside += 1


def _leave() -> None:
    global _inside, _before  # noqa: PLW0603 - see _enter
    with _door:
        _inside -= 1
        if _inside == 0 and _before is not None:
            _before.__exit__(None, None, None)
            _before = None


def _note(message: Warning | str, *_: object, **__: object) -> None:
    said = getattr(_own, "said", None)
    if said is not None:
        said.append(str(message))
