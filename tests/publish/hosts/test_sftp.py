"""SFTP: servers of the first versions, and a connection that another thread has closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from generator.publish.hosts.host import Address, Failed
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.sftp import Sftp
from generator.publish.hosts.trust import Trust, fingerprint
from tests.support.hosts import host_key
from tests.support.servers import PASSWORD, USER, ssh_server


class _First(asyncssh.SFTPServer):
    """A server without posix-rename, that renames only to a new name."""

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPOpUnsupported("no such extension")

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if Path(self.map_path(newpath).decode()).exists():
            raise asyncssh.SFTPFailure("file exists")
        super().rename(oldpath, newpath)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sftp]:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "host").mkdir()
    with ssh_server(tmp_path / "host", host_key(), kind=_First) as port:
        address = Address("sftp", "/~/", "127.0.0.1", port, USER)
        trust = Trust(tmp_path / "trusted", fingerprint(host_key().public_data))
        connection = Sftp(address, Secret(USER, PASSWORD), trust, tmp_path)
        yield connection
        connection.close()


def test_a_file_is_replaced_on_servers_that_do_not_rename_over_another(
    server: Sftp, tmp_path: Path
) -> None:
    for name in ("old", "new"):
        (tmp_path / "host" / name).write_text(name)
    server.rename("new", "old")
    server.rename("old", "newest")
    assert [path.name for path in (tmp_path / "host").iterdir()] == ["newest"]
    assert (tmp_path / "host/newest").read_text() == "new"


def test_a_closed_connection_is_lost_and_may_be_closed_again(server: Sftp) -> None:
    server.close()
    server.close()
    with pytest.raises(Failed) as error:
        server.size("a")
    assert error.value.lost


def test_a_file_in_the_place_of_a_folder_is_told(server: Sftp, tmp_path: Path) -> None:
    (tmp_path / "host/news").write_text("a file")
    with pytest.raises(Failed) as error:
        server.make_folder("news")
    assert dict(error.value.problem.values)["path"] == "news"
    assert not error.value.lost
