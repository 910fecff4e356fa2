"""The search page in a real browser: the theme's own script, an index that Python made."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import fields
from playwright.sync_api import Browser, Page, expect

from generator.intake.theme import read_theme
from generator.intake.theme_folder import themes_folder
from generator.language.stem import STRIPPERS, Stripper, plain, stem, strip, words
from generator.model import Theme
from generator.plan.files.search import SearchEntry, search_index, search_line
from generator.plan.views import Card, Link, SearchView, SiteView
from generator.work.page import Renderer
from tests.support.programs import CHROMIUM
from tests.support.word_families import FAMILIES

THEME = themes_folder() / "default"
SCRIPT = (THEME / "assets/search.js").read_bytes()

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")

Find = Callable[..., list[str]]


def entry(title: str, name: str = "a", day: str = "2026-11-20", **more: object) -> SearchEntry:
    locale = str(more.pop("locale", "kk"))
    return SearchEntry(f"news/{name}.html", title, day, locale, **more)  # type: ignore[arg-type]


def write_site(root: Path, entries: list[SearchEntry]) -> None:
    """The search page of both languages, its script and index, below a folder."""
    for path, content in unchanging().items():
        put(root / path, content)
    newest = sorted(entries, key=lambda one: (one.day, one.path), reverse=True)
    for locale, prefix in (("kk", ""), ("ru", "ru/")):
        line = partial(search_line, locale=locale)
        put(root / prefix / "search/posts.js", search_index(map(line, newest), locale))
    for one in entries:
        put(root / one.path, b"<!doctype html><title>post</title><h1>post</h1>")


@cache
def unchanging() -> dict[str, bytes]:
    """What does not depend on the posts: the theme's files and both pages."""
    theme = read_theme(THEME, "")
    pages = {
        f"{prefix}search/index.html": rendered(theme, locale, prefix)
        for locale, prefix in (("kk", ""), ("ru", "ru/"))
    }
    return {f"assets/{name}": content for name, content in theme.assets} | pages


def rendered(
    theme: Theme,
    locale: str,
    prefix: str,
    topics: tuple[Link, ...] = (),
    latest: tuple[Card, ...] = (),
) -> bytes:
    blank = {one.name: "" for one in fields(SiteView) if one.required}
    known = {"locale": locale, "locales": ("kk", "ru"), "name": "Мәслихат депутаты"}
    pages = ("home", "archive", "tags", "clips", "contacts_page", "search", "feed", "manifest")
    paths = {name: f"{prefix}{name}/index.html" for name in pages}
    assets = {"style": "assets/style.css", "icon": "assets/icon.svg"}
    site = SiteView(**{**blank, **known, **paths, **assets})  # type: ignore[arg-type]
    path = f"{prefix}search/index.html"
    view = SearchView(
        path=path,
        locale=locale,
        title="Іздеу",
        site=site,
        scripts=("assets/search.js",),
        search_index=f"{prefix}search/posts.js",
        topics=topics,
        latest=latest,
    )
    return Renderer(theme, "").render("search.html", locale, view, path)


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The page that each test opens its own document in, and what went wrong on it."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    yield page, faults
    context.close()


@pytest.fixture
def page(tab: tuple[Page, list[str]]) -> Iterator[Page]:
    page, faults = tab
    faults.clear()
    yield page
    page.goto("about:blank")
    assert faults == []


