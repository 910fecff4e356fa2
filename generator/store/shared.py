"""What many computers share: results by key, and the bytes of files by their digest, at a URL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache as remember
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import fsspec

from generator.digest import digest_bytes, digest_file
from generator.errors import Broken, problem
from generator.recipes import Made, MadeFile
from generator.store.cache import Cache, ResultFacts, read_facts, write_facts

_BLOCK = 8 << 20  # S3 takes 5 MB and more at once
_SECONDS = 30
_MARK = "jarshy-store"


class Lost(Exception):
    """The store does not hold these bytes, or not whole. Whoever has them gives them again."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


class Shared:
    """A store of any fsspec URL.

    `files/<digest>` are sources and files of results alike; `results/<key>` says which files a
    result has. That is written last, so a result is known only when it is whole, and two who make
    the same one at a time cannot mix it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with self._told():
            self._files, self._root = _open(url)

    def check(self) -> None:
        """Broken where nothing can be kept here."""
        with self._told():
            self._files.pipe_file(f"{self._root}/{_MARK}", b"jarshy\n")
            self._files.cat_file(f"{self._root}/{_MARK}")

    def find(self, key: str) -> ResultFacts | None:
        """What is known of a result; None where it was never made, or that is not readable."""
        with self._told():
            try:
                return read_facts(self._files.cat_file(self._result(key)))
            except (FileNotFoundError, ValueError):
                return None

    def give(self, path: Path, digest: str) -> None:
        """Keeps a file's bytes, once."""
        place = self._file(digest)
        with self._told():
            if self._size(place) != path.stat().st_size:  # a part is what a killed one left
                self._files.put_file(str(path), place)

    def give_bytes(self, content: bytes) -> str:
        """Keeps bytes, once; their digest."""
        digest = digest_bytes(content)
        place = self._file(digest)
        with self._told():
            if self._size(place) != len(content):
                self._files.pipe_file(place, content)
        return digest

    def holds(self, digest: str) -> bool:
        """Whether those bytes are here, or a part of them."""
        with self._told():
            return self._size(self._file(digest)) >= 0

    def fetch(self, digest: str, into: Path, size_bytes: int = -1) -> None:
        """Writes those bytes into a file; Lost where they are not here, or not whole.

        Where their size is known, the store is asked once instead of twice.
        """
        into.parent.mkdir(parents=True, exist_ok=True)
        place = self._file(digest)
        with self._told():
            size_bytes = size_bytes if size_bytes >= 0 else self._size(place)
            if size_bytes < 0:
                raise Lost(digest)
            if size_bytes <= _BLOCK:
                try:
                    into.write_bytes(self._files.cat_file(place))
                except FileNotFoundError:
                    raise Lost(digest) from None
            elif self._size(place) != size_bytes:
                raise Lost(digest)
            else:
                with self._files.open(place, "rb") as stream, into.open("wb") as copy:
                    shutil.copyfileobj(stream, copy, _BLOCK)
            if digest_file(into) != digest:
                self._remove(place)
                raise Lost(digest)

    def push(self, key: str, cache: Cache) -> None:
        """Keeps a result of that cache: its files first."""
        facts = cache.facts(key)
        with self._told():
            for name, digest in facts.digests.items():
                # Not asked whether it is there: a result is pushed once, and asking costs as much.
                self._files.put_file(str(cache.path(key, name)), self._file(digest))
            self._files.pipe_file(self._result(key), write_facts(facts))

    def pull(self, key: str, cache: Cache) -> Made | None:
        """Brings a result into that cache; None where it is not here, or not whole."""
        facts = self.find(key)
        if facts is None:
            return None
        with cache.draft() as draft:
            # All of them, also after one that is lost: whatever is not whole is removed at once.
            files = facts.made.files
            if all([self._fetched(facts.digests[one.name], draft, one) for one in files]):
                return cache.admit(key, draft, facts.made.files)
        with self._told():
            self._remove(self._result(key))
        return None

    def _fetched(self, digest: str, draft: Path, file: MadeFile) -> bool:
        try:
            self.fetch(digest, draft / file.name, file.size_bytes)
        except Lost:
            return False
        return True

    def _size(self, place: str) -> int:
        try:
            return int(self._files.info(place)["size"])
        except FileNotFoundError:
            return -1

    def _remove(self, place: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(place)

    def _file(self, digest: str) -> str:
        return f"{self._root}/files/{digest[:2]}/{digest}"

    def _result(self, key: str) -> str:
        return f"{self._root}/results/{key[:2]}/{key}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (Lost, Broken):
            raise
        except Exception as error:  # each kind of store has its own
            raise Broken(
                problem(
                    self.url.partition("?")[0],
                    "the store cannot be used: {reason}",
                    "is its address right, and may this computer and the workers write there?",
                    reason=_first_line(error),
                )
            ) from error


@remember
def open_shared(url: str) -> Shared:
    """The store at that URL; opened once in a process."""
    return Shared(url)


def _open(url: str) -> tuple[Any, str]:
    """A file system, and the folder in it: "s3://bucket/folder?endpoint=https://…&region=…"."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        options = (
            {"auto_mkdir": True} if parts.scheme in ("", "file") or len(parts.scheme) == 1 else {}
        )
        files, root = fsspec.core.url_to_fs(url, **options)
        return files, root.rstrip("/")
    # Import inside: only where the store is a bucket.
    from obstore.fsspec import FsspecStore  # noqa: PLC0415

    given = dict(parse_qsl(parts.query))
    endpoint = given.get("endpoint", "")
    files = FsspecStore(
        "s3",
        config={
            # Not every service has a host name for each bucket; a path does everywhere.
            "virtual_hosted_style_request": False,
            **({"endpoint": endpoint} if endpoint else {}),
            **({"region": given["region"]} if "region" in given else {}),
        },
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=_SECONDS),
            "timeout": timedelta(minutes=10),
        },
        retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=_SECONDS)},
    )
    return files, f"{parts.netloc}{parts.path}".rstrip("/")


def _first_line(error: Exception) -> str:
    """The rest of the message may hold whole requests."""
    return (str(error).splitlines() or [type(error).__name__])[0][:160]
