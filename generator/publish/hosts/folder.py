"""A folder of this computer, a mounted one or a network drive as a place to publish to."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    HttpHeaders,
    Missing,
    broken_list,
    denied,
    full,
    unwritten,
)


class Folder:
    """A folder; each of its files is replaced by one rename."""

    whole = False
    resumes = True

    def __init__(self, address: Address) -> None:
        self._address = address
        self._root = Path(address.path)

    def read(self, path: str) -> bytes:
        with self._told(path):
            if (self._root / path).stat().st_size > MOST_READ_BYTES:
                raise broken_list()
            return (self._root / path).read_bytes()

    def size(self, path: str) -> int:
        try:
            return (self._root / path).stat().st_size
        except OSError:
            return -1

    def write(self, path: str, content: Bytes, start: int, nature: HttpHeaders) -> None:
        del nature
        mode = "r+b" if start else "wb"
        with self._told(path), open(self._root / path, mode, opener=_no_link) as target:
            target.seek(start)
            shutil.copyfileobj(content, target, 1 << 20)
            target.truncate()

    def rename(self, old: str, new: str) -> None:
        with self._told(new):
            (self._root / old).replace(self._root / new)

    def remove(self, path: str) -> None:
        with suppress(Missing), self._told(path):
            (self._root / path).unlink()

    def make_folder(self, path: str) -> bool:
        try:
            with self._told(path):
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

    def claim(self, path: str) -> bool:
        return self.make_folder(path)

    def finish(self, words: str) -> None:
        pass

    def close(self) -> None:
        pass

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileExistsError:
            raise
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(path) from None
        except OSError as error:
            where = str(self._root / path)
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise full(self._address) from None
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise denied(self._address, where) from None
            reason = error.strerror or os.strerror(error.errno or 0)
            raise unwritten(self._address, where, reason) from None


def _no_link(path: str, flags: int) -> int:
    """Opens a file itself: others may write on a network drive, and a link leads anywhere."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)
