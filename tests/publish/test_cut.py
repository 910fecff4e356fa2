"""The line is cut at chance points: readers meet no half page, and the next run finishes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.publish import lock, upload
from generator.publish.hosts.host import Failed
from tests.support.building import snapshot
from tests.support.hosts import KINDS, Host
from tests.support.published import Computer, computer, missing_of, public, write_site
from tests.support.servers import Line


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between tries: the line stays cut until we mend it."""
    monkeypatch.setattr(upload, "_PAUSE_SECONDS", 0.005)
    monkeypatch.setattr(upload, "_TRIES", 2)
    monkeypatch.setattr(lock, "_SETTLING_SECONDS", 0.02)


@pytest.fixture(params=["ftp", "sftp", "webdav"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with KINDS[request.param](tmp_path / "host") as one:
        yield one


@pytest.fixture
def line(host: Host) -> Iterator[Line]:
    between = Line(host.port)
    yield between
    between.close()


class Reader:
    """Reads every page and what it shows, in a loop, as readers do at any moment."""

    def __init__(self, root: Path, patience: float = 0) -> None:
        self._patience = patience  # seconds that something may be away
        self.missed: set[str] = set()
        self.rounds = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(root,), daemon=True)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _read(self, root: Path) -> None:
        while not self._stop.wait(0.005):
            if root.is_dir():
                missed = missing_of(root)
                if missed and self._patience:
                    time.sleep(self._patience)
                    missed &= missing_of(root)
                self.missed |= missed
                self.rounds += 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("cuts", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_a_cut_leaves_no_half_page_and_the_next_run_finishes(
    host: Host, line: Line, tmp_path: Path, cuts: int
) -> None:
    through = host.to.replace(f":{host.port}/", f":{line.port}/")
    aide = computer(tmp_path / "aide", through, host.secret)
    root = tmp_path / "host/site"
    dice = random.Random(7)
    write_site(aide.output, {"mektep": 0, "zhol": 0, "su": 0})
    aide.publish(accept=host.accept)
    started = line.carried
    write_site(aide.output, {"mektep": 1, "zhol": 0, "otin": 1})
    aide.publish()
    usual = line.carried - started
    cut, finished = 0, 0
    # wsgidav's MOVE removes what it replaces a moment before: no sender can mend that.
    with Reader(root, 0.1 if host.to.startswith("webdav") else 0) as reader:
        for turn in range(cuts):
            posts = {"mektep": turn + 2, "zhol": turn // 3, f"p{turn % 4}": turn}
            write_site(aide.output, posts)
            line.cut_after(dice.randrange(1, usual))
            try:
                aide.publish()
                finished += 1
            except Failed as error:
                assert error.lost, error.problem
                cut += 1
            line.mend()
            if turn % 2:
                aide.publish()
                shown = host.public()
                output = snapshot(aide.output)
                assert {path: shown.get(path) for path in output} == output
                assert not [path for path in shown if path.endswith(".part")]
                assert not {path for path in shown if "media/" not in path} - output.keys()
    assert reader.missed == set()
    assert reader.rounds > cuts
    assert cut >= cuts // 2, (cut, finished)
    # Everything that was cut off is accounted for: nothing of ours is left behind for ever.
    write_site(aide.output, {"mektep": 1})
    aide.publish(forget=True)
    assert public(root) == snapshot(aide.output)


@pytest.mark.usefixtures("quick")
def test_undo_after_a_cut_brings_back_the_last_whole_release(
    host: Host, line: Line, tmp_path: Path
) -> None:
    through = host.to.replace(f":{host.port}/", f":{line.port}/")
    aide = computer(tmp_path / "aide", through, host.secret)
    posts = {f"p{number}": 0 for number in range(8)}
    write_site(aide.output, posts)
    started = line.carried
    aide.publish(accept=host.accept)
    before, usual = host.public(), line.carried - started
    for share in (0.3, 0.6, 0.8):
        write_site(aide.output, {name: 1 for name in posts})
        line.cut_after(int(usual * share))
        with pytest.raises(Failed):
            aide.publish()
        line.mend()
        aide.undo()
        assert host.public() == before


@pytest.mark.usefixtures("quick")
def test_a_large_file_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    for kind in ("ftp", "sftp"):
        with KINDS[kind](tmp_path / kind) as host:
            line = Line(host.port)
            through = host.to.replace(f":{host.port}/", f":{line.port}/")
            aide = computer(tmp_path / f"aide-{kind}", through, host.secret)
            write_site(aide.output, {"mektep": 1})
            clip = random.Random(1).randbytes(12 << 20)
            (aide.output / "media/0123456789ab-720.mp4").write_bytes(clip)
            line.cut_after(8 << 20)
            with pytest.raises(Failed):
                aide.publish(accept=host.accept)
            line.mend()
            before = line.carried
            aide.publish()
            assert host.public() == snapshot(aide.output)
            assert line.carried - before < 9 << 20, f"{kind} sent all of it again"
            line.close()


@pytest.mark.usefixtures("quick")
def test_files_that_arrived_before_a_cut_are_not_sent_again(tmp_path: Path) -> None:
    with KINDS["ftp"](tmp_path / "host") as host:
        line = Line(host.port)
        through = host.to.replace(f":{host.port}/", f":{line.port}/")
        aide: Computer = computer(tmp_path / "aide", through, host.secret)
        write_site(aide.output, {f"p{number}": 1 for number in range(40)})
        line.cut_after(500_000)
        with pytest.raises(Failed):
            aide.publish()
        line.mend()
        again = aide.publish()
        assert host.public() == snapshot(aide.output)
        assert len([path for path in again.sent if path.startswith("media/")]) < 25
        line.close()
