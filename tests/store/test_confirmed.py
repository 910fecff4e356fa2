"""A yes is remembered by what was asked, on this computer."""

from pathlib import Path

from generator.errors import ask, doubt
from generator.store.confirmed import confirm, without_answered
from generator.store.memory import Memory

FIRST = ask("Жол/kk.md", "a telephone number: {number}", asks="a", number="1")
SECOND = ask("Жол/kk.md", "a telephone number: {number}", asks="b", number="1")
OTHER = doubt("Жол", "there is no Russian text")


def test_a_yes_holds_for_the_same_sentence_in_any_file(tmp_path: Path) -> None:
    confirm(tmp_path, [FIRST])
    moved = ask("Мектеп/kk.md", FIRST.what, asks="a", line=9, number="1")
    assert without_answered(tmp_path, [FIRST, moved, SECOND, OTHER]) == (SECOND, OTHER)


def test_without_a_yes_all_is_asked(tmp_path: Path) -> None:
    assert without_answered(tmp_path, [FIRST, OTHER]) == (FIRST, OTHER)
    assert list(tmp_path.iterdir()) == []


def test_a_lost_cache_asks_again(tmp_path: Path) -> None:
    confirm(tmp_path, [FIRST])
    (tmp_path / "memory.db").unlink()
    assert without_answered(tmp_path, [FIRST]) == (FIRST,)


def test_yeses_are_added(tmp_path: Path) -> None:
    confirm(tmp_path, [FIRST])
    confirm(tmp_path, [SECOND])
    assert without_answered(tmp_path, [FIRST, SECOND]) == ()
    with Memory(tmp_path) as memory:
        memory.refresh()
    assert without_answered(tmp_path, [FIRST, SECOND]) == ()
