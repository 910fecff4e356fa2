"""What is asked on the way to a host, and that each answer is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.publish.hosts.host import Failed, LoginRefused, Untrusted
from generator.publish.hosts.trust import fingerprint
from generator.publish.inventory import take_inventory
from generator.publish.outlook import published_files
from generator.publish.publish import Published, publish
from generator.publish.request import PublishRequest, SoFar
from generator.release.at_host import Visit, at_host
from generator.release.destination import Destination, find_destination
from generator.store.memory import Memory
from tests.support.askers import Answers
from tests.support.hosts import ftp, host_key, sftp
from tests.support.keyrings import Ring, own_keyring
from tests.support.published import public, write_site
from tests.support.servers import PASSWORD


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.delenv("JARSHY_PUBLISH_PASSWORD", raising=False)
    with own_keyring() as kept:
        yield kept


def destination(home: Path, to: str) -> Destination:
    (home / "content").mkdir(exist_ok=True)
    return find_destination(home / "content", home / "cache", to)


def sending(home: Path, to: str, answers: Answers) -> Published:
    write_site(home / "output", {"mektep": 1})
    there = destination(home, to)
    with Memory(there.memory.folder) as digests:
        inventory = take_inventory(home / "output", digests)

    def work(request: PublishRequest) -> Published:
        return publish(request, inventory)

    return at_host(Visit(there, answers), work)


def test_a_password_is_asked_for_until_it_is_right_and_kept_once_it_was(
    tmp_path: Path, ring: Ring
) -> None:
    with ftp(tmp_path / "host") as host:
        answers = Answers(["wrong", PASSWORD], keeps=True)
        assert sending(tmp_path, host.to, answers).sent
        login = destination(tmp_path, host.to).address.login
        assert answers.asked == [login, "again", "keep"]
        assert ring.passwords == {("jarshy", login): PASSWORD}
        silent = Answers()
        sending(tmp_path, host.to, silent)
        assert silent.asked == []


def test_a_kept_password_that_is_wrong_by_now_is_asked_for_again(
    tmp_path: Path, ring: Ring
) -> None:
    with ftp(tmp_path / "host") as host:
        login = destination(tmp_path, host.to).address.login
        ring.passwords["jarshy", login] = "of last year"
        answers = Answers([PASSWORD], keeps=True)
        assert sending(tmp_path, host.to, answers).sent
        assert answers.asked == ["again", "keep"]
        assert ring.passwords["jarshy", login] == PASSWORD


def test_what_was_typed_beforehand_comes_before_what_is_known(tmp_path: Path, ring: Ring) -> None:
    with ftp(tmp_path / "host") as host:
        there = destination(tmp_path, host.to)
        ring.passwords["jarshy", there.address.login] = PASSWORD
        visit = Visit(there, Answers(), password="wrong")
        with pytest.raises(LoginRefused):
            at_host(visit, published_files)
        ring.passwords["jarshy", there.address.login] = "of last year"
        visit = Visit(there, Answers(keeps=True), password=PASSWORD)
        assert at_host(visit, published_files) == {}
        assert ring.passwords["jarshy", there.address.login] == PASSWORD


def test_without_a_password_nothing_is_sent_and_nothing_kept(tmp_path: Path, ring: Ring) -> None:
    with ftp(tmp_path / "host") as host, pytest.raises(LoginRefused):
        sending(tmp_path, host.to, Answers(["wrong"], keeps=True))
    assert ring.passwords == {}
    assert public(tmp_path / "host") == {}


def test_an_unknown_key_is_asked_about_once(tmp_path: Path) -> None:
    key = fingerprint(host_key().public_data)
    with sftp(tmp_path / "host") as host:
        with pytest.raises(Untrusted):
            sending(tmp_path, host.to, Answers([PASSWORD]))
        answers = Answers([PASSWORD], trusted=key)
        assert sending(tmp_path, host.to, answers).sent
        assert answers.asked.count(key) == 1
        later = Answers([PASSWORD])
        sending(tmp_path, host.to, later)
        assert key not in later.asked


def test_many_files_go_only_after_a_yes(tmp_path: Path) -> None:
    posts = {f"post{number}": 1 for number in range(40)}
    write_site(tmp_path / "output", posts)
    there = destination(tmp_path, str(tmp_path / "site"))

    def publish_those(names: dict[str, int], answers: Answers) -> Published:
        write_site(tmp_path / "output", names)
        with Memory(there.memory.folder) as digests:
            inventory = take_inventory(tmp_path / "output", digests)
        return at_host(Visit(there, answers), lambda request: publish(request, inventory))

    publish_those(posts, Answers())
    few, refusing = {"post1": 1}, Answers()
    with pytest.raises(Failed):
        publish_those(few, refusing)
    assert refusing.asked == [78]
    assert publish_those(few, Answers(drops=True)).removed


def test_progress_counts_files_and_bytes_up_to_all(tmp_path: Path) -> None:
    there = destination(tmp_path, str(tmp_path / "site"))
    write_site(tmp_path / "output", {"mektep": 1, "zhol": 1})
    with Memory(there.memory.folder) as digests:
        inventory = take_inventory(tmp_path / "output", digests)
    seen: list[SoFar] = []
    visit = Visit(there, Answers(), show=seen.append)
    at_host(visit, lambda request: publish(request, inventory))
    size_bytes = sum(entry.size_bytes for entry in inventory.files.values())
    assert seen[-1] == SoFar(
        1.0, len(inventory.files), len(inventory.files), size_bytes, size_bytes
    )
    assert [so_far.share for so_far in seen] == sorted(so_far.share for so_far in seen)


def test_what_the_progress_raises_stops_and_the_next_goes_on(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(so_far: SoFar) -> None:
        raise StoppedError

    there = destination(tmp_path, str(tmp_path / "site"))
    write_site(tmp_path / "output", {"mektep": 1})
    with Memory(there.memory.folder) as digests:
        inventory = take_inventory(tmp_path / "output", digests)
    with pytest.raises(StoppedError):
        at_host(Visit(there, Answers(), show=stop), lambda request: publish(request, inventory))
    assert "index.html" not in public(tmp_path / "site")
    at_host(Visit(there, Answers()), lambda request: publish(request, inventory))
    assert set(public(tmp_path / "site")) == set(inventory.files)
