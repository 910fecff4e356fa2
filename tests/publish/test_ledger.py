"""The list on a host: the way back through releases, what they need, and what a cut leaves."""

import gzip
from pathlib import Path

import pytest

from generator.publish.hosts.folder import Folder
from generator.publish.hosts.host import Address, Failed
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.ledger import (
    LEDGER,
    PENDING,
    UNSURE,
    Former,
    HostEntry,
    HostLedger,
    Pending,
    Release,
    back_from,
    encode,
    load_ledger,
    load_pending,
    needed_by,
)

A, B, C = (HostEntry(1, letter * 64) for letter in "abc")
PHOTO = "media/0123456789ab-photo-720.jpg"
FIRST = {"index.html": A, PHOTO: C}
SECOND = {"index.html": B, "news/b.html": B}
THIRD = {"index.html": C, "news/b.html": B}


def release(number: int) -> Release:
    return Release(str(number) * 12, "2026-11-23 12:00", "00000000")


def ledger() -> HostLedger:
    former = (
        Former(release(2), back_from(THIRD, SECOND)),
        Former(release(1), back_from(SECOND, FIRST)),
    )
    return HostLedger(release=release(3), files=THIRD, former=former, stale={"old.html": A})


@pytest.fixture
def host(tmp_path: Path) -> Folder:
    (tmp_path / "site/.jarshy").mkdir(parents=True)
    return Folder(Address("file", str(tmp_path / "site")), Secret(), Trust(tmp_path), tmp_path)


def test_earlier_releases_come_back_step_by_step() -> None:
    assert [ledger().earlier(steps) for steps in range(3)] == [THIRD, SECOND, FIRST]


def test_back_from_holds_changes_only() -> None:
    assert back_from(THIRD, SECOND) == {"index.html": B}
    assert back_from(SECOND, FIRST) == {"index.html": A, PHOTO: C, "news/b.html": None}


def test_former_releases_need_lasting_files_in_place_and_pages_in_packs() -> None:
    assert needed_by(ledger()) == ({PHOTO: C}, {A.digest, B.digest, C.digest})


def test_after_a_cut_only_what_arrived_is_sure() -> None:
    pending = Pending("4" * 12, "0" * 8, {"a.html": A, "b.html": B}, ("old.html",), ("a.html",))
    lying = pending.overlay({"b.html": C, "old.html": C, "same.html": C})
    assert lying == {"a.html": A, "b.html": UNSURE, "old.html": UNSURE, "same.html": C}


def test_a_list_comes_back_as_it_was_written(host: Folder, tmp_path: Path) -> None:
    assert load_ledger(host) == HostLedger()
    assert load_pending(host) is None
    pending = Pending("4" * 12, "0" * 8, {"a.html": A})
    (tmp_path / "site" / LEDGER).write_bytes(encode(ledger()))
    (tmp_path / "site" / PENDING).write_bytes(encode(pending))
    assert load_ledger(host) == ledger()
    assert load_pending(host) == pending
    assert encode(ledger()) == encode(ledger())


def test_a_list_of_a_later_jarshy_is_refused(host: Folder, tmp_path: Path) -> None:
    (tmp_path / "site" / LEDGER).write_bytes(gzip.compress(b'{"revision": 2}'))
    with pytest.raises(Failed) as error:
        load_ledger(host)
    assert error.value.problem.hint == "update Jarshy"
