"""What a host says is not believed: its list, its packs, its words; nor tricks in addresses."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from generator.digest import digest_bytes
from generator.errors import Unfit
from generator.publish import ledger, pack, upload
from generator.publish.hosts.host import Failed, read_address
from generator.publish.known_releases import open_known_releases
from generator.publish.ledger import LEDGER, PENDING, is_inside
from generator.publish.pack import read_pack
from tests.support.building import snapshot
from tests.support.hosts import KINDS
from tests.support.published import Computer, computer, public, write_site
from tests.support.systems import needs_any_name, needs_links, start_no_server_under_wine

BROKEN = "the list on the server is broken"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(upload, "_PAUSE_SECONDS", 0.005)
    monkeypatch.setenv("HOME", str(tmp_path))


def refusal(aide: Computer) -> str:
    with pytest.raises(Failed) as error:
        aide.publish()
    return error.value.problem.what


def published(tmp_path: Path) -> tuple[Computer, Path]:
    """A computer that has published to a folder, which others can write to as well."""
    aide = computer(tmp_path / "aide", str(tmp_path / "drive/site"))
    write_site(aide.output, {"mektep": 1, "zhol": 1})
    aide.publish()
    write_site(aide.output, {"mektep": 2})
    return aide, tmp_path / "drive/site"


def rewritten(path: Path, **changed: Any) -> None:
    known = json.loads(gzip.decompress(path.read_bytes()))
    path.write_bytes(gzip.compress(json.dumps(known | changed).encode()))


ELSEWHERE = ["../../thesis.txt", "news/../../../thesis.txt", "{home}/thesis.txt", "a\nD b", ""]


@pytest.mark.parametrize("path", ELSEWHERE)
@pytest.mark.parametrize("part", ["files", "kept", "stale"])
def test_a_list_names_nothing_outside_of_the_site(tmp_path: Path, part: str, path: str) -> None:
    aide, site = published(tmp_path)
    (tmp_path / "thesis.txt").write_text("years of work")
    named = {path.format(home=tmp_path): [13, digest_bytes(b"years of work")]}
    rewritten(site / LEDGER, **{part: named})
    before = snapshot(tmp_path / "drive")
    assert refusal(aide) == BROKEN
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    assert snapshot(tmp_path / "drive") == before


@pytest.mark.parametrize("path", ELSEWHERE)
@pytest.mark.parametrize("part", ["put", "remove", "sent", "release"])
def test_nor_does_what_is_said_to_be_under_way(tmp_path: Path, part: str, path: str) -> None:
    aide, site = published(tmp_path)
    (tmp_path / "thesis.txt").write_text("years of work")
    path = path.format(home=tmp_path)
    named = {"put": {path: [1, "0" * 64]}, "remove": [path], "sent": [path], "release": path}
    pending = {"release": "0" * 12, "by": "0" * 8} | {part: named[part]}
    (site / PENDING).write_bytes(gzip.compress(json.dumps(pending).encode()))
    assert refusal(aide) == BROKEN
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_pack_has_a_name_of_ours(tmp_path: Path) -> None:
    aide, site = published(tmp_path)
    (tmp_path / "drive/backup.tar.gz").write_bytes(b"theirs")
    rewritten(site / LEDGER, packs={"../../../backup": ["0" * 64]})
    assert refusal(aide) == BROKEN
    assert (tmp_path / "drive/backup.tar.gz").read_bytes() == b"theirs"


def test_a_digest_is_no_path(tmp_path: Path) -> None:
    aide, site = published(tmp_path)
    rewritten(site / LEDGER, files={"news/a.html": [1, "../../x"]})
    assert refusal(aide) == BROKEN


def test_what_is_inside_is_known() -> None:
    for path in ("index.html", "news/a..b.html", ".htaccess", "ru/жол.html"):
        assert is_inside(path)
    for path in ("/etc/passwd", "..", "a/../b", "./a", "a//b", "a/", "", "a\x00", "a\x7fb"):
        assert not is_inside(path)
    assert is_inside("C:\\Windows\\x") is (os.name != "nt")


@pytest.mark.parametrize("name", [LEDGER, PENDING])
def test_a_damaged_list_is_told(tmp_path: Path, name: str) -> None:
    aide, site = published(tmp_path)
    whole = (site / LEDGER).read_bytes()
    middle = bytes(one ^ 255 for one in whole[20:-8])  # zlib's own error, and not gzip's
    for content in (whole[:20] + middle + whole[-8:], whole[:-9], b"", gzip.compress(b"[" * 10**6)):
        (site / name).write_bytes(content)
        assert refusal(aide) == BROKEN


def test_a_list_that_grows_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aide, site = published(tmp_path)
    monkeypatch.setattr(ledger, "MOST_READ_BYTES", 1_000_000)
    (site / LEDGER).write_bytes(gzip.compress(b" " * 1_000_001 + b"{}"))
    assert refusal(aide) == BROKEN


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_list_that_is_too_long_is_not_fetched(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "git":
        (tmp_path / "host").mkdir()
    with KINDS[kind](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to, host.secret)
        write_site(aide.output, {"mektep": 1})
        aide.publish(accept=host.accept)
        module = "ftp" if kind == "ftps" else kind
        monkeypatch.setattr(f"generator.publish.hosts.{module}.MOST_READ_BYTES", 100)
        if "ftp" in kind:  # its blocks are large: one may go over
            host.put(LEDGER, b"x" * 200_000)
        assert refusal(aide) == BROKEN


def test_a_pack_that_is_broken_or_grows_gives_what_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, large = b"a page", b"\0" * 300_000
    wanted = {digest_bytes(good), digest_bytes(large), "../x"}
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as made:
        for name, held in (
            (digest_bytes(good), good), ("../x", b"x"), (digest_bytes(large), large),
        ):  # fmt: skip
            member = tarfile.TarInfo(name)
            member.size = len(held)
            made.addfile(member, io.BytesIO(held))
    into = tmp_path / "into"
    into.mkdir()
    assert set(read_pack(content.getvalue(), wanted, into)) == wanted - {"../x"}
    monkeypatch.setattr(pack, "MOST_READ_BYTES", 100_000)
    assert set(read_pack(content.getvalue(), wanted, into)) == {digest_bytes(good)}
    monkeypatch.setattr(pack, "_MOST_UNPACKED", 3)
    assert read_pack(content.getvalue(), wanted, into) == {}
    assert read_pack(b"no pack", wanted, into) == {}
    assert read_pack(content.getvalue()[:-30], wanted, into) is not None
    assert not (tmp_path / "x").exists()


def test_a_broken_pack_is_told_and_nothing_is_changed(tmp_path: Path) -> None:
    aide, site = published(tmp_path)
    aide.publish()
    for one in (site / ".jarshy/packs").iterdir():
        one.write_bytes(b"\x1f\x8b" + one.read_bytes()[2:40])
    before = public(site)
    with pytest.raises(Failed) as error:
        aide.undo()
    assert error.value.problem.what == "what the earlier release needs is not on the host any more"
    assert public(site) == before


@needs_links
def test_a_link_on_a_network_drive_leads_nowhere(tmp_path: Path) -> None:
    aide, site = published(tmp_path)
    (tmp_path / "thesis.txt").write_text("years of work")
    home = digest_bytes((aide.output / "index.html").read_bytes())[:12]
    (site / f".index.html.{home}.part").symlink_to(tmp_path / "thesis.txt")
    with pytest.raises(Failed):
        aide.publish()
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@needs_any_name
def test_names_on_a_branch_may_be_anything(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    with KINDS["git"](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to)
        write_site(aide.output, {"mektep": 1})
        (aide.output / '"quoted".txt').write_text("a")
        aide.publish()
        assert host.public()['"quoted".txt'] == b"a"
        raw = os.fsdecode(b"\xc6\xee\xeb.txt")  # Windows-1251
        host.put(raw, b"theirs")
        write_site(aide.output, {"mektep": 2})
        aide.publish()
        assert host.public().keys() >= {raw, "news/mektep.html"}
        assert '"quoted".txt' not in host.public()


# What servers say


@contextmanager
def talker(*lines: bytes) -> Iterator[int]:
    """A server that says one of these lines at the start and after each line it hears."""
    start_no_server_under_wine()
    listening = socket.create_server(("127.0.0.1", 0))

    def speak(line: socket.socket) -> None:
        with suppress(OSError), line, line.makefile("rb") as heard:
            for said in lines:
                line.sendall(said)
                if not heard.readline():
                    return

    def listen() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=speak, args=(line,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


@pytest.mark.parametrize(
    "lines",
    [
        ("220 Добро пожаловать\r\n".encode("cp1251"), b"530 \xcd\xe5\xf2\r\n"),
        (b"\xff\xfe nonsense\r\n",),
        (b"220 a\r\n", b"331 b\r\n", b"230 c\r\n", b'257 "/\xff"\r\n', b"200 d\r\n", b"xyz\r\n"),
        (b"220 " + b"x" * 100_000 + b"\r\n",),
    ],
)
def test_a_server_that_talks_nonsense_over_ftp_is_told(
    tmp_path: Path, lines: tuple[bytes, ...]
) -> None:
    started = time.monotonic()
    with talker(*lines) as port:
        aide = computer(tmp_path / "aide", f"ftp://a@127.0.0.1:{port}/site")
        write_site(aide.output, {"mektep": 1})
        assert refusal(aide) in (
            "the host does not accept this name or password",
            "this host does not answer",
            "the connection to the host was lost",
        )
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "said",
    [
        b"\0\0\0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    ],
)
def test_a_server_that_talks_nonsense_over_http_is_told(tmp_path: Path, said: bytes) -> None:
    with talker(*[said] * 9) as port:
        aide = computer(tmp_path / "aide", f"webdav://a@127.0.0.1:{port}/site")
        write_site(aide.output, {"mektep": 1})
        assert refusal(aide)


# Addresses, and what this computer remembers


@pytest.mark.parametrize(
    "written",
    [
        "git+ssh://-oProxyCommand=touch%20x/site",
        "git+ssh://-oProxyCommand=x@example.kz/site",
        "git+https://example.kz/site?branch=--upload-pack=x",
        "git+https://example.kz/site?branch=a:refs/heads/b",
        "sftp://a%0ab@example.kz/site",
        "sftp://[",
        "git+ext://sh -c touch",
    ],
)
def test_an_address_is_no_option_and_no_command(written: str) -> None:
    with pytest.raises(Unfit):
        read_address(written, "--to")


@pytest.mark.parametrize(
    "written",
    [
        "sftp://deputat:pa/s3cret@example.kz/site",
        "sftp://deputat:s3cret#x@example.kz/site",
        "ftp://deputat:s3cret?x@example.kz",
        "http://deputat:s3cret/@example.kz",
        "s3://bucket/docs?secret_access_key=s3cret",
        "sftp://deputat:s3cret[@example.kz/site",
    ],
)
def test_a_password_with_strange_signs_is_not_repeated(written: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_address(written, "--to")
    assert "s3cret" not in repr(refused.value.problem)


@pytest.mark.parametrize("kept", [b"", b"\xff\xfe", b"../../x", b"0" * 9])
def test_a_lost_name_of_this_computer_is_made_again(tmp_path: Path, kept: bytes) -> None:
    address = read_address(str(tmp_path / "site"), "--to")
    by = open_known_releases(tmp_path / "cache", address).by
    assert open_known_releases(tmp_path / "cache", address).by == by
    (tmp_path / "cache/publish/computer").write_bytes(kept)
    fresh = open_known_releases(tmp_path / "cache", address).by
    assert fresh != by and len(fresh) == 8
