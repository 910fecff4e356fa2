"""tus over a real port: pieces, broken lines, limits, rights, and what attackers send."""

from __future__ import annotations

import errno
import http.client
import json
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import pytest

from generator.limits import INBOX_DAYS, INBOX_OPEN, INBOX_SPARE_BYTES
from generator.serve.web.rights import Role
from generator.studio.inbox import inbox, receiving
from generator.studio.inbox.uploads import PartFile
from tests.support.cut_lines import cut_line
from tests.support.inboxes import DRAFT, ServedInbox, served_inbox
from tests.support.systems import needs_links
from tests.support.tus_client import UPLOADS, Phone, crc32, metadata
from tests.support.waiting import wait_until

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8
STRANGERS = (Role.DEPUTY, Role.STRANGER)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedInbox]:
    with served_inbox(tmp_path_factory.mktemp("office")) as served:
        yield served


@pytest.fixture
def served(running: ServedInbox) -> ServedInbox:
    running.empty()
    return running


@pytest.fixture
def phone(served: ServedInbox) -> Phone:
    return served.phone()


def photos(served: ServedInbox) -> dict[str, bytes]:
    return {path: content for path, content in served.files().items() if path.endswith(".jpg")}


def test_a_file_arrives_piece_by_piece(served: ServedInbox, phone: Phone) -> None:
    begun = phone.begin("a.jpg", len(JPEG))
    address = begun.headers["location"]
    phone.headers["Cookie"] = begun.headers["set-cookie"].partition(";")[0]
    assert (begun.status, begun.offset) == (201, 0)
    assert begun.headers["tus-resumable"] == "1.0.0" and "upload-expires" in begun.headers
    first = phone.patch(address, 0, JPEG[:1000])
    assert (first.status, first.offset, first.place) == (204, 1000, "")
    asked = phone.ask("HEAD", address)
    assert (asked.status, asked.offset, asked.body) == (200, 1000, b"")
    assert asked.headers["upload-length"] == str(len(JPEG))
    assert asked.headers["cache-control"] == "no-store"
    assert photos(served) == {}
    last = phone.patch(address, 1000, JPEG[1000:], **crc32(JPEG[1000:]))
    assert (last.status, last.offset, last.place) == (204, len(JPEG), f"{DRAFT}/a.jpg")
    assert photos(served) == {f"{DRAFT}/a.jpg": JPEG}
    assert phone.ask("HEAD", address).place == last.place  # if the last answer was lost
    assert served.touched == [last.place] and served.kept_bytes() == 0


def test_a_large_file_arrives_over_a_line_that_is_cut_again_and_again(
    served: ServedInbox, phone: Phone
) -> None:
    content = b"\xff\xd8\xff\xe0" + os.urandom(24_000_000)
    cuts = [97, 1_000_000, 1_048_576, *range(3_000_000, 23_000_000, 3_333_333)]
    address = phone.address("a.jpg", len(content))
    with cut_line(served.port, cuts) as line:
        phone.line_port = line.port
        place = phone.go_on(address, content)
        assert line.cuts_made == len(cuts)
    assert served.files()[place] == content


def test_what_came_of_a_piece_without_checksum_is_kept(served: ServedInbox, phone: Phone) -> None:
    address = phone.address("a.jpg", len(JPEG))
    with socket.create_connection(("127.0.0.1", served.port)) as link:
        link.sendall(head("PATCH", address, phone, len(JPEG)) + JPEG[:700])
        wait_until(lambda: served.kept_bytes() == 700)
    wait_until(lambda: phone.ask("HEAD", address).offset == 700)
    assert phone.go_on(address, JPEG) == f"{DRAFT}/a.jpg"
    assert photos(served) == {f"{DRAFT}/a.jpg": JPEG}


