"""The phone's page in a real Chromium: a phone that sends, and the computer beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from generator.serve.web.rights import Role
from generator.studio.app import routes
from tests.support.content import draw_photo, write_post
from tests.support.programs import CHROMIUM
from tests.support.served import Preview, preview_of
from tests.support.tus_client import Phone as Sender
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

PHONE: ViewportSize = {"width": 360, "height": 640}
CLIP_BYTES = 5_000_000
ONE_PIECE = 1_100_000  # bytes; the first piece is a little smaller
CLIP = "input[accept='image/*,video/*']"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("office")
    write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    draft = write_post(root / "content", "2026-11-21 Көпір", "# Көпір\n\nАшылды.")
    (draft / "post.toml").write_text("draft = true\n", encoding="utf-8")
    with preview_of(root, lan=True, more=routes) as running:
        yield running


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies on the phone."""
    folder = tmp_path_factory.mktemp("phone")
    draw_photo(folder / "IMG_2044.jpg")
    (folder / "IMG_2050.mov").write_bytes(b"\0\0\0\x18ftypqt  " + os.urandom(CLIP_BYTES - 12))
    (folder / "voice.m4a").write_bytes(b"\0\0\0\x18ftypM4A " + os.urandom(900))
    (folder / "trap.jpg").write_bytes(b"MZ\x90\0" + bytes(5000))
    return folder


@pytest.fixture
def phone(preview: Preview, browser: Browser) -> Iterator[Page]:
    """The aide's phone, with its PIN entered."""
    context = browser.new_context(viewport=PHONE, locale="kk-KZ")
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    addresses = preview.guard.addresses  # none where this computer is in no network
    address = addresses[0] if addresses else preview.address
    # As the code on the computer's page leads, which the editor of that post opens.
    number = preview.guard.entrance.number(Role.AIDE)
    page.goto(f"{address}_preview/enter?pin={number}&post=2026-11-20-zhol")
    expect(page.locator("#post")).to_have_value("2026-11-20-zhol")
    page.goto(f"{address}_studio/phone")
    yield page
    context.close()
    assert wrong == []


