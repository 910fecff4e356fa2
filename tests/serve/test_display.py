"""What is on display, and who is notified when it changes."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from typing import TypeVar

import pytest
from msgspec.structs import replace

from generator.model import Block, Body, Content, Post, PostFacts, Site, Text
from generator.plan.plan import Plan, literal
from generator.plan.schedule import Showing
from generator.serve.display import Display, Shown

KK, RU = "news/2026-11-20-zhol.html", "ru/news/2026-11-20-zhol.html"
POST = Post(
    "2026-11-20 Жол",
    "2026-11-20-zhol",
    date(2026, 11, 20),
    (Text("kk", "Жол", Body.of(Block("<p>Бір</p>"))), Text("ru", "Дорога")),
)


T = TypeVar("T")


def run_alone(waiting: Coroutine[object, object, T]) -> T:
    """The outcome, from a thread of its own: a browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, waiting).result()


def shown_of(post: Post) -> Shown:
    pages = tuple(literal(path, path.encode()) for path in (KK, RU, "index.html"))
    return Shown(plan=Plan(pages), content=Content(Site(), (post,)), now=datetime(2026, 11, 23))


def test_a_post_is_at_the_pages_of_its_languages_and_nowhere_else() -> None:
    shown = shown_of(POST)
    assert shown.pages_of(POST) == (KK, RU)
    assert shown.post_at(KK) is shown.post_at(RU) is POST
    assert shown.post_at("archive/2026-11-20-zhol.html") is None
    assert shown.post_at("index.html") is None


def test_the_key_of_a_page_covers_the_other_language_too() -> None:
    edited = replace(POST, texts=(POST.texts[0], Text("ru", "Новая дорога")))
    before, after = shown_of(POST), shown_of(edited)
    assert before.key_at(KK) != after.key_at(KK)
    assert before.key_at("index.html") == after.key_at("index.html") != ""
    assert before.key_at("news/none.html") == ""


def test_visibility_is_that_of_the_moment_shown() -> None:
    waiting = replace(POST, facts=PostFacts(publish_at=datetime(2026, 11, 23, 1)))
    assert shown_of(waiting).visibility(waiting).showing is Showing.WAITS
    assert shown_of(POST).visibility(POST).showing is Showing.SEEN


def test_a_newer_value_ends_the_waiting_of_another_thread() -> None:
    display = Display()

    async def wait_and_put() -> Shown:
        put = asyncio.to_thread(display.put, Shown(number=1))
        shown, _ = await asyncio.gather(display.newer_than(0), put)
        return shown

    assert run_alone(wait_and_put()).number == 1
    assert display.has_first.is_set()
    assert run_alone(display.newer_than(0)).number == 1  # at once


def test_waiting_ends_without_a_newer_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.serve.display._PATIENCE_SECONDS", 0.0)
    display = Display()
    display.put(Shown(number=3))
    assert run_alone(display.newer_than(3)).number == 3


def test_each_change_sets_the_events_of_those_that_listen() -> None:
    display = Display()

    async def listen() -> list[bool]:
        heard = []
        with display.changes() as changed:
            for change in (partial(display.put, Shown()), display.notify, display.close):
                changed.clear()
                change()
                await changed.wait()
                heard.append(changed.is_set())
        display.notify()
        changed.clear()
        await asyncio.sleep(0)
        return [*heard, changed.is_set()]

    assert run_alone(listen()) == [True, True, True, False]
    assert display.is_closed
