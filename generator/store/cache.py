"""Keep results by key: written as a draft, verified, admitted whole, and never changed."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from generator.digest import add_checksum, digest_file, verify_checksum
from generator.files import read_file, remove_folder, rename_path
from generator.recipes import Made, MadeFile

_FACTS = "facts"
_LOCK = "in-use.lock"

# A draft's folder exists a moment before its lock does, so that one this young is not swept.
_YOUNG_SECONDS = 60
# Long enough for a virus scanner; what stays is swept by a later build.
_TIDYING_SECONDS = 1.0


class CorruptResult(Exception):
    """A result differs from what was admitted: the disk lost bytes, or somebody changed it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ResultFacts(msgspec.Struct, frozen=True):
    """What is kept beside a result's files."""

    made: Made
    digests: dict[str, str]  # of its files, by name


def write_facts(facts: ResultFacts) -> bytes:
    """The facts as bytes, with a checksum."""
    return add_checksum(msgspec.json.encode(facts))


def read_facts(encoded: bytes) -> ResultFacts:
    """The facts that `write_facts` encoded; ValueError where the bytes changed."""
    return msgspec.json.decode(verify_checksum(encoded), type=ResultFacts)


class Cache:
    """A folder of results that any number of builds may share.

    A result is a folder named by its key; it appears by one rename, with its facts inside,
    so it is either whole or not there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._results = root / "results"
        self._drafts = root / "drafts"

    def find(self, key: str) -> Made | None:
        """The result of that key; None where there is none, or a file has another size."""
        folder = self._folder(key)
        try:
            made = self.facts(key).made
            sizes = [(folder / file.name).stat().st_size for file in made.files]
        except (OSError, ValueError):
            return None
        return made if sizes == [file.size_bytes for file in made.files] else None

    def facts(self, key: str) -> ResultFacts:
        """The facts of a result; OSError or ValueError where they cannot be read."""
        return read_facts(read_file(self._folder(key) / _FACTS))

    def path(self, key: str, name: str) -> Path:
        return self._folder(key) / name

    def sound_path(self, key: str, name: str) -> Path:
        """The path of a file about to be used; CorruptResult where its bytes changed."""
        path = self.path(key, name)
        try:
            if digest_file(path) == self.facts(key).digests[name]:
                return path
        except (OSError, ValueError, LookupError) as reason:
            raise CorruptResult(key) from reason
        raise CorruptResult(key)

    def drop(self, key: str) -> None:
        """Remove a result, so that it is made again."""
        remove_folder(self._folder(key))

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """A new folder to make a result in; removed afterwards unless the result was admitted.

        A lock is held while the process lives: it tells drafts in use from those of killed builds.
        """
        folder = self._drafts / os.urandom(16).hex()
        made = folder / "result"
        made.mkdir(parents=True)
        try:
            with FileLock(folder / _LOCK):
                yield made
        finally:
            remove_folder(folder, _TIDYING_SECONDS)  # after the lock: Windows keeps open files

    def admit(self, key: str, draft: Path, files: tuple[MadeFile, ...]) -> Made:
        """Turn a verified draft into the result of that key; a whole one that is there stays."""
        made = Made(key, files)
        digests = {file.name: digest_file(draft / file.name) for file in files}
        (draft / _FACTS).write_bytes(write_facts(ResultFacts(made, digests)))
        folder = self._folder(key)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and self.find(key) is None:
            # A damaged result makes way for the good one.
            remove_folder(folder)
        try:
            rename_path(draft, folder)
        except OSError:
            admitted = self.find(key)  # another build was faster with the same result
            if admitted is None:
                raise
            return admitted
        return made

    def sweep(self) -> None:
        """Remove the drafts of killed builds."""
        if not self._drafts.is_dir():
            return
        for folder in sorted(self._drafts.iterdir()):
            try:
                if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS:
                    continue
                with FileLock(folder / _LOCK, timeout=0):
                    pass
            except (Timeout, OSError):
                continue
            remove_folder(folder, _TIDYING_SECONDS)

    def _folder(self, key: str) -> Path:
        return self._results / key[:2] / key
