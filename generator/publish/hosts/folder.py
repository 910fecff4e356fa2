"""Publishes into a folder: of this computer, a mounted one or a network drive."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.files import FileHeld, read_file, remove_file, replace_file
from generator.publish.hosts import failures
from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Connection,
    HttpHeaders,
    Missing,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust


class Folder(Connection):
    """A folder in which each file is replaced by one rename."""

    resumes = True

    def __init__(self, address: Address, secret: Secret, trust: Trust, folder: Path) -> None:
        del secret, trust, folder
        self._address = address
        self._root = Path(address.path)

    def read(self, path: str) -> bytes:
        with self._translate_errors(path):
            if (self._root / path).stat().st_size > MOST_READ_BYTES:
                raise failures.broken_list()
            return read_file(self._root / path)

    def size(self, path: str) -> int:
        try:
            return (self._root / path).stat().st_size
        except OSError:
            return -1

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        del headers
        mode = "r+b" if start else "wb"
        with (
            self._translate_errors(path),
            open(self._root / path, mode, opener=_open_no_link) as target,
        ):
            target.seek(start)
            shutil.copyfileobj(content, target, 1 << 20)
            target.truncate()

    def rename(self, old: str, new: str) -> None:
        with self._translate_errors(new):
            replace_file(self._root / old, self._root / new)

    def remove(self, path: str) -> None:
        with self._translate_errors(path):
            remove_file(self._root / path)

    def make_folder(self, path: str) -> bool:
        try:
            with self._translate_errors(path):
                if path:
                    (self._root / path).mkdir()
                else:
                    self._root.mkdir(parents=True)
        except FileExistsError:
            return False
        return True

    def remove_folder(self, path: str) -> None:
        with suppress(OSError):
            (self._root / path).rmdir()

    @contextmanager
    def _translate_errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileExistsError:
            raise
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(path) from None
        except OSError as error:
            where = str(self._root / path)
            if isinstance(error, FileHeld):
                raise failures.held(self._address, where) from None
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise failures.full(self._address) from None
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise failures.denied(self._address, where) from None
            reason = error.strerror or os.strerror(error.errno or 0)
            raise failures.unwritten(self._address, where, reason) from None


def _open_no_link(path: str, flags: int) -> int:
    """Opens the file itself: on a network drive others may have put a link in its place."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)
