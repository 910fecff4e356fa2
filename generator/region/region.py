"""Build a region: the site of each deputy, and the region's own.

Each deputy's site is a build of its own, so that one broken file holds up nobody else, and only
one site at a time is in a process's memory.
"""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from generator.build import build, current
from generator.errors import Level, Problem, problem
from generator.inputs import DEPUTY_SUMMARIES, BuildRequest, Built, kazakhstan_now
from generator.intake.deputy_toml import (
    DEPUTIES,
    deputy_folders,
    deputy_slug,
    is_region_broken,
)
from generator.intake.names import no_windows_name, opens_on_windows
from generator.intake.nature.settings_files import find_settings
from generator.plan.permalinks import deputy_root
from generator.store.memory import Memory, deputy_folder
from generator.store.output_ledger import Written, built_deputies, load_ledger

if TYPE_CHECKING:
    from generator.region.builds import Elsewhere

Tell = Callable[[str, float], None]
"""Called with the name of what is being done, and how much of it is done, from 0 to 1."""

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
    tell: Tell | None = None,
    elsewhere: "Elsewhere | None" = None,
) -> Built:
    """Build the site; where content/ is a region's, the sites of its deputies before it.

    As many at a time as the request has jobs, or as `elsewhere` takes. `now` is Kazakhstan's time,
    without a zone. Raises OSError where the region's own folders cannot be used, and Broken where
    those who build elsewhere cannot go on.
    """
    now = now or kazakhstan_now()
    names = deputy_folders(request.content)
    present = {deputy_slug(name) for name in names}  # also those that cannot be built now
    gone = built_deputies(request.output, request.cache, besides=present)
    if not names and not gone:
        return build(request, now)
    problems: list[Problem] = []
    deputies = list(_deputies(request, names, problems))
    removed = _room("builds").remove_deputies(request, gone) if gone else []
    # Their pages have its name, languages and theme: where it cannot be read, all stay as they are.
    holds = not is_region_broken(request.content)
    built = _build_deputies(request, deputies, now, tell, elsewhere) if holds else []
    region = build(with_built_deputies(request), now)
    return _together(region, built, problems, removed)


def _build_deputies(
    request: BuildRequest,
    deputies: list[_Deputy],
    now: datetime,
    tell: Tell | None,
    elsewhere: "Elsewhere | None",
) -> list[Built]:
    """Build the sites that changed; returns what was done for all of them, in their order."""
    jobs = request.jobs or os.cpu_count() or 1
    summarized = {slug for slug, _ in with_built_deputies(request).deputies}
    # A deputy whose summary is lost is built again, also where nothing else changed.
    known = [deputy for deputy in deputies if deputy.slug in summarized]
    built = dict(_look_at_each(known, now, jobs))
    stale = [
        replace(deputy.request, anew=deputy.slug not in summarized)
        for deputy in deputies
        if built.get(deputy.slug) is None
    ]
    making: Iterable[tuple[BuildRequest, Built]] = ()
    if stale and elsewhere:
        making = _room("builds").build_elsewhere(stale, now, elsewhere)
    elif stale:
        # Other processes cannot use the workers of this one.
        making = _room("builds").build_each(stale, now, 1 if request.workers else jobs)
    for done, (site, made) in enumerate(making, 1 + len(deputies) - len(stale)):
        built[deputy_slug(site.content.name)] = made
        if tell:
            tell(f"{DEPUTIES}/", done / len(deputies))
    sites = [(deputy, built.get(deputy.slug)) for deputy in deputies]
    return [_in_region(deputy, site) for deputy, site in sites if site]


def _deputies(
    request: BuildRequest, names: Iterable[str], problems: list[Problem]
) -> Iterator[_Deputy]:
    taken: dict[str, str] = {}
    for name in names:
        slug, where = deputy_slug(name), f"{DEPUTIES}/{name}"
        if not find_settings(request.content / DEPUTIES / name, "deputy").is_file():
            problems.append(_no_settings(where, name))
        elif not slug:
            problems.append(problem(where, "there is no letter in this name", "rename it"))
        elif slug in taken:
            problems.append(
                problem(
                    where, "there is another deputy with the address {slug}", "rename it", slug=slug
                )
            )
        else:
            taken[slug] = name
            yield _Deputy(name, slug, _request_of(request, name, slug))


def _no_settings(where: str, name: str) -> Problem:
    if sys.platform == "win32" and not opens_on_windows(name):
        return no_windows_name(where)
    return problem(where, "there is no deputy.toml in this folder", "copy it from another deputy")


