"""A region's content in, its site and those of its deputies out.

Each deputy's site is a build of its own, so that no one's broken file holds up another, and only
one of them at a time is in a process's memory.
"""

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from generator.build import BuildRequest, Built, build, current, member_path
from generator.errors import Level, Problem, Unfit, disk_problem, problem, stop
from generator.intake.deputy_toml import DEPUTIES, DEPUTY_TOML, deputy_folders, deputy_slug
from generator.model import KAZAKHSTAN
from generator.plan.permalinks import deputy_root
from generator.store.cache import Cache
from generator.store.execute import Broken
from generator.store.output import Written, clear_output, ledger_path, load_ledger
from generator.store.workers import Threads

if TYPE_CHECKING:
    from concurrent.futures import Future

Tell = Callable[[str, float], None]
"""Told the name of what is being done, and how much of it is, from 0 to 1."""

Elsewhere = Callable[[BuildRequest, datetime], "Future[Built]"]
"""Begins a deputy's build whose reading and planning another computer does."""

# Below this a second process costs more than it brings: each takes 0.4 s to start.
_FEW = 3

# From so many on, looking what there is to do is shared with another process.
_MANY = 60


@dataclass(frozen=True, slots=True)
class _Deputy:
    """A deputy's folder in a region's content."""

    name: str
    slug: str
    request: BuildRequest

    @property
    def where(self) -> str:
        return f"{DEPUTIES}/{self.name}"


def build_all(
    request: BuildRequest,
    now: datetime | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
    elsewhere: Elsewhere | None = None,
) -> Built:
    """Builds the site; where content/ is a region's, those of its deputies before it.

    At most `jobs` of them at a time, or as many as `elsewhere` takes. `now` is Kazakhstan's time,
    without a zone. Raises OSError where the region's own folders cannot be used, and Broken where
    those who build elsewhere cannot go on.
    """
    now = now or datetime.now(KAZAKHSTAN).replace(tzinfo=None)
    names = deputy_folders(request.content)
    if not names and not _written_before(request.output, Cache(request.cache)):
        return build(request, now)
    wrong: list[Problem] = []
    deputies = list(_deputies(request, names, wrong))
    kept = {deputy_slug(name) for name in names}  # also those that cannot be built now
    removed = _forget(request, kept)
    built = dict(_look_at_each(deputies, now, jobs))
    stale = [one for one in deputies if built[one.slug] is None]
    if elsewhere:
        making = _build_elsewhere(stale, now, elsewhere)
    else:
        # Other processes do not know the workers of this one.
        making = _build_each(stale, now, 1 if request.workers else jobs)
    for one, made in making:
        built[one.slug] = made
        if tell:
            done = sum(1 for found in built.values() if found)
            tell(f"{DEPUTIES}/", done / len(built))
    own = build(with_built_deputies(request), now)
    each = [_told_of(one, found) for one in deputies if (found := built[one.slug])]
    return _together(own, each, wrong, removed)


def _deputies(
    request: BuildRequest, names: Iterable[str], wrong: list[Problem]
) -> Iterator[_Deputy]:
    taken: dict[str, str] = {}
    for name in names:
        slug, where = deputy_slug(name), f"{DEPUTIES}/{name}"
        if not (request.content / DEPUTIES / name / DEPUTY_TOML).is_file():
            wrong.append(
                problem(
                    where, "there is no deputy.toml in this folder", "copy it from another deputy"
                )
            )
        elif not slug:
            wrong.append(problem(where, "there is no letter in this name", "rename it"))
        elif slug in taken:
            wrong.append(
                problem(
                    where, "there is another deputy with the address {slug}", "rename it", slug=slug
                )
            )
        else:
            taken[slug] = name
            yield _Deputy(name, slug, _request_of(request, name, slug))


def _request_of(request: BuildRequest, name: str, slug: str) -> BuildRequest:
    return replace(
        request,
        content=request.content / DEPUTIES / name,
        output=request.output / DEPUTIES / slug,
        url="",
        region_url=request.url,
    )


# Deputies who are gone


def _written_before(output: Path, cache: Cache) -> list[str]:
    """The slugs of the deputies whose sites stand in output and are ours."""
    folder = output / DEPUTIES
    try:
        found = [one.name for one in folder.iterdir() if one.is_dir()]
    except OSError:
        return []
    return [slug for slug in found if ledger_path(cache, folder / slug).is_file()]


