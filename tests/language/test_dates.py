"""Dates in the names of folders and files, and dates in words."""

import unicodedata
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from generator.language.dates import find_date, long_date, month_title

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23",
        "2026.11.23",
        "2026_11_23",
        "20261123",
        "23.11.2026",
        "23-11-2026",
        "23_11_2026",
        "23.11.2026 г.",
        "23.11.2026 ж.",
        "23 қараша 2026",
        "23 қараша 2026 ж.",
        "2026 ж. 23 қараша",
        "2026 жылғы 23 қараша",
        "2026 жылғы 23 қарашада",
        "2026ж. 23 Қараша",
        "23 ноября 2026 г.",
        "23 ноября 2026 года",
        "23_ноября_2026",
    ],
)
def test_every_way_to_write_a_date_is_read(written: str) -> None:
    assert find_date(written) == (DAY, "")
    assert find_date(f"{written} Мектеп жөндеу") == (DAY, "Мектеп жөндеу")
    assert find_date(f"Мектеп жөндеу {written}") == (DAY, "Мектеп жөндеу")
    assert find_date(f"Мектеп ({written}) жөндеу")[0] == DAY
    assert find_date(f"auyz-su_{written}") == (DAY, "auyz-su")
    assert find_date(unicodedata.normalize("NFD", f"{written} ашық")) == (DAY, "ашық")


@pytest.mark.parametrize(
    ("month", "kazakh", "russian"),
    [
        (1, "қаңтар", "января"),
        (2, "ақпан", "февраля"),
        (3, "наурыз", "марта"),
        (4, "сәуір", "апреля"),
        (5, "мамыр", "мая"),
        (6, "маусым", "июня"),
        (7, "шілде", "июля"),
        (8, "тамыз", "августа"),
        (9, "қыркүйек", "сентября"),
        (10, "қазан", "октября"),
        (11, "қараша", "ноября"),
        (12, "желтоқсан", "декабря"),
    ],
)
def test_every_month_is_read_and_written(month: int, kazakh: str, russian: str) -> None:
    day = date(2026, month, 5)
    assert find_date(f"5 {kazakh} 2026 жол") == (day, "жол")
    assert find_date(f"5 {russian} 2026 г. дорога") == (day, "дорога")
    assert long_date(day, "kk") == f"2026\u00a0ж. 5\u00a0{kazakh}"
    assert long_date(day, "ru") == f"5\u00a0{russian} 2026\u00a0г."


@pytest.mark.parametrize(
    ("name", "day", "rest"),
    [
        ("VID_20150101_crane", date(2015, 1, 1), "crane"),
        ("PXL_20231028_pond", date(2023, 10, 28), "pond"),
        ("IMG_20261122_101533", date(2026, 11, 22), ""),
        ("PXL_20261122_101533123.PORTRAIT", date(2026, 11, 22), ""),
        ("IMG_20261122_101533_HDR", date(2026, 11, 22), ""),
        ("IMG_20261122_101533 Мектеп", date(2026, 11, 22), "Мектеп"),
        ("20261122_101533", date(2026, 11, 22), ""),
        ("VID-20261122-WA0003", date(2026, 11, 22), ""),
        ("WhatsApp Video 2026-11-22 at 10.15.33", date(2026, 11, 22), ""),
        ("WhatsApp Image 2026-11-22 at 10.15.33 (1)", date(2026, 11, 22), ""),
        ("Изображение WhatsApp 2026-11-22 в 10.15.33_3f2a1b4c", date(2026, 11, 22), ""),
        ("photo_2026-11-22_10-15-33 (2)", date(2026, 11, 22), ""),
        ("Screenshot_20261122-101533", date(2026, 11, 22), ""),
    ],
)
def test_what_cameras_write_around_a_date_is_dropped(name: str, day: date, rest: str) -> None:
    assert find_date(name) == (day, rest)


@pytest.mark.parametrize(
    ("name", "day", "rest"),
    [
        ("2014-06-23-auyz-su-aktogai", date(2014, 6, 23), "auyz-su-aktogai"),
        ("12.12.2014 Жаңа жүрдек пойыз", date(2014, 12, 12), "Жаңа жүрдек пойыз"),
        ("auyz-su-2014-06-23-aktogai", date(2014, 6, 23), "auyz-su-aktogai"),
        ("Мектеп (23.11.2026)", DAY, "Мектеп"),
        ("Мектеп, 23.11.2026, жөндеу", DAY, "Мектеп, жөндеу"),
        ("2026-1-5 Жол", date(2026, 1, 5), "Жол"),
        ("2026-11-23 100000 ағаш", DAY, "100000 ағаш"),
        ("2026-11-23 — 2026-11-25", DAY, "2026-11-25"),
        ("23 ноября 2026 город", DAY, "город"),
    ],
)
def test_what_a_person_wrote_stays(name: str, day: date, rest: str) -> None:
    assert find_date(name) == (day, rest)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("23.11.26", DAY),
        ("23.11.26 Мектеп", DAY),
        ("Мектеп 23.11.26", DAY),
        ("Мектеп 23.11.26 жөндеу", None),
        ("23-11-26", None),
        ("3.11.26", None),
        ("1.23.11.26", None),
        ("26.13.11", None),
    ],
)
def test_a_year_of_two_figures_is_read_at_the_ends_of_a_name_only(
    name: str, day: date | None
) -> None:
    assert find_date(name)[0] == day


@pytest.mark.parametrize(
    "name",
    [
        "IMG_2043",
        "2026-13-45",
        "20261345",
        "30.02.2026",
        "1989-12-31 Мұрағат",
        "2101-01-01",
        "77012345678",
        "120261123",
        "2026-11",
        "23 қараша",
        "5 қазандық 2026",
        "2026-11.23",
        "Мектеп-",
        "",
    ],
)
def test_a_name_without_a_date_comes_back_untouched(name: str) -> None:
    assert find_date(name) == (None, name)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_written_out_is_found_again(day: date) -> None:
    assert find_date(f"{day.isoformat()} жол") == (day, "жол")
    for locale in ("kk", "ru"):
        assert find_date(f"{long_date(day, locale)} жол") == (day, "жол")


@given(st.text())
def test_any_name_is_read(name: str) -> None:
    day, rest = find_date(name)
    assert day is not None or rest == name


@pytest.mark.parametrize(
    ("locale", "text"),
    [("kk", "2026\u00a0ж. 23\u00a0қараша"), ("ru", "23\u00a0ноября 2026\u00a0г.")],
)
def test_a_long_date_keeps_numbers_with_their_words(locale: str, text: str) -> None:
    assert long_date(DAY, locale) == text


@pytest.mark.parametrize(
    ("locale", "text"), [("kk", "2026\u00a0ж. қараша"), ("ru", "ноябрь 2026\u00a0г.")]
)
def test_the_title_of_a_month_is_no_genitive(locale: str, text: str) -> None:
    assert month_title(2026, 11, locale) == text


@pytest.mark.parametrize(("locale", "cldr"), [("kk", "kk"), ("ru", "ru_KZ")])
@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_named_as_cldr_names_them(locale: str, cldr: str, month: int) -> None:
    day = date(2026, month, 11)
    assert format_date(day, "MMMM", locale=cldr) in long_date(day, locale)
    # CLDR writes the lone Kazakh month with a capital, which is wrong after the year.
    assert format_date(day, "LLLL", locale=cldr).lower() in month_title(2026, month, locale)
