"""Hold what the preview shows: one value at a time, put by the loop and read by every page."""

import asyncio
import posixpath
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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

_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Shown:
    """The site as the preview shows it."""

    number: int = 0
    plan: Plan = field(default_factory=lambda: Plan(()))
    content: Content = field(default_factory=Content)
    theme: Theme | None = None
    problems: tuple[Problem, ...] = ()
    awaited: Mapping[str, Task] = field(default_factory=dict)  # results not made yet, by key
    unread: int = 0  # posts still to be read
    now: datetime = datetime.min

    @cached_property
    def files(self) -> dict[str, File]:
        return {file.path: file for file in self.plan.files}

    @cached_property
    def _posts(self) -> dict[str, Post]:
        return {post.slug: post for post in self.content.posts}

    def post(self, slug: str) -> Post | None:
        """The post of that slug."""
        return self._posts.get(slug)

    def page_of(self, post: Post) -> str:
        """The path of a post's page, in its first language that is shown; "" where none is."""
        return next((path for path in self.pages_of(post) if path in self.files), "")

    def post_at(self, path: str) -> Post | None:
        """The post whose page has that path."""
        post = self._posts.get(posixpath.basename(path).removesuffix(".html"))
        return post if post and path in self.pages_of(post) else None

    def pages_of(self, post: Post) -> tuple[str, ...]:
        """The paths of a post's pages, one for each language."""
        locales = self.content.site.locales
        return tuple(permalinks(text.locale, locales).post(post.slug) for text in post.texts)

    def key_at(self, path: str) -> str:
        """The key of a page's content; "" where there is none.

        A post's key also covers its other language, since the deputy is asked about both.
        """
        file, post = self.files.get(path), self.post_at(path)
        key = file.key if file else ""
        return f"{key}.{shown_digest(post)}" if key and post else key

    def visibility(self, post: Post) -> Visibility:
        """Whether readers see that post now, and why not."""
        return visibility_of(post, self.content, self.now)


class Display:
    """Holds what is shown, and notifies tasks of any event loop when it changes."""

    def __init__(self) -> None:
        self.shown = Shown()
        self.has_first = threading.Event()
        self.is_closed = False
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()

    def put(self, shown: Shown) -> None:
        self.shown = shown
        self.has_first.set()
        self.notify()

    def close(self) -> None:
        """End all waiting: nothing more will be shown."""
        self.is_closed = True
        self.notify()

    def notify(self) -> None:
        """Set the events of all that listen."""
        with self._lock:
            for event, loop in self._waiting.items():
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def changes(self) -> Iterator[asyncio.Event]:
        """An event of the running loop that is set at each change."""
        event = asyncio.Event()
        with self._lock:
            self._waiting[event] = asyncio.get_running_loop()
        try:
            yield event
        finally:
            with self._lock:
                del self._waiting[event]

    async def newer_than(self, number: int) -> Shown:
        """Wait for something newer than that number; after ten seconds, return what is shown."""
        with self.changes() as changed, suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while self.shown.number <= number:
                    await changed.wait()
                    changed.clear()
        return self.shown
