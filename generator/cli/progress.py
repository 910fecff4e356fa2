"""Shows how far tasks are: bars with the time left for people, events for machines."""

import threading
from typing import TYPE_CHECKING

from generator.cli.screen import Screen
from generator.messages import printable
from generator.recipes import ClipRecipe, SourceInput, Task

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress:
    """A bar for each clip being made; the first of them opens the display."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._bars: Bars | None = None
        self._ids: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def report(self, task: Task, share: float) -> None:
        """Shows how much of a task is done, from 0 to 1; may be called from any thread."""
        if isinstance(task.recipe, ClipRecipe) and isinstance(task.input, SourceInput):
            self.show(task.input.path, share, task.key)

    def show(self, name: str, share: float, key: str = "") -> None:
        """Shows how much of `name` is done, from 0 to 1; may be called from any thread."""
        with self._lock:
            if self._screen.as_json:
                self._screen.event("progress", path=printable(name), done=round(share, 2))
            else:
                self._draw(key or name, name, share)

    def close(self) -> None:
        """Removes the bars from the screen, if there are any."""
        with self._lock:
            if self._bars:
                self._bars.stop()
            self._bars = None

    def _draw(self, key: str, name: str, share: float) -> None:
        if self._bars is None:
            # Rich takes 60 ms to load, and most builds make no clip.
            from generator.cli.bars import open_bars  # noqa: PLC0415

            self._bars = open_bars()
            self._bars.start()
            self._ids = {}
        if key not in self._ids:
            self._ids[key] = self._bars.add_task(printable(name), total=1.0)
        self._bars.update(self._ids[key], completed=share, visible=share < 1)
