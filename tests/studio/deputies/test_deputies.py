"""A region's office goes from one deputy to another; each has a studio of its own."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from generator.studio.app import routes
from tests.support.content import write_post
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until
from tests.support.written_region import write_region


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("region")
    write_region(root / "content", "Айгүл", "Болат", posts=1)
    with preview_of(root, more=routes) as running:
        yield running


def open_site(preview: Preview, where: object) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"}
    body = json.dumps({"where": where}).encode()
    answer = preview.ask("POST", "/_studio/deputies", headers, body)
    return answer.status, json.loads(answer.body)["address"] if answer.status == 200 else ""


def text_at(address: str) -> str:
    parts = urlsplit(address)
    link = http.client.HTTPConnection(parts.netloc, timeout=20)
    link.request("GET", parts.path)
    text = link.getresponse().read().decode()
    link.close()
    return text


def test_the_header_leads_to_all_deputies(preview: Preview) -> None:
    assert 'href="/_studio/deputies"' in preview.text("_studio/")
    page = preview.text("_studio/deputies")
    assert page.count("Мәслихат депутаты") >= 2
    for name in ("Айгүл", "Болат"):
        assert f'data-site="deputies/{name}"' in page


def test_each_deputys_studio_is_opened_once_beside_the_others(preview: Preview) -> None:
    status, address = open_site(preview, "deputies/Айгүл")
    assert status == 200 and urlsplit(address).port != preview.port
    wait_until(lambda: "Жол жөнделді 0-0" in text_at(address))
    assert open_site(preview, "deputies/Айгүл") == (200, address)
    assert open_site(preview, "deputies/Болат")[1] not in ("", address)
    assert open_site(preview, "") == (200, f"{preview.address}_studio/")
    here = text_at(address.replace("_studio/", "_studio/deputies"))
    assert 'data-site="deputies/Айгүл" aria-current="page"' in here


@pytest.mark.parametrize(
    "where",
    ["deputies/Жоқ", "../..", "deputies/../..", "/etc", "\x00", 5, None, ["deputies/Болат"]],
)
def test_no_other_folder_is_opened(preview: Preview, where: object) -> None:
    assert open_site(preview, where) == (404, "")


def test_a_site_of_its_own_has_no_deputies(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("single")
    write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nСөз.")
    with preview_of(root, more=routes) as single:
        assert "/_studio/deputies" not in single.text("_studio/")
