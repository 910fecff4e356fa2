"""Uploads on the disk: a record and the bytes so far, each in a file beside the cache.

What counts as received is what the record says and the disk holds. Both are written before it is
acknowledged, so a killed server or a lost current costs the piece under way and nothing else.
"""

import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.files import remove_file
from generator.intake.whole_file import write_whole
from generator.limits import INBOX_DAYS

_ID = re.compile(r"[0-9a-f]{32}")
_RECORD, _BYTES = ".json", ".part"
_DAY_SECONDS = 24 * 3600.0
_UNUSED_DAYS = 1 / 24
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class Upload(msgspec.Struct, frozen=True):
    """A file on its way."""

    id: str
    owner: str  # who created it, and who alone may go on
    name: str
    length_bytes: int
    post: str = ""  # slug of the post that it is for; "" for a new draft
    batch: str = ""  # files of one batch make one draft
    received_bytes: int = 0
    place: str = ""  # path in content/ where it goes, or lies
    is_placed: bool = False

    @property
    def is_whole(self) -> bool:
        return self.received_bytes == self.length_bytes


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(16)


class UploadFolder:
    """The uploads that are known."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def prepare(self) -> None:
        """Make the folder. Raises OSError where a link or a file stands in its place."""
        self.root.mkdir(parents=True, exist_ok=True)
        if not stat.S_ISDIR(self.root.lstat().st_mode):
            raise NotADirectoryError(f"{self.root} is a link")

    def find(self, upload_id: str) -> Upload | None:
        """The upload of that id, with what was received of it; None for an unknown id."""
        if not _ID.fullmatch(upload_id):
            return None
        try:
            written = self._record(upload_id).read_bytes()
            upload = msgspec.json.decode(written, type=Upload)
        except (OSError, msgspec.DecodeError):
            return None
        if upload.is_placed or upload.place:
            return upload
        received = min(upload.received_bytes, _size(self.bytes_of(upload_id)))
        return replace(upload, received_bytes=received)

    def keep(self, upload: Upload) -> None:
        """Write the record. Raises OSError."""
        write_whole(self._record(upload.id), msgspec.json.encode(upload))

    def remove(self, upload_id: str) -> None:
        """Forget an upload and its bytes. Raises OSError."""
        remove_file(self._record(upload_id))
        remove_file(self.bytes_of(upload_id))

    def under_way(self) -> tuple[Upload, ...]:
        """The uploads whose files are not in content/ yet."""
        known = (self.find(path.stem) for path in self._files(_RECORD))
        return tuple(upload for upload in known if upload and not upload.is_placed)

    def clear_stale(self) -> None:
        """Remove what nobody went on with, and what belongs to no upload."""
        for path in self._files(""):
            with suppress(OSError):
                days_old = (time.time() - path.lstat().st_mtime) / _DAY_SECONDS
                if days_old > INBOX_DAYS or (days_old > _UNUSED_DAYS and self._is_unused(path)):
                    remove_file(path)

    def _is_unused(self, path: Path) -> bool:
        """Whether no byte came: where the answer was lost, a page announces its file again."""
        upload = self.find(path.stem) if path.suffix == _RECORD else None
        return upload is not None and not upload.received_bytes

    def bytes_of(self, upload_id: str) -> Path:
        """The file of the bytes received so far."""
        return self.root / (upload_id + _BYTES)

    def _record(self, upload_id: str) -> Path:
        return self.root / (upload_id + _RECORD)

    def _files(self, ending: str) -> Iterator[Path]:
        with suppress(OSError):
            yield from [path for path in self.root.iterdir() if path.name.endswith(ending)]


class PartFile:
    """The bytes of an upload, open to be written from an offset on; what lies beyond is cut off.

    Raises OSError, also where a link stands in its place.
    """

    def __init__(self, path: Path, offset: int) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINKS | _BINARY, 0o600)
        self._cut(offset)

    def write(self, block: bytes) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def start(self, size_bytes: int) -> bytes:
        """The first bytes of the file."""
        position = os.lseek(self._file, 0, os.SEEK_CUR)
        os.lseek(self._file, 0, os.SEEK_SET)
        start = os.read(self._file, size_bytes)
        os.lseek(self._file, position, os.SEEK_SET)
        return start

    def settle(self) -> None:
        """Wait until the disk has it."""
        os.fsync(self._file)

    def cut(self, offset: int) -> None:
        """Take back what was written beyond an offset; never fails, since `find` looks again."""
        with suppress(OSError):
            self._cut(offset)

    def close(self) -> None:
        os.close(self._file)

    def _cut(self, offset: int) -> None:
        os.ftruncate(self._file, offset)
        os.lseek(self._file, offset, os.SEEK_SET)


def _size(path: Path) -> int:
    try:
        now = path.lstat()
    except OSError:
        return 0
    return now.st_size if stat.S_ISREG(now.st_mode) else 0
