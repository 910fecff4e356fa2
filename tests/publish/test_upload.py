"""Sending files: whole under their own name, resumed, on connections that break."""

import threading
from io import BytesIO
from pathlib import Path

import pytest

from generator.digest import digest_bytes
from generator.errors import problem
from generator.publish import upload
from generator.publish.hosts.folder import Folder
from generator.publish.hosts.host import (
    Address,
    Bytes,
    Connection,
    Failed,
    Host,
    HttpHeaders,
    Missing,
    NoRename,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.ledger import HostEntry
from generator.publish.upload import (
    ConnectionPool,
    Item,
    make_folders,
    part_path,
    put_bytes,
    put_file,
    with_parents,
)

LOST = Failed(problem("host", "the connection to the host was lost"), lost=True)
REFUSED = Failed(problem("host", "the host does not allow to write here: {path}"))


class Recording(Folder):
    """A folder that remembers what was written from which byte on."""

    def __init__(self, root: Path) -> None:
        super().__init__(Address("file", str(root)), Secret(), Trust(root), root)
        self.writes: list[tuple[str, int]] = []
        self.closed = False

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        self.writes.append((path, start))
        super().write(path, content, start, headers)

    def close(self) -> None:
        self.closed = True


class Whole(Recording):
    whole = True


class Renameless(Recording):
    def rename(self, old: str, new: str) -> None:
        raise NoRename


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "_PAUSE_SECONDS", 0)


def item(folder: Path, content: bytes) -> Item:
    local = folder / "local"
    local.write_bytes(content)
    return Item("clip.mp4", HostEntry(len(content), digest_bytes(content)), local)


def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def test_a_file_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    connection, counted = Recording(site(tmp_path)), list[int]()
    clip = item(tmp_path, b"abc")
    assert put_file(connection, clip, counted.append)
    assert connection.writes == [(part_path("clip.mp4", clip.entry), 0)]
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["clip.mp4"]
    assert sum(counted) == 3


def test_a_whole_write_needs_no_other_name(tmp_path: Path) -> None:
    connection = Whole(site(tmp_path))
    assert put_file(connection, item(tmp_path, b"abc"), lambda count: None)
    put_bytes(connection, "ledger", b"{}", "me")
    assert connection.writes == [("clip.mp4", 0), ("ledger", 0)]


def test_a_host_without_renaming_gets_the_file_twice(tmp_path: Path) -> None:
    connection = Renameless(site(tmp_path))
    assert not put_file(connection, item(tmp_path, b"abc"), lambda count: None)
    put_bytes(connection, "ledger", b"{}", "me")
    assert {path.name: path.read_bytes() for path in (tmp_path / "site").iterdir()} == {
        "clip.mp4": b"abc",
        "ledger": b"{}",
    }


@pytest.mark.parametrize(
    ("there", "start"), [(0, 0), (1 << 20, 0), ((2 << 20) + 5, (1 << 20) + 5), (4 << 20, 0)]
)
def test_a_large_part_is_resumed_a_megabyte_before_its_end(
    tmp_path: Path, there: int, start: int
) -> None:
    connection, counted = Recording(site(tmp_path)), list[int]()
    content = bytes(range(256)) * (3 << 12)  # 3 MiB
    clip = item(tmp_path, content)
    part = part_path("clip.mp4", clip.entry)
    (tmp_path / "site" / part).write_bytes(content[:there] + bytes(max(0, there - len(content))))
    put_file(connection, clip, counted.append)
    assert connection.writes == [(part, start)]
    assert sum(counted) == len(content)
    assert (tmp_path / "site/clip.mp4").read_bytes() == content


def test_folders_are_made_from_the_top_and_new_ones_named(tmp_path: Path) -> None:
    connection = Recording(site(tmp_path))
    (tmp_path / "site/ru").mkdir()
    assert make_folders(connection, ["ru/news/a", "media"]) == {"ru/news", "ru/news/a", "media"}
    assert make_folders(connection, ["ru/news/a"]) == set()
    assert with_parents("ru/news/a") == ["ru", "ru/news", "ru/news/a"]


# Connections


def pool_of(
    root: Path, *, shared: bool = False, jobs: int = 4
) -> tuple[ConnectionPool, list[Recording]]:
    opened: list[Recording] = []

    def connect() -> Connection:
        opened.append(Recording(root))
        return opened[-1]

    return ConnectionPool(Host(connect, jobs, shared)), opened


def test_a_lost_connection_is_replaced_and_the_work_done_again(tmp_path: Path) -> None:
    pool, opened = pool_of(tmp_path)
    turns: list[Connection] = []

    def work(connection: Connection, word: str) -> str:
        turns.append(connection)
        if len(turns) < 3:
            raise LOST
        return word

    assert pool.run(work, "done") == "done"
    assert turns == opened
    assert [connection.closed for connection in opened] == [True, True, False]


def test_work_that_fails_otherwise_is_not_repeated_and_keeps_its_connection(tmp_path: Path) -> None:
    pool, opened = pool_of(tmp_path)
    turns: list[Exception] = []

    def work(connection: Connection, error: Exception) -> None:
        turns.append(error)
        raise error

    errors = [REFUSED, Missing("a"), NoRename()]
    for error in errors:
        with pytest.raises(type(error)):
            pool.run(work, error)
    assert turns == errors
    assert len(opened) == 1 and not opened[0].closed


def raise_(error: Exception) -> None:
    raise error


def test_a_connection_that_stays_lost_is_tried_four_times(tmp_path: Path) -> None:
    pool, opened = pool_of(tmp_path)
    with pytest.raises(Failed):
        pool.run(lambda connection: raise_(LOST))
    assert len(opened) == 4


def test_items_are_done_on_as_many_connections_as_the_host_takes(tmp_path: Path) -> None:
    for shared, connections in ((False, 3), (True, 1)):
        pool, opened = pool_of(tmp_path, shared=shared, jobs=3)
        together, done = threading.Barrier(3), list[int]()

        def work(connection: Connection, number: int) -> None:
            together.wait(10)  # noqa: B023 - ends within this turn of the loop
            done.append(number)  # noqa: B023

        pool.run_each(work, range(6))
        assert sorted(done) == list(range(6))
        assert len(opened) == connections
        pool.close()


def test_a_host_that_takes_fewer_connections_gets_every_file(tmp_path: Path) -> None:
    root, lock = site(tmp_path), threading.Lock()
    opened: list[Connection] = []

    def connect() -> Connection:
        with lock:
            if opened:
                raise LOST
            opened.append(Recording(root))
            return opened[-1]

    pool = ConnectionPool(Host(connect, 4, shared=False))
    pool.run_each(
        lambda connection, name: connection.write(name, BytesIO(b"x"), 0, HttpHeaders()),
        [f"{number}.html" for number in range(20)],
    )
    assert len(list(root.iterdir())) == 20


def test_the_first_failure_is_raised(tmp_path: Path) -> None:
    pool, _ = pool_of(tmp_path, jobs=1)
    done: list[int] = []

    def work(connection: Connection, number: int) -> None:
        if number == 2:
            raise REFUSED
        done.append(number)

    with pytest.raises(Failed):
        pool.run_each(work, range(9))
    assert done == [0, 1]
