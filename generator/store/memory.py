"""What earlier builds of one site learned, by key, in one SQLite file. Losing it costs time only.

A row holds one large value, or a page of the small values whose keys hash alike: reading 40,000
stamps as 1,024 pages costs 70 ms of CPU, as 40,000 rows 250 ms, as one file 75 ms; writing one of
them back costs 1 ms instead of 25 ms for the file. Each row carries a checksum. A build writes in
one transaction, into rows as they are at that moment, so a preview and a build beside it keep what
the other one learned.
"""

import errno
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from generator.digest import digest_value
from generator.intake.deputy_toml import deputy_slug, region_around

T = TypeVar("T")

LASTING = "lasting/"
"""How the names of tables begin whose values another version of the program may use."""

_FILE = "memory.db"
_PAGES = 1024
_PATIENCE_SECONDS = 30.0  # for another build's transaction, which takes milliseconds
_SCHEMA = """create table if not exists rows (
    name text, place text, checksum blob, value blob, primary key (name, place)
) without rowid"""
_INSERT = "insert or replace into rows values (?, ?, ?, ?)"
_SELECT_LASTING = f"select * from rows where name glob '{LASTING}*'"

# What SQLite says of a file that a disk damaged, or that another program wrote.
_DAMAGE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
}

_Values = dict[str, Any]  # values by key; None stands for one to be removed


@dataclass(frozen=True)
class Table(Generic[T]):
    """Values of one type that are remembered by key."""

    name: str
    shape: type[T]
    is_large: bool = False  # whether each value has a row of its own

    @cached_property
    def decoder(self) -> "msgspec.msgpack.Decoder[_Values]":
        """Reads a row."""
        return msgspec.msgpack.Decoder(dict[str, self.shape])  # type: ignore[name-defined]

    def place(self, key: str) -> str:
        """The row that holds the value of that key."""
        return key if self.is_large else str(zlib.crc32(key.encode()) % _PAGES)


_ONLY = "-"  # the key of a table with one value
_VERSION = Table(f"{LASTING}version", str, is_large=True)


