"""What a host may refuse: one clear problem each, and readers keep what they had."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler

from generator.errors import Problem, Unfit
from generator.publish import upload
from generator.publish.hosts.host import Failed, read_address
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import fingerprint
from tests.support.building import snapshot
from tests.support.hosts import KINDS, host_key, shown_by
from tests.support.published import computer, missing_of, public, write_site
from tests.support.servers import (
    PASSWORD,
    USER,
    ftp_server,
    make_certificates,
    ssh_server,
    webdav_server,
)

KNOWN = Secret(USER, PASSWORD)
POSTS = {"mektep": 1, "zhol": 1}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(upload, "_PAUSE_SECONDS", 0.005)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


def told(work: Callable[[], object]) -> Problem:
    """The one problem that this ends with."""
    with pytest.raises(Failed) as error:
        work()
    return error.value.problem


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp", "webdav"])
def test_a_wrong_password(kind: str, tmp_path: Path) -> None:
    with KINDS[kind](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to, Secret(USER, "wrong-password"))
        write_site(aide.output, POSTS)
        problem = told(lambda: aide.publish(accept=host.accept))
        assert problem.what == "the host does not accept this name or password"
        assert "wrong-password" not in repr(problem)
        assert host.public() == {}


def test_a_host_that_is_not_there(tmp_path: Path) -> None:
    for scheme in ("ftp", "sftp", "webdav"):
        aide = computer(tmp_path / scheme, f"{scheme}://{USER}@127.0.0.1:9/site", KNOWN)
        write_site(aide.output, POSTS)
        assert told(aide.publish).what == "this host does not answer"


# No room


class _FullFtp(AbstractedFS):  # type: ignore[misc]
    room = 10**9

    def open(self, filename: str, mode: str) -> Any:
        if "w" in mode and type(self).room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        type(self).room -= 1
        return super().open(filename, mode)


class _FullSsh(asyncssh.SFTPServer):
    room = 10**9

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        type(self).room -= 1
        if type(self).room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(file_obj, offset, data)  # type: ignore[return-value]


def test_a_full_disk_over_ftp(tmp_path: Path) -> None:
    kind = type("Handler", (FTPHandler,), {"abstracted_fs": _FullFtp})
    (tmp_path / "host").mkdir()
    with ftp_server(tmp_path / "host", kind=kind) as port:
        _fills_up(tmp_path, f"ftp://{USER}@127.0.0.1:{port}/site", _FullFtp, "")


def test_a_full_disk_over_sftp(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    with ssh_server(tmp_path / "host", host_key(), kind=_FullSsh) as port:
        accept = fingerprint(host_key().public_data)
        _fills_up(tmp_path, f"sftp://{USER}@127.0.0.1:{port}/site", _FullSsh, accept)


def _fills_up(tmp_path: Path, to: str, disk: Any, accept: str) -> None:
    aide, root = computer(tmp_path / "aide", to, KNOWN), tmp_path / "host/site"
    write_site(aide.output, POSTS)
    aide.publish(accept=accept)
    write_site(aide.output, {"mektep": 2, "otin": 1, "su": 1})
    disk.room = 5
    try:
        problem = told(aide.publish)
    finally:
        disk.room = 10**9
    assert problem.what in (
        "there is no room left on the host",
        "the host did not take {path}: {reason}",
    )
    assert missing_of(root) == set()
    assert "mektep 1" in (root / "news/mektep.html").read_text()
    aide.publish()
    shown = public(root)
    assert {path: shown[path] for path in snapshot(aide.output)} == snapshot(aide.output)


# No right to write


def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    (tmp_path / "host/site").mkdir(parents=True)
    with ftp_server(tmp_path / "host", rights="elr") as port:
        aide = computer(tmp_path / "aide", f"ftp://{USER}@127.0.0.1:{port}/site", KNOWN)
        write_site(aide.output, POSTS)
        assert told(aide.publish).what == "the host does not allow to write here: {path}"
        assert snapshot(tmp_path / "host") == {}


def test_a_local_folder_in_the_way_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "host").write_text("a file, no folder")
    aide = computer(tmp_path / "aide", str(tmp_path / "host"))
    write_site(aide.output, POSTS)
    told(aide.publish)
    assert (tmp_path / "host").read_text() == "a file, no folder"


# Keys and certificates


def test_a_host_key_is_asked_about_once_and_again_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    first, second = host_key(), asyncssh.generate_private_key("ssh-ed25519")
    with ssh_server(tmp_path / "host", first) as port:
        aide = computer(tmp_path / "aide", f"sftp://{USER}@127.0.0.1:{port}/site", KNOWN)
        write_site(aide.output, POSTS)
        problem = told(aide.publish)
        assert problem.what == "the key of this host is not known yet: {fingerprint}"
        assert dict(problem.values)["fingerprint"] == fingerprint(first.public_data)
        told(lambda: aide.publish(accept=fingerprint(second.public_data)))
        assert snapshot(tmp_path / "host") == {}
        aide.publish(accept=fingerprint(first.public_data))
        aide.publish()
    before = public(tmp_path / "host/site")
    with ssh_server(tmp_path / "host", second, port=port):
        write_site(aide.output, {"mektep": 2})
        problem = told(aide.publish)
        assert problem.what == "the host shows another key than before: {fingerprint}"
        assert public(tmp_path / "host/site") == before
        aide.publish(accept=fingerprint(second.public_data))
        aide.publish()


def test_a_host_key_in_known_hosts_needs_no_question(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    with ssh_server(tmp_path / "host", host_key()) as port:
        (tmp_path / ".ssh").mkdir()
        shown = host_key().export_public_key().decode()
        (tmp_path / ".ssh/known_hosts").write_text(f"[127.0.0.1]:{port} {shown}")
        aide = computer(tmp_path / "aide", f"sftp://{USER}@127.0.0.1:{port}/site", KNOWN)
        write_site(aide.output, POSTS)
        assert aide.publish().sent


def test_a_key_does_in_place_of_a_password(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    (tmp_path / ".ssh").mkdir(mode=0o700)
    mine = asyncssh.generate_private_key("ssh-ed25519")
    mine.write_private_key(tmp_path / ".ssh/id_ed25519")
    mine.write_public_key(tmp_path / "authorized")
    with ssh_server(tmp_path / "host", host_key(), users=tmp_path / "authorized") as port:
        aide = computer(tmp_path / "aide", f"sftp://{USER}@127.0.0.1:{port}/site")
        write_site(aide.output, POSTS)
        assert aide.publish(accept=fingerprint(host_key().public_data)).sent


@pytest.mark.parametrize("scheme", ["ftps", "webdavs"])
def test_an_expired_certificate_is_named_and_can_be_accepted(scheme: str, tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    expired = make_certificates(tmp_path).expired
    serve = ftp_server if scheme == "ftps" else webdav_server
    with serve(tmp_path / "host", certificate=expired) as port:
        aide = computer(tmp_path / "aide", f"{scheme}://{USER}@localhost:{port}/site", KNOWN)
        write_site(aide.output, POSTS)
        problem = told(aide.publish)
        assert problem.what.startswith("the certificate of this host is not trusted")
        assert dict(problem.values)["fingerprint"] == shown_by(expired)
        assert snapshot(tmp_path / "host") == {}
        aide.publish(accept=shown_by(expired))
        assert public(tmp_path / "host/site") == snapshot(aide.output)
        assert aide.publish().sent == ()


# A server that cannot rename


def _without_rename() -> type[FTPHandler]:
    known = {
        name: about for name, about in FTPHandler.proto_cmds.items() if name not in ("RNFR", "RNTO")
    }
    return type("Handler", (FTPHandler,), {"proto_cmds": known})


def test_a_server_without_rename_is_served_and_told_of(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    with ftp_server(tmp_path / "host", kind=_without_rename()) as port:
        aide = computer(tmp_path / "aide", f"ftp://{USER}@127.0.0.1:{port}/site", KNOWN)
        for edition in (1, 2):
            write_site(aide.output, {"mektep": edition})
            done = aide.publish(forget=True)
            assert [one.what[:24] for one in done.problems] == ["this host cannot rename "]
            assert public(tmp_path / "host/site") == snapshot(aide.output)


# Addresses


@pytest.mark.parametrize(
    "written",
    [
        "sftp://deputat:s3cret@example.kz/site",
        "ftp://:s3cret@example.kz",
        "s3://id:s3cret@bucket/docs",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_address(written, "site.toml")
    assert "s3cret" not in repr(refused.value.problem)


@pytest.mark.parametrize(
    "written", ["http://example.kz", "sftp://", "ftp://a@b:port/x", "sftp://a@b/x?branch=y"]
)
def test_what_is_no_address_is_told(written: str) -> None:
    with pytest.raises(Unfit):
        read_address(written, "--to")


def test_folders_are_addresses_too(tmp_path: Path) -> None:
    assert read_address("site", "--to", tmp_path).path == str(tmp_path / "site")
    assert read_address("D:\\site", "--to").scheme == "file"
    assert read_address("\\\\server\\share", "--to").scheme == "file"
    assert str(read_address("sftp://a@example.kz/~/site", "--to")) == "sftp://a@example.kz/~/site"


def test_a_secret_is_in_no_text_made_of_it() -> None:
    secret = Secret("deputat", "s3cret")
    assert "s3cret" not in f"{secret!r} {secret}"
    assert secret.hide("530 s3cret is wrong") == "530 ••• is wrong"
