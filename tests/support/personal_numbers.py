"""Numbers and addresses of nobody, in the many ways in which people write them."""

from itertools import cycle, islice, product

FIRST, SECOND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
PHONE = "77011234567"
CARD = "4111111111111111"  # of manuals, never given to anybody


def rest_of(eleven: str, weights: tuple[int, ...] = FIRST) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, eleven, strict=True)) % 11


def with_sum(eleven: str) -> str:
    """Eleven digits and the one that makes them an identity number."""
    rest = rest_of(eleven) if rest_of(eleven) < 10 else rest_of(eleven, SECOND)
    assert rest < 10
    return f"{eleven}{rest}"


def mistyped(number: str) -> str:
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


IDENTITY = with_sum("87061530000")


def grouped(digits: str, sizes: tuple[int, ...], gap: str) -> str:
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    assert start == len(digits)
    return gap.join(groups)


_GAPS = (" ", "-", "\u00a0", "\u2011", " - ", ".", "\u2009", "–", "\n", "_", "**", "\u202f", "·")
_IN_TEXT = ("Азамат {} келді.", "Гражданин ({}).", "№5 {}", "{}", "1) {}; 2) жоқ", "{}, Үлгі ауылы")


def _fullwidth(digits: str) -> str:
    return "".join(chr(ord("\uff10") + int(digit)) for digit in digits)


def _arabic(digits: str) -> str:
    return "".join(chr(ord("\u0660") + int(digit)) for digit in digits)


def _spelt(digits: str, shapes: tuple[tuple[int, ...], ...]) -> list[str]:
    """The digits in groups of those sizes, in other digits, and with what nobody sees between."""
    written = [grouped(digits, *pair) for pair in product(shapes, _GAPS)]
    unseen = [sign.join(digits) for sign in ("\u200b", "\u00ad", "\u2060", "\ufe0f\u20e3")]
    return [digits, _fullwidth(digits), _arabic(digits), *unseen, *written]


def identities() -> list[str]:
    """50 texts with an identity number."""
    shapes = ((6, 6), (4, 4, 4), (3, 3, 3, 3), (2, 2, 2, 2, 2, 2), (6, 1, 5))
    spelt = [text for text in _spelt(IDENTITY, shapes) if not _is_sum(text)]
    texts = [
        where.format(number) for where, number in zip(cycle(_IN_TEXT[:2]), spelt, strict=False)
    ]
    wrong = mistyped(IDENTITY)
    named = [
        *(
            f"{word} {wrong}"
            for word in ("ЖСН", "ИИН", "ИИН:", "жсн –", "ЖСН-і", "ИИH", "IIN", "И.И.Н.")
        ),
        f"{wrong} (ЖСН)",
        f"жеке сәйкестендіру нөмірі: {wrong}",
        f"индивидуальный идентификационный номер {wrong[:6]} {wrong[6:]}",
        f"ЖСН {wrong[:-1]}",
        f"№5 {IDENTITY}",
        f"1) {IDENTITY}; 2) жоқ",
        "удостоверение личности № 034567890",
    ]
    return [*named, *texts][:50]


def _is_sum(text: str) -> bool:
    """Thousands with spaces are a sum, unless a word says otherwise."""
    return len(text.split()) == 4 and all(len(group) == 3 for group in text.split())


def cards() -> list[str]:
    """50 texts with a card number."""
    spelt = _spelt(CARD, ((4, 4, 4, 4), (8, 8), (4, 12), (2,) * 8))
    amex = ["378282246310005", "3782 822463 10005", "карта 3782-8224-6310-005"]
    other = [
        "5555555555554444",
        "5555 5555 5555 4444",
        "6011111111111117",
        "карта 2223003122003222",
    ]
    return [*amex, *other, *(f"Картаға {text} салыңыз" for text in spelt)][:50]


