"""What every page of the preview is made from."""

from collections.abc import Callable, Mapping
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
"""Where the preview's own pages stand; no site has such a folder."""

FRESH = {"Cache-Control": "no-cache"}  # may be kept, has to be asked for again
NOT_KEPT = {"Cache-Control": "no-store"}

Check = Callable[[Shown, Post | None], tuple[Problem, ...]]
"""Looks at a post, or at the whole site, as a second pair of eyes would."""


def _no_shares() -> Mapping[str, float]:
    return {}


def _nothing() -> None:
    pass


def _no_advice(shown: Shown, post: Post | None) -> tuple[Problem, ...]:
    del shown, post
    return ()


def _no_answer(post: Post, verdict: Verdict, note: str) -> None:
    del post, verdict, note


def _not_built(path: str) -> None:
    del path


@dataclass(frozen=True, slots=True)
class Service:
    """The board, who may look at it, and what can be asked beside it."""

    display: Display
    cache: Cache
    guard: Guard
    words: Words  # the aide's
    addresses: tuple[str, ...] = ()  # where phones find it
    shares: Callable[[], Mapping[str, float]] = _no_shares  # of what is being made, by key
    check: Check = _no_advice
    forget: Callable[[], None] = _nothing  # has the site planned anew from its files
    answer: Callable[[Post, Verdict, str], None] = _no_answer
    built: Callable[[str], Path | None] = _not_built  # a file of another site inside this one
    rendering: Rendering = field(default_factory=Rendering)
    unkept: dict[str, Problem] = field(default_factory=dict)  # by page: answers that were lost

    def is_here(self, request: Request) -> bool:
        """Whether a request comes from this computer."""
        return self.guard.is_here(device(request))


def device(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""
