"""The key of the answers, and which of them bear its seal."""

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.intake.approval_toml import answer_id, seal_of, write_approval
from generator.limits import SETTINGS_BYTES
from generator.model import Approval, Source, Verdict
from generator.store.answers import (
    ANSWER_KEY,
    genuine_answers,
    load_answer_key,
    make_answer_key,
)
from generator.store.memory import Memory

YES = Approval(Verdict.FINE, "digest", "Жақсы")


def test_a_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert load_answer_key(cache) == b""
    key = make_answer_key(cache)
    assert len(key) == 32
    assert make_answer_key(cache) == load_answer_key(cache) == key
    assert make_answer_key(tmp_path / "other") != key
    if os.name != "nt":
        assert stat.S_IMODE((cache / ANSWER_KEY).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"\xff\xfe", "құпия".encode(), b"xyz"])
def test_a_damaged_key_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ANSWER_KEY).write_bytes(content)
    assert load_answer_key(tmp_path) == b""


def source(content: Path, name: str, approval: Approval) -> Source:
    """The file of an answer, as scanning finds it; its digest is its name."""
    (content / name).write_bytes(write_approval(approval))
    return Source(name, name, (content / name).stat().st_size)


def test_only_the_seal_of_that_key_and_deputy_is_genuine(tmp_path: Path) -> None:
    key, memory = b"k" * 32, Memory(None)
    sealed = replace(YES, seal=seal_of(YES, key, "aigul"))
    other = replace(YES, seal=seal_of(YES, key, "bolat"))
    sources = [
        source(tmp_path, "a.approval.toml", sealed),
        source(tmp_path, "b.approval.toml", YES),
        source(tmp_path, "c.approval.toml", replace(sealed, of="another")),
        source(tmp_path, "d.approval.toml", replace(sealed, note="Жақсы!")),
        source(tmp_path, "e.approval.toml", replace(YES, seal=seal_of(YES, b"x", "aigul"))),
        source(tmp_path, "f.approval.toml", other),
        replace(source(tmp_path, "g.approval.toml", sealed), size_bytes=SETTINGS_BYTES + 1),
        Source("gone.approval.toml", "gone", 10),
    ]
    for _ in range(2):  # the second time from memory
        assert genuine_answers(tmp_path, sources, (key, "aigul"), memory) == {answer_id(sealed)}
        memory.commit()
    assert genuine_answers(tmp_path, sources, (key, "bolat"), memory) == {answer_id(other)}
    assert genuine_answers(tmp_path, sources, (b"", "aigul"), memory) == frozenset()
    assert genuine_answers(tmp_path, sources, (key, "aigul"), memory) == {answer_id(sealed)}
    (tmp_path / "broken.approval.toml").write_bytes(b"verdict = ")
    broken = Source("broken.approval.toml", "h", 10)
    assert genuine_answers(tmp_path, [broken], (key, ""), memory) == frozenset()
