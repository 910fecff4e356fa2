"""A mend cures its own fault, and leaves a line without it as it is."""

import tomllib

import pytest

from generator.intake.toml_mends import BACKSLASH, FAULTS, Opening, opened_in

SOUND = (
    'name = "Үлгі"',
    "name = 'C:\\сайт'",
    'name = "ТОО «Үлгі» – № 5, 3,5 км; 23.11.2026"  # атау',
    'name = { kk = "А", ru = "Б" }',
    "quiet = [2026-11-28, 2026-11-29]",
    "approval = true",
    "poster_at = 3.5",
    '[media."IMG 1.jpg"]',
    "[[updates]]",
    "# ескерту: name = “А",
)


@pytest.mark.parametrize("line", SOUND)
def test_a_sound_line_stays_readable_after_every_mend(line: str) -> None:
    meant = tomllib.loads(line)
    for fault in FAULTS:
        if fault is not BACKSLASH:  # a backslash is sound between single marks
            assert tomllib.loads(fault.mend(line)) == meant, fault.what


def test_brackets_and_quotation_marks_that_are_open_are_known() -> None:
    assert opened_in('a = [\n  { b = "]"\n# ]') == [Opening("[", 1), Opening("{", 2)]
    assert opened_in("a = [1]\n[b]") == []
    assert opened_in('a = 1\nb = """ [ ') == [Opening('"""', 2)]
    assert opened_in('a = """ [ """\nb = [') == [Opening("[", 2)]
