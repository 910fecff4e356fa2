"""Front matter is split from the text; what cannot be read is refused with its line."""

import pytest

from generator.intake.front_matter import BrokenFrontMatter, split_front_matter


def line_of(written: str) -> str:
    with pytest.raises(BrokenFrontMatter) as caught:
        split_front_matter(written, "kk.md")
    return dict(caught.value.problem.values)["line"]


def test_table_and_text_are_split() -> None:
    assert split_front_matter("---\ntitle: Жол\ntags: [a, b]\n---\nМәтін\n", "kk.md") == (
        {"title": "Жол", "tags": ["a", "b"]},
        "Мәтін\n",
    )


def test_values_are_kept_in_types_that_can_be_stored() -> None:
    front, _ = split_front_matter("---\ndate: 2026-11-23\n1: {2: !!binary YQ==}\n---\n", "kk.md")
    assert front == {"date": "2026-11-23", "1": {"2": "a"}}


def test_empty_front_matter_disappears() -> None:
    assert split_front_matter("---\n# nothing\n---\nМәтін", "kk.md") == ({}, "Мәтін")


@pytest.mark.parametrize("written", ["---\nМәтін\n---\nМәтін", "---\nМәтін", "Мәтін\n---\na: b\n"])
def test_rules_of_dashes_stay_in_the_text(written: str) -> None:
    assert split_front_matter(written, "kk.md") == ({}, written)


def test_a_mistake_is_reported_with_its_line_in_the_file() -> None:
    assert line_of("---\na: b\nc: [\nd: e\n---\n") == "4"
    assert line_of("\n---\na: [1,\n---\n") == "3"  # the end, reported on the last line


def test_an_unclosed_table_is_refused_and_not_shown_as_text() -> None:
    assert line_of("---\ndraft: true\nМәтін") == "1"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            "&a [1]\nb: &b [*a]\n" + "\n".join(f"k{i}: *b" for i in range(20)), id="aliases"
        ),
        pytest.param("[" * 40 + "]" * 40, id="depth"),
        pytest.param("1" * 30, id="number that cannot be stored"),
        pytest.param("&a [*a]", id="list inside itself"),
        pytest.param('"' + "x" * 200_000 + '"', id="length"),
    ],
)
def test_what_is_too_much_to_load_is_refused(value: str) -> None:
    with pytest.raises(BrokenFrontMatter):
        split_front_matter(f"---\na: {value}\n---\n", "kk.md")


def test_twenty_aliases_and_forty_levels_are_allowed() -> None:
    aliases = "\n".join(f"k{i}: *a" for i in range(20))
    assert split_front_matter(f"---\na: &a [1]\n{aliases}\n---\n", "kk.md")[0]["k19"] == [1]
    deep = "[" * 39 + "]" * 39
    assert split_front_matter(f"---\na: {deep}\nb: 1\nc: 1\n---\n", "kk.md")[0]["c"] == 1