def _request_of(request: BuildRequest, name: str, slug: str) -> BuildRequest:
    return replace(
        request,
        content=request.content / DEPUTIES / name,
        output=request.output / DEPUTIES / slug,
        url="",
        region_url=request.url,
        held_back=_inside(f"{DEPUTIES}/{name}/", request.held_back),
    )


def _inside(folder: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the paths that are in the folder, as seen from there."""
    return tuple(path.removeprefix(folder) for path in paths if path.startswith(folder))


def _look_at_each(
    deputies: list[_Deputy], now: datetime, jobs: int
) -> Iterator[tuple[str, Built | None]]:
    """What a build of each would return, by slug; None where it has something to do."""
    half = len(deputies) // 2 if len(deputies) > _MANY and jobs > 1 else len(deputies)
    first, second = deputies[:half], deputies[half:]
    with _looked_at_beside([deputy.request for deputy in second], now) as wait:
        for deputy in first:
            yield deputy.slug, current(deputy.request, now)
        yield from zip((deputy.slug for deputy in second), wait(), strict=True)


def _looked_at_beside(
    requests: list[BuildRequest], now: datetime
) -> AbstractContextManager[Callable[[], list[Built | None]]]:
    if not requests:
        return nullcontext(list)
    looking: AbstractContextManager[Callable[[], list[Built | None]]]
    looking = _room("processes").looked_at_beside(requests, now)
    return looking


def _room(name: str) -> ModuleType:
    """A module of this room that most builds do not need: it takes 30 to 200 ms to load."""
    return import_module(f"generator.region.{name}")


# Deputies whose folders are gone


def written_files(output: Path, cache: Path) -> set[str]:
    """The paths of all files in output that are ours, those of deputies too."""
    paths = set(_files_of(output, cache))
    for slug in built_deputies(output, cache):
        root = deputy_root(slug)
        paths |= {root + path for path in _files_of(output / root, deputy_folder(cache, slug))}
    return paths


def _files_of(output: Path, folder: Path) -> Collection[str]:
    with Memory(folder) as memory:
        return load_ledger(memory, output).files


def with_built_deputies(request: BuildRequest) -> BuildRequest:
    """The same, with the deputies of the region that were built at least once."""
    slugs = {deputy_slug(name) for name in deputy_folders(request.content)}
    with Memory(request.cache) as shared:
        checksums = shared.checksums(DEPUTY_SUMMARIES) if slugs else {}
    built = ((slug, checksum) for slug, checksum in checksums.items() if slug in slugs)
    return replace(request, deputies=tuple(sorted(built)))


def built_file(output: Path, cache: Path, path: str) -> Path | None:
    """The file of a deputy's site at that path, as it was built last; None where there is none."""
    folder, _, rest = path.partition("/")
    slug, _, own = rest.partition("/")
    if folder != DEPUTIES or not own or slug in {".", ".."}:
        return None
    site = output / DEPUTIES / slug
    return site / own if own in _files_of(site, deputy_folder(cache, slug)) else None


def each_site(request: BuildRequest) -> Iterator[tuple[str, BuildRequest]]:
    """The site and those of its deputies, each with its folder in content/; "" for the first."""
    deputies = list(_deputies(request, deputy_folders(request.content), []))
    yield "", with_built_deputies(request)
    for deputy in deputies:
        yield deputy.where, deputy.request


# Results of all sites


def _in_region(deputy: _Deputy, built: Built) -> Built:
    """What a build of that deputy did, with paths from the region."""
    root, written = deputy_root(deputy.slug), built.written
    return replace(
        built,
        problems=tuple(moved(problem, deputy.where) for problem in built.problems),
        written=Written(
            tuple(root + path for path in written.written),
            tuple(root + path for path in written.removed),
        ),
    )


def moved(problem: Problem, folder: str) -> Problem:
    """A deputy's problem as the region reports it: it keeps nobody else from publishing."""
    where = f"{folder}/{problem.where}" if problem.where else folder
    level = Level.PROBLEM if problem.level is Level.STOP else problem.level
    return replace_fields(problem, where=where, level=level)


def _together(
    region: Built, deputies: list[Built], problems: list[Problem], removed: list[str]
) -> Built:
    sites = [region, *deputies]
    return Built(
        problems=(*problems, *(problem for site in sites for problem in site.problems)),
        files=sum(site.files for site in sites),
        written=Written(
            tuple(path for site in sites for path in site.written.written),
            (*removed, *(path for site in sites for path in site.written.removed)),
        ),
        made=sum(site.made for site in sites),
        stopped=region.stopped,
    )
