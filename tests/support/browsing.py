"""Pages of a real browser on which nothing may go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page


@contextmanager
def phone_of(browser: Browser, height: int) -> Iterator[BrowserContext]:
    """A phone 360 wide on which no script may fail."""
    context = browser.new_context(
        viewport={"width": 360, "height": height}, device_scale_factor=2, has_touch=True
    )
    failed: list[str] = []
    context.on("weberror", lambda error: failed.append(str(error.error)))
    yield context
    context.close()
    assert failed == []


@contextmanager
def watched_page(browser: Browser, width: int, height: int, address: str) -> Iterator[Page]:
    """The page at that address; it may say nothing of an error, but for files that are missing.

    What is still to be made is answered with 404, a picture that was just made anew has another
    address, and a sleeping tab loses its line.
    """
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.goto(address)
    yield page
    context.close()
    assert [text for text in wrong if "net::ERR" not in text and "404" not in text] == []
