"""Build the sites of deputies, one after the other, in processes or elsewhere; remove old ones."""

import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from contextlib import suppress
from datetime import datetime
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path

from generator.build import build
from generator.errors import Broken, Problem, Unfit, disk_problem, stop
from generator.inputs import BuildRequest, Built
from generator.pipeline import forget_deputy
from generator.plan.permalinks import deputy_root
from generator.region.processes import be_a_worker, parcel
from generator.store.cache import Cache
from generator.store.memory import Memory, deputy_folder
from generator.store.output import clear_output
from generator.store.output_ledger import Written, built_deputies

Elsewhere = Callable[[BuildRequest, datetime], Future[Built]]
"""Begins a deputy's build whose reading and planning another computer does."""

# Below this a second process costs more than it brings: each takes 0.4 s to start.
_FEW = 3


def build_each(
    requests: list[BuildRequest], now: datetime, jobs: int
) -> Iterator[tuple[BuildRequest, Built]]:
    """Build these sites, as many at a time as `jobs`; yields each when it is done."""
    if len(requests) < _FEW or jobs < 2:
        for request in requests:
            yield request, _build_guarded(request, now)
        return
    waiting = requests
    while waiting:
        done = set()
        for request, made in _build_side_by_side(waiting, now, jobs):
            done.add(request.content)
            yield request, made
        waiting = [request for request in waiting if request.content not in done]
        if waiting and jobs == 1:  # the process that built the first of them was ended
            lost = stop(
                "",
                "a part of the program that prepares photos and clips was ended",
                "close other programs, so that there is memory, and build again",
            )
            yield waiting[0], _failed(lost)
            waiting = waiting[1:]
        jobs = 1


def build_elsewhere(
    requests: list[BuildRequest], now: datetime, elsewhere: Elsewhere
) -> Iterator[tuple[BuildRequest, Built]]:
    """Have these sites built elsewhere; yields each when it is done."""
    futures = {elsewhere(request, now): request for request in requests}
    try:
        for future in as_completed(futures):
            yield futures[future], _guarded(futures[future], future.result)
    finally:
        for future in futures:
            future.cancel()


def _build_side_by_side(
    requests: list[BuildRequest], now: datetime, jobs: int
) -> Iterator[tuple[BuildRequest, Built]]:
    """Build each in one of that many processes; those lost with a process are left out."""
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), be_a_worker)
    try:
        futures = {pool.submit(_build_alone, parcel(request), now): request for request in requests}
        for future in as_completed(futures):
            with suppress(BrokenExecutor):
                yield futures[future], future.result()
    except BaseException:
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _build_alone(request: BuildRequest, now: datetime) -> Built:
    return _build_guarded(request, now)


def _build_guarded(request: BuildRequest, now: datetime) -> Built:
    return _guarded(request, partial(build, request, now))


def _guarded(request: BuildRequest, make: Callable[[], Built]) -> Built:
    """The build, or a failed one with its problem, so that the other deputies go on.

    Raises Broken where none of them can go on.
    """
    try:
        return make()
    except Broken:
        raise
    except Unfit as error:
        return _failed(error.problem)
    except OSError as error:
        return _failed(disk_problem(error, ""))
    except Exception:
        log = request.memory_folder / "build.log"
        with suppress(OSError):
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(traceback.format_exc(), encoding="utf-8")
        return _failed(stop("", "the site could not be built", "details are in {path}", path=log))


def _failed(why: Problem) -> Built:
    return Built((why,), 0, Written(), stopped=True)


def clear_all(output: Path, cache: Path) -> tuple[str, ...]:
    """Remove all files that are ours from output, those of deputies too; returns their paths."""
    removed = [
        path for slug in built_deputies(output, cache) for path in _clear(output, slug, cache)
    ]
    with Memory(cache) as memory:
        return (*removed, *clear_output(output, Cache(cache), memory))


def _clear(output: Path, slug: str, cache: Path) -> Iterator[str]:
    folder = output / deputy_root(slug)
    with Memory(deputy_folder(cache, slug)) as memory:
        for path in clear_output(folder, Cache(cache), memory):
            yield deputy_root(slug) + path
    for empty in (folder, folder.parent):
        with suppress(OSError):  # somebody keeps something of their own in it
            empty.rmdir()


def remove_deputies(request: BuildRequest, slugs: Iterable[str]) -> list[str]:
    """Remove the sites of deputies whose folders are gone; returns the paths of the files."""
    removed: list[str] = []
    for slug in slugs:
        removed += _clear(request.output, slug, request.cache)
        shutil.rmtree(deputy_folder(request.cache, slug), ignore_errors=True)
        forget_deputy(request, slug)
    return removed
