"""FTP: what replies mean, and servers with weaknesses."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pyftpdlib.handlers import FTPHandler

from generator.publish.hosts.ftp import Ftp
from generator.publish.hosts.host import Address, Failed, HttpHeaders, Missing
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from tests.support.servers import PASSWORD, USER, ftp_server


def connect(port: int, folder: Path, path: str = "/") -> Ftp:
    address = Address("ftp", path, "127.0.0.1", port, USER)
    return Ftp(address, Secret(USER, PASSWORD), Trust(folder), folder)


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        ("552 Requested file action aborted", "there is no room left on the host"),
        ("550 Disk quota exceeded", "there is no room left on the host"),
        ("550 Permission denied", "the host does not allow to write here: {path}"),
        ("530 Please login", "the host does not accept this name or password"),
        ("553 s3cret is no name", "the host did not take {path}: {reason}"),
    ],
)
def test_replies_are_known_by_code_and_words(reply: str, what: str) -> None:
    server = Ftp.__new__(Ftp)
    server._address, server._secret = Address("ftp", "/", "example.kz", 21), Secret("a", "s3cret")
    failure = server._to_problem("a.html", reply)
    assert isinstance(failure, Failed)
    assert failure.problem.what == what
    assert "s3cret" not in str(failure.problem.values)
    assert isinstance(server._to_problem("a.html", "550 No such file"), Missing)


class _NoReplacing(FTPHandler):  # type: ignore[misc]  # it has no types
    """A server on Windows: it renames only to a new name."""

    def ftp_RNTO(self, path: str) -> object:
        if Path(path).exists():
            self._rnfr = None
            self.respond("550 File exists")
            return None
        return super().ftp_RNTO(path)


def test_a_file_is_replaced_on_servers_that_do_not_rename_over_another(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "new").write_bytes(b"new")
    with ftp_server(tmp_path, kind=_NoReplacing) as port:
        server = connect(port, tmp_path)
        server.rename("new", "old")
        server.close()
    assert (tmp_path / "old").read_bytes() == b"new"
    assert not (tmp_path / "new").exists()


class _WrongSize(FTPHandler):  # type: ignore[misc]
    def ftp_SIZE(self, path: str) -> None:
        self.respond("213 1")


class _NoSize(FTPHandler):  # type: ignore[misc]
    def ftp_SIZE(self, path: str) -> None:
        self.respond("500 what?")


def test_a_file_that_arrived_short_is_a_lost_connection(tmp_path: Path) -> None:
    with ftp_server(tmp_path, kind=_WrongSize) as port:
        server = connect(port, tmp_path)
        with pytest.raises(Failed) as error:
            server.write("a", BytesIO(b"abc"), 0, HttpHeaders(size_bytes=3))
        assert error.value.lost
        server.close()
    with ftp_server(tmp_path, kind=_NoSize) as port:
        server = connect(port, tmp_path)
        server.write("a", BytesIO(b"abc"), 0, HttpHeaders(size_bytes=3))
        assert server.size("a") == -1
        server.close()


def test_a_path_is_relative_to_the_login_unless_it_has_two_slashes(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a").write_bytes(b"a")
    with ftp_server(tmp_path) as port:
        for path in ("/site", "//site"):
            server = connect(port, tmp_path, path)
            assert server.read("a") == b"a"
            server.close()
