"""Output is brought to a plan: only what differs is written, only what is ours is removed."""

from pathlib import Path

import pytest

from generator.gate.gate import gate_for
from generator.plan.plan import Plan, literal
from generator.store.cache import Cache
from generator.store.memory import Memory
from generator.store.output import OutputSite, clear_output, write_output
from generator.store.output_ledger import Origin, Written, load_ledger


def never(template: str, locale: str, view: object, path: str) -> bytes:
    raise AssertionError(path)


def site(files: dict[str, bytes]) -> OutputSite:
    plan = Plan(tuple(literal(path, content) for path, content in files.items()))
    return OutputSite(plan, never, gate_for({}, Path("content")), Origin("inputs"))


def write(root: Path, files: dict[str, bytes]) -> Written:
    with Memory(root / "cache") as memory:
        return write_output(site(files), root / "output", Cache(root / "cache"), memory)


def test_only_what_differs_is_written_and_what_is_stale_removed(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"a", "news/a.html": b"a", "old/b.html": b"b"})
    written = write(tmp_path, {"index.html": b"a", "news/a.html": b"new"})
    assert written == Written(("news/a.html",), ("old/b.html",))
    assert not (tmp_path / "output/old").exists()
    assert (tmp_path / "output/news/a.html").read_bytes() == b"new"


def test_what_somebody_changed_is_written_again(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"a"})
    (tmp_path / "output/index.html").write_bytes(b"theirs")
    assert write(tmp_path, {"index.html": b"a"}).written == ("index.html",)
    assert (tmp_path / "output/index.html").read_bytes() == b"a"


def test_files_of_others_stay(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"a", "news/a.html": b"a"})
    (tmp_path / "output/news/mine.txt").write_bytes(b"mine")
    write(tmp_path, {"index.html": b"a"})
    assert (tmp_path / "output/news/mine.txt").read_bytes() == b"mine"
    with Memory(tmp_path / "cache") as memory:
        cache = Cache(tmp_path / "cache")
        assert clear_output(tmp_path / "output", cache, memory) == ("index.html",)
        assert clear_output(tmp_path / "output", cache, memory) == ()
    assert [path.name for path in (tmp_path / "output").rglob("*.*")] == ["mine.txt"]


def test_what_a_killed_build_wrote_is_known_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(path: Path, target: Path) -> None:
        raise KeyboardInterrupt(path, target)

    with monkeypatch.context() as patched:
        patched.setattr("generator.store.output._move", die)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path, {"index.html": b"a"})
    with Memory(tmp_path / "cache") as memory:
        ledger = load_ledger(memory, tmp_path / "output")
    assert set(ledger.files) == {"index.html"}
    assert ledger.origin == Origin()


def test_one_leak_keeps_everything_in(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"a"})
    written = write(tmp_path, {"index.html": b"new", "a.html": b"<p>geo:52.2873,76.9674</p>"})
    assert [leak.where for leak in written.leaks] == ["a.html"]
    assert (written.written, written.removed) == ((), ())
    assert (tmp_path / "output/index.html").read_bytes() == b"a"
