"""Tags of two languages are one tag, found by their places in the lists."""

from datetime import date

from generator.model import Post, Text
from generator.plan.tags import gather_tags


def post(day: int, kk: tuple[str, ...] = (), ru: tuple[str, ...] = ()) -> Post:
    texts = (Text("kk", "А", tags=kk), Text("ru", "Б", tags=ru))
    return Post(f"{day:02}", f"{day}", date(2026, 11, day), texts)


def test_the_first_belongs_to_the_first_and_so_on() -> None:
    one = post(1, ("Мектеп", "Жол"), ("Школа", "Дороги"))
    tags = gather_tags([one])
    assert tags.names == {
        "mektep": {"kk": "Мектеп", "ru": "Школа"},
        "zhol": {"kk": "Жол", "ru": "Дороги"},
    }
    assert tags.of(one) == ("mektep", "zhol")


def test_lists_of_different_lengths_stay_apart() -> None:
    tags = gather_tags([post(1, ("Мектеп", "Жол"), ("Школа",))])
    assert tags.names == {
        "mektep": {"kk": "Мектеп"},
        "zhol": {"kk": "Жол"},
        "shkola": {"ru": "Школа"},
    }


def test_a_pair_once_told_holds_for_all_posts() -> None:
    alone = post(2, ru=("Школа",))
    tags = gather_tags([alone, post(1, ("Мектеп",), ("Школа",))])
    assert tags.of(alone) == ("mektep",)


def test_a_later_pair_does_not_move_a_page() -> None:
    first, later = post(1, ru=("Школа",)), post(2, ("Мектеп",), ("Школа",))
    tags = gather_tags([later, first])
    assert (tags.of(first), tags.of(later)) == (("shkola",), ("shkola",))
    assert tags.names == {"shkola": {"ru": "Школа", "kk": "Мектеп"}}


def test_a_tag_written_in_two_ways_is_one() -> None:
    one = post(1, ("Жол", "жол!"))
    tags = gather_tags([one])
    assert (tags.of(one), tags.names) == (("zhol",), {"zhol": {"kk": "Жол"}})


def test_a_tag_without_a_letter_is_none() -> None:
    one = post(1, ("!!!", "Жол"))
    assert gather_tags([one]).of(one) == ("zhol",)
    paired = post(1, ("!!!",), ("Школа",))
    assert gather_tags([paired]).of(paired) == ("shkola",)


def test_no_tags_are_no_tags() -> None:
    assert gather_tags([post(1)]).names == {}
