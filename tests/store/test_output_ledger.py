"""The ledger knows which files of an output folder are ours, and when nothing has to be done."""

from datetime import datetime
from pathlib import Path

import pytest

from generator.errors import problem
from generator.gate.gate import REVISION
from generator.store.memory import Memory, deputy_folder
from generator.store.output_ledger import (
    Ledger,
    LedgerEntry,
    Origin,
    built_deputies,
    forget_ledger,
    has_ledger,
    load_ledger,
    save_ledger,
)

NOON = datetime(2026, 11, 23, 12)
LATER = datetime(2026, 11, 24, 12)


def ledger_of(output: Path, *names: str) -> Ledger:
    files = {}
    output.mkdir(parents=True, exist_ok=True)
    for name in names:
        (output / name).write_text(name, encoding="utf-8")
        stat = (output / name).stat()
        files[name] = LedgerEntry(f"key of {name}", stat.st_size, stat.st_mtime_ns)
    return Ledger(Origin("inputs", NOON), (problem("a", "b"),), files, REVISION)


def test_a_ledger_is_read_back_whole_for_its_own_folder(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "output", "index.html", "жол.html")
    with Memory(tmp_path / "cache") as memory:
        save_ledger(memory, tmp_path / "output", ledger)
    with Memory(tmp_path / "cache") as memory:
        assert load_ledger(memory, tmp_path / "output") == ledger
        assert load_ledger(memory, tmp_path / "other") == Ledger()
        assert has_ledger(memory, tmp_path / "output")
        forget_ledger(memory, tmp_path / "output")
        assert not has_ledger(memory, tmp_path / "output")
        assert load_ledger(memory, tmp_path / "output").files == {}


def test_a_site_is_whole_while_every_file_is_as_it_was_written(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, "index.html", "a.html")
    assert ledger.is_whole(tmp_path)
    (tmp_path / "a.html").write_text("changed", encoding="utf-8")
    assert not ledger.is_whole(tmp_path)
    (tmp_path / "a.html").unlink()
    assert not ledger.is_whole(tmp_path)


def test_a_newer_gate_looks_at_everything_again(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, "index.html")
    ledger.gate = REVISION - 1
    assert not ledger.is_whole(tmp_path)


@pytest.mark.parametrize(
    ("origin", "holds"),
    [
        (Origin("inputs", NOON, None), True),
        (Origin("others", NOON, None), False),
        (Origin("", NOON, None), False),
        (Origin("inputs", LATER, None), False),  # the clock was set back
        (Origin("inputs", NOON, NOON), False),  # a post's hour has come
        (Origin("inputs", NOON, LATER), True),
    ],
)
def test_what_was_built_holds_for_the_same_inputs_and_its_time(origin: Origin, holds: bool) -> None:
    assert origin.holds("inputs", NOON) is holds


def test_the_sites_of_deputies_are_ours_where_a_build_has_written(tmp_path: Path) -> None:
    output, cache = tmp_path / "output", tmp_path / "cache"
    for slug in ("aigul", "bolat", "theirs"):
        (output / "deputies" / slug).mkdir(parents=True)
    for slug in ("aigul", "bolat"):
        with Memory(deputy_folder(cache, slug)) as memory:
            save_ledger(memory, output / "deputies" / slug, Ledger())
    assert built_deputies(output, cache) == {"aigul", "bolat"}
    assert built_deputies(output, cache, besides={"aigul"}) == {"bolat"}
    assert built_deputies(tmp_path / "empty", cache) == set()
