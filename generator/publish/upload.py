"""Files and a place in, the same files there out: side by side, whole, and resumed after a cut."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

from generator.publish.hosts.host import (
    Bytes,
    Connection,
    Failed,
    Host,
    HttpHeaders,
    Missing,
    NoRename,
)
from generator.publish.http_headers import http_headers
from generator.publish.ledger import HostEntry

T = TypeVar("T")

Tell = Callable[[int], None]
"""Told from any thread of bytes that went out; of fewer than none when they go out again."""

# A smaller file is sent again sooner than asked about.
_RESUMED_BYTES = 1 << 20
# The end of a part may have holes: blocks of it were under way together when the cut came.
_DOUBTED_BYTES = 1 << 20

_TRIES = 4
_PAUSE_SECONDS = 0.25
_TICK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Item:
    """A file to send."""

    path: str
    entry: HostEntry
    local: Path


class ConnectionPool:
    """Connections to one target: each thread has its own, or all share one."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._idle: list[Connection] = []
        self._open = 0
        self._lock = threading.Lock()

    def ask(self, work: Callable[[Connection], T]) -> T:
        """Does one thing; where the connection was lost, again over a new one."""
        for turn in range(_TRIES):
            try:
                return self._with_connection(work)
            except Failed as error:
                if not error.lost or turn == _TRIES - 1:
                    raise
                time.sleep(_PAUSE_SECONDS * 2**turn)
        raise AssertionError  # the last turn returns or raises

    def each(
        self, work: Callable[[Connection, T], None], things: Iterable[T], tick: Callable[[], None]
    ) -> None:
        """Does it for each thing, side by side. The first failure ends it, and is raised."""
        todo, failures = deque(things), list[BaseException]()
        while todo and not failures:
            count = min(self._host.jobs, len(todo))
            threads = [
                threading.Thread(target=self._work, args=(work, todo, failures), daemon=True)
                for _ in range(count)
            ]
            for thread in threads:
                thread.start()
            try:
                while any(thread.is_alive() for thread in threads):
                    threads[0].join(_TICK_SECONDS)
                    time.sleep(0 if threads[0].is_alive() else _TICK_SECONDS / 10)
                    tick()
                tick()  # they may all have been done before anybody looked
            except BaseException as error:
                failures.append(error)
                raise
        if failures:
            raise failures[0]

    def close(self) -> None:
        """Ends all connections."""
        while self._idle:
            self._discard(self._idle.pop())

    def _work(
        self, work: Callable[[Connection, T], None], todo: deque[T], failures: list[BaseException]
    ) -> None:
        while todo and not failures:
            try:
                thing = todo.popleft()
            except IndexError:
                return
            try:
                self.ask(lambda connection, thing=thing: work(connection, thing))  # type: ignore[misc]
            except _Crowded:
                todo.append(thing)
                return  # the host allows so many connections and no more: the others go on
            except BaseException as error:
                failures.append(error)

    def _with_connection(self, work: Callable[[Connection], T]) -> T:
        connection = self._borrow()
        try:
            done = work(connection)
        except Failed as error:
            if error.lost:
                self._discard(connection)
            else:
                self._give_back(connection)
            raise
        except (Missing, NoRename):
            self._give_back(connection)
            raise
        except BaseException:
            self._discard(connection)
            raise
        self._give_back(connection)
        return done

    def _borrow(self) -> Connection:
        with self._lock:
            if self._idle:
                return self._idle[-1] if self._host.shared else self._idle.pop()
            if self._host.shared:
                self._idle.append(self._host.connect())
                return self._idle[-1]
            others, self._open = self._open, self._open + 1
        try:
            return self._host.connect()
        except Failed as error:
            with self._lock:
                self._open -= 1
            if others and error.lost:
                raise _Crowded from None
            raise

    def _give_back(self, connection: Connection) -> None:
        if not self._host.shared:
            self._idle.append(connection)

    def _discard(self, connection: Connection) -> None:
        with self._lock:
            if not self._host.shared:
                self._open -= 1
            elif connection in self._idle:
                self._idle.remove(connection)
        with suppress(Failed):
            connection.close()


class _Crowded(Exception):
    """A further connection was not let in while others stand."""


def part_path(path: str, entry: HostEntry) -> str:
    """The name a file has on the server until it is whole."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.{entry.digest[:12]}.part"


def put_file(connection: Connection, item: Item, tell: Tell) -> bool:
    """Sends a file; a reader meets the old one or the new one. False where it cannot be so."""
    described = http_headers(item.path, item.entry.size_bytes)
    with item.local.open("rb") as content:
        told = _Told(content, tell)
        if connection.whole:
            connection.write(item.path, told, 0, described)
            return True
        part = part_path(item.path, item.entry)
        start = _start(connection, part, item.entry) if connection.resumes else 0
        content.seek(start)
        tell(start)
        connection.write(part, told, start, described)
        return _rename(connection, part, item.path, content, described)


def put_bytes(connection: Connection, path: str, content: bytes, name: str) -> None:
    """Sends a small file of our own, whole."""
    described = http_headers(path, len(content))
    if connection.whole:
        connection.write(path, BytesIO(content), 0, described)
        return
    part = f"{path}.{name}.part"
    connection.write(part, BytesIO(content), 0, described)
    _rename(connection, part, path, BytesIO(content), described)


def _rename(
    connection: Connection, part: str, path: str, content: BinaryIO, described: HttpHeaders
) -> bool:
    try:
        connection.rename(part, path)
    except NoRename:
        content.seek(0)
        connection.write(path, content, 0, described)
        connection.remove(part)
        return False
    return True


def make_folders(connection: Connection, folders: Iterable[str]) -> dict[str, bool]:
    """Makes each folder and those above it; says of each whether it is new."""
    new: dict[str, bool] = {}
    for folder in sorted(folders):
        parts = folder.split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            if above not in new:
                new[above] = connection.make_folder(above)
    return new


def _start(connection: Connection, part: str, entry: HostEntry) -> int:
    """How much of a file is there already, from a run that was cut off."""
    if entry.size_bytes <= _RESUMED_BYTES:
        return 0
    there = connection.size(part)
    return max(0, there - _DOUBTED_BYTES) if there <= entry.size_bytes else 0


class _Told:
    """A file that tells how much of it was read."""

    def __init__(self, content: Bytes, tell: Tell) -> None:
        self._content = content
        self._tell = tell

    def read(self, size: int = -1, /) -> bytes:
        block = self._content.read(size)
        self._tell(len(block))
        return block
