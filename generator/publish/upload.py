"""Sends files to a host: several at a time, each of them whole, resumed where one was cut off."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar, TypeVarTuple

from generator.files import open_file
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
Ts = TypeVarTuple("Ts")

OnBytes = Callable[[int], None]
"""Called from any thread with the number of bytes that were sent."""

# A smaller file is sent again sooner than its size is asked for.
_RESUMED_BYTES = 1 << 20
# The end of a part may have holes: its last blocks were sent at the same time.
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
    """Connections to one host: one for each thread, or one for all."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._idle: list[Connection] = []
        self._open = 0
        self._lock = threading.Lock()

    def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """Does the work on a connection, and again on a new one where the connection was lost."""
        for turn in range(_TRIES):
            try:
                return self._with_connection(work, *args)
            except Failed as error:
                if not error.lost or turn == _TRIES - 1:
                    raise
                time.sleep(_PAUSE_SECONDS * 2**turn)
        raise AssertionError  # the last turn returns or raises

    def run_each(
        self,
        work: Callable[[Connection, T], None],
        items: Iterable[T],
        on_tick: Callable[[], None] = lambda: None,
    ) -> None:
        """Does the work for each item, several at a time; raises the first failure.

        `on_tick` is called about ten times a second meanwhile.
        """
        todo, failures = deque(items), list[BaseException]()
        while todo and not failures:
            threads = [
                threading.Thread(target=self._work, args=(work, todo, failures), daemon=True)
                for _ in range(min(self._host.jobs, len(todo)))
            ]
            for thread in threads:
                thread.start()
            try:
                while any(thread.is_alive() for thread in threads):
                    threads[0].join(_TICK_SECONDS)
                    time.sleep(0 if threads[0].is_alive() else _TICK_SECONDS / 10)
                    on_tick()
                on_tick()  # all of them may have ended before the first look
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
                item = todo.popleft()
            except IndexError:
                return
            try:
                self.run(work, item)
            except _Crowded:
                todo.append(item)
                return  # the host allows no more connections: the other threads go on
            except BaseException as error:
                failures.append(error)

    def _with_connection(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        connection = self._borrow()
        is_usable = False
        try:
            result = work(connection, *args)
            is_usable = True
        except (Missing, NoRename):
            is_usable = True
            raise
        except Failed as error:
            is_usable = not error.lost
            raise
        finally:
            if not is_usable:
                self._discard(connection)
            elif not self._host.shared:
                self._idle.append(connection)
        return result

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

    def _discard(self, connection: Connection) -> None:
        with self._lock:
            if not self._host.shared:
                self._open -= 1
            elif connection in self._idle:
                self._idle.remove(connection)
        with suppress(Failed):
            connection.close()


class _Crowded(Exception):
    """The host refused a further connection beside those that stand."""


def part_path(path: str, entry: HostEntry) -> str:
    """The name that a file has on the host until it is whole."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.{entry.digest[:12]}.part"


def put_file(connection: Connection, item: Item, on_bytes: OnBytes) -> bool:
    """Sends a file. A reader gets the old one or the new one; False where the host cannot do so."""
    part = part_path(item.path, item.entry)
    headers = http_headers(item.path, item.entry.size_bytes)
    with open_file(item.local) as content:
        start = content.seek(_resume_at(connection, part, item.entry))
        on_bytes(start)
        target = item.path if connection.whole else part
        connection.write(target, _CountingReader(content, on_bytes), start, headers)
        return connection.whole or _rename(connection, part, item.path, content, headers)


def put_bytes(connection: Connection, path: str, content: bytes, name: str) -> None:
    """Sends a small file of our own; `name` keeps computers that do so at once apart."""
    part = f"{path}.{name}.part"
    headers = http_headers(path, len(content))
    connection.write(path if connection.whole else part, BytesIO(content), 0, headers)
    if not connection.whole:
        _rename(connection, part, path, BytesIO(content), headers)


def _rename(
    connection: Connection, part: str, path: str, content: BinaryIO, headers: HttpHeaders
) -> bool:
    try:
        connection.rename(part, path)
    except NoRename:
        content.seek(0)
        connection.write(path, content, 0, headers)
        connection.remove(part)
        return False
    return True


def _resume_at(connection: Connection, part: str, entry: HostEntry) -> int:
    """The byte from which to go on with a part that an earlier run left; 0 for a new one."""
    if not connection.resumes or entry.size_bytes <= _RESUMED_BYTES:
        return 0
    size_bytes = connection.size(part)
    return max(0, size_bytes - _DOUBTED_BYTES) if size_bytes <= entry.size_bytes else 0


def make_folders(connection: Connection, folders: Iterable[str]) -> set[str]:
    """Makes the folders and those above them; returns those that did not exist."""
    needed = {above for folder in folders for above in with_parents(folder)}
    return {folder for folder in sorted(needed) if connection.make_folder(folder)}


def with_parents(folder: str) -> list[str]:
    """The folder and those above it, from the top."""
    parts = folder.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


class _CountingReader:
    """Reports how many bytes of a stream are read."""

    def __init__(self, content: Bytes, on_bytes: OnBytes) -> None:
        self._content = content
        self._on_bytes = on_bytes

    def read(self, size: int = -1, /) -> bytes:
        block = self._content.read(size)
        self._on_bytes(len(block))
        return block
