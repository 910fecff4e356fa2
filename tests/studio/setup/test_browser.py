"""The first run in a real Chromium: from an empty folder to a site on a real FTP server."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.publish.hosts.trust import fingerprint
from generator.studio.app import routes
from generator.studio.setup import is_first_run
from tests.support.content import draw_photo
from tests.support.hosts import host_key
from tests.support.keyrings import Ring, own_keyring
from tests.support.programs import CHROMIUM
from tests.support.read_site import site_at
from tests.support.served import Preview, preview_of
from tests.support.servers import PASSWORD, USER, ftp_server, ssh_server
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")


@dataclass
class Desk:
    """A studio over an empty folder, and hosts to choose from."""

    preview: Preview
    ring: Ring
    ftp: int
    ssh: int
    url: str

    @property
    def settings(self) -> dict[str, object]:
        file = self.preview.content / "site.toml"
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("setup")
    for name in ("content", "host/site"):
        (root / name).mkdir(parents=True)
    with (
        pytest.MonkeyPatch.context() as patch,
        own_keyring() as ring,
        ftp_server(root / "host") as ftp,
        ssh_server(root / "host", host_key()) as ssh,
        site_at(root / "host/site") as url,
        preview_of(root, more=routes) as preview,
    ):
        patch.delenv("JARSHY_PUBLISH_PASSWORD", raising=False)
        yield Desk(preview, ring, ftp, ssh, url)


@pytest.fixture
def page(desk: Desk, browser: Browser) -> Iterator[Page]:
    for file in desk.preview.content.iterdir():
        file.unlink()
    desk.ring.passwords.clear()
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    yield page
    page.goto("about:blank")
    context.close()
    # What cannot be used is answered with 422, and nobody gave the studio an icon.
    assert [text for text in wrong if "422" not in text and "404" not in text] == []


def test_from_an_empty_folder_to_a_tried_host(desk: Desk, page: Page, tmp_path: Path) -> None:
    content = desk.preview.content
    assert is_first_run(content)
    page.goto(f"{desk.preview.address}_studio/setup")
    office = page.get_by_role("group", name="Name or office")
    office.get_by_label("In Kazakh").fill("Мәслихат депутаты")
    office.get_by_label("In Russian").fill("Депутат маслихата")
    page.get_by_label("Telephone").fill("+7 700 000 00 00")
    page.get_by_role("radio", name="Green").check()
    page.get_by_label("Choose a photo").set_input_files(draw_photo(tmp_path / "IMG_1.jpg"))
    page.get_by_role("checkbox", name="The deputy reads every post first").check()
    expect(page.locator("[data-show=name]")).to_have_text("Мәслихат депутаты")
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_role("heading", name="Where will the site stand?")).to_be_visible()
    assert (content / "portrait.jpg").is_file()
    page.get_by_role("textbox", name="Server").fill(f"127.0.0.1:{desk.ftp}")
    page.get_by_role("textbox", name="Folder", exact=True).fill("/site")
    page.get_by_role("textbox", name="Login").fill(USER)
    page.locator("[name=password]").fill("wrong")
    page.get_by_label("Address of the site").fill(desk.url)
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("does not accept this name or password")).to_be_visible()
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("It works. A test file was written and removed.")).to_be_visible()
    assert list(desk.ring.passwords.values()) == [PASSWORD]
    page.get_by_role("button", name="Done").click()
    page.wait_for_url("**/_studio/")
    settings = desk.settings
    assert settings.pop("approval")
    assert settings == {
        "name": {"kk": "Мәслихат депутаты", "ru": "Депутат маслихата"},
        "phone": "+7 700 000 00 00",
        "accent": "#2c6e49",
        "url": desk.url,
        "publish": f"ftp://{USER}@127.0.0.1:{desk.ftp}/site",
    }
    assert not is_first_run(content)
    wait_until(lambda: desk.preview.display.shown.content.site.accent == "#2c6e49")


def test_both_steps_can_be_left_out(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.preview.address}_studio/setup")
    page.get_by_role("link", name="Not now").click()
    page.wait_for_url("**/_studio/")
    assert desk.settings == {}


def test_an_unknown_key_is_asked_about_before_a_password_goes_out(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.preview.address}_studio/setup/where")
    page.get_by_role("textbox", name="Server").fill(f"127.0.0.1:{desk.ssh}")
    page.get_by_role("textbox", name="Folder", exact=True).fill("/site")
    page.get_by_role("textbox", name="Login").fill(USER)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("This server is new to this computer")).to_be_visible()
    expect(page.get_by_text(fingerprint(host_key().public_data))).to_be_visible()
    page.get_by_role("button", name="Yes, that one").click()
    expect(page.get_by_text("It works. A test file was written and removed.")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    page.wait_for_url("**/_studio/")
    assert desk.settings == {"publish": f"sftp://{USER}@127.0.0.1:{desk.ssh}/site"}


def test_what_cannot_be_used_is_said_on_the_page(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.preview.address}_studio/setup/where")
    page.get_by_role("radio", name="Other: S3, WebDAV, git").check()
    page.get_by_label("Address to publish to").fill("ftp://a:secret@example.kz/x")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#wrong")).to_be_focused()
    expect(page.locator("#wrong")).to_contain_text("there is a password in the address")
    assert desk.settings == {}


def test_a_key_of_the_settings_that_cannot_be_read_is_no_reason_to_lose_them(
    desk: Desk, page: Page
) -> None:
    (desk.preview.content / "site.toml").write_text("name = Депутат\n", encoding="utf-8")
    page.goto(f"{desk.preview.address}_studio/setup")
    expect(page.get_by_role("alert").filter(has_text="site.toml")).to_be_visible()
    assert (desk.preview.content / "site.toml").read_text(encoding="utf-8") == "name = Депутат\n"
