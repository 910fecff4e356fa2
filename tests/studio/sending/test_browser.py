"""The publishing page in a real Chromium, against a real FTP server and a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.studio.app import routes
from tests.support.content import draw_photo, write_post
from tests.support.hosts import mentions
from tests.support.keyrings import Ring, own_keyring
from tests.support.programs import CHROMIUM
from tests.support.published import public
from tests.support.read_site import site_at
from tests.support.served import Preview, preview_of
from tests.support.servers import PASSWORD, USER, ftp_server
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

ROAD, HELP = "news/2026-11-20-zhol.html", "news/2026-11-21-komek.html"


@dataclass
class Desk:
    """The studio, and the host that it publishes to."""

    preview: Preview
    host: Path
    ring: Ring
    to: str
    url: str

    def write(self, name: str, text: str) -> Path:
        return write_post(self.preview.content, name, text)

    def settings(self, to: str = "") -> None:
        text = f'publish = "{to or self.to}"\nurl = "{self.url}"\n'
        (self.preview.content / "site.toml").write_text(text, encoding="utf-8")
        wait_until(lambda: self.preview.display.shown.content.site.publish == (to or self.to))

    def open(self, page: Page) -> None:
        """The page of a new check, whatever the last test left."""
        headers = {"Content-Type": "application/json"}
        self.preview.ask("POST", "/_studio/publish/check", headers, b"{}")
        page.goto(f"{self.preview.address}_studio/publish")

    @property
    def readers(self) -> dict[str, bytes]:
        return public(self.host / "site")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("sending")
    (root / "host/site").mkdir(parents=True)
    post = write_post(root / "content", "2026-11-20 Жол", "# Жол жөнделді\n\nСөз.")
    draw_photo(post / "1.jpg")
    with (
        pytest.MonkeyPatch.context() as patch,
        own_keyring() as ring,
        ftp_server(root / "host") as port,
        site_at(root / "host/site") as url,
        preview_of(root, more=routes) as preview,
    ):
        patch.delenv("JARSHY_PUBLISH_PASSWORD", raising=False)
        yield Desk(preview, root / "host", ring, f"ftp://{USER}@127.0.0.1:{port}/site", url)


@pytest.fixture
def desk(shared: Desk) -> Desk:
    shutil.rmtree(shared.preview.content / "2026-11-21 Көмек", ignore_errors=True)
    shutil.rmtree(shared.host / "site", ignore_errors=True)
    (shared.host / "site").mkdir()
    shutil.rmtree(shared.preview.root / "cache/publish", ignore_errors=True)
    (shared.preview.content / "2026-11-20 Жол/post.toml").unlink(missing_ok=True)
    shared.ring.passwords.clear()
    shared.settings()
    shared.preview.wait_until_current()
    return shared


@pytest.fixture
def page(desk: Desk, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="en")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    yield page
    page.goto("about:blank")
    context.close()
    assert wrong == []


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text, exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.locator("#part[data-ready]").wait_for()
    page.get_by_role("button", name=name, exact=True).click()


def test_check_tick_send_done_take_off_and_back(desk: Desk, page: Page) -> None:
    desk.write("2026-11-21 Көмек", "# Көмек\n\nАсқар: 8 701 123 45 67 жазылыңыз")
    desk.preview.wait_until_current()
    desk.open(page)
    heading(page, "Password of the hosting")
    page.get_by_label("Password for").fill("wrong")
    press(page, "Go on")
    expect(page.get_by_text("The host does not take this password")).to_be_visible()
    page.get_by_label("Password for").fill(PASSWORD)
    press(page, "Go on")

    heading(page, "Check before it goes out")
    expect(page.get_by_role("term").filter(has_text="Жол жөнделді")).to_be_visible()
    expect(page.locator("mark")).to_have_text("8 701 123 45 67")
    assert desk.readers == {}
    press(page, "Publish")
    expect(page.locator("[data-missing]")).to_be_focused()
    expect(page.locator("[data-missing-list]")).to_have_text("8 701 123 45 67")
    assert desk.readers == {}
    page.get_by_role("checkbox", name="I have seen it").check()
    press(page, "Publish")

    heading(page, "It is on the site")
    expect(page.get_by_role("link", name="Open the site")).to_have_attribute("href", desk.url)
    assert {ROAD, HELP} <= desk.readers.keys()
    assert list(desk.ring.passwords.values()) == [PASSWORD]
    page.reload()
    heading(page, "It is on the site")
    expect(page.locator("#part")).to_have_attribute("data-stale", "no")

    press(page, "Choose")
    page.get_by_label("Which post?").select_option("2026-11-21-komek")
    press(page, "Take it off the site")
    heading(page, "Off the site")
    assert HELP not in desk.readers
    assert ROAD in desk.readers
    press(page, "Leave nothing of it on the host")
    expect(page.get_by_text("A copy of it still lies")).to_have_count(0)
    heading(page, "Off the site")
    held = {str(path): path.read_bytes() for path in desk.host.rglob("*") if path.is_file()}
    assert mentions(held, b"2026-11-21-komek") == []


def test_the_release_before_comes_back_after_naming_what_goes(desk: Desk, page: Page) -> None:
    desk.settings(str(desk.host / "site"))
    desk.open(page)
    press(page, "Publish")
    heading(page, "It is on the site")
    before = desk.readers
    desk.write("2026-11-21 Көмек", "# Көмек келді\n\nСөз.")
    desk.preview.wait_until_current()
    desk.open(page)
    heading(page, "Check before it goes out")
    press(page, "Publish")
    heading(page, "It is on the site")
    press(page, "Take it back")
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_focused()
    expect(dialog.get_by_text("Көмек келді")).to_be_visible()
    press(page, "Leave it")
    assert HELP in desk.readers
    desk.open(page)
    heading(page, "All is on the site")
    press(page, "Take it back")
    page.get_by_role("alertdialog").get_by_role("button", name="Take it back").click()
    heading(page, "The release before is back")
    assert desk.readers == before


def test_the_kit_is_downloaded_and_its_text_copied(desk: Desk, page: Page) -> None:
    desk.settings(str(desk.host / "site"))
    desk.open(page)
    press(page, "Publish")
    heading(page, "It is on the site")
    page.get_by_role("button", name="Prepare clips, pictures and texts").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Cover picture").click()
    assert download.value.suggested_filename == "2026-11-20-zhol-kk-cover.jpg"
    assert download.value.path().read_bytes().startswith(b"\xff\xd8")
    page.get_by_text("Text and link, Қазақша").first.click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy text and link")
    expect(page.get_by_text("· Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert desk.url in copied


def test_another_computers_posts_stay_or_go(desk: Desk, page: Page) -> None:
    desk.settings(str(desk.host / "site"))
    desk.open(page)
    press(page, "Publish")
    heading(page, "It is on the site")
    desk.write("2026-11-21 Көмек", "# Көмек келді\n\nСөз.")
    desk.preview.wait_until_current()
    desk.open(page)
    press(page, "Publish")
    heading(page, "It is on the site")
    # Another computer knows nothing of these releases, and has one post less.
    shutil.rmtree(desk.preview.root / "cache/publish")
    shutil.rmtree(desk.preview.content / "2026-11-21 Көмек")
    desk.preview.wait_until_current()
    desk.open(page)
    expect(page.get_by_text("Another computer published, too").first).to_be_visible()
    expect(page.get_by_text("Only there: Көмек келді")).to_be_visible()
    expect(page.get_by_role("radio", name="Leave those posts on the site")).to_be_checked()
    press(page, "Publish")
    heading(page, "It is on the site")
    assert HELP in desk.readers
    page.reload()
    heading(page, "It is on the site")


def test_where_nothing_says_where_the_page_leads_to_the_settings(desk: Desk, page: Page) -> None:
    (desk.preview.content / "site.toml").write_text("", encoding="utf-8")
    wait_until(lambda: not desk.preview.display.shown.content.site.publish)
    desk.open(page)
    expect(page.get_by_role("link", name="Where the site stands")).to_be_visible()


def test_a_page_of_the_hosting_itself_is_replaced_after_a_yes(desk: Desk, page: Page) -> None:
    desk.settings(str(desk.host / "site"))
    (desk.host / "site/index.html").write_text("Welcome", encoding="utf-8")
    desk.open(page)
    press(page, "Publish")
    expect(page.get_by_text("New hosting often has a page of its own.")).to_be_visible()
    assert desk.readers == {"index.html": b"Welcome"}
    press(page, "Replace it")
    heading(page, "It is on the site")
    assert ROAD in desk.readers


def test_a_kit_alone_needs_no_check(desk: Desk, page: Page) -> None:
    desk.preview.ask("POST", "/_studio/publish/stop", {"Content-Type": "application/json"}, b"{}")
    page.goto(f"{desk.preview.address}_studio/publish?post=2026-11-20-zhol")
    expect(page.get_by_role("heading", name="For groups and networks").first).to_be_visible()
    heading(page, "Жол жөнделді")
