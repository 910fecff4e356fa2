"""Which numbers the check takes for somebody's own, and which it must leave alone."""

from datetime import date
from typing import Any

import pytest

from generator.check.privacy import check_privacy
from generator.messages import LANGUAGES, Words
from generator.model import (
    Block,
    Body,
    Clip,
    ClipFacts,
    Contacts,
    Content,
    Page,
    Post,
    Site,
    Source,
    Subtitle,
    Text,
)

# Made up for these tests: the sums fit, no person, account or card is meant.
FIRST, SECOND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def rest_of(eleven: str, weights: tuple[int, ...] = FIRST) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, eleven, strict=True)) % 11


def with_sum(eleven: str) -> str:
    """Eleven digits and the one that makes them an identity number."""
    rest = rest_of(eleven) if rest_of(eleven) < 10 else rest_of(eleven, SECOND)
    assert rest < 10
    return f"{eleven}{rest}"


def told(words: str, site: Site | None = None, pages: tuple[Page, ...] = ()) -> list[str]:
    return check({"Жол/kk.md": words}, site=site, pages=pages)


def check(
    files: dict[str, str],
    site: Site | None = None,
    pages: tuple[Page, ...] = (),
    clips: tuple[Clip, ...] = (),
) -> list[str]:
    def read(path: str) -> str:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    texts = tuple(
        Text(path.rpartition("/")[2][:2], "", Body.of(Block(html=f"<p>{words}</p>")), path=path)
        for path, words in files.items()
        if path.endswith((".md", ".docx"))
    )
    post = Post("Жол", "jol", date(2026, 11, 20), texts, clips)
    found = list(check_privacy(Content(site or Site(), (post,), pages), read))
    for one in found:
        assert all("{" not in Words(language).problem(one) for language in LANGUAGES)
    return [
        f"{one.where.removeprefix('Жол/')}:{one.line} " + Words("en")(one.what, **dict(one.values))
        for one in found
    ]


# Telephones


@pytest.mark.parametrize(
    "number",
    [
        "+7 701 123 45 67",
        "8 701 123-45-67",
        "8-701-123-45-67",
        "8(701)1234567",
        "+7 (7182) 32-12-34",
        "8 (71836) 2-12-34",
        "87011234567",
        "+77011234567",
        "77011234567",
        "701 123 45 67",
        "(705) 123-45-67",
        "+7\u00a0701\u00a0123\u00a045\u00a067",
        "8 916 123 45 67",
    ],
)
def test_a_telephone_is_named(number: str) -> None:
    assert told(f"Мектеп\n\nХабарласыңыз: {number}, Асқар.") == [
        f"kk.md:3 a telephone number: {number}"
    ]


@pytest.mark.parametrize("written", ["тел. 32-12-34", "телефоны: 5-12-34", "Тел.: 32 12 34"])
def test_a_short_telephone_is_one_behind_its_word(written: str) -> None:
    assert len(told(f"Әкімдік, {written}.")) == 1
    assert told(f"Есеп {written[-8:]}.") == []


@pytest.mark.parametrize(
    "words",
    [
        "Жобаға 87 000 000 000 теңге бөлінді.",
        "8 700 000 000 теңге",
        "7 701 123 456 теңге",
        "77 011 234 567 теңге",
        "бюджет 87011234,567 мың теңге",
        "2024-2026 жылдары, 12.11.2026, 18:30",
        "112, 103, 1414, 109",
        "8 800 080 77 77",
        "№ 8-7/2026-123 бұйрық",
        "710 123 адам, 450 120 үй",
        "https://example.kz/news/87011234567.html",
        "кадастр 14-218-123-456",
        "2026 жылғы 23 қараша № 701-123",
    ],
)
def test_other_numbers_are_not_telephones(words: str) -> None:
    assert told(words) == []


def test_a_chat_link_is_a_telephone() -> None:
    assert len(told("[Жазыңыз](https://wa.me/77011234567)")) == 1


@pytest.mark.parametrize("field", ["phone", "whatsapp"])
def test_the_sites_own_numbers_are_fine(field: str) -> None:
    contacts: dict[str, Any] = {field: "+7 (701) 123-45-67"}
    site = Site(contacts=Contacts(**contacts))
    assert told("8 701 123 45 67", site) == []
    assert len(told("8 701 123 45 68", site)) == 1


