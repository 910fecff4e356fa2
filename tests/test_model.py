"""Values of the model that do more than hold their fields."""

from datetime import datetime

import pytest

from generator.kinds import Event
from generator.language.localized import in_locale
from generator.model import Block, Body, Contacts, Slot, Theme


def test_a_missing_translation_is_an_empty_text() -> None:
    assert in_locale((("kk", "Мектеп"), ("ru", "Школа")), "ru") == "Школа"
    assert in_locale((("kk", "Мектеп"),), "ru") == ""


def test_contacts_in_one_language_are_plain_texts() -> None:
    contacts = Contacts(phone="+7 700", address=(("kk", "Орал"), ("ru", "Уральск")))
    assert contacts.in_locale("ru") == Contacts[str](
        phone="+7 700", address="Уральск", reception=""
    )


def test_contacts_without_a_translation_are_empty_texts() -> None:
    assert Contacts(address=(("kk", "Орал"),)).in_locale("ru").address == ""


def test_a_body_gives_its_blocks_back() -> None:
    blocks = (Block(html="<p>А</p>"), Block(media="a.jpg", alt="Жол"))
    assert tuple(Body.of(*blocks)) == blocks
    assert tuple(Body.of()) == tuple(Body()) == ()


@pytest.mark.parametrize(
    ("all_day", "iso"), [(False, "2026-12-01T18:30:00+05:00"), (True, "2026-12-01")]
)
def test_an_event_of_whole_days_has_no_time(all_day: bool, iso: str) -> None:
    event = Event(datetime(2026, 12, 1, 18, 30), (), all_day=all_day)
    assert event.iso(event.when) == iso


def test_a_theme_gives_its_word_or_else_the_message() -> None:
    theme = Theme("test", (), (), (), (("kk", (("Archive", ("Мұрағат",)), ("Video", ()))),))
    assert theme.word("kk", "Archive") == "Мұрағат"
    assert theme.word("kk", "Video") == "Video"
    assert theme.word("ru", "Archive") == "Archive"


def test_a_theme_knows_its_slots_by_name() -> None:
    slots = (Slot("card", (100,)), Slot("photo", (200,)))
    theme = Theme("test", slots, (), (), ())
    assert theme.slot("photo") is slots[1]
    with pytest.raises(KeyError):
        theme.slot("cover")
