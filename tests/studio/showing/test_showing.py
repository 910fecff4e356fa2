"""A computer and a deputy's phone in real browsers: the Wi-Fi is opened, a post read, answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.serve.web.lan import addresses
from generator.serve.web.preview_pages import entrance_url
from generator.serve.web.rights import Role
from generator.studio.app import routes
from tests.support.content import write_post
from tests.support.programs import CHROMIUM
from tests.support.served import Answer, Preview, preview_of

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium"),
    pytest.mark.skipif(not addresses(), reason="this computer is in no network"),
]

SLUG, OTHER = "2026-11-20-zhol", "2026-11-19-su"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("showing")
    write_post(root / "content", "2026-11-20 Жол", "# Жол ашылды\n\nСөз.")
    write_post(root / "content", "2026-11-19 Су", "# Су келді\n\nСөз.")
    (root / "content/site.toml").write_text('name = "Депутат"\napproval = 2026-11-01\n')
    with preview_of(root, more=routes) as running:
        running.wait_until_shown(f"news/{SLUG}.html", "Жол ашылды")
        yield running


@pytest.fixture
def computer(preview: Preview, browser: Browser) -> Iterator[Page]:
    yield from opened(browser.new_context(viewport={"width": 1280, "height": 800}))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from opened(browser.new_context(viewport={"width": 360, "height": 640}))


def opened(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def post(preview: Preview, path: str, **values: Any) -> Answer:
    headers = {"Content-Type": "application/json"}
    return preview.ask("POST", f"/_studio/{path}", headers, json.dumps(values).encode())


def test_the_deputy_is_let_in_reads_and_answers(
    preview: Preview, computer: Page, phone: Page
) -> None:
    computer.goto(f"{preview.address}_studio/show/{SLUG}")
    expect(computer.locator(".qr")).to_have_count(0)
    computer.get_by_role("button", name="Let phones in").click()
    expect(computer.locator(".qr svg")).to_be_visible()
    expect(computer.locator("#state-live")).to_contain_text("Not opened yet")
    number = preview.guard.entrance.number(Role.DEPUTY)
    expect(computer.locator(".pin")).to_have_text(f"{number[:3]} {number[3:]}")

    phone.goto(entrance_url(preview.guard.addresses[0], number, SLUG))
    assert phone.url.endswith(f"/news/{SLUG}.html")
    expect(phone.locator("form.answer")).to_contain_text("Осылай шықсын ба?")
    expect(computer.locator("#state-live")).to_contain_text("The deputy is reading")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    phone.get_by_role("button", name="Түзету керек").click()
    phone.get_by_label("Нені түзетеміз?").fill("Саны 14 емес, 16.")
    phone.get_by_role("button", name="Жіберу").click()
    expect(computer.locator("#state-live")).to_contain_text("«Саны 14 емес, 16.»")
    expect(phone.locator("form.answer")).to_contain_text("Жауабыңыз жетті: түзету керек")
    computer.goto(f"{preview.address}_studio/phones")
    expect(computer.locator(".wish")).to_contain_text("Саны 14 емес, 16.")

    phone.get_by_role("button", name="Ойым өзгерді").click()
    phone.get_by_role("button", name="Келісемін").click()
    expect(phone.locator("form.answer")).to_contain_text("Жауабыңыз жетті: келістіңіз")
    phone.get_by_role("link", name="Келесі (1)").click()
    assert phone.url.endswith(f"/news/{OTHER}.html")
    computer.goto(f"{preview.address}_studio/show/{SLUG}")
    expect(computer.locator("#state-live")).to_contain_text("The deputy agreed")
    expect(computer.locator(".wish")).to_have_count(0)


def test_an_answer_given_without_a_network_goes_by_itself(
    preview: Preview, computer: Page, phone: Page
) -> None:
    assert post(preview, "phones/network", open=True).status == 200
    number = preview.guard.entrance.number(Role.DEPUTY)
    phone.goto(entrance_url(preview.guard.addresses[0], number, OTHER))
    button = phone.get_by_role("button", name="Келісемін")
    expect(button).to_be_visible()
    phone.context.set_offline(True)
    button.click()
    expect(phone.get_by_role("alert")).to_contain_text("Wi-Fi үзілді")
    phone.context.set_offline(False)
    expect(phone.locator("form.answer")).to_contain_text("Жауабыңыз жетті: келістіңіз")


def test_the_wi_fi_is_closed_again_and_phones_are_out(
    preview: Preview, computer: Page, phone: Page
) -> None:
    assert post(preview, "phones/network", open=True).status == 200
    address, number = preview.guard.addresses[0], preview.guard.entrance.number(Role.AIDE)
    computer.goto(f"{preview.address}_studio/phones")
    expect(computer.locator(".qr svg")).to_have_count(2)
    phone.goto(entrance_url(address, number))
    assert phone.url.startswith(f"{address}_studio/phone")
    box = computer.get_by_role("checkbox", name="This phone may publish, too")
    box.check()
    expect(box).to_be_checked()
    assert preview.guard.entrance.aide_may_publish
    computer.get_by_role("button", name="Shut phones out").click()
    expect(computer.get_by_role("button", name="Let phones in")).to_be_visible()
    assert not preview.guard.entrance.is_open
    assert not preview.guard.entrance.aide_may_publish, "leave to publish ends with the Wi-Fi"


def test_where_there_is_no_network_the_page_says_so(
    preview: Preview, computer: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(preview, "phones/network", open=False)
    monkeypatch.setattr(preview.network, "_find", lambda: ())
    computer.goto(f"{preview.address}_studio/phones")
    computer.get_by_role("button", name="Let phones in").click()
    expect(computer.get_by_role("alert")).to_contain_text("No network was found")


@pytest.mark.parametrize("body", [b"", b"[]", b"true", b'{"open": "yes"}', b'{"open": 1}'])
def test_only_a_plain_yes_opens_the_wi_fi(preview: Preview, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = preview.ask("POST", "/_studio/phones/network", headers, body)
    assert answer.status in (200, 400) and not preview.guard.entrance.is_open


def test_a_post_that_is_none_has_no_page(preview: Preview) -> None:
    for slug in ("nothing", "..%2f..%2fetc", "%00", "x" * 3000):
        assert preview.ask("GET", f"/_studio/show/{slug}").status == 404
