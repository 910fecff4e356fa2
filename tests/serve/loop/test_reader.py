"""Content is read for the preview a few posts at a time, and what breaks stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.errors import problem, repair
from generator.inputs import BuildRequest
from generator.model import Content, Page, Post, Text
from generator.serve.loop.reader import PreviewReader, Snapshot, with_last_good
from generator.serve.loop.watching import EVERYTHING, Touched
from generator.serve.loop.wholeness import Wholeness
from generator.store.memory import Memory
from tests.support.content import draw_photo, write_post


class HeldExecutor(Executor):
    """Runs what was submitted when a test says so, in the test's own thread."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def run(self) -> None:
        while self._waiting:
            future, call = self._waiting.pop()
            future.set_result(call())


class Preview:
    """A reader with a clock and a prober that stand still."""

    def __init__(self, root: Path) -> None:
        self.content = root / "content"
        self.content.mkdir()
        self.seconds = 1000.0
        self.prober = HeldExecutor()
        self.woken = 0
        request = BuildRequest(self.content, root / "output", root / "cache")
        self.reader = PreviewReader(request, Memory(None), self.prober, self._wake)
        self.reader.wholeness = Wholeness(self.content, lambda: self.seconds)

    def _wake(self) -> None:
        self.woken += 1

    def read(self, *paths: str) -> Snapshot:
        return self.reader.read(Touched(set(paths)))

    def read_at_rest(self) -> Snapshot:
        """After every file has come to rest and is probed."""
        self.read(EVERYTHING)
        self.seconds += 1
        self.read(EVERYTHING)
        self.prober.run()
        return self.read()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    yield Preview(tmp_path)


def slugs(snapshot: Snapshot) -> set[str]:
    return {post.path for post in snapshot.content.posts}


# Admitting


def test_new_posts_are_admitted_forty_at_a_time_and_the_newest_first(preview: Preview) -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + number) for number in range(45)]
    for day in days:
        (preview.content / f"{day} Жол.md").write_text("# Жол", encoding="utf-8")
    (preview.content / "site.toml").write_text('name = "Аудан"', encoding="utf-8")
    first = preview.read(EVERYTHING)
    assert first.unread == 5
    assert slugs(first) == {f"{day} Жол.md" for day in days[5:]}
    assert first.content.site.name  # settings wait for nobody
    second = preview.read()
    assert (second.unread, len(second.content.posts)) == (0, 45)


def test_a_post_that_is_added_later_does_not_wait_for_a_second_round(preview: Preview) -> None:
    write_post(preview.content, "2026-11-20 Жол", "# Жол")
    preview.read(EVERYTHING)
    write_post(preview.content, "2020-01-01 Су", "# Су")
    snapshot = preview.read("2020-01-01 Су")
    assert slugs(snapshot) == {"2026-11-20 Жол", "2020-01-01 Су"}
    assert snapshot.unread == 0


# Files that are being copied


def test_a_photo_that_is_being_copied_is_left_out_and_its_post_is_not(preview: Preview) -> None:
    draw_photo(write_post(preview.content, "2026-11-20 Жол", "# Жол") / "a.jpg")
    copying = preview.read(EVERYTHING)
    assert copying.content.posts[0].media == ()
    assert copying.pending == {"2026-11-20 Жол/a.jpg"}
    preview.seconds += 1
    unprobed = preview.read("2026-11-20 Жол/a.jpg")
    assert unprobed.content.posts[0].media == ()
    assert unprobed.pending == {"2026-11-20 Жол/a.jpg"}
    assert preview.woken == 0
    preview.prober.run()
    assert preview.woken == 1
    probed = preview.read()
    assert [photo.source.path for photo in probed.content.posts[0].media] == [
        "2026-11-20 Жол/a.jpg"
    ]
    assert probed.pending == frozenset()


def test_a_photo_that_is_being_replaced_stays_out_of_the_way(preview: Preview) -> None:
    photo = draw_photo(write_post(preview.content, "2026-11-20 Жол", "# Жол") / "a.jpg")
    assert len(preview.read_at_rest().content.posts[0].media) == 1
    draw_photo(photo, "red", (320, 200))
    replaced = preview.read(EVERYTHING)
    assert replaced.content.posts[0].media == ()
    assert len(preview.read_at_rest().content.posts[0].media) == 1


def test_problems_of_a_folder_wait_until_it_is_copied(preview: Preview) -> None:
    folder = write_post(preview.content, "2026-11-20 Жол", "# Жол")
    draw_photo(folder / "a.jpg")
    (folder / "post.toml").write_text("drft = true\n", encoding="utf-8")
    assert preview.read(EVERYTHING).content.problems == ()
    (wrong,) = preview.read_at_rest().content.problems
    assert wrong.where == "2026-11-20 Жол/post.toml"


# What breaks


def test_broken_settings_keep_the_last_good_ones_and_say_so(preview: Preview) -> None:
    settings = preview.content / "site.toml"
    settings.write_text('name = "Аудан"', encoding="utf-8")
    good = preview.read(EVERYTHING)
    settings.write_text('name = "Ауд', encoding="utf-8")
    broken = preview.read("site.toml")
    assert broken.content.site == good.content.site
    assert [wrong.where for wrong in broken.content.problems] == ["site.toml"]
    settings.write_text('name = "Қала"', encoding="utf-8")
    mended = preview.read("site.toml")
    assert mended.content.site.name != good.content.site.name
    assert mended.content.problems == ()


def test_settings_that_were_never_good_say_so_too(preview: Preview) -> None:
    (preview.content / "site.toml").write_text('name = "Ауд', encoding="utf-8")
    assert [wrong.where for wrong in preview.read(EVERYTHING).content.problems] == ["site.toml"]


def test_a_missing_folder_is_an_error(preview: Preview) -> None:
    preview.content.rmdir()
    with pytest.raises(FileNotFoundError):
        preview.read(EVERYTHING)


def post(path: str) -> Post:
    return Post(path, path, date(2026, 11, 20), (Text("kk", path),))


ABOUT = Page("about", (Text("kk", "Туралы", path="pages/about/kk.md"),))


def test_posts_and_pages_that_cannot_be_read_stay_as_they_were() -> None:
    before = Content(posts=(post("a"), post("ab"), post("gone")), pages=(ABOUT,))
    wrong = (problem("a/post.toml", "wrong"), problem("pages/about/kk.md", "wrong"))
    kept = with_last_good(Content(problems=wrong), before)
    assert [post.path for post in kept.posts] == ["a"]
    assert kept.pages == (ABOUT,)
    assert kept.problems == wrong


def test_what_can_be_read_is_never_replaced() -> None:
    edited = Post("a", "new", date(2026, 11, 21), (Text("kk", "Жаңа"),))
    now = Content(posts=(edited,), problems=(problem("a/b.jpg", "wrong"),))
    assert with_last_good(now, Content(posts=(post("a"),))) == now


def test_a_repair_brings_nothing_back() -> None:
    now = Content(problems=(repair("a/kk.md", "mended"),))
    assert with_last_good(now, Content(posts=(post("a"),))) is now