def head(method: str, address: str, phone: Phone, length: int, **more: str) -> bytes:
    headers = {
        "Host": f"127.0.0.1:{phone.port}",
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(length),
        "Upload-Offset": "0",
        **phone.headers,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {address} HTTP/1.1\r\n{lines}\r\n".encode()


def test_a_connection_that_only_looks_alive_is_no_obstacle(
    served: ServedInbox, phone: Phone
) -> None:
    address = phone.address("a.jpg", len(JPEG))
    with socket.create_connection(("127.0.0.1", served.port)) as forgotten:
        forgotten.sendall(head("PATCH", address, phone, len(JPEG)) + JPEG[:700])
        wait_until(lambda: served.kept_bytes() == 700)
        assert phone.ask("HEAD", address).offset == 700
        assert phone.go_on(address, JPEG) == f"{DRAFT}/a.jpg"
        assert b" 423 " in forgotten.recv(100)


def test_a_connection_that_says_nothing_for_long_is_left(
    served: ServedInbox, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "INBOX_STALLED_SECONDS", 0.1)
    address = phone.address("a.jpg", len(JPEG))
    with socket.create_connection(("127.0.0.1", served.port)) as forgotten:
        forgotten.sendall(head("PATCH", address, phone, len(JPEG)) + JPEG[:700])
        assert b" 423 " in forgotten.recv(100)
    assert phone.ask("HEAD", address).offset == 700


@pytest.mark.parametrize("algorithm", ["crc32", "sha1"])
def test_a_piece_with_another_checksum_is_not_kept(
    served: ServedInbox, phone: Phone, algorithm: str
) -> None:
    address = phone.address("a.jpg", len(JPEG))
    wrong = phone.patch(address, 0, JPEG[:900], Upload_Checksum=f"{algorithm} AAAAAA==")
    assert wrong.status == 460
    assert phone.ask("HEAD", address).offset == 0 and served.kept_bytes() == 0
    assert phone.patch(address, 0, JPEG[:900], Upload_Checksum="md5 AAAA").status == 400
    assert phone.go_on(address, JPEG) == f"{DRAFT}/a.jpg"


def test_two_phones_send_at_once(served: ServedInbox) -> None:
    contents = {f"{at}.jpg": JPEG + bytes([at]) * 3_000_000 for at in range(2)}
    phones = {name: served.phone() for name in contents}

    def send(name: str) -> None:
        phones[name].send(name, contents[name], batch="same")

    threads = [threading.Thread(target=send, args=(name,)) for name in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folders = {path.partition("/")[0] for path in photos(served)}
    assert folders == {DRAFT, f"{DRAFT}-2"}  # each in a draft of its own
    assert sorted(photos(served).values()) == sorted(contents.values())


def test_an_upload_is_its_senders_and_the_computers(served: ServedInbox, phone: Phone) -> None:
    address = phone.address("a.jpg", len(JPEG))
    other, computer = served.phone(), served.phone(Role.COMPUTER)
    other.address("b.jpg", 5)  # it has a cookie of its own
    for stranger in (other, served.phone()):
        assert stranger.ask("HEAD", address).status == 404
        assert stranger.patch(address, 0, JPEG[:9]).status == 404
        assert stranger.ask("DELETE", address).status == 404
        assert stranger.ask("POST", address, {"X-HTTP-Method-Override": "DELETE"}).status == 404
    assert computer.ask("HEAD", address).offset == 0
    assert phone.ask("HEAD", address).offset == 0
    under_way = {"name": "a.jpg", "received": 0, "size": len(JPEG)}
    assert under_way in json.loads(computer.ask("GET", UPLOADS).body)["files"]
    assert phone.ask("GET", UPLOADS).status == 403
    own = computer.begin("c.jpg", 5).headers["location"]
    assert phone.ask("HEAD", own).status == 404


@pytest.mark.parametrize("role", STRANGERS)
def test_who_may_not_send_gets_403_everywhere(served: ServedInbox, role: Role) -> None:
    phone, stranger = served.phone(), served.phone(role)
    address = phone.address("a.jpg", len(JPEG))
    stranger.headers["Cookie"] = phone.headers["Cookie"]
    assert stranger.begin("b.jpg", 5).status == 403
    assert stranger.ask("HEAD", address).status == 403
    assert stranger.patch(address, 0, JPEG).status == 403
    assert stranger.ask("DELETE", address).status == 403
    assert stranger.ask("POST", address, {"X-HTTP-Method-Override": "PATCH"}).status == 403
    assert served.kept_bytes() == 0 and len(list(served.inbox.uploads.root.glob("*.json"))) == 1


def test_a_sender_may_stop(served: ServedInbox, phone: Phone) -> None:
    address = phone.address("a.jpg", len(JPEG))
    phone.patch(address, 0, JPEG[:900])
    assert phone.ask("DELETE", address).status == 204
    assert phone.ask("HEAD", address).status == 404
    assert list(served.inbox.uploads.root.iterdir()) == []


def test_a_method_may_be_overridden(phone: Phone) -> None:
    address = phone.address("a.jpg", 5)
    assert phone.ask("POST", address, {"X-HTTP-Method-Override": "HEAD"}).offset == 0
    assert phone.ask("POST", address).status == 405
    assert phone.ask("GET", address).status == 405


def test_a_piece_says_where_it_belongs(phone: Phone) -> None:
    address = phone.address("a.jpg", len(JPEG))
    assert phone.patch(address, 5, JPEG[5:9]).status == 409
    assert phone.patch(address, 0, JPEG[:900]).status == 204
    assert phone.patch(address, 0, JPEG[:900]).status == 409
    assert phone.patch(address, 900, JPEG[900:999], Content_Type="text/plain").status == 415
    assert phone.patch(address, 900, JPEG[900:999], Tus_Resumable="0.2.2").status == 412
    for odd in ("-1", "", "900.0", "9" * 30):
        assert phone.patch(address, 900, JPEG[900:999], Upload_Offset=odd).status == 400
    assert phone.ask("HEAD", address).offset == 900


def test_not_one_byte_over_the_stated_length_is_kept(served: ServedInbox, phone: Phone) -> None:
    address = phone.address("a.jpg", 1000)
    assert phone.patch(address, 0, JPEG[:1001]).status == 413
    assert served.kept_bytes() == 0
    link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", **phone.headers}
    headers["Content-Type"] = "application/offset+octet-stream"
    blocks = [JPEG[:600], JPEG[600:1000], b"x"]
    link.request("PATCH", address, iter(blocks), headers, encode_chunked=True)  # of no length
    assert link.getresponse().status == 413
    link.close()
    assert served.kept_bytes() == 0 and phone.ask("HEAD", address).offset == 0
    assert phone.patch(address, 0, JPEG[:1000]).place == f"{DRAFT}/a.jpg"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"MZ\x90\0" + bytes(2000)),
        ("a.mp4", b"<!doctype html><script>alert(1)</script>" * 50),
        ("a.jpg", b"<svg/>"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(2000)),
        ("a.txt", b"\0" * 600),
    ],
)
def test_what_is_not_what_its_name_says_is_not_kept(
    served: ServedInbox, phone: Phone, name: str, content: bytes
) -> None:
    address = phone.address(name, len(content))
    assert phone.patch(address, 0, content[:3]).status == 204
    refused = phone.patch(address, 3, content[3:])
    assert refused.status == 415 and b"said" in refused.body
    assert phone.ask("HEAD", address).status == 404
    assert list(served.inbox.uploads.root.iterdir()) == []
    assert served.files() == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../x.jpg", "x.jpg"),
        ("/etc/cron.d/x.jpg", "x.jpg"),
        ("..\\..\\x.jpg", "x.jpg"),
        ("con.jpg", "file con.jpg"),
        ("a\0b.jpg", "ab.jpg"),
        ("\u202egpj.jpg", "gpj.jpg"),
        (".jpg", "jpg.jpg"),
        ("C:x.jpg", "C x.jpg"),
        ("😀" * 500 + ".jpg", "😀" * 50 + ".jpg"),
    ],
)
def test_a_hostile_name_stays_in_its_draft(
    served: ServedInbox, phone: Phone, name: str, kept: str
) -> None:
    assert phone.send(name, JPEG, filetype="image/jpeg") == f"{DRAFT}/{kept}"
    files = [path for path in served.root.rglob("*") if path.is_file()]
    assert {path.relative_to(served.root).parts[0] for path in files} == {"cache", "content"}
    assert list(photos(served)) == [f"{DRAFT}/{kept}"]


