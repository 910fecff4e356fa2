"""A store that computers share at a URL: files by their digest, results by their key."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache as cached
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import fsspec

from generator.digest import digest_bytes, digest_file
from generator.errors import Broken, problem
from generator.recipes import Made
from generator.store.cache import Cache, ResultFacts, read_facts, write_facts

_BLOCK = 8 << 20  # bytes; S3 wants parts of at least 5 MB
_SECONDS = 30
_MARK = "jarshy-store"


class Lost(Exception):
    """The store does not hold these bytes, or not whole: they have to be put there again."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


class SharedStore:
    """A store at any fsspec URL. All methods raise Broken where it cannot be used.

    `files/<digest>` are sources and files of results alike; `results/<key>` names the files of a
    result. It is written last, so a result is known only when it is whole, and two workers that
    make the same one at a time cannot mix their files.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with self._reported():
            self._files, self._root = _open(url)

    def check(self) -> None:
        """Check that the store can be written and read."""
        with self._reported():
            self._files.pipe_file(f"{self._root}/{_MARK}", b"jarshy\n")
            self._files.cat_file(f"{self._root}/{_MARK}")

    def find(self, key: str) -> ResultFacts | None:
        """The facts of a result; None where there are none, or they are damaged."""
        with self._reported():
            try:
                return read_facts(self._files.cat_file(self._result(key)))
            except (FileNotFoundError, ValueError):
                return None

    def put_file(self, path: Path, digest: str) -> None:
        """Keep a file's bytes, unless they are here already."""
        place = self._file(digest)
        with self._reported():
            if self._size(place) != path.stat().st_size:  # a killed worker leaves a part
                self._put(path, place)

    def put_bytes(self, content: bytes) -> str:
        """Keep bytes, unless they are here already; return their digest."""
        digest = digest_bytes(content)
        place = self._file(digest)
        with self._reported():
            if self._size(place) != len(content):
                self._files.pipe_file(place, content)
        return digest

    def holds(self, digest: str) -> bool:
        """Whether these bytes are here, or a part of them."""
        with self._reported():
            return self._size(self._file(digest)) >= 0

    def fetch(self, digest: str, into: Path, size_bytes: int = -1) -> None:
        """Write these bytes into a file; Lost where they are not here, or not whole.

        A known size saves one of two requests.
        """
        into.parent.mkdir(parents=True, exist_ok=True)
        place = self._file(digest)
        with self._reported():
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
        """Keep a result of that cache: its files first."""
        facts = cache.facts(key)
        with self._reported():
            for name, digest in facts.digests.items():
                # Whether it is there would cost as much to ask: a result is pushed only once.
                self._put(cache.path(key, name), self._file(digest))
            self._files.pipe_file(self._result(key), write_facts(facts))

    def pull(self, key: str, cache: Cache) -> Made | None:
        """Bring a result into that cache; None where it is not here, or not whole."""
        facts = self.find(key)
        if facts is None:
            return None
        is_whole = True
        with cache.draft() as draft:
            # All files, also after a lost one: each that is not whole is removed from the store.
            for file in facts.made.files:
                try:
                    self.fetch(facts.digests[file.name], draft / file.name, file.size_bytes)
                except Lost:
                    is_whole = False
            if is_whole:
                return cache.admit(key, draft, facts.made.files)
        with self._reported():
            self._remove(self._result(key))
        return None

    def _put(self, path: Path, place: str) -> None:
        """What fsspec's put_file does; obstore's takes no path of Windows."""
        if path.stat().st_size <= _BLOCK:
            self._files.pipe_file(place, path.read_bytes())
            return
        with path.open("rb") as source, self._files.open(place, "wb") as target:
            shutil.copyfileobj(source, target, _BLOCK)

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
    def _reported(self) -> Iterator[None]:
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
                    reason=first_line(error),
                )
            ) from error


@cached
def open_store(url: str) -> SharedStore:
    """The store at that URL; opened once in a process."""
    return SharedStore(url)


def _open(url: str) -> tuple[Any, str]:
    """A file system, and the folder in it: "s3://bucket/folder?endpoint=https://…&region=…"."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        is_folder = parts.scheme in ("", "file") or len(parts.scheme) == 1  # "C:" of Windows
        files, root = fsspec.core.url_to_fs(url, **({"auto_mkdir": True} if is_folder else {}))
        return files, root.rstrip("/")
    from obstore.fsspec import FsspecStore  # noqa: PLC0415 - an extra, for buckets only

    settings = dict(parse_qsl(parts.query))
    endpoint = settings.get("endpoint", "")
    files = FsspecStore(
        "s3",
        config={
            # Not every service has a host name for each bucket; a path works everywhere.
            "virtual_hosted_style_request": False,
            **({"endpoint": endpoint} if endpoint else {}),
            **({"region": settings["region"]} if "region" in settings else {}),
        },
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=_SECONDS),
            "timeout": timedelta(minutes=10),
        },
        retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=_SECONDS)},
    )
    return files, f"{parts.netloc}{parts.path}".rstrip("/")


def first_line(error: object) -> str:
    """The first line of an error's message: the others may hold whole requests."""
    return (str(error).splitlines() or [type(error).__name__])[0][:160]