@pytest.fixture(params=["served", "from disk"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of tmp_path/a/b, with a slash at its end."""
    if request.param == "from disk":
        yield (tmp_path / "a/b").as_uri() + "/"
        return

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a/b/"
        server.shutdown()


@pytest.fixture
def find(page: Page, tmp_path: Path) -> Find:
    """Titles found among entries by a query, in order, on the Kazakh page from disk."""

    def run(query: str, *entries: SearchEntry, prefix: str = "") -> list[str]:
        write_site(tmp_path, list(entries))
        page.goto((tmp_path / prefix / "search/index.html").as_uri())
        page.locator("#query").fill(query)
        page.locator("article, [data-count]:not(:empty), [data-none]:visible").first.wait_for()
        return page.locator("article a").all_inner_texts()

    return run


def test_the_script_is_light_and_never_writes_html() -> None:
    assert len(gzip.compress(SCRIPT, 9)) <= 2048
    for risky in (b"innerHTML", b"insertAdjacent", b"document.write", b"eval", b"?.", b"??"):
        assert risky not in SCRIPT


@in_browser
def test_the_page_finds_what_the_tables_say(page: Page, tmp_path: Path) -> None:
    """Each inflected form finds exactly the posts whose stems Python gives for it."""
    entries: dict[str, SearchEntry] = {}
    stems_of: dict[str, tuple[str, str]] = {}
    for locale, families in FAMILIES.items():
        for form in (form for family in families for form in family.split()):
            found = stem(form, locale)
            name = f"{locale}-{len(entries)}"
            if (found, locale) not in stems_of.values():
                entries[name] = entry("qq", name, locale=locale, tags=(form,))
                stems_of[name] = (found, locale)
    write_site(tmp_path, list(entries.values()))
    forms = [form for families in FAMILIES.values() for one in families for form in one.split()]
    forms += [plain(form) for form in forms if plain(form) != form]
    assert len(forms) > 1000
    page.goto((tmp_path / "search/index.html").as_uri() + "?q=qq")
    page.locator("article").first.wait_for()
    found_paths = page.evaluate(
        """forms => forms.map(form => {
            const input = document.querySelector("#query");
            input.value = form + " qq";
            input.form.requestSubmit();  // typing would ask for another address each time
            return [...document.querySelectorAll("article a")].map(
                link => link.href.match(/news[/](.*)[.]html/)[1]);
        })""",
        forms,
    )
    wrong = {}
    for form, paths in zip(forms, found_paths, strict=True):
        exact, bare = expected(form, stems_of)
        if set(paths[: len(exact)]) != exact or set(paths[len(exact) :]) != bare:
            wrong[form] = (paths, exact, bare)
    assert wrong == {}


def expected(form: str, stems_of: dict[str, tuple[str, str]]) -> tuple[set[str], set[str]]:
    """Names of the posts with an equal stem, and of those equal without Kazakh letters."""
    (word,) = words(form)
    exact_stems = {stem(word, locale) for locale in STRIPPERS}
    bare_stems = {strip(plain(word), rules) for rules in PLAIN_STRIPPERS.values()}
    exact = {name for name, (one, _) in stems_of.items() if one in exact_stems}
    bare = {
        name
        for name, (one, locale) in stems_of.items()
        if strip(plain(one), PLAIN_STRIPPERS[locale]) in bare_stems
    }
    return exact, bare - exact


PLAIN_STRIPPERS = {
    locale: Stripper(
        tuple(
            tuple((plain(letters), plain(endings)) for letters, endings in rows)
            for rows in stripper.passes
        ),
        plain(stripper.kept),
        tuple((plain(end), plain(instead)) for end, instead in stripper.last),
    )
    for locale, stripper in STRIPPERS.items()
}


@in_browser
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("мектептеріміз", "Мектеп жөнделді"),
        ("МЕКТЕПТЕ", "Мектеп жөнделді"),
        ("мектептин жондеу", "Мектепті жөндеу"),
        ("агаш", "Ағаш отырғызылды"),
        ("агаштар", "Ағаш отырғызылды"),
        ("негiзгi", "Негізгі жол"),
        ("жол туралы", "Негізгі жол"),
        ("12", "№ 12 бала"),
        ("и\u0306ога", "Йога"),
    ],
)
def test_a_query_finds(find: Find, query: str, title: str) -> None:
    assert find(query, entry(title), entry("Басқа нәрсе", "b")) == [title]


@in_browser
def test_a_russian_word_finds_on_the_kazakh_page(find: Find, page: Page) -> None:
    post = entry("Ремонт дорог", locale="ru")
    assert find("дороги", post) == ["Ремонт дорог"]
    link = page.locator("article a")
    assert link.get_attribute("lang") == "ru"
    assert page.locator("article").inner_text().startswith("орысша")


@in_browser
def test_equal_letters_come_before_plain_ones(find: Find) -> None:
    hand, lake = entry("Қол өнері", "b", "2025-01-01"), entry("Көл тазарды", "a", "2026-01-01")
    assert find("қол", hand, lake) == ["Қол өнері", "Көл тазарды"]
    assert find("көл", hand, lake) == ["Көл тазарды", "Қол өнері"]
    assert find("кол", hand, lake) == ["Көл тазарды", "Қол өнері"]


@in_browser
def test_a_title_comes_before_a_body_and_newer_before_older(find: Find) -> None:
    posts = (
        entry("Ішінде", "c", "2026-03-01", html="<p>Жаңа көпір.</p>"),
        entry("Көпір салынды", "a", "2025-01-01"),
        entry("Көпір ашылды", "b", "2026-01-01"),
        entry("Көпірлік", "d", "2026-04-01"),
    )
    found = find("көпірде", *posts)
    assert found == ["Көпір ашылды", "Көпір салынды", "Ішінде"]
    assert find("көпір", *posts) == [*found, "Көпірлік"]


@in_browser
def test_three_letters_of_the_word_being_typed_find(find: Find) -> None:
    posts = (entry("Балабақша ашылды"), entry("Жол", "b", html="<p>Балабақша.</p>"))
    assert find("балаб", *posts) == ["Балабақша ашылды", "Жол"]
    assert find("ба", *posts) == []
    assert find("балаб ашылды", *posts) == []


@in_browser
def test_all_words_must_be_there(find: Find) -> None:
    posts = (entry("Мектеп пен жол"), entry("Мектеп", "b"), entry("Жол", "c"))
    assert find("жолдар мектептер", *posts) == ["Мектеп пен жол"]


@in_browser
def test_up_to_ninety_nine_are_shown_and_all_are_counted(find: Find, page: Page) -> None:
    posts = [entry(f"Жол {number}", f"p{number}") for number in range(120)]
    assert len(find("жол", *posts)) == 99
    assert page.locator("[data-count]").inner_text() == "Табылғаны: 120"
    assert page.locator("[aria-live=polite]").locator("[data-count]").count() == 1


@in_browser
def test_nothing_found_leads_to_the_archive(find: Find, page: Page) -> None:
    assert find("жирафа", entry("Жол")) == []
    none = page.locator("[data-none]")
    assert "Ештеңе табылмады" in none.inner_text()
    assert none.locator("a").first.get_attribute("href") == "../archive/index.html"
    page.locator("#query").fill("жол")
    assert not none.is_visible()
    page.locator("#query").fill("")
    assert page.locator("article").count() == 0
    assert not none.is_visible()


@in_browser
def test_a_row_says_what_a_reader_should_know(find: Find, page: Page) -> None:
    find("жол", entry("Жол туралы жауап", kind="answer", duration_text="45\u00a0с"))
    row = page.locator("article")
    assert row.locator(".meta").inner_text().split() == [
        *("Жауап", "2026", "ж.", "20", "қараша", "▶\ufe0e", "45", "с"),
    ]
    assert row.locator("time").get_attribute("datetime") == "2026-11-20"
    find("жол", entry("Жол"))
    assert page.locator("article .meta").inner_text() == "2026\u00a0ж. 20\u00a0қараша"


@in_browser
@pytest.mark.parametrize(
    "title",
    [
        "Жол <img src=x onerror=alert(1)>",
        "Жол </script><script>alert(1)</script>",
        'Жол "});alert(1)//',
        "Жол <!-- <script>",
    ],
)
def test_a_title_is_shown_as_a_text(find: Find, page: Page, title: str) -> None:
    assert find("жол", entry(title)) == [title]
    assert page.locator("article img, article script").count() == 0


@in_browser
def test_topics_and_the_newest_posts_make_way_for_what_is_found(page: Page, tmp_path: Path) -> None:
    write_site(tmp_path, [entry("Жол жөнделді")])
    topics = (Link("Жол", "tags/zhol.html", 14),)
    latest = (Card("news/a.html", "kk", "Мектеп ашылды", "2026-11-23", "23 қараша"),)
    opening = rendered(read_theme(THEME, ""), "kk", "", topics, latest)
    put(tmp_path / "search/index.html", opening)
    page.goto((tmp_path / "search/index.html").as_uri())
    start, found = page.locator("[data-start]"), page.locator("[data-list] article")
    expect(start.get_by_role("link", name="Жол 14")).to_be_visible()
    expect(start.get_by_role("link", name="Мектеп ашылды")).to_be_visible()
    page.locator("#query").fill("жол")
    expect(found).to_have_count(1)
    expect(start).to_be_hidden()
    page.locator("#query").fill("")
    expect(start).to_be_visible()
    expect(found).to_have_count(0)


@in_browser
def test_the_index_is_not_loaded_before_the_box_is_used(
    page: Page, tmp_path: Path, address: str
) -> None:
    write_site(tmp_path / "a/b", [entry("Жол")])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address + "search/index.html", wait_until="networkidle")
    assert "search.js" in asked
    assert "posts.js" not in asked
    page.locator("#query").evaluate(
        """input => {
            input.focus();
            for (input.value of ["жол", "жолда", "жолдар"]) input.dispatchEvent(new Event("input"));
        }"""
    )
    page.locator("article").wait_for()
    assert asked.count("posts.js") == 1
    assert page.locator("head script[src$='posts.js']").count() == 1


@in_browser
def test_the_query_stays_in_the_address(page: Page, tmp_path: Path, address: str) -> None:
    write_site(tmp_path / "a/b", [entry("Жол & көпір")])
    page.goto(address + "search/index.html")
    page.locator("#query").fill("жол & көпір")
    page.locator("article").wait_for()
    query = "?q=%D0%B6%D0%BE%D0%BB%20%26%20%D0%BA%D3%A9%D0%BF%D1%96%D1%80"
    expect(page).to_have_url(address + "search/index.html" + query)
    page.reload()
    page.locator("article").wait_for()
    assert page.locator("#query").input_value() == "жол & көпір"
    page.locator("#query").fill("")
    expect(page).to_have_url(address + "search/index.html")


@in_browser
def test_a_result_opens_by_keyboard_from_either_page(
    page: Page, tmp_path: Path, address: str
) -> None:
    write_site(tmp_path / "a/b", [entry("Жол", "zhol")])
    for prefix in ("", "ru/"):
        page.goto(f"{address}{prefix}search/index.html")
        page.get_by_label("ищете" if prefix else "іздейсіз").focus()
        page.keyboard.type("жолдар")
        page.locator("article").wait_for()
        page.keyboard.press("Enter")
        assert page.url.startswith(f"{address}{prefix}search/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(address + "news/zhol.html")


@in_browser
def test_a_search_that_did_not_load_says_so_and_tries_again(page: Page, tmp_path: Path) -> None:
    write_site(tmp_path, [entry("Жол")])
    index = tmp_path / "search/posts.js"
    index.rename(tmp_path / "away.js")
    page.goto((tmp_path / "search/index.html").as_uri())
    page.locator("#query").fill("жол")
    page.locator("[data-count]:not(:empty)").wait_for()
    assert "Іздеу жүктелмеді" in page.locator("[data-count]").inner_text()
    (tmp_path / "away.js").rename(index)
    page.locator("#query").fill("жолдар")
    page.locator("article").wait_for()
    assert page.locator("[data-count]").inner_text() == "Табылғаны: 1"


@in_browser
def test_without_javascript_the_page_leads_elsewhere(browser: Browser, tmp_path: Path) -> None:
    write_site(tmp_path, [entry("Жол")])
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "ru/search/index.html").as_uri())
    assert "Поиск работает, только когда включён JavaScript" in page.locator("main").inner_text()
    links = page.locator("main noscript a, main .pills a").evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => one.getAttribute('href'))"
    )
    context.close()
    assert links == ["../archive/index.html", "../tags/index.html"]
