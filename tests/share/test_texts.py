"""The words of a post in, what is pasted into each network out."""

import pytest

from generator.share.kit import KitWords
from generator.share.texts import hashtags, texts_of

WORDS = KitWords(
    "kk",
    "Мектеп жөнделді",
    "Мәслихат депутаты",
    summary="Шатыр жаңа. Сынып жылы.",
    link="https://example.kz/news/2026-11-23-mektep.html",
    tags=("Білім", "Ауыз су"),
)


def under(text: str, heading: str) -> str:
    _, _, rest = text.partition(f"===== {heading} =====\n\n")
    return rest.partition("\n\n\n=====")[0].strip()


def test_every_network_has_its_own_text_under_a_heading_in_that_language() -> None:
    text = texts_of(WORDS)
    assert under(text, "WhatsApp үшін") == (
        "*Мектеп жөнделді*\n\nШатыр жаңа. Сынып жылы.\n\n"
        "https://example.kz/news/2026-11-23-mektep.html"
    )
    assert under(text, "Telegram үшін") == under(text, "VK үшін")
    assert under(text, "VK үшін").endswith("mektep.html\n\n#білім #ауыз_су")
    assert "===== Для Instagram =====" in texts_of(KitWords("ru", "Школа", "Депутат"))


def test_instagram_where_no_link_can_be_tapped_gets_the_name_of_the_site() -> None:
    found = under(texts_of(WORDS), "Instagram үшін")
    assert "\n\nexample.kz\n\n" in found
    assert "https" not in found


def test_without_an_address_there_is_no_link_and_no_hole() -> None:
    text = texts_of(KitWords("ru", "Школа готова", "Депутат", summary="Крыша новая."))
    assert under(text, "Для WhatsApp") == "*Школа готова*\n\nКрыша новая."


def test_what_the_law_wants_said_stands_in_every_text() -> None:
    notices = ("Үгіт материалы", "Ақысын төлеген: Қор")
    text = texts_of(KitWords("kk", "А", "Б", notices=notices))
    assert text.count("Үгіт материалы\nАқысын төлеген: Қор") == 4


def test_a_title_made_of_the_first_sentence_is_not_said_twice() -> None:
    words = KitWords("ru", "Сегодня открыта…", "Депутат", summary="Сегодня открыта школа.")
    assert under(texts_of(words), "Для VK") == "Сегодня открыта школа."


def test_two_sentences_are_enough() -> None:
    words = KitWords("kk", "Ағаш", "Депутат", summary="2026 ж. 5 қарашада. Екі. Үш.")
    assert under(texts_of(words), "VK үшін") == "Ағаш\n\n2026 ж. 5 қарашада. Екі."


def test_a_long_summary_is_cut_behind_a_word() -> None:
    words = KitWords("ru", "Школа", "Депутат", summary="слово " * 200)
    longest = max(texts_of(words).splitlines(), key=len)
    assert len(longest) <= 300
    assert longest.endswith("слово…")


@pytest.mark.parametrize(
    ("tags", "written"),
    [
        (("Ауыз су", "ЖКХ"), "#ауыз_су #жкх"),
        (("Үй-жай", "үй жай", "2026", "!!!"), "#үй_жай"),
        ((), ""),
    ],
)
def test_tags_become_what_networks_take(tags: tuple[str, ...], written: str) -> None:
    assert hashtags(tags) == written
