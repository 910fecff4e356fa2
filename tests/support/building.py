"""The moment at which tests build, and folders to compare."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from generator.inputs import Built

NOW = datetime(2026, 11, 23, 12, 0)
BuildSite = Callable[..., Built]


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones too, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
