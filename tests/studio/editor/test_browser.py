"""The editor in a real Chromium: what is typed, moved and taken out is in the files, and safe."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from generator.model import PostFacts
from generator.studio.app import routes
from tests.support.content import draw_photo, film, write_post
from tests.support.programs import CHROMIUM
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

NAME, SLUG = "2026-11-20 Жол", "2026-11-20-zhol"
KK = "# Жол жөнделді\n\nБалалар мектепке тез жетеді.\n"
RU = "# Дорога готова\n\nДети быстро доезжают до школы.\n"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("editor")
    post = write_post(root / "content", NAME, KK, RU)
    for name, colour in (("a.jpg", "teal"), ("b.jpg", "olive")):
        draw_photo(post / name, colour)
    film(post / "c.mp4", 4.0)
    with preview_of(root, more=routes) as running:
        running.wait_until_current()
        yield running


@pytest.fixture
def folder(preview: Preview) -> Path:
    """The post as it was at first."""
    folder = preview.content / NAME
    for path in folder.iterdir():
        if path.suffix not in (".jpg", ".mp4") and path.name not in ("kk.md", "ru.md"):
            path.unlink()
    write_post(preview.content, NAME, KK, RU)
    preview.preview_loop.touch(NAME)
    wait_until(lambda: is_as_at_first(preview))
    return folder


def is_as_at_first(preview: Preview) -> bool:
    """Whether the post is on display as it was written."""
    posts = [post for post in preview.display.shown.content.posts if post.slug == SLUG]
    if not posts or posts[0].facts != PostFacts() or len(posts[0].media) != 3:
        return False
    words = ["".join(block.html for block in text.body) for text in posts[0].texts]
    return words == ["<p>Балалар мектепке тез жетеді.</p>", "<p>Дети быстро доезжают до школы.</p>"]


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, folder: Path, preview: Preview) -> Iterator[Page]:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    open_editor(page, preview)
    yield page
    context.set_offline(False)
    page.close()
    # A line that was cut, an answer of 409, and a picture that is still to be made.
    meant = ("net::ERR", "409", "404")
    assert [text for text in wrong if not any(word in text for word in meant)] == []


def open_editor(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.address}_studio/post/{SLUG}")
    expect(page.locator("[data-title=kk]")).to_have_value("Жол жөнделді")
    expect(page.locator(".shot > button > img:visible")).to_have_count(3)


def kept(page: Page) -> None:
    """Waits until the bar says that all is kept."""
    expect(page.locator(".bar [data-state=saved]")).to_be_visible()


def facts(folder: Path) -> dict[str, Any]:
    path = folder / "post.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def order(page: Page) -> list[str]:
    names: list[str] = page.locator(".shot[data-name]").evaluate_all(
        "shots => shots.map(shot => shot.dataset.name)"
    )
    return names


def button_of(page: Page, name: str) -> Locator:
    return page.locator(f'.shot[data-name="{name}"] > button')


def text_of(folder: Path, name: str = "kk.md") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_what_is_typed_is_in_the_file_within_two_seconds_and_on_the_page(
    page: Page, folder: Path
) -> None:
    page.locator("[data-text=kk]").fill("Жаңа сөйлем.")
    started = page.evaluate("performance.now()")
    wait_until(lambda: "Жаңа сөйлем." in text_of(folder))
    assert page.evaluate("performance.now()") - started < 2000
    kept(page)
    expect(page.frame_locator("#live").get_by_text("Жаңа сөйлем.")).to_be_attached()
    assert text_of(folder, "ru.md") == RU


def test_a_page_that_is_closed_at_once_loses_no_key(
    page: Page, folder: Path, preview: Preview
) -> None:
    page.locator("[data-text=kk]").fill("Соңғы сөз")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(f"{preview.address}_studio/post/{SLUG}")
    expect(again.locator("[data-text=kk]")).to_have_value("Соңғы сөз")
    kept(again)
    assert "Соңғы сөз" in text_of(folder)
    again.close()


def test_without_the_studio_typing_goes_on_and_is_kept_later(page: Page, folder: Path) -> None:
    page.context.set_offline(True)
    page.locator("[data-text=kk]").fill("Байланыссыз жазылды.")
    expect(page.locator(".bar [data-state=unsaved]")).to_be_visible()
    expect(page.locator("#lost")).to_be_visible()
    assert text_of(folder) == KK
    memory = page.evaluate("localStorage.getItem('jarshy-editor:' + document.querySelector("
                           "'#editor').dataset.slug)")  # fmt: skip
    assert "Байланыссыз жазылды." in memory
    page.context.set_offline(False)
    wait_until(lambda: "Байланыссыз жазылды." in text_of(folder))
    kept(page)
    expect(page.locator("#lost")).to_be_hidden()


def test_a_file_that_changed_elsewhere_is_shown_where_nothing_was_typed(
    page: Page, folder: Path
) -> None:
    (folder / "kk.md").write_text("# Word жазды\n\nБасқа мәтін.\n", encoding="utf-8")
    expect(page.locator("[data-title=kk]")).to_have_value("Word жазды")
    page.locator("[data-text=kk]").press("End")
    page.keyboard.type(" Қосылды.")
    wait_until(lambda: text_of(folder) == "# Word жазды\n\nБасқа мәтін. Қосылды.\n")


@pytest.mark.parametrize("mine", [True, False])
def test_a_file_that_changed_while_typing_is_not_overwritten(
    page: Page, folder: Path, preview: Preview, mine: bool
) -> None:
    theirs = "# Word жазды\n\nОлардың мәтіні.\n"
    page.context.set_offline(True)  # both write before either sees the other
    page.locator("[data-text=kk]").fill("Менің мәтінім.")
    (folder / "kk.md").write_text(theirs, encoding="utf-8")
    page.context.set_offline(False)
    clash = page.locator(".clash")
    expect(clash.locator(".mine")).to_contain_text("Менің мәтінім.")
    expect(clash.locator(".theirs")).to_contain_text("Олардың мәтіні.")
    assert text_of(folder) == theirs
    clash.locator("[data-mine]" if mine else "[data-theirs]").click()
    kept(page)
    expect(clash).to_have_count(0)
    assert ("Менің мәтінім." in text_of(folder)) is mine
    if mine:
        copies = [path.read_text("utf-8") for path in (preview.root / "bin").rglob("kk*.md")]
        assert theirs in copies
    else:
        expect(page.locator("[data-text=kk]")).to_have_value("Олардың мәтіні.")


def test_a_word_file_is_edited_as_markdown_and_kept_in_the_bin(
    page: Page, folder: Path, preview: Preview
) -> None:
    (folder / "kk.md").unlink()
    document = docx.Document()
    document.add_heading("Жол жөнделді", 1)
    document.add_paragraph("Word мәтіні.")
    document.save(str(folder / "kk.docx"))
    expect(page.locator("[data-text=kk]")).to_have_value("Word мәтіні.")
    page.locator("[data-text=kk]").press("End")
    page.keyboard.type(" Жалғасы.")
    wait_until(lambda: not (folder / "kk.docx").exists())
    assert text_of(folder) == "# Жол жөнделді\n\nWord мәтіні. Жалғасы.\n"
    assert (preview.root / "bin" / NAME / "kk.docx").is_file()
    page.locator("#bin summary").click()
    page.get_by_role("button", name="Put back: kk.docx").click()
    expect(page.locator("[data-text=kk]")).to_have_value("Word мәтіні.")
    assert (folder / "kk.docx").is_file() and not (folder / "kk.md").exists()
    (folder / "kk.docx").unlink()


def test_photos_and_clips_are_moved_by_keys_by_buttons_and_by_dragging(
    page: Page, folder: Path, preview: Preview
) -> None:
    assert order(page) == ["a.jpg", "b.jpg", "c.mp4"]
    button_of(page, "c.mp4").focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#say")).to_have_text("Moved to place 2")
    expect(button_of(page, "c.mp4")).to_be_focused()
    assert order(page) == ["a.jpg", "c.mp4", "b.jpg"]
    button_of(page, "b.jpg").click()
    page.locator(".inspect [data-move='-1']").click()
    assert order(page) == ["a.jpg", "b.jpg", "c.mp4"]
    page.locator('.shot[data-name="b.jpg"]').drag_to(page.locator('.shot[data-name="a.jpg"]'))
    wait_until(lambda: facts(folder).get("order") == ["b.jpg", "a.jpg", "c.mp4"])
    kept(page)
    preview.wait_until_current()
    (post,) = preview.display.shown.content.posts
    assert [item.source.path.rpartition("/")[2] for item in post.media] == order(page)


def test_a_photo_is_described_aimed_and_made_the_cover(page: Page, folder: Path) -> None:
    button_of(page, "a.jpg").click()
    page.locator(".inspect [data-alt=kk]").fill("Жаңа жол")
    page.locator(".inspect [data-cover]").click()
    page.locator(".focus").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    wait_until(lambda: facts(folder).get("cover") == "a.jpg")
    kept(page)
    assert facts(folder)["media"]["a.jpg"] == {"alt": {"kk": "Жаңа жол"}, "focus": [0.55, 0.35]}
    page.keyboard.press("Escape")
    expect(page.locator(".inspect")).to_have_count(0)
    expect(button_of(page, "a.jpg")).to_be_focused()


def test_a_clip_is_cut_by_keys_and_its_file_stays(
    page: Page, folder: Path, preview: Preview
) -> None:
    before = (folder / "c.mp4").read_bytes()
    button_of(page, "c.mp4").click()
    start = page.locator(".inspect [data-at=from] input")
    start.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.locator(".inspect [data-at=to] input").press("End")
    page.locator(".inspect [data-at=to] input").press("ArrowLeft")
    expect(page.locator(".inspect .length")).to_have_text("0:04 → 0:02")
    wait_until(lambda: facts(folder).get("media") == {"c.mp4": {"from": 1.0, "to": 3.9}})
    wait_until(lambda: preview.display.shown.content.posts[0].media[-1].note.cut.start == 1.0)
    assert (folder / "c.mp4").read_bytes() == before


def test_what_is_taken_out_comes_back(page: Page, folder: Path) -> None:
    button_of(page, "b.jpg").click()
    page.locator(".inspect [data-remove]").click()
    wait_until(lambda: not (folder / "b.jpg").exists())
    expect(page.locator(".shot[data-name]")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    wait_until((folder / "b.jpg").exists)
    expect(page.locator(".shot[data-name]")).to_have_count(3)


def test_a_report_is_begun_gets_a_photo_and_words_and_is_done(
    page: Page, preview: Preview, tmp_path: Path
) -> None:
    page.goto(begin(page, "report"))
    kept(page)
    expect(page.locator("#no-media")).to_be_visible()
    page.locator("#add").set_input_files(draw_photo(tmp_path / "Жаңа мектеп.jpg"))
    expect(page.locator(".shot[data-name] img:visible")).to_have_count(1)
    page.locator("[data-title=kk]").fill("Мектеп ашылды")
    kept(page)
    (folder,) = {path.parent for path in preview.content.rglob("Жаңа мектеп.jpg")}
    assert facts(folder) == {"draft": True}
    assert text_of(folder) == "# Мектеп ашылды\n"
    expect(page.frame_locator("#live").locator("h1")).to_have_text("Мектеп ашылды")
    page.locator("#next").click()
    page.wait_for_url("**/_studio/")
    assert facts(folder) == {}


def begin(page: Page, kind: str) -> str:
    """The address of a new post's page, as the first page's buttons make it."""
    address: str = page.evaluate(
        """kind => fetch('/_studio/new', {method: 'POST', body: JSON.stringify({kind}),
        headers: {'Content-Type': 'application/json'}}).then(answer => answer.url)""",
        kind,
    )
    return address


def test_advice_is_marked_in_the_text_and_mended_by_one_button(page: Page, folder: Path) -> None:
    page.locator("[data-text=kk]").fill("Бюджет аясында бөлiнген қаражат.")
    expect(page.locator(".ghost mark")).to_have_text(["аясында", "бөлiнген"])
    expect(page.locator("#advice-kk li")).to_have_count(2)
    page.locator("#advice-kk li.err button").click()
    expect(page.locator("[data-text=kk]")).to_have_value("Бюджет аясында бөлінген қаражат.")
    expect(page.locator("#advice-kk li")).to_have_count(1)
    page.locator("#advice-kk li button").click()
    selected = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert page.locator("[data-text=kk]").evaluate(selected) == "аясында"
    box = page.evaluate("""() => {
        const ghost = document.querySelector('.ghost'), area = ghost.nextElementSibling;
        return [ghost.scrollHeight <= area.scrollHeight + 4, ghost.clientWidth, area.clientWidth];
    }""")
    assert box[0] and abs(box[1] - box[2]) <= 4  # the mirror breaks its lines as the field does
    kept(page)
    assert "бөлінген" in text_of(folder)


def test_marks_move_with_the_words_and_go_where_nobody_can_be_asked(page: Page) -> None:
    text = page.locator("[data-text=kk]")
    text.fill("Тарапынан жасалды. Бюджет аясында.")
    expect(page.locator(".ghost mark")).to_have_text(["Тарапынан", "аясында"])
    page.context.set_offline(True)
    text.press("Home")
    for _ in range(19):
        text.press("ArrowRight")
    page.keyboard.insert_text("Бір")
    assert page.locator(".ghost mark").all_inner_texts() == ["Тарапынан"]
    expect(page.locator("#advice-kk li")).to_have_count(0)
    assert page.locator(".ghost mark").count() == 0
    page.context.set_offline(False)
    kept(page)


def test_children_without_a_yes_hold_the_post_and_its_pictures_stay(
    page: Page, folder: Path
) -> None:
    page.locator("#children").check()
    expect(page.locator("#consent-no")).to_be_visible()
    expect(page.locator("#problems li")).to_have_count(1)
    expect(page.locator(".shot > button > img:visible")).to_have_count(3)
    page.locator("#consent").check()
    expect(page.locator("#live")).to_be_visible()
    expect(page.locator("#problems")).to_be_hidden()
    assert facts(folder) == {"children": True, "consent": True}


def test_a_report_is_written_by_keyboard_alone(page: Page, folder: Path, preview: Preview) -> None:
    def tab_to(target: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", target):
                return
        raise AssertionError(f"{target} is not reached")

    tab_to('.shot[data-name="b.jpg"] > button')
    page.keyboard.press("Enter")
    tab_to(".inspect [data-alt=kk]")
    page.keyboard.type("Көше")
    tab_to(".inspect [data-shut]")
    page.keyboard.press("Enter")
    tab_to("[data-title=kk]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Пернемен жазылды")
    tab_to("#children")
    page.keyboard.press("Space")
    tab_to("#consent")
    page.keyboard.press("Space")
    wait_until(lambda: bool(facts(folder).get("consent")))
    kept(page)
    assert facts(folder)["media"] == {"b.jpg": {"alt": {"kk": "Көше"}}}
    preview.wait_until_shown(f"news/{SLUG}.html", "Пернемен жазылды")


@pytest.mark.parametrize("kind", ["answer", "event"])
def test_an_answer_and_an_announcement_are_filled_in_and_shown(
    page: Page, preview: Preview, kind: str
) -> None:
    made = begin(page, kind)
    page.goto(made)
    slug = made.rpartition("/")[2]
    kept(page)
    if kind == "answer":
        page.locator("#q4").fill("https://example.org/a.pdf, https://example.org/b.pdf")
        page.locator("#next").click()  # nothing but the evidence is there
        expect(page.locator("#gaps")).to_be_focused()
        expect(page.locator("[data-gap]:visible")).to_have_count(3)
        page.locator("#gaps a").first.click()
        expect(page.locator("#q1")).to_be_focused()
        page.keyboard.type("Мектеп жабылады")
        page.locator("#q2").fill("Мектеп жабылмайды")
        page.locator("#q3").fill("Мектеп жаңа ғана жөнделді.")
        expect(page.locator("#gaps")).to_be_hidden()
    else:
        page.locator("[data-title=kk]").fill("Депутат қабылдайды")
        page.locator("#day").fill("2020-01-02")
        expect(page.locator("#past")).to_be_visible()
        page.locator("#day").fill("2039-12-01")
        expect(page.locator("#past")).to_be_hidden()
        page.locator("#from").fill("15:00")
        page.locator("#to").fill("18:00")
        page.locator("[data-where=kk]").fill("Мәдениет үйі")
    kept(page)
    words = "Мектеп жабылады" if kind == "answer" else "Мәдениет үйі"
    preview.wait_until_shown(f"news/{slug}.html", words)
    shown = preview.text(f"news/{slug}.html")
    if kind == "answer":
        assert "Мектеп жабылмайды" in shown and "https://example.org/b.pdf" in shown
    else:
        assert "2039-12-01T15:00:00+05:00" in shown


def test_nothing_is_wider_than_a_small_phone(
    context: BrowserContext, page: Page, preview: Preview
) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    for name in ("a.jpg", "c.mp4"):
        button_of(page, name).click()
        expect(page.locator(".inspect")).to_have_attribute("data-name", name)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    small = page.evaluate("""() => [...document.querySelectorAll('button, a, input, summary')]
        .filter(one => one.checkVisibility() && !one.closest('.skip, .tick, iframe'))
        .filter(one => one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML.slice(0, 80))""")
    assert small == []
    page.locator("[data-totab=look]").click()
    expect(page.locator("#live")).to_be_visible()
    expect(page.locator("[data-title=kk]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
