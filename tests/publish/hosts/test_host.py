"""What every kind of host can do, each with a real server; and addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.publish.hosts.host import (
    Address,
    Connection,
    Host,
    HttpHeaders,
    Missing,
    read_address,
)
from generator.publish.hosts.open import open_host
from generator.publish.hosts.trust import Trust
from generator.publish.upload import put_bytes
from tests.support.hosts import KINDS

Edit = Callable[[Callable[[Connection], None]], None]


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with KINDS[request.param](tmp_path / "host") as server:
        trust = Trust(tmp_path / "trusted", server.accept)
        address = read_address(server.to, "--to")
        (tmp_path / "memory").mkdir()
        host = open_host(address, server.secret, trust, tmp_path / "memory")
        root = host.connect()
        root.make_folder("")
        root.close()
        yield host


@pytest.fixture
def edit(host: Host) -> Edit:
    """Does something on a connection of its own, and makes it public."""

    def run(work: Callable[[Connection], None]) -> None:
        connection = host.connect()
        try:
            work(connection)
            connection.finish("0" * 12)
        finally:
            connection.close()

    return run


@pytest.fixture
def put(edit: Edit) -> Callable[[str, bytes], None]:
    def run(path: str, content: bytes) -> None:
        folder = path.rpartition("/")[0]

        def work(connection: Connection) -> None:
            if folder:
                connection.make_folder(folder)
            put_bytes(connection, path, content, "me")

        edit(work)

    return run


@pytest.fixture
def connection(host: Host) -> Iterator[Callable[[], Connection]]:
    """Opens further connections, and closes them at the end."""
    opened: list[Connection] = []

    def connect() -> Connection:
        opened.append(host.connect())
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


Put = Callable[[str, bytes], None]
Connect = Callable[[], Connection]


def test_a_file_comes_back_and_is_replaced_whole(put: Put, connection: Connect) -> None:
    for content in (b"first, and longer", b"second"):
        put("news/жол a.html", content)
        after = connection()
        assert after.read("news/жол a.html") == content
        assert after.size("news/жол a.html") == len(content)


def test_what_is_not_there_is_missing_and_has_no_size(put: Put, connection: Connect) -> None:
    put("news/a.html", b"a")
    after = connection()
    for path in ("b.html", "news/b.html", "nowhere/a.html"):
        assert after.size(path) == -1
        with pytest.raises(Missing):
            after.read(path)


def test_a_removed_file_is_gone_and_removing_it_again_is_no_failure(
    put: Put, edit: Edit, connection: Connect
) -> None:
    put("a.html", b"a")
    put("b.html", b"b")

    def remove(server: Connection) -> None:
        server.remove("a.html")
        server.remove("a.html")
        server.remove("nowhere.html")

    edit(remove)
    after = connection()
    assert (after.size("a.html"), after.read("b.html")) == (-1, b"b")


def test_a_folder_is_new_once(put: Put, connection: Connect) -> None:
    assert connection().make_folder("news")
    put("news/a.html", b"a")
    assert not connection().make_folder("news")


def test_a_folder_with_a_file_in_it_is_never_removed(
    put: Put, edit: Edit, connection: Connect
) -> None:
    put("news/a.html", b"a")
    edit(lambda server: server.remove_folder("news"))
    assert connection().read("news/a.html") == b"a"


def test_one_computer_alone_gets_a_claim(
    put: Put, connection: Connect, request: pytest.FixtureRequest
) -> None:
    put(".jarshy/ledger.json.gz", b"{}")
    assert connection().claim(".jarshy/lock")
    # On a branch the push decides, not the lock.
    assert connection().claim(".jarshy/lock") == ("[git]" in request.node.name)


@pytest.mark.parametrize("host", ["folder", "ftp", "ftps", "sftp"], indirect=True)
def test_a_write_goes_on_in_the_middle_of_a_file(connection: Connect) -> None:
    server = connection()
    assert server.resumes
    server.write("a.part", BytesIO(b"abcdef"), 0, HttpHeaders(size_bytes=6))
    server.write("a.part", BytesIO(b"XYZ"), 3, HttpHeaders(size_bytes=6))
    assert server.read("a.part") == b"abcXYZ"


# Addresses


@pytest.mark.parametrize(
    ("written", "address", "login"),
    [
        (
            "sftp://a@example.kz/site",
            Address("sftp", "/site", "example.kz", 22, "a"),
            "sftp://a@example.kz:22",
        ),
        (
            "ftps://%D0%B0@example.kz:990/a%20b",
            Address("ftps", "/a b", "example.kz", 990, "а"),
            "ftps://а@example.kz:990",
        ),
        (
            "s3://bucket/docs?region=kz&endpoint=https://s3.kz",
            Address(
                "s3", "/docs", "bucket", options=(("endpoint", "https://s3.kz"), ("region", "kz"))
            ),
            "s3://@bucket",
        ),
        ("git+file:///a/b.git", Address("git+file", "/a/b.git"), "git+file://@"),
        ("file:///a%20b", Address("file", "/a b"), "file://@"),
    ],
)
def test_an_address_is_read(written: str, address: Address, login: str) -> None:
    assert read_address(f" {written}\n", "--to") == address
    assert address.login == login


def test_an_address_is_written_without_its_usual_port_and_its_options() -> None:
    for written in ("sftp://a@example.kz/site", "ftps://example.kz:990/site", "s3://bucket/docs"):
        assert str(read_address(written, "--to")) == written
    assert str(read_address("webdav://example.kz:80/a", "--to")) == "webdav://example.kz/a"
    assert read_address("s3://bucket?region=kz", "--to").option("region") == "kz"
    assert read_address("s3://bucket", "--to").option("region") == ""


def test_an_option_belongs_to_its_protocol() -> None:
    assert read_address("git+https://example.kz/a?branch=site", "--to").option("branch") == "site"
    for written in ("sftp://example.kz/?branch=site", "s3://bucket?branch=site"):
        with pytest.raises(Unfit):
            read_address(written, "--to")