def clear_all(output: Path, cache: Cache) -> tuple[str, ...]:
    """Removes all files that are ours from output, those of deputies too; says which."""
    removed: list[str] = []
    for slug in _written_before(output, cache):
        removed += _clear(output, slug, cache)
    return (*removed, *clear_output(output, cache))


def written_files(output: Path, cache: Cache) -> set[str]:
    """The paths of all files in output that are ours, those of deputies too."""
    found = set(load_ledger(ledger_path(cache, output)).files)
    for slug in _written_before(output, cache):
        root = deputy_root(slug)
        found |= {root + path for path in load_ledger(ledger_path(cache, output / root)).files}
    return found


def with_built_deputies(request: BuildRequest) -> BuildRequest:
    """The same, with the deputies of the region who were built at least once."""
    slugs = {deputy_slug(name) for name in deputy_folders(request.content)}
    built = (slug for slug in slugs if member_path(request.cache, slug).is_file())
    return replace(request, deputies=tuple(sorted(built)))


def built_file(output: Path, cache: Cache, path: str) -> Path | None:
    """The file of a deputy's site at that path, as it was built last; None where there is none."""
    folder, _, rest = path.partition("/")
    slug, _, own = rest.partition("/")
    if folder != DEPUTIES or not own or slug in {".", ".."}:
        return None
    site = output / DEPUTIES / slug
    return site / own if own in load_ledger(ledger_path(cache, site)).files else None


def each_site(request: BuildRequest) -> Iterator[tuple[str, BuildRequest]]:
    """The site, and those of its deputies, each with its folder in content/; "" for the first."""
    deputies = list(_deputies(request, deputy_folders(request.content), []))
    yield "", with_built_deputies(request)
    for one in deputies:
        yield one.where, one.request


def _clear(output: Path, slug: str, cache: Cache) -> Iterator[str]:
    folder = output / deputy_root(slug)
    for path in clear_output(folder, cache):
        yield deputy_root(slug) + path
    for empty in (folder, folder.parent):
        with suppress(OSError):  # somebody keeps something of their own in it
            empty.rmdir()


def _forget(request: BuildRequest, kept: set[str]) -> list[str]:
    """Removes the sites whose folders are gone; says which files that were."""
    removed: list[str] = []
    cache = Cache(request.cache)
    for slug in set(_written_before(request.output, cache)) - kept:
        removed += _clear(request.output, slug, cache)
        shutil.rmtree(member_path(request.cache, slug).parent, ignore_errors=True)
    return removed


# Building each


def _look_at_each(
    deputies: list[_Deputy], now: datetime, jobs: int
) -> Iterator[tuple[str, Built | None]]:
    """What there is already, by slug; None where something is to be done."""
    half = len(deputies) // 2 if len(deputies) > _MANY and jobs > 1 else 0
    if not half:
        for one in deputies:
            yield one.slug, current(one.request, now)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - 15 ms
    from multiprocessing import get_context  # noqa: PLC0415

    # One other process is enough: with more, all of them wait for the disk.
    with ProcessPoolExecutor(1, get_context("spawn"), _be_a_worker) as pool:
        parcels = [_parcel(one.request) for one in deputies[half:]]
        looked = pool.submit(_look_alone, parcels, now)
        yield from _look_at_each(deputies[:half], now, 1)
        try:
            found = looked.result()
        except BrokenExecutor:
            yield from _look_at_each(deputies[half:], now, 1)
        else:
            for one, built in zip(deputies[half:], found, strict=True):
                yield one.slug, built


def _look_alone(parcels: "list[_Parcel]", now: datetime) -> list[Built | None]:
    return [current(_unpacked(parcel, Threads(1)), now) for parcel in parcels]


def _build_each(stale: list[_Deputy], now: datetime, jobs: int) -> Iterator[tuple[_Deputy, Built]]:
    if len(stale) < _FEW or jobs < 2:
        for one in stale:
            yield one, _build_guarded(one.request, now)
        return
    waiting = stale
    while waiting:
        done = set()
        for one, made in _build_side_by_side(waiting, now, jobs):
            done.add(one.slug)
            yield one, made
        waiting = [one for one in waiting if one.slug not in done]
        if waiting and jobs == 1:  # the process that built the first of them was ended
            lost = stop(
                "",
                "a part of the program that prepares photos and clips was ended",
                "close other programs, so that there is memory, and build again",
            )
            yield waiting[0], _failed(lost)
            waiting = waiting[1:]
        jobs = 1


