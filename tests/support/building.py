"""The moment at which tests build, and folders to compare."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.inputs import Built
from generator.recipes import Made, Task
from generator.store.cache import Cache
from generator.store.execute import Report, run_task

NOW = datetime(2026, 11, 23, 12, 0)
BuildSite = Callable[..., Built]


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones too, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass
class Processes:
    """Make tasks in other processes."""

    pool: ProcessPoolExecutor

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begins a task."""
        assert report is None
        return self.pool.submit(run_task, content, cache, None, task)
