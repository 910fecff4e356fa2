"""Tasks are made once, by any executor, and a failure takes only what hangs on it."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator.build import build
from generator.digest import digest_file
from generator.inputs import BuildRequest
from generator.recipes import (
    ClipRecipe,
    PhotoRecipe,
    Rendition,
    ResultInput,
    SourceInput,
    Task,
    Variant,
    make_task,
)
from generator.store.cache import Cache
from generator.store.execute import Changed, execute, run_task
from tests.support.building import NOW, Processes, snapshot
from tests.support.content import draw_photo, film, write_post

STILLS = PhotoRecipe((Variant("card-32.webp", "card", "webp", 32, 24),))
CLIP = ClipRecipe((Rendition("480.mp4", "h264", 192, 108, 30),), seconds=1.0, fps=25.0)


def photo_task(content: Path, name: str) -> Task:
    return make_task(STILLS, SourceInput(name, digest_file(content / name)))


def test_what_is_in_the_cache_is_not_made_again(
    tmp_path: Path, executor: ThreadPoolExecutor
) -> None:
    draw_photo(tmp_path / "a.jpg")
    task, cache = photo_task(tmp_path, "a.jpg"), Cache(tmp_path / "cache")
    submit = partial(executor.submit, partial(run_task, tmp_path, cache, None))
    first = execute([task, task], cache, submit)
    again = execute([task], cache, submit)
    assert (first.made_now, again.made_now) == (1, 0)
    assert first.made == again.made
    assert set(first.made) == {task.key}


def test_a_failure_takes_only_what_hangs_on_it(
    tmp_path: Path, executor: ThreadPoolExecutor
) -> None:
    draw_photo(tmp_path / "good.jpg")
    (tmp_path / "bad.mp4").write_bytes(b"no clip")
    clip = make_task(CLIP, SourceInput("bad.mp4", digest_file(tmp_path / "bad.mp4")))
    poster = make_task(STILLS, ResultInput(clip.key, "poster.png"))
    good = photo_task(tmp_path, "good.jpg")
    cache = Cache(tmp_path / "cache")
    submit = partial(executor.submit, partial(run_task, tmp_path, cache, None))
    outcome = execute([clip, poster, good], cache, submit)
    assert set(outcome.made) == {good.key}
    assert set(outcome.failed) == {clip.key}
    assert outcome.failed[clip.key].where == "bad.mp4"


def test_a_key_is_the_recipe_and_the_bytes_and_nothing_else() -> None:
    one, other = SourceInput("a.jpg", "12"), SourceInput("renamed.jpg", "12")
    assert make_task(STILLS, one).key == make_task(STILLS, other).key
    assert make_task(STILLS, one).key != make_task(STILLS, SourceInput("a.jpg", "13")).key
    assert make_task(STILLS, one).key != make_task(PhotoRecipe(STILLS.variants, (0, 0)), one).key
    newer = PhotoRecipe(STILLS.variants, revision=STILLS.revision + 1)
    assert make_task(STILLS, one).key != make_task(newer, one).key


def test_threads_and_processes_make_the_same_site(tmp_path: Path) -> None:
    folder = write_post(tmp_path / "content", "2026-11-20 Мектеп", "# Мектеп\n\nМәтін.")
    film(folder / "a.mp4")
    draw_photo(folder / "b.jpg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    problems = {}
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for name, workers in (("threads", None), ("processes", Processes(pool))):
            request = BuildRequest(
                tmp_path / "content", tmp_path / name, tmp_path / f"{name}-cache"
            )
            problems[name] = build(replace(request, workers=workers), NOW).problems
    assert snapshot(tmp_path / "threads") == snapshot(tmp_path / "processes")
    assert problems["threads"] == problems["processes"] != ()


def test_a_file_that_changes_meanwhile_is_neither_admitted_nor_blamed(tmp_path: Path) -> None:
    """What is made of other bytes must not stand under this file's key, nor be its fault."""
    content, cache = tmp_path / "content", Cache(tmp_path / "cache")
    photo = draw_photo(content / "a.jpg", "teal", (48, 32))
    task = photo_task(content, "a.jpg")
    draw_photo(photo, "red", (48, 32))
    with pytest.raises(Changed):
        run_task(content, cache, None, task)
    photo.write_bytes(photo.read_bytes()[:200])  # cannot be read either, but is another file
    with pytest.raises(Changed):
        run_task(content, cache, None, task)
    photo.unlink()
    with pytest.raises(Changed):
        run_task(content, cache, None, task)
    assert cache.find(task.key) is None