def _build_elsewhere(
    stale: list[_Deputy], now: datetime, elsewhere: Elsewhere
) -> Iterator[tuple[_Deputy, Built]]:
    from concurrent.futures import as_completed  # noqa: PLC0415 - 15 ms

    futures = {elsewhere(one.request, now): one for one in stale}
    try:
        for future in as_completed(futures):
            yield futures[future], _guarded(futures[future].request, future.result)
    finally:
        for future in futures:
            future.cancel()


def _build_side_by_side(
    deputies: list[_Deputy], now: datetime, jobs: int
) -> Iterator[tuple[_Deputy, Built]]:
    """Each in one of so many processes; those that are lost with a process are left out."""
    # Imports inside: 30 ms, and the site of one deputy needs neither.
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed  # noqa: PLC0415
    from multiprocessing import active_children, get_context  # noqa: PLC0415

    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _be_a_worker)
    try:
        futures = {pool.submit(_build_alone, _parcel(one.request), now): one for one in deputies}
        for future in as_completed(futures):
            with suppress(BrokenExecutor):
                yield futures[future], future.result()
    except BaseException:
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_Parcel = tuple[Path, Path, Path, str, bool]


def _parcel(request: BuildRequest) -> _Parcel:
    return request.content, request.output, request.cache, request.region_url, request.fast


def _unpacked(parcel: _Parcel, executor: Threads) -> BuildRequest:
    content, output, cache, region_url, fast = parcel
    return BuildRequest(content, output, cache, executor, fast=fast, region_url=region_url)


def _build_alone(parcel: _Parcel, now: datetime) -> Built:
    with Threads(1) as executor:
        return _build_guarded(_unpacked(parcel, executor), now)


def _be_a_worker() -> None:
    """Ctrl-C is for the process that started this one, which ends it and all that it started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    """Ends this process with the one that started it, also where that one was killed."""
    from multiprocessing import parent_process  # noqa: PLC0415 - only workers have one

    parent = parent_process()
    if parent:
        parent.join()
        _leave(0, None)


def _leave(_signal: int, _frame: object) -> None:
    from generator.work.tools import stop_all  # noqa: PLC0415 - only where something runs

    stop_all()
    os._exit(1)


def _build_guarded(request: BuildRequest, now: datetime) -> Built:
    return _guarded(request, partial(build, request, now))


def _guarded(request: BuildRequest, make: Callable[[], Built]) -> Built:
    """The build; whatever goes wrong in it is told, and the other deputies go on.

    Raises Broken where it is nobody's fault who could go on.
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
        import traceback  # noqa: PLC0415 - 5 ms, and this should not be

        log = request.memory / "build.log"
        with suppress(OSError):
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(traceback.format_exc(), encoding="utf-8")
        return _failed(stop("", "the site could not be built", "details are in {path}", path=log))


def _failed(why: Problem) -> Built:
    return Built((why,), 0, Written(), stopped=True)


# Told together


def _told_of(deputy: _Deputy, built: Built) -> Built:
    """What was done, with paths from the region."""
    root = deputy_root(deputy.slug)
    written = built.written
    return replace(
        built,
        problems=tuple(moved(one, deputy.where) for one in built.problems),
        written=Written(
            tuple(root + path for path in written.written),
            tuple(root + path for path in written.removed),
        ),
    )


def moved(told: Problem, folder: str) -> Problem:
    """The problem of a deputy's, as the region tells it: it keeps nobody else from publishing."""
    where = f"{folder}/{told.where}" if told.where else folder
    level = Level.PROBLEM if told.level is Level.STOP else told.level
    return replace_fields(told, where=where, level=level)


def _together(own: Built, each: list[Built], wrong: list[Problem], removed: list[str]) -> Built:
    every = [own, *each]
    return Built(
        problems=(*wrong, *(told for one in every for told in one.problems)),
        files=sum(one.files for one in every),
        written=Written(
            tuple(path for one in every for path in one.written.written),
            (*removed, *(path for one in every for path in one.written.removed)),
        ),
        made=sum(one.made for one in every),
        stopped=own.stopped,
    )