class Memory:
    """The memory in a folder of the cache; without a folder, one that ends with the process.

    Tables that are not lasting are emptied when another version of the program wrote them.
    What cannot be read is not remembered. `commit` raises OSError where nothing can be written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / _FILE if folder else None
        self._open: sqlite3.Connection | None = None
        self._known: dict[Table[Any], _Values] = {}  # tables that were read as a whole
        self._changes: dict[Table[Any], _Values] = {}
        self._data_version: object = None
        self._is_emptied = False  # whether the file lost what is known here

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        if self._open:
            self._open.close()
            self._open = None

    def refresh(self) -> None:
        """Read again what was read before, where another process wrote since."""
        version = self._open.execute("pragma data_version").fetchone() if self._open else None
        if version is None or version != self._data_version:
            self._known = {}
        self._data_version = version

    def all(self, table: Table[T]) -> Mapping[str, T]:
        """Every value of that table by its key, uncommitted changes included."""
        if table not in self._known:
            values: _Values = {}
            for row in self._rows(table):
                values.update(row)
            _apply(values, self._changes.get(table, {}))
            self._known[table] = values
        return self._known[table]

    def get(self, table: Table[T], key: str) -> T | None:
        """The value of that key; reads one row."""
        values = self._known.get(table, self._changes.get(table, {}))
        if key in values or table in self._known or self._path is None:
            return values.get(key)
        return next((row.get(key) for row in self._rows(table, table.place(key))), None)

    def checksums(self, table: str) -> dict[str, str]:
        """The keys of large values and the checksums of their rows, without reading the values."""
        rows = self._select("place, checksum", table)
        return {key: bytes(checksum).hex() for key, checksum in rows}

    def put(self, table: Table[T], key: str, value: T | None) -> None:
        """Keep that value from the next commit on; None forgets it."""
        self._changes.setdefault(table, {})[key] = value
        if table in self._known:
            _apply(self._known[table], {key: value})

    def replace(self, table: Table[T], values: Mapping[str, T]) -> None:
        """Keep these values in that table and no others; what stayed the same costs nothing."""
        before = self.all(table)
        changes: _Values = {key: None for key in before if key not in values}
        for key, value in values.items():
            known = before.get(key)
            if known is not value and known != value:
                changes[key] = value
        self._changes.setdefault(table, {}).update(changes)
        self._known[table] = dict(values)

    def commit(self) -> None:
        """Write what changed, in one transaction."""
        if self._path is None:
            for table, changes in self._changes.items():
                _apply(self._known.setdefault(table, {}), changes)
        elif any(self._changes.values()):
            self._write(self._path)
        self._changes = {}

    def _write(self, path: Path) -> None:
        for is_last in (False, True):
            try:
                return self._write_rows(path)
            except sqlite3.Error as error:
                if is_last or not _is_damage(error):
                    raise _disk_error(error, path) from error
                self._start_anew()

    def _write_rows(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = self._open = self._open or _connect(path)
        with _transaction(connection):
            changes = {**self._changes, **self._known} if self._is_emptied else self._changes
            for table, changed in changes.items():
                rows: dict[str, _Values] = {}
                for key, value in changed.items():
                    rows.setdefault(table.place(key), {})[key] = value
                for place, values in rows.items():
                    _write_row(connection, table, place, values)
        self._is_emptied = False

    def _rows(self, table: Table[Any], place: str = "") -> Iterator[_Values]:
        """The values of each row whose checksum holds; of one row, or of all."""
        is_damaged = False
        for own, checksum, value in self._select("place, checksum, value", table.name, place):
            if _checksum(table.name, own, value) == checksum:
                yield _decoded(table, value)
            else:
                is_damaged = True
        if is_damaged:
            self._start_anew()

    def _select(self, columns: str, table: str, place: str = "") -> Iterator[Any]:
        query = f"select {columns} from rows where name = ?" + (" and place = ?" if place else "")
        try:
            if self._open is None and self._path and self._path.is_file():
                self._open = _connect(self._path)
                self._data_version = self._open.execute("pragma data_version").fetchone()
            if self._open:
                yield from self._open.execute(query, (table, place) if place else (table,))
        except sqlite3.Error as error:
            if _is_damage(error):
                self._start_anew()

    def _start_anew(self) -> None:
        """Replace a file that a disk damaged; what lasts is taken along as far as it is sound."""
        self._is_emptied = True
        saved = []
        with suppress(sqlite3.Error):
            rows = self._open.execute(_SELECT_LASTING) if self._open else ()
            saved = [row for row in rows if _checksum(row[0], row[1], row[3]) == row[2]]
        self.close()
        if self._path:
            self._path.unlink(missing_ok=True)
            self._path.with_name(f"{_FILE}-journal").unlink(missing_ok=True)
            with suppress(sqlite3.Error):
                self._open = _connect(self._path)
                with _transaction(self._open):
                    self._open.executemany(_INSERT, saved)


def _connect(path: Path) -> sqlite3.Connection:
    """The open file, emptied where another version of the program filled it."""
    # A preview saves from another thread than the one that opened it.
    connection = sqlite3.connect(
        path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        # Nothing is flushed to the disk: checksums notice what a power cut spoils.
        connection.execute("pragma synchronous = off")
        connection.execute("pragma journal_mode = truncate")
        if not _is_current(connection):
            with _transaction(connection):
                connection.execute(_SCHEMA)
                if not _is_current(connection):  # else another process was first
                    connection.execute(f"delete from rows where name not glob '{LASTING}*'")
                    _write_row(connection, _VERSION, _ONLY, {_ONLY: program_digest()})
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _is_current(connection: sqlite3.Connection) -> bool:
    query = "select value from rows where name = ? and place = ?"
    try:
        row = connection.execute(query, (_VERSION.name, _ONLY)).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        return False  # the table is not there yet
    return row is not None and _decoded(_VERSION, row[0]).get(_ONLY) == program_digest()


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    with connection:  # commits, or rolls back
        connection.execute("begin immediate")
        yield


def _write_row(
    connection: sqlite3.Connection, table: Table[Any], place: str, changes: _Values
) -> None:
    values: _Values = {}
    if not table.is_large:
        query = "select checksum, value from rows where name = ? and place = ?"
        for checksum, value in connection.execute(query, (table.name, place)):
            if _checksum(table.name, place, value) == checksum:
                values = _decoded(table, value)
    _apply(values, changes)
    if values:
        value = msgspec.msgpack.encode(dict(sorted(values.items())))
        row = (table.name, place, _checksum(table.name, place, value), value)
        connection.execute(_INSERT, row)
    else:
        connection.execute("delete from rows where name = ? and place = ?", (table.name, place))


def _apply(values: _Values, changes: _Values) -> None:
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value


def _decoded(table: Table[Any], value: bytes) -> _Values:
    try:
        return table.decoder.decode(value)
    except ValueError:
        return {}


def _checksum(table: str, place: str, value: object) -> bytes:
    """SHA-256 of a row with its address, so that one in the place of another is noticed."""
    content = value if isinstance(value, bytes) else b""  # damage may change a type, too
    return sha256(f"{table}\0{place}\0".encode() + content).digest()


def _is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _DAMAGE  # the rest of an extended code says where it was met


def _disk_error(error: sqlite3.Error, path: Path) -> OSError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    return OSError(errno.EIO, str(error), str(path))


def memory_folder(content: Path, cache_root: Path) -> Path:
    """Where the cache keeps the memory of that content: each deputy of a region has a folder."""
    slug = deputy_slug(content.resolve().name) if region_around(content) else ""
    return deputy_folder(cache_root, slug) if slug else cache_root


def deputy_folder(cache_root: Path, slug: str) -> Path:
    """Where the cache keeps the memory of a deputy's site."""
    return cache_root / "deputies" / slug


@cache
def program_digest() -> str:
    """Digest of this program's own files: another version may read and plan other things.

    Taken once a process, from sizes and times: what it runs does not change with them.
    """
    root = Path(__file__).parent.parent
    stats = []
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith((".py", ".po")):
                stat = (Path(folder) / name).stat()
                stats.append((name, stat.st_size, stat.st_mtime_ns))
    return digest_value(sorted(stats))
