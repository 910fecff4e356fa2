"""What builds learned is read back by key, survives damage, and is shared between processes."""

import errno
import sqlite3
import threading
from pathlib import Path
from random import Random

import msgspec
import pytest

from generator.store import memory as room
from generator.store.memory import LASTING, Memory, Table


class Fact(msgspec.Struct, frozen=True):
    name: str
    size: int


SMALL = Table("small", Fact)
LARGE = Table("large", str, is_large=True)
LASTS = Table(f"{LASTING}facts", Fact)

FACTS = {f"жол/{number}.md": Fact(str(number), number) for number in range(3000)}


def write(folder: Path, facts: dict[str, Fact] | None = None) -> None:
    with Memory(folder) as memory:
        memory.replace(SMALL, FACTS if facts is None else facts)
        memory.put(LARGE, "theme", "t" * 5000)
        memory.put(LASTS, "site", Fact("ours", 1))
        memory.commit()


def changed_rows(folder: Path, before: dict[tuple[str, str], bytes]) -> set[tuple[str, str]]:
    after = rows(folder)
    return {place for place in before | after if before.get(place) != after.get(place)}


def rows(folder: Path) -> dict[tuple[str, str], bytes]:
    connection = sqlite3.connect(folder / "memory.db")
    values = connection.execute("select name, place, value from rows").fetchall()
    connection.close()
    return {(name, place): value for name, place, value in values}


def test_what_is_committed_is_read_back_by_key_and_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path)
    with Memory(tmp_path) as memory:
        assert memory.get(SMALL, "жол/7.md") == Fact("7", 7)
        assert memory.get(LARGE, "theme") == "t" * 5000
        assert memory.get(SMALL, "absent") is None
        assert memory.all(SMALL) == FACTS


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with Memory(tmp_path / "cache") as memory:
        assert memory.all(SMALL) == {}
        assert memory.get(LARGE, "theme") is None
        memory.commit()
    assert not (tmp_path / "cache").exists()


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    write(tmp_path)
    with Memory(tmp_path) as memory:
        memory.replace(SMALL, {})
        memory.put(LARGE, "theme", None)
        assert memory.all(SMALL) == {}
        assert memory.get(LARGE, "theme") is None
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL) == FACTS


def test_an_edit_writes_one_row_of_thousands(tmp_path: Path) -> None:
    write(tmp_path)
    before = rows(tmp_path)
    with Memory(tmp_path) as memory:
        memory.replace(SMALL, {**memory.all(SMALL), "жол/7.md": Fact("7", 8)})
        memory.commit()
    assert len(changed_rows(tmp_path, before)) == 1
    assert len(before) > 800


def test_what_is_left_out_is_forgotten(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, {"жол/7.md": Fact("7", 7)})
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL) == {"жол/7.md": Fact("7", 7)}
    assert len(rows(tmp_path)) == 4  # the version's row is the fourth


def test_two_who_write_at_a_time_keep_what_the_other_learned(tmp_path: Path) -> None:
    write(tmp_path)
    with Memory(tmp_path) as preview, Memory(tmp_path) as build:
        seen, known = dict(preview.all(SMALL)), dict(build.all(SMALL))
        build.replace(SMALL, {**known, "new.md": Fact("new", 1)})
        build.commit()
        preview.replace(SMALL, {**seen, "жол/7.md": Fact("7", 8)})
        preview.commit()
        assert "new.md" not in preview.all(SMALL)
        preview.refresh()
        assert preview.all(SMALL) == {
            **FACTS,
            "new.md": Fact("new", 1),
            "жол/7.md": Fact("7", 8),
        }


def test_many_who_write_at_a_time_wait_for_each_other(tmp_path: Path) -> None:
    def learn(number: int) -> None:
        with Memory(tmp_path) as memory:
            memory.put(LARGE, str(number), "x" * number)
            memory.put(SMALL, "one key", Fact("last", number))
            memory.commit()

    threads = [threading.Thread(target=learn, args=(number,)) for number in range(1, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Memory(tmp_path) as memory:
        assert memory.all(LARGE) == {str(number): "x" * number for number in range(1, 20)}


def test_another_version_of_the_program_starts_anew_but_for_what_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    monkeypatch.setattr(room, "program_digest", lambda: "another")
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL) == {}
        assert memory.get(LARGE, "theme") is None
        assert memory.get(LASTS, "site") == Fact("ours", 1)


def test_checksums_tell_which_large_values_changed(tmp_path: Path) -> None:
    write(tmp_path)
    with Memory(tmp_path) as memory:
        before = memory.checksums(LARGE.name)
        memory.put(LARGE, "theme", "another")
        memory.put(LARGE, "second", "more")
        memory.commit()
        after = memory.checksums(LARGE.name)
    assert before.keys() == {"theme"}
    assert after.keys() == {"theme", "second"}
    assert before["theme"] != after["theme"]


def test_without_a_folder_it_ends_with_the_process() -> None:
    memory = Memory(None)
    memory.put(LARGE, "theme", "t")
    memory.replace(SMALL, FACTS)
    memory.commit()
    assert memory.get(LARGE, "theme") == "t"
    assert memory.all(SMALL) == FACTS


@pytest.mark.parametrize("flips", [1, 5, 200])
def test_damage_never_changes_a_value_and_heals(tmp_path: Path, flips: int) -> None:
    write(tmp_path)
    file = tmp_path / "memory.db"
    sound = file.read_bytes()
    kept = 0
    for seed in range(25):
        chance, damaged = Random(seed), bytearray(sound)
        for _ in range(flips):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        with Memory(tmp_path) as memory:
            for key, fact in memory.all(SMALL).items():
                assert FACTS[key] == fact
            assert memory.get(LASTS, "site") in (None, Fact("ours", 1))
        write(tmp_path)
        with Memory(tmp_path) as memory:
            kept += memory.all(SMALL) == FACTS and memory.get(LASTS, "site") is not None
    # A flip may land where SQLite finds a row by; then it costs a reading until it is noticed.
    assert kept >= 22


@pytest.mark.parametrize("content", [b"", b"\x93\xc1" * 99, b"SQLite format 3\0" + b"\0" * 84])
def test_what_is_no_such_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "memory.db").write_bytes(content)
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL) == {}
    write(tmp_path)
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL) == FACTS


def test_a_damaged_row_costs_no_lasting_one(tmp_path: Path) -> None:
    write(tmp_path)
    connection = sqlite3.connect(tmp_path / "memory.db")
    connection.execute("update rows set value = ? where name = 'small' and place = '5'", (b"x",))
    connection.commit()
    connection.close()
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL).keys() < FACTS.keys()
        memory.put(LARGE, "second", "more")
        memory.commit()
    with Memory(tmp_path) as memory:
        assert memory.get(LASTS, "site") == Fact("ours", 1)
        assert memory.all(SMALL).keys() < FACTS.keys()
        assert len(memory.all(SMALL)) > 2900


def test_where_nothing_can_be_written_the_disk_is_named(tmp_path: Path) -> None:
    (tmp_path / "memory.db").mkdir()
    with Memory(tmp_path) as memory:
        assert memory.all(SMALL) == {}
        memory.replace(SMALL, FACTS)
        with pytest.raises(OSError) as refused:
            memory.commit()
    assert refused.value.errno == errno.EIO
    assert refused.value.filename == str(tmp_path / "memory.db")