class Line:
    """The phone's Wi-Fi."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def lets_through(self, bytes_per_second: int = -1) -> None:
        self._set(bytes_per_second, offline=False)

    def breaks(self) -> None:
        self._set(-1, offline=True)

    def _set(self, bytes_per_second: int, *, offline: bool) -> None:
        self._session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": offline,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": bytes_per_second,
            },
        )


def arrived(preview: Preview, name: str) -> list[bytes]:
    """The contents of the files of that name in content/."""
    return [path.read_bytes() for path in sorted(preview.content.glob(f"*/{name}"))]


def slug_at(preview: Preview, path: str) -> str:
    """The slug of the post there, once it is on display."""
    return next(
        (post.slug for post in preview.display.shown.content.posts if post.path == path), ""
    )


def half_of(preview: Preview) -> int:
    return sum(path.stat().st_size for path in (preview.root / "cache/inbox").glob("*.part"))


def test_a_phone_sends_over_a_line_that_breaks(
    preview: Preview, phone: Page, files: Path, browser: Browser
) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(phone.get_by_role("heading", level=1)).to_have_text("Компьютерге жіберу")
    line = Line(phone)
    line.lets_through(700_000)
    phone.set_input_files(CLIP, [files / "IMG_2044.jpg", files / "IMG_2050.mov"])
    wait_until(lambda: half_of(preview) > ONE_PIECE)
    line.breaks()
    rows = phone.locator("#list .got")
    expect(rows.nth(0)).to_have_attribute("data-state", "done")
    expect(rows.nth(0).locator("canvas")).to_be_visible()
    expect(phone.locator("#line-lost")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert not arrived(preview, "IMG_2050.mov")  # nothing of it is in content/ before it is whole
    line.lets_through()
    expect(phone.locator("#inbox")).to_have_attribute("data-state", "sent")
    expect(phone.locator("#done-what")).to_contain_text("2 файл")
    assert arrived(preview, "IMG_2050.mov") == [(files / "IMG_2050.mov").read_bytes()]
    phone.fill("#words", "Бүгін мектептің төбесі жөнделді.")
    expect(phone.locator("#kept")).to_have_text("Компьютерде сақталды")
    phone.set_input_files("#voice", files / "voice.m4a")
    expect(rows.nth(2)).to_have_attribute("data-state", "done")
    (draft,) = {path.parent for path in preview.content.glob("*/IMG_20*")}
    assert {path.name for path in draft.iterdir()} == {
        *("IMG_2044.jpg", "IMG_2050.mov", "voice.m4a", "kk.md", "post.toml")
    }

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    computer = context.new_page()
    slug = wait_until(lambda: slug_at(preview, draft.name))
    computer.goto(f"{preview.address}_studio/from-phone?post={slug}")
    expect(computer.locator("#post")).to_have_value(slug)
    computer.set_input_files(CLIP, files / "IMG_2044.jpg")
    expect(computer.locator("#inbox")).to_have_attribute("data-state", "sent")
    assert (draft / "IMG_2044-2.jpg").read_bytes() == (files / "IMG_2044.jpg").read_bytes()
    context.close()


def test_requests_that_hang_and_that_the_browser_drops_are_sent_again(
    preview: Preview, phone: Page, files: Path
) -> None:
    before, hanging = len(arrived(preview, "IMG_2044.jpg")), list[Route]()

    def hang(route: Route) -> None:
        hanging.append(route)

    phone.route("**/_studio/upload/*", hang, times=2)
    phone.clock.install()
    phone.evaluate(
        """() => {
          const send = XMLHttpRequest.prototype.send;
          window.sent = [];
          XMLHttpRequest.prototype.send = function (body) {
            sent.push(this);
            send.call(this, body);
          };
        }"""
    )
    phone.set_input_files(CLIP, files / "IMG_2044.jpg")
    wait_until(lambda: phone.evaluate("sent.length") == 2)  # its announcement and a piece
    phone.clock.fast_forward(32_000)  # no byte for so long
    wait_until(lambda: phone.evaluate("sent.length") == 3)
    phone.evaluate("sent[2].abort()")  # as Safari does by itself
    expect(phone.locator("#inbox")).to_have_attribute("data-state", "sent")
    assert len(hanging) == 2
    assert len(arrived(preview, "IMG_2044.jpg")) == before + 1


def test_after_a_reload_only_the_rest_is_sent(preview: Preview, phone: Page, files: Path) -> None:
    before = len(arrived(preview, "IMG_2050.mov"))
    line = Line(phone)
    line.lets_through(1_000_000)
    phone.set_input_files(CLIP, files / "IMG_2050.mov")
    wait_until(lambda: half_of(preview) > ONE_PIECE)
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.reload()
    expect(phone.locator("#half")).to_contain_text("IMG_2050.mov")
    line.lets_through()
    phone.select_option("#post", "2026-11-21-kopir")  # the rest goes where the half went
    offsets: list[int] = []
    phone.on(
        "request",
        lambda asked: (
            offsets.append(int(asked.headers.get("upload-offset", 0)))
            if asked.method == "PATCH"
            else None
        ),
    )
    phone.set_input_files(CLIP, files / "IMG_2050.mov")
    expect(phone.locator("#inbox")).to_have_attribute("data-state", "sent")
    assert offsets[0] >= 1_000_000
    assert arrived(preview, "IMG_2050.mov")[before:] == [(files / "IMG_2050.mov").read_bytes()]


def test_a_file_that_the_phone_made_anew_is_sent_from_the_beginning(
    preview: Preview, phone: Page, files: Path, tmp_path: Path
) -> None:
    line = Line(phone)
    line.lets_through(1_000_000)
    phone.set_input_files(CLIP, files / "IMG_2050.mov")
    wait_until(lambda: half_of(preview) > ONE_PIECE)
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.reload()
    expect(phone.locator("#half")).to_be_visible()
    line.lets_through()
    (tmp_path / "IMG_2050.mov").write_bytes(b"\0\0\0\x18ftypqt  " + bytes(2000))
    phone.set_input_files(CLIP, tmp_path / "IMG_2050.mov")
    expect(phone.locator(".got .anew")).to_be_visible()
    expect(phone.locator("#inbox")).to_have_attribute("data-state", "sent")
    wait_until(lambda: half_of(preview) == 0)  # the computer forgot the half


def test_a_phone_that_is_shut_out_goes_on_once_it_has_the_new_pin(
    preview: Preview, phone: Page, files: Path
) -> None:
    before, entrance = len(arrived(preview, "IMG_2050.mov")), preview.guard.entrance
    line = Line(phone)
    line.lets_through(1_000_000)
    phone.set_input_files(CLIP, files / "IMG_2050.mov")
    wait_until(lambda: half_of(preview) > ONE_PIECE)
    entrance.open(entrance.hosts)  # as when the studio was started anew: nobody is known
    expect(phone.locator("#held-said")).to_have_text("Компьютер PIN-кодты қайта сұрап тұр.")
    with phone.context.expect_page() as opened:
        phone.get_by_role("link", name="PIN-кодты енгізу").click()
    opened.value.fill("#pin", entrance.number(Role.AIDE))
    opened.value.keyboard.press("Enter")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Компьютерге жіберу")
    opened.value.close()
    line.lets_through()
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#inbox")).to_have_attribute("data-state", "sent")
    assert arrived(preview, "IMG_2050.mov")[before:] == [(files / "IMG_2050.mov").read_bytes()]


def test_the_computer_sees_what_arrives(
    preview: Preview, phone: Page, files: Path, browser: Browser
) -> None:
    context = browser.new_context()
    computer = context.new_page()
    computer.goto(f"{preview.address}_studio/from-phone")
    expect(computer.locator("#arriving")).to_be_hidden()
    line = Line(phone)
    line.lets_through(500_000)
    phone.set_input_files(CLIP, files / "IMG_2050.mov")
    expect(computer.locator("#arriving")).to_contain_text("IMG_2050.mov")
    phone.get_by_role("button", name="Тоқтату: IMG_2050.mov").click()
    expect(computer.locator("#arriving")).to_be_hidden()
    context.close()


def test_a_sender_may_stop_and_is_told_what_is_refused(
    preview: Preview, phone: Page, files: Path
) -> None:
    line = Line(phone)
    line.lets_through(1_000_000)
    phone.set_input_files(CLIP, files / "trap.jpg")
    row = phone.locator("#list .got", has_text="trap.jpg")
    expect(row).to_have_attribute("data-state", "failed")
    expect(row.get_by_text("басқа файл таңдаңыз")).to_be_visible()
    phone.set_input_files(CLIP, files / "IMG_2050.mov")
    phone.get_by_role("button", name="Тоқтату: IMG_2050.mov").click()
    expect(phone.locator("#list .got", has_text="IMG_2050.mov")).to_have_count(0)
    expect(phone.locator("#inbox")).to_have_attribute("data-state", "start")
    wait_until(lambda: half_of(preview) == 0)
    assert phone.evaluate("localStorage.getItem('jarshy-uploads')") == "{}"


def test_a_draft_without_a_word_takes_files(preview: Preview) -> None:
    draft = preview.content / "2026-11-29 Есеп"
    draft.mkdir()
    (draft / "post.toml").write_text("draft = true\n", encoding="utf-8")
    page = preview.ask("GET", "/_studio/phone?post=2026-11-29-esep").text
    assert '<option value="2026-11-29-esep" lang="" selected>2026-11-29 Есеп</option>' in page
    assert "<script>" not in preview.ask("GET", "/_studio/phone?post=%22%3E%3Cscript%3E").text
    photo = draw_photo(preview.root / "a.jpg").read_bytes()
    sender = Sender(preview.port)
    assert sender.send("a.jpg", photo, post="2026-11-29-esep") == "2026-11-29 Есеп/a.jpg"
    assert sender.begin("a.jpg", 5, post="2026-11-29-zhoq").status == 404
