"""A camera's place among the words of a post is one problem with the aide's file and line."""

import pytest

from generator.intake.places import locate_place, place_problem
from generator.intake.shown_words import Written

FILES = {"a.md": "# Жол\n\nСөз.", "b.toml": 'kind = "report"\ncredit = "lat: 52.287"'}


def text_of(path: str) -> str:
    return FILES[path]


def test_the_file_and_line_are_those_where_it_is_written() -> None:
    problem = place_problem([Written(("a.md", "b.toml"), ("Сөз.", "lat: 52.287"))], text_of)
    assert problem is not None
    assert (problem.where, problem.line) == ("b.toml", 2)


@pytest.mark.parametrize("passages", [("latitude:", "43.238949"), ("x", "geo:52.2873,76.9674")])
def test_neighbouring_passages_are_read_together(passages: tuple[str, ...]) -> None:
    problem = place_problem([Written(("a.md",), passages)], text_of)
    assert problem is not None
    assert (problem.where, problem.line) == ("a.md", 0)  # it is written otherwise there


def test_links_and_plain_numbers_are_no_place() -> None:
    link = "https://example.kz/?lat=52.287&lon=76.967"
    assert place_problem([Written(("a.md",), (link, "52.287", "latitude"))], text_of) is None


def test_a_needle_is_located_too() -> None:
    assert locate_place(("a.md", "b.toml"), text_of) == ("b.toml", 2)
    assert locate_place(("a.md", "b.toml"), text_of, "Сөз") == ("a.md", 3)
    assert locate_place(("a.md",), text_of) == ("", 0)
