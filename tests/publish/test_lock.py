"""One computer publishes at a time: who gets the lock, who waits, and when it expires."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from generator.publish import lock
from generator.publish.hosts.folder import Folder
from generator.publish.hosts.host import Address, Failed, Host
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.ledger import LOCK
from generator.publish.lock import Lock
from generator.publish.upload import ConnectionPool

BUSY = "another computer is publishing this site right now"


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConnectionPool:
    monkeypatch.setattr(lock, "_SETTLING_SECONDS", 0)
    (tmp_path / "site/.jarshy").mkdir(parents=True)
    address = Address("file", str(tmp_path / "site"))
    return ConnectionPool(
        Host(lambda: Folder(address, Secret(), Trust(tmp_path), tmp_path), jobs=1, shared=True)
    )


def test_a_second_computer_is_refused_until_the_first_is_done(
    pool: ConnectionPool, tmp_path: Path
) -> None:
    with Lock(pool, "first").held():
        with pytest.raises(Failed) as error, Lock(pool, "second").held():
            pass
        assert error.value.problem.what == BUSY
        with Lock(pool, "first").held():
            pass  # the same computer after a cut
    with Lock(pool, "second").held():
        assert (tmp_path / "site" / LOCK).is_dir()
    assert not (tmp_path / "site" / LOCK).exists()


def test_a_lock_expires_after_a_quarter_of_an_hour_unless_renewed(pool: ConnectionPool) -> None:
    clock = Clock()
    with Lock(pool, "first", clock).held():
        clock.seconds += 901
        with Lock(pool, "second", clock).held():
            pass
    first = Lock(pool, "first", clock)
    with first.held():
        clock.seconds += 800
        first.renew()
        clock.seconds += 800
        with pytest.raises(Failed), Lock(pool, "second", clock).held():
            pass


def test_a_lost_lock_is_noticed_at_renewal_and_left_to_its_owner(
    pool: ConnectionPool, tmp_path: Path
) -> None:
    clock = Clock()
    first, second = Lock(pool, "first", clock), Lock(pool, "second", clock)
    with ExitStack() as holding:
        holding.enter_context(first.held())
        clock.seconds += 901
        with second.held():
            with pytest.raises(Failed) as error:
                first.renew()
            assert error.value.problem.what == BUSY
            holding.close()
            assert '"second"' in (tmp_path / "site" / LOCK / "owner.json").read_text()
            second.renew()
    assert not (tmp_path / "site" / LOCK).exists()


def test_a_folder_without_an_owner_is_taken(pool: ConnectionPool, tmp_path: Path) -> None:
    (tmp_path / "site" / LOCK).mkdir()
    with Lock(pool, "second").held():
        owner = (tmp_path / "site" / LOCK / "owner.json").read_text()
    assert '"second"' in owner
