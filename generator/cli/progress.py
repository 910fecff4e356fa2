"""Reports of tasks in, bars with the time left on the screen out."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.messages import Words, printable
from generator.recipes import ClipRecipe, SourceInput, Task

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress:
    """A bar for each clip being made; appears with the first of them.

    `tell` is called instead, with path and share done, where machines are listening.
    """

    def __init__(self, words: Words, tell: Callable[[str, float], None] | None) -> None:
        self._words = words
        self._tell = tell
        self._bars: Bars | None = None
        self._ids: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def report(self, task: Task, share: float) -> None:
        """Told from any thread how much of a task is done, from 0 to 1."""
        if isinstance(task.recipe, ClipRecipe) and isinstance(task.input, SourceInput):
            self.show(task.input.path, share, task.key)

    def show(self, name: str, share: float, key: str = "") -> None:
        """Told from any thread how much of something with that name is done, from 0 to 1."""
        with self._lock:
            if self._tell:
                self._tell(name, share)
            else:
                self._show(key or name, name, share)

    def close(self) -> None:
        """Takes the bars off the screen; a second time it does nothing."""
        with self._lock:
            if self._bars:
                self._bars.stop()
            self._bars = None

    def _show(self, key: str, path: str, share: float) -> None:
        if self._bars is None:
            self._bars = _bars()
            self._bars.start()
            self._ids = {}
        if key not in self._ids:
            self._ids[key] = self._bars.add_task(printable(path), total=1.0)
        self._bars.update(self._ids[key], completed=share, visible=share < 1)


def _bars() -> "Bars":
    # Import inside: rich costs 60 ms, and most builds make no clip.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
