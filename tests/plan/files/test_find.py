"""Who is my deputy: the theme's own script in a real browser, with real place names and endings."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.inputs import BuildRequest
from generator.plan.files.find import PIECE_BYTES, Findable, find_scripts, folded_words, words_of
from generator.region.region import build_all
from tests.support.building import NOW
from tests.support.content import draw_photo
from tests.support.programs import CHROMIUM
from tests.support.written_region import write_deputy, write_region, write_settings

# A place as the two languages write it, and what people type of it.
PLACES = (
    ("Ақжар", "Акжар", "Ақжарда", "в Акжаре"),
    ("Қызылту", "Кызылту", "қызылтудан", "из кызылту"),
    ("Новоишим", "Новоишимское", "Новоишимде", "в Новоишимском"),
    ("Тайынша", "Тайынша", "Тайыншада", "тайынше"),
    ("Булаев", "Булаево", "Булаевта", "живу в булаеве"),
    ("Мамлют", "Мамлютка", "мамлютта", "из мамлютки"),
    ("Сергеев", "Сергеевка", "Сергеевте", "Сергеевке"),
    ("Саумалкөл", "Саумалколь", "Саумалкөлде", "саумалколе"),
    ("Кішкенекөл", "Кишкенеколь", "Кішкенекөлден", "Кишкенеколя"),
    ("Талшық", "Талшик", "Талшықта", "в талшике"),
    ("Пресновка", "Пресновка", "Пресновкада", "пресновку"),
    ("Явленка", "Явленка", "Явленкадан", "из Явленки"),
    ("Смирнов", "Смирново", "Смирновта", "смирнове"),
    ("Бескөл", "Бесколь", "бескөлге", "село Бесколь"),
    ("Тимирязев", "Тимирязево", "Тимирязевте", "тимирязева"),
    ("Ақбұлақ", "Акбулак", "Ақбұлағында", "акбулака"),
    ("Қарасу", "Карасу", "Қарасуда", "в карасу"),
    ("Көктөбе", "Коктобе", "Көктөбеде", "коктобе"),
    ("Жаңажол", "Жанажол", "жаңажолда", "Жанажоле"),
    ("Теңдік", "Тендык", "Теңдікте", "тендыке"),
    ("Шағалалы", "Шагалалы", "Шағалалыда", "шагалалы"),
    ("Еңбек", "Енбек", "Еңбекте", "енбека"),
    ("Баянауыл", "Баянаул", "Баянауылда", "баянауле"),
    ("Майқайың", "Майкаин", "Майқайыңда", "майкаине"),
    ("Шарбақты", "Щербакты", "Шарбақтыда", "щербактах"),
    ("Железинка", "Железинка", "Железинкада", "в железинке"),
    ("Ертіс", "Иртышск", "Ертісте", "иртышске"),
    ("Успенка", "Успенка", "успенкадан", "успенку"),
    ("Тереңкөл", "Теренколь", "Тереңкөлде", "теренколе"),
    ("Көктөгай", "Коктогай", "Көктөгайда", "коктогае"),
    ("Сарыарқа", "Сарыарка", "Сарыарқада", "сарыарке"),
    ("Құлынды", "Кулунда", "Құлындыда", "кулунде"),
    ("Ямышев", "Ямышево", "Ямышевте", "ямышева"),
    ("Мичурин", "Мичурино", "Мичуринде", "мичурине"),
    ("Розовка", "Розовка", "розовкада", "розовки"),
    ("Жетекші", "Жетекши", "Жетекшіде", "жетекши"),
    ("Мойылды", "Мойылды", "Мойылдыда", "мойылды"),
    ("Кеңжекөл", "Кенжеколь", "Кеңжекөлде", "кенжеколе"),
    ("Павлодар", "Павлодарское", "Павлодарда", "павлодарском"),
    ("Шақат", "Шакат", "Шақатта", "шаката"),
    ("Абай көшесі", "улица Абая", "Абай көшесінде", "ул. Абая"),
    ("Достық көшесі", "улица Достык", "достық көшесінен", "достыка"),
    ("Сәтбаев көшесі", "улица Сатпаева", "Сәтбаевта", "на Сатпаева"),
    ("Жеңіс даңғылы", "проспект Победы", "Жеңісте", "проспекте Победы"),
    ("Тәуелсіздік", "Независимости", "Тәуелсіздікте", "независимость"),
    ("1 Май", "1 Мая", "1 майда", "улица 1 мая"),
    ("Ломов көшесі", "улица Ломова", "ломовта", "на ломова"),
    ("Қамзин көшесі", "улица Камзина", "Қамзинде", "камзина"),
    ("Торайғыров", "Торайгырова", "торайғыровта", "на торайгырова"),
    ("Естай көшесі", "улица Естая", "Естайда", "по естая"),
)


def two_names(kazakh: str, russian: str) -> str:
    return f'{{ kk = "{kazakh}", ru = "{russian}" }}'


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of 50 deputies, each of whom stands for one of the places."""
    root = tmp_path_factory.mktemp("region")
    write_region(root / "content")
    for number, (kazakh, russian, _, _) in enumerate(PLACES):
        place = two_names(kazakh, russian)
        write_deputy(root / "content", f"d{number}", number, posts=0, places=(place,))
    seen = root / "content/deputies/d1"
    draw_photo(seen / "portrait.jpg", "navy", (300, 300))
    write_settings(seen, 1, (two_names(*PLACES[1][:2]),), 'whatsapp = "8 700 000 00 01"\n')
    request = BuildRequest(root / "content", root / "output", root / "cache")
    build_all(request, NOW)
    return root / "output"


@pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")
@pytest.mark.parametrize("home", ["index.html", "ru/deputies/index.html"])
def test_a_deputy_who_is_found_has_a_face_and_can_be_called_and_written_to(
    region: Path, browser: Browser, home: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((region / home).as_uri())
    page.fill("#place", "Кызылту")
    seen = page.locator(".match").filter(has_text="1")
    expect(seen).to_be_visible()
    assert seen.locator("img").evaluate("face => face.decode().then(() => face.naturalWidth)") > 90
    ways = [link.get_attribute("href") for link in seen.locator(".reach a").all()]
    assert ways == ["tel:+77000000001", "https://wa.me/77000000001"]
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.fill("#place", "Тайынша")
    unseen = page.locator(".match").filter(has_text="3")
    expect(unseen.locator(".initials")).to_have_text("МД" if home == "index.html" else "ДМ")
    assert unseen.locator("img").count() == 0
    assert [link.get_attribute("href") for link in unseen.locator(".reach a").all()] == [
        "tel:+77000000003"
    ]
    page.close()


@pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")
@pytest.mark.parametrize("home", ["index.html", "ru/index.html"])
def test_every_place_with_an_ending_finds_its_deputy_in_two_taps(
    region: Path, browser: Browser, home: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((region / home).as_uri())  # no server: it works offline, too
    page.click("#place")  # the first tap
    wrong = [
        (words, first)
        for (number, words), (first, _) in zip(TYPED, page.evaluate(*TYPE_EACH), strict=True)
        if not first.endswith(home_of(number, home))
    ]
    assert not wrong
    page.fill("#place", "в Новоишимском")
    page.click(".find li a")  # the second one
    assert page.url.endswith(home_of(2, home))
    page.close()


def home_of(number: int, home: str) -> str:
    return f"deputies/d{number}/{home}"


TYPED = [(number, words) for number, (_, _, *typed) in enumerate(PLACES) for words in typed]
# Where the first deputy found stands, and the name, after each of these words was typed.
TYPE_EACH = (
    """async all => {
  const place = document.querySelector("#place"), found = [];
  const until = Date.now() + 300_000;  // for a busy machine
  for (const words of all) {
    document.querySelector(".find ul").textContent = "";
    place.value = words;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    let first;
    while (!(first = document.querySelector(".find li a")) && Date.now() < until)
      await new Promise(done => setTimeout(done, 10));  // for the list that it is in
    found.push(first ? [first.getAttribute("href"), first.textContent.trim()] : ["", ""]);
  }
  return found;
}""",
    [words for _, words in TYPED],
)


@pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")
def test_what_is_nowhere_is_said_and_enter_opens_the_only_one(
    region: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto((region / "deputies/index.html").as_uri())
    page.fill("#place", "Рио-де-Жанейро")
    page.wait_for_selector("[data-none]:not([hidden])")
    page.fill("#place", "Тайыншада")
    page.wait_for_selector(".find li a")
    page.press("#place", "Enter")
    page.wait_for_url("**/deputies/d3/index.html")
    page.close()


@pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")
def test_a_list_in_pieces_finds_as_well(region: Path, browser: Browser, tmp_path: Path) -> None:
    found = [
        Findable(f"d{number}/index.html", f"Депутат {number}", "", words_of(names(number)))
        for number in range(len(PLACES))
    ]
    pieces = find_scripts(found, limit=1000)
    assert len(pieces) > 10
    html = (region / "index.html").read_text(encoding="utf-8")
    start = html.index('data-find="') + len('data-find="')
    paths = "|".join(f"{letter} p{ord(letter)}.js" for letter in pieces)
    page_html = html[:start] + paths + html[html.index('"', start) :]
    for path in (region / "assets").iterdir():
        (tmp_path / "assets").mkdir(exist_ok=True)
        (tmp_path / "assets" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "index.html").write_text(page_html, encoding="utf-8")
    for letter, script in pieces.items():
        (tmp_path / f"p{ord(letter)}.js").write_bytes(script)
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    names_found = [name for _, name in page.evaluate(*TYPE_EACH)]
    assert names_found == [f"Депутат {number}" for number, _ in TYPED]
    page.close()


def names(number: int) -> list[tuple[tuple[str, str], ...]]:
    kazakh, russian, *_ = PLACES[number]
    return [(("kk", kazakh), ("ru", russian))]


def test_the_list_of_150_deputies_with_six_places_each_is_light() -> None:
    every = [word for kazakh, russian, *_ in PLACES for word in (kazakh, russian)]
    found = [
        Findable(
            f"deputies/deputat-{number}/index.html",
            f"Депутат Мәслихатов {number}",
            f"№ {number} округ",
            words_of((("kk", every[(number * 6 + at) % len(every)]),) for at in range(6)),
            f"media/0123456{number:05}-portrait-128.jpg",
            f"+7 700 000 0{number:03}",
            f"+7700000{number:04}",
        )
        for number in range(150)
    ]
    (script,) = find_scripts(found).values()
    assert len(script) <= PIECE_BYTES


def test_letters_of_both_alphabets_are_alike() -> None:
    assert folded_words("Қызылжар") == folded_words("КЫЗЫЛЖАР") == ["kyzyljar"]
    assert folded_words("Көктөбе, Akjar") == ["koktobe", "akjar"]
    assert folded_words("Саумалколь") == ["saumalkol"]
    assert words_of([(("kk", "Ақжар ауылы"), ("ru", "село Акжар"))]) == ("akjar",)