def phones() -> list[str]:
    """50 texts with a telephone that is nobody's office."""
    shapes = ((1, 3, 3, 2, 2), (4, 3, 2, 2), (3, 1, 3, 2, 2), (1, 3, 7), (1, 3, 3, 4), (4, 7))
    with_eight = f"8{PHONE[1:]}"
    usual = [
        *("+7 (701) 123-45-67", "8(701)1234567", "+77011234567", "77011234567", "701 123 45 67"),
        *("(705) 123-45-67", "7011234567", "тел. 32-12-34", "телефоны: 5-12-34", "8 916 123 45 67"),
        *(
            "+998 90 123 45 67",
            "wa.me/77011234567",
            "https://wa.me/77011234567",
            "tel:+77011234567",
        ),
        *("8 701 123 45 67, 8 702 765 43 21", "тел 87 011 234 567", "8 (7182) 32-12-34"),
        *("https://api.whatsapp.com/send?phone=77011234567", "7 - 8701-123-45-67", "☎ 32 12 34"),
    ]
    return [*usual, *_spelt(with_eight, shapes)][:50]


def homes() -> list[str]:
    """50 texts with a home."""
    streets = ("Абай көшесі", "Абай көш.", "Абай к-сі", "ул. Абая", "улица Абая", "пр. Абая")
    houses = ("12-үй", "12 үй", "д. 12", "дом 12", "12", "12а", "№ 12")
    flats = ("34-пәтер", "кв. 34", "кв 34", "пәтер 34", "квартира 34")
    joined = [
        f"{street}, {house}, {flat}" for street, house, flat in product(streets, houses, flats)
    ]
    living = [
        *("Ол Абай көшесі 12 мекенжайында тұрады", "проживает по адресу: ул. Абая, 12"),
        *("үйінің мекенжайы: Абай көшесі, 12", "Домашний адрес: улица Абая 12"),
        *("живёт на улице Абая, дом 12", "Үлгі ауылы, Абай көшесі 12-үйде тұратын азамат"),
    ]
    return [*living, *islice(joined[::4], 44)]


SPELT = {"identity": identities(), "card": cards(), "phone": phones(), "home": homes()}
"""50 texts of each kind."""

QUIET = (
    *("87 000 000 000 теңге", "8 700 000 000 теңге", "77 011 234 567", "120 450 870 615 300 млн"),
    *("бюджет 87011234,567 мың теңге", "4 111 111 111 111 111 теңге", "7000000000 АҚШ доллары"),
    *(
        "2024-2026 жылдары, 12.11.2026, 18:30",
        "12.11.2026 18:30",
        "2026-11-23 18:30",
        "9 780201 379624",
    ),
    *("112, 103, 1414, 109", "8 800 080 77 77", "8-800-080-7777", "+7 800 080 77 77", "тел. 112"),
    *(
        "№ 8-7/2026-123 бұйрық",
        "710 123 адам, 450 120 үй",
        "кадастр 14-218-123-456",
        "телефон 1414",
    ),
    *(
        "https://example.kz/news/87011234567.html",
        "www.example.kz/870615300003",
        "100*50*20",
        "example.kz/87011234567",
    ),
    *("БСН 050140000012", with_sum("05014000001"), "ЖСН/БСН 050140000012", "БИН 123456789012"),
    *("KZ86 125K ZT50 0410 0100", "KZ86125KZT5004100100", "шарт № 1234567890123456"),
    *("договор №87011234567", "4111 1111 1111 1112", "2024 2025 2026 2027", "0-100-200-300"),
    *(
        "60 пәтерлік үй",
        "5 үйде 120 пәтер салынды",
        "12 кв. м",
        "IV кв. 2026",
        "60-квартирный дом 5",
    ),
    *("Абай көшесі, 12", "мектеп Абай көшесі, 12-үйде орналасқан", "Абай көшесі 12, 305-кабинет"),
    *(
        "IMG_20261123_101530123.jpg",
        "20261123_10153012.jpg",
        "телефонмен 35 000 адам",
        "в доме 5 12 квартир",
    ),
    *(
        "239 кабинет, телефоны: 323697, akimat@example.gov.kz",
        "Қабылдау бөлмесі: 8 (7182) 32-12-34",
    ),
    *("Сенім телефоны: 8 (7182) 32-12-34", "Шот 123456789012 ашылды", "4111 1111 1111 1111 1111"),
)
"""Numbers and addresses that are nobody's own."""
