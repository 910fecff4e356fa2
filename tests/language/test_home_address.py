"""A home is a house with a flat, or a street behind words of living."""

import pytest

from generator.language.home_address import find_home_addresses


def found(text: str) -> list[str]:
    return [written for _, written, _ in find_home_addresses(text)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Үлгі ауылы, Абай көшесі, 12-үй, 34-пәтер.", "Абай көшесі, 12-үй, 34-пәтер"),
        ("ул. Абая, д. 12, кв. 34", "д. 12, кв. 34"),
        ("Абая 12, кв. 34", "Абая 12, кв. 34"),
        ("Ол Абай көшесі 12 мекенжайында тұрады", "Абай көшесі 12"),
        ("Асқар Сәтбаев 12-34 үйде тұрады", "Сәтбаев 12-34"),
    ],
)
def test_a_home_is_found(text: str, written: str) -> None:
    (home,) = found(text)
    assert written.endswith(home)


@pytest.mark.parametrize(
    "text",
    [
        "мектеп Абай көшесі, 12-үйде",
        "60 пәтерлік 5 үй",
        "қазақстандықтар 50 пәтерлік 5 үйге қоныстанды",
        "площадь 12 кв. м",
        "в доме 120 квартир",
        "Мұнда 120 адам тұрады",
    ],
)
def test_a_building_is_no_home(text: str) -> None:
    assert found(text) == []


def test_the_value_is_letters_and_digits_alone() -> None:
    ((_, _, value),) = find_home_addresses("Абая 12, кв. 34")
    ((_, _, other),) = find_home_addresses("Абая  12,\u00a0кв 34")
    assert value == other == "абая12кв34"
