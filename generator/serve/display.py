"""What is on show: one value at a time, put up by the rounds and read by every page."""

import asyncio
import posixpath
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from generator.errors import Problem
from generator.model import Content, Post, Theme
from generator.plan.approval import shown_digest
from generator.plan.permalinks import permalinks
from generator.plan.plan import File, Plan
from generator.plan.schedule import Visibility, visibility_of
from generator.recipes import Task

_TRIES = 10


@dataclass(frozen=True)
class Shown:
    """The site as it stands now."""

    number: int = 0
    plan: Plan = field(default_factory=lambda: Plan(()))
    content: Content = field(default_factory=Content)
    theme: Theme | None = None
    problems: tuple[Problem, ...] = ()
    awaited: Mapping[str, Task] = field(default_factory=dict)  # what is not made yet, by key
    unread: int = 0  # posts that are still to be read
    now: datetime = datetime.min

    @cached_property
    def files(self) -> dict[str, File]:
        """Every file by its path."""
        return {file.path: file for file in self.plan.files}

    @cached_property
    def _posts(self) -> dict[str, Post]:
        return {post.slug: post for post in self.content.posts}

    def post_at(self, path: str) -> Post | None:
        """The post whose page stands at that path."""
        slug = posixpath.basename(path).removesuffix(".html")
        post = self._posts.get(slug)
        return post if post and path in self.pages_of(post) else None

    def pages_of(self, post: Post) -> tuple[str, ...]:
        """Where the pages of a post stand, one a language."""
        locales = self.content.site.locales
        return tuple(permalinks(text.locale, locales).post(post.slug) for text in post.texts)

    def key_at(self, path: str) -> str:
        """What a page is told apart by from what it was: what it shows, and for a post all that
        the deputy is asked about, in the other language too."""
        file, post = self.files.get(path), self.post_at(path)
        key = file.key if file else ""
        return f"{key}.{shown_digest(post)}" if key and post else key

    def visibility(self, post: Post) -> Visibility:
        """Whether readers see that post now, and why not."""
        return visibility_of(post, self.content, self.now)


class Display:
    """Holds what is shown and tells those who wait for a new one, in whatever event loop."""

    def __init__(self) -> None:
        self.shown = Shown()
        self.has_first = threading.Event()
        self.is_closed = False
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()

    def put(self, shown: Shown) -> None:
        """Shows that from now on."""
        self.shown = shown
        self.has_first.set()
        self.tell()

    def close(self) -> None:
        """Nothing more will be shown: whoever waits may leave."""
        self.is_closed = True
        self.tell()

    def tell(self) -> None:
        """Wakes all who wait: something about what is shown changed."""
        with self._lock:
            for event, loop in self._waiting.items():
                loop.call_soon_threadsafe(event.set)

    async def newer_than(self, number: int) -> Shown:
        """What is shown after that number; after some seconds, whatever is."""
        changed = asyncio.Event()
        self.join(changed)
        try:
            for _ in range(_TRIES):
                if self.shown.number > number:
                    break
                changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), 1.0)
        finally:
            self.leave(changed)
        return self.shown

    def join(self, event: asyncio.Event) -> None:
        """From now on that event is set at each change; called inside an event loop."""
        with self._lock:
            self._waiting[event] = asyncio.get_running_loop()

    def leave(self, event: asyncio.Event) -> None:
        """That event is not set any more."""
        with self._lock:
            self._waiting.pop(event, None)
