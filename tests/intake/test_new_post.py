"""A new post is there as a whole, under a name that every system takes."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.intake.new_post import folder_name, write_new_post


@given(st.text())
def test_a_folder_name_is_one_that_windows_takes(title: str) -> None:
    name = folder_name(title)
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert len(name) <= 80


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    made = [write_new_post(tmp_path, "2026-11-23 Жол", {"kk.md": "# Жол\n"}) for _ in range(3)]
    names = ["2026-11-23 Жол", "2026-11-23 Жол 2", "2026-11-23 Жол 3"]
    assert [folder.name for folder in made] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert all((folder / "kk.md").read_text(encoding="utf-8") == "# Жол\n" for folder in made)
