"""Files that other programs hold, as on Windows: really there, as if elsewhere."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

SHARING_VIOLATION = 32


class Refused(PermissionError):
    """What Windows says of a file that another program holds."""

    winerror = SHARING_VIOLATION


def refused(path: object) -> OSError:
    """That error about a path, on any system."""
    if sys.platform == "win32":
        return OSError(13, "held", str(path), SHARING_VIOLATION)
    return Refused(13, "held", str(path))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program keeps a file open and lets nobody read or replace it."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        kernel.CloseHandle.argtypes = [ctypes.c_void_p]
        share_nothing, generic_read, open_existing = 0, 0x80000000, 3
        handle = kernel.CreateFileW(
            str(path), generic_read, share_nothing, None, open_existing, 0, None
        )
        assert handle != ctypes.c_void_p(-1).value, ctypes.get_last_error()
        try:
            yield
        finally:
            kernel.CloseHandle(handle)
        return
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((os, "replace"), (os, "rename"), (os, "unlink"), (Path, "open")):
            patch.setattr(owner, name, _refusing(getattr(owner, name), path))
        yield


def _refusing(act: Callable[..., Any], path: Path) -> Callable[..., Any]:
    def refuse(*args: Any, **options: Any) -> Any:
        names = [Path(arg) for arg in args if isinstance(arg, str | Path)]
        # shutil.rmtree names a file inside of an open folder.
        if path in names or ("dir_fd" in options and path.name in map(str, names)):
            raise refused(path)
        return act(*args, **options)

    return refuse


def hold_now_and_then(patch: pytest.MonkeyPatch, share: float, seconds: float, seed: int) -> None:
    """Of the targets of replacements and renames, that share is held when it is met first."""
    chance, free_at = Random(seed), dict[str, float]()

    def flaky(act: Callable[..., Any]) -> Callable[..., Any]:
        def move(source: Any, target: Any, **options: Any) -> Any:
            now = time.monotonic()
            is_held = str(target) not in free_at and chance.random() < share
            free_at.setdefault(str(target), now + seconds if is_held else now)
            if now < free_at[str(target)]:
                raise refused(target)
            return act(source, target, **options)

        return move

    for name in ("replace", "rename"):
        patch.setattr(os, name, flaky(getattr(os, name)))
