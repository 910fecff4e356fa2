"""Names that another computer cannot open, or takes for one."""

import os
import unicodedata
from types import SimpleNamespace
from typing import cast

import pytest

from generator.intake.names import is_in_cloud, opens_on_windows, twins


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "CON.md",
        "aux.2026.jpg",
        "nul .txt",
        "com1",
        "LPT9.mp4",
        "prn",
        "Мектеп.",
        "Жол ",
        "a. ",
    ],
)
def test_names_that_windows_keeps_for_itself_are_known(name: str) -> None:
    assert not opens_on_windows(name)


@pytest.mark.parametrize(
    "name", ["2026-11-20 con", "console.md", "com.md", "com10", "Мектеп", "a.b", "kk.md", ".a"]
)
def test_other_names_are_fine(name: str) -> None:
    assert opens_on_windows(name)


@pytest.mark.parametrize(("attributes", "expected"), [(0x1000, 1), (0x400020, 1), (0x20, 0)])
def test_a_file_that_lies_in_the_cloud_is_known(attributes: int, expected: int) -> None:
    stat = cast(os.stat_result, SimpleNamespace(st_file_attributes=attributes))
    assert is_in_cloud(stat) == expected


def test_files_of_one_name_for_windows_and_phones_are_doubted() -> None:
    stored_apart = unicodedata.normalize("NFD", "Ж/Й.jpg")
    paths = ["Ж/а.jpg", "Ж/А.jpg", "Ж/Й.jpg", stored_apart, "Ж/а.md", "Ж/Й.png"]
    told = {frozenset((twin.where, f"Ж/{dict(twin.values)['other']}")) for twin in twins(paths)}
    assert told == {frozenset(("Ж/а.jpg", "Ж/А.jpg")), frozenset(("Ж/Й.jpg", stored_apart))}
    assert list(twins(["Ж/а.jpg", "Ж/а.md", "з/а.jpg"])) == []