def test_numbers_of_the_reception_and_the_contacts_page_are_fine() -> None:
    text = Text("kk", "", Body.of(Block(html="<p>Көмекші: 8 702 111 22 33</p>")))
    site = Site(contacts=Contacts(reception=(("kk", "Дүйсенбі, 8 701 123 45 67"),)))
    words = "8 701 123 45 67, 8 702 111 22 33"
    assert told(words, site, (Page("contacts", (text,)),)) == []
    assert len(told(words, site, (Page("about", (text,)),))) == 1


# Identity numbers


@pytest.mark.parametrize("seventh", "123456")
def test_an_identity_number_is_named_without_being_repeated(seventh: str) -> None:
    number = with_sum(f"870615{seventh}0000")
    assert told(f"Азамат {number} туралы") == [
        f"kk.md:1 somebody's identity number: {number[:4]}…{number[-2:]}"
    ]
    assert len(told(f"{number[:6]} {number[6:]}")) == 1


def test_the_second_row_of_weights_counts() -> None:
    eleven = next(number for tail in range(99) if rest_of(number := f"87061530{tail:03}") == 10)
    assert len(told(with_sum(eleven))) == 1
    assert told(f"{eleven}0") == []


@pytest.mark.parametrize(
    "number",
    [
        f"87061530000{(int(with_sum('87061530000')[-1]) + 1) % 10}",  # the sum
        with_sum("87131530000"),  # the 13th month
        with_sum("87023030000"),  # 30 February
        with_sum("87061570000"),  # no such century
        with_sum("05014000012"),  # a company's: its fifth digit is 4, 5 or 6
        "123456789012",
        "000000000000",
        "1" + with_sum("87061530000"),
        with_sum("87061530000") + "1",
    ],
)
def test_other_twelve_digits_are_no_identity(number: str) -> None:
    assert told(f"Шот {number} ашылды") == []


def test_leap_days_are_those_of_the_century() -> None:
    assert told(with_sum("00022930000")) == []  # 1900
    assert len(told(with_sum("00022950000"))) == 1  # 2000


@pytest.mark.parametrize("word", ["ЖСН", "ИИН", "ИИН:", "жсн –"])
def test_behind_its_word_the_sum_is_enough(word: str) -> None:
    number = with_sum("87131530000")
    assert len(told(f"{word} {number}")) == 1
    assert told(f"{word} {number[:-1]}{(int(number[-1]) + 1) % 10}") == []


# Accounts and cards


def test_an_account_is_named() -> None:
    assert told("Шот: KZ86 125K ZT50 0410 0100") == ["kk.md:1 a bank account: KZ86…00"]
    assert told("Шот: KZ87 125K ZT50 0410 0100") == []
    assert told("KZ86125KZT5004100100 шоты") == ["kk.md:1 a bank account: KZ86…00"]


@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "5555555555554444", "4111-1111-1111-1111"])
def test_a_card_is_named(card: str) -> None:
    assert told(f"Картаға {card} салыңыз") == [f"kk.md:1 a bank card: {card[:4]}…{card[-2:]}"]
    assert told(f"Картаға {card[:-1]}7 салыңыз") == []


def test_longer_rows_of_digits_are_no_card() -> None:
    assert told("4111 1111 1111 1111 1111, 41111111111111112") == []


# Where


def test_the_same_number_is_said_once_a_post() -> None:
    files = {"Жол/kk.md": "a\nb\n8 701 123 45 67", "Жол/ru.md": "+7 (701) 123-45-67"}
    assert check(files) == ["kk.md:3 a telephone number: 8 701 123 45 67"]


def test_facts_and_captions_are_read_too() -> None:
    clip = Clip(
        Source("Жол/1.mp4", "1", 1),
        ClipFacts(640, 360, 5, 25),
        subtitles=(Subtitle(Source("Жол/1.kk.srt", "2", 1), "kk"),),
    )
    files = {
        "Жол/post.toml": 'credit = "Асқар"\nalt = "8 701 123 45 67"',
        "Жол/1.kk.srt": "1\n00:00:01,000 --> 00:00:04,000\n8 702 123 45 67 деп жазылған\n",
    }
    assert check(files, clips=(clip,)) == [
        "post.toml:2 a telephone number: 8 701 123 45 67",
        "1.kk.srt:3 a telephone number: 8 702 123 45 67",
    ]


def test_a_word_file_has_no_lines() -> None:
    assert check({"Жол/kk.docx": "Тел. 8 701 123 45 67"}) == [
        "kk.docx:0 a telephone number: 8 701 123 45 67"
    ]