@pytest.mark.parametrize("name", ["post.toml", "site.toml", "x.exe", "x.html", "x.svg", "x", ""])
def test_what_intake_does_not_read_is_not_announced(
    served: ServedInbox, phone: Phone, name: str
) -> None:
    assert phone.begin(name, 5, filetype="text/html").status == 415
    assert list(served.inbox.uploads.root.iterdir()) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "5"}, 415),
        ({"Upload-Length": "-5", "Upload-Metadata": metadata(filename="a.jpg")}, 400),
        ({"Upload-Metadata": metadata(filename="a.jpg")}, 400),
        ({"Upload-Length": "0", "Upload-Metadata": metadata(filename="a.jpg")}, 400),
        ({"Upload-Length": "9" * 15, "Upload-Metadata": metadata(filename="a.jpg")}, 413),
        ({"Upload-Length": "9" * 50, "Upload-Metadata": metadata(filename="a.jpg")}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename \xff\xfe"}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename /w=="}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "a " * 9000}, 413),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(filename="a.jpg", post="x")}, 404),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(filename="a.jpg", post="../x")}, 404),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(post="x" * 101)}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(batch="x" * 101)}, 400),
        ({"Upload-Length": "5", "Tus-Resumable": ""}, 412),
    ],
)  # fmt: skip
def test_an_odd_announcement_is_refused(
    served: ServedInbox, phone: Phone, headers: dict[str, str], status: int
) -> None:
    assert phone.ask("POST", UPLOADS, headers).status == status
    assert not list(served.inbox.uploads.root.glob("*"))


