"""The parts that every page of the preview is made from."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from generator.errors import Problem
from generator.messages import Words
from generator.model import Post, Verdict
from generator.serve.display import Display, Shown
from generator.serve.web.guard import Guard
from generator.serve.web.rendering import Rendering
from generator.store.cache import Cache

OWN = "/_preview/"
"""Where the preview's own pages are; no site has such a folder."""

STUDIO = "/_studio/"
"""Where the studio's pages are."""

FRESH = {"Cache-Control": "no-cache"}  # may be kept, but is asked for again
NOT_KEPT = {"Cache-Control": "no-store"}

Check = Callable[[Shown, Post | None], tuple[Problem, ...]]
"""Checks a post, or with None the whole site, and returns advice."""


class Readers:
    """The posts that the deputy has open now, by the streams of events that their pages hold."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._open: Counter[str] = Counter()
        self._changed = changed

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(sorted(+self._open))

    @contextmanager
    def reading(self, slug: str) -> Iterator[None]:
        """The deputy reads that post until the end of the block."""
        self._open[slug] += 1
        self._changed()
        try:
            yield
        finally:
            self._open[slug] -= 1
            self._changed()


@dataclass(frozen=True, slots=True)
class Service:
    """What is on display, who may see it, and what can be asked of it."""

    display: Display
    cache: Cache
    guard: Guard
    words: Words  # the aide's
    shares: Callable[[], Mapping[str, float]] = dict  # of running tasks, by key, from 0 to 1
    check: Check = lambda shown, post: ()
    forget: Callable[[], None] = lambda: None  # plans the whole site anew
    answer: Callable[[Post, Verdict, str], None] = lambda post, verdict, note: None
    built: Callable[[str], Path | None] = lambda path: None  # a file of a deputy's built site
    rendering: Rendering = field(default_factory=Rendering)
    unkept: dict[str, Problem] = field(default_factory=dict)  # answers that were lost, by page
    readers: Readers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "readers", Readers(self.display.notify))


def device(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""