def test_what_is_refused_is_said_in_the_phones_language(phone: Phone) -> None:
    said = {}
    for language in ("kk", "ru", "en"):
        phone.headers["Accept-Language"] = language
        said[language] = phone.begin("a.exe", 5).body.decode()
    assert len(set(said.values())) == 3 and not any("a.exe" in text for text in said.values())


def test_half_an_upload_expires_after_a_week(phone: Phone) -> None:
    begun = phone.begin("a.jpg", 5)
    until = parsedate_to_datetime(begun.headers["upload-expires"])
    sent = parsedate_to_datetime(begun.headers["date"])
    assert abs((until - sent).days - INBOX_DAYS) <= 1


def test_a_full_disk_keeps_what_was_acknowledged(
    served: ServedInbox, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = phone.address("a.jpg", len(JPEG))
    phone.patch(address, 0, JPEG[:900])

    def fill(part: PartFile, block: bytes) -> None:
        os.write(part._file, block[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(PartFile, "write", fill)
        full = phone.patch(address, 900, JPEG[900:])
        assert full.status == 507 and "disk" in json.loads(full.body)["said"]
        assert served.kept_bytes() == 900
    assert phone.go_on(address, JPEG) == f"{DRAFT}/a.jpg"
    assert photos(served) == {f"{DRAFT}/a.jpg": JPEG}


def test_a_disk_that_fills_up_at_the_end_keeps_the_whole_file(
    served: ServedInbox, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = phone.address("a.jpg", len(JPEG))

    def fill(*values: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "move_in", fill)
        assert phone.patch(address, 0, JPEG).status == 507
        assert phone.patch(address, len(JPEG), b"").status == 507
    assert phone.ask("HEAD", address).offset == len(JPEG)
    assert phone.patch(address, len(JPEG), b"").place == f"{DRAFT}/a.jpg"
    assert photos(served) == {f"{DRAFT}/a.jpg": JPEG}


def test_the_disk_is_asked_before_the_first_byte(
    served: ServedInbox, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = INBOX_SPARE_BYTES + len(JPEG)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=room))
    assert phone.begin("a.jpg", len(JPEG) + 1).status == 507
    assert phone.begin("a.jpg", len(JPEG)).status == 201
    assert phone.begin("b.jpg", 1).status == 507  # the room is promised


def test_so_many_files_are_under_way_at_most(served: ServedInbox, phone: Phone) -> None:
    first = phone.address("a.jpg", len(JPEG))
    for _ in range(INBOX_OPEN - 1):
        phone.address("a.jpg", 5)
    assert phone.begin("a.jpg", 5).status == 429
    assert phone.go_on(first, JPEG)
    assert phone.begin("a.jpg", 5).status == 201


@needs_links
def test_an_inbox_that_is_a_link_takes_nothing(served: ServedInbox, phone: Phone) -> None:
    elsewhere = served.root / "elsewhere"
    elsewhere.mkdir()
    served.inbox.uploads.root.symlink_to(elsewhere, target_is_directory=True)
    try:
        assert phone.begin("a.jpg", 5).status == 503
        assert list(elsewhere.iterdir()) == []
    finally:
        served.inbox.uploads.root.unlink()
        elsewhere.rmdir()
