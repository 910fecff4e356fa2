"""The pipeline: read → make → plan → write, each step once, for every caller.

A build runs it once; the preview runs its Reader and Planner in a loop; `check` and `share` stop
before anything is made; a worker of a cluster gives it values in place of a folder.
"""

import dataclasses
import errno
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from generator.errors import Broken, Level, Problem, Unfit, stop
from generator.files import FileHeld, read_file
from generator.gate.gate import gate_for
from generator.holding import Files, hold_back
from generator.inputs import (
    DEPUTY_SUMMARIES,
    BuildRequest,
    Built,
    Inputs,
    kazakhstan_now,
    scan_inputs,
)
from generator.intake.drops import is_media
from generator.intake.parse import ReadingContext, Record, parse
from generator.intake.theme import read_theme
from generator.intake.theme_folder import theme_folder
from generator.model import Content, Probe, Source, Standing, Theme
from generator.plan.approval import standing_posts
from generator.plan.deputy_summary import Deputies, DeputySummary, gather
from generator.plan.media.pictures import Find
from generator.plan.media.tasks import Encoders, MediaPlan, Pace, plan_media, without_failed
from generator.plan.personal import questions
from generator.plan.plan import Copied, Plan, Rendered, StaleSummary
from generator.plan.schedule import fresh_until, holding_back, visible
from generator.plan.site import known_posts, plan_site
from generator.plan.summary import Summary
from generator.recipes import Made
from generator.store.cache import Cache, CorruptResult
from generator.store.execute import Submit, execute, run_task
from generator.store.memory import LASTING, Memory, Table
from generator.store.output import OutputSite, Render, write_output
from generator.store.output_ledger import Origin, Written, load_ledger
from generator.store.workers import worker_threads
from generator.work.make import codecs
from generator.work.page import Renderer

T = TypeVar("T")

PROBES = Table("probes", Probe)  # by digest
RECORDS = Table("records", Record, is_large=True)  # by the drop's path
SUMMARIES = Table("summaries", Summary, is_large=True)  # by the post's path
STANDING = Table(f"{LASTING}standing", Standing)  # by the post's path
THEMES = Table("theme", Theme, is_large=True)
_DEPUTIES = Table(DEPUTY_SUMMARIES, DeputySummary, is_large=True)  # by slug

_THEME = "theme"  # the one key of its kind

ProbeAll = Callable[[Collection[Source]], Mapping[str, Probe]]
"""Returns probes of photos and clips by digest: of all, or of those that are known by now."""

ReadFile = Callable[[Source], bytes]
"""Returns a source's bytes; raises OSError."""

Failures = Callable[[MediaPlan], tuple[Mapping[str, Problem], Collection[str]]]
"""Returns the problems of tasks that cannot be made, by key, and whose tasks were tried."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What content/ says, and the theme it asks for, before anything is made."""

    content: Content
    theme: Theme
    pending: frozenset[str] = frozenset()  # paths of photos and clips that are not probed yet


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """A site that is planned, with all that it shows made: it has only to be written."""

    plan: Plan
    render: Render
    origin: Origin
    made: int = 0  # photos, clips and captions that were not in the cache
    stopped: bool = False  # it must not be published: its problems say why
    unfinished: frozenset[str] = frozenset()  # paths of posts to be made again by the next build
    standing: Mapping[str, Standing] = field(default_factory=dict)  # the posts in it, by path


@dataclass(frozen=True, slots=True)
class ReadingPolicy:
    """What a Reader does otherwise than for a build."""

    probe: ProbeAll | None = None  # in place of probing all at once
    read_file: ReadFile | None = None  # in place of reading from content/
    theme: Theme | None = None  # one that is known already
    keeps_theme: bool = False  # where a theme cannot be read, go on with the one before


class Reader:
    """Reads content/ into values, and remembers probes, records of drops and the theme."""

    def __init__(
        self, request: BuildRequest, memory: Memory, policy: ReadingPolicy | None = None
    ) -> None:
        policy = policy or ReadingPolicy()
        self._request = request
        self._memory = memory
        self._probe = policy.probe or partial(probe_all, request)
        self._read_file = policy.read_file or partial(_read_file, request.content)
        self._theme = policy.theme
        self._keeps_theme = policy.keeps_theme

    def read(self, inputs: Inputs) -> Reading:
        """What content/ says. What was read before and did not change is not read again."""
        sources = inputs.listing.sources
        media = [source for source in sources if is_media(source)]
        probes = self._probes(media)
        pending = frozenset(source.path for source in media if source.digest not in probes)
        if pending:
            sources = tuple(source for source in sources if source.path not in pending)
        theme, unread = self.read_theme(inputs)
        context = ReadingContext(inputs.listing.unread, inputs.parent, inputs.genuine)
        known = self._memory.all(RECORDS)
        parsed = parse(sources, probes, self._read_file, known, context)
        self._memory.replace(RECORDS, parsed.records)
        content = parsed.content
        problems = (*inputs.listing.problems, *unread, *content.problems)
        url = self._request.url or content.site.url
        content = replace(content, site=replace(content.site, url=url), problems=problems)
        return Reading(content, theme, pending)

    def read_theme(self, inputs: Inputs) -> tuple[Theme, tuple[Problem, ...]]:
        """The theme, as an earlier call or build read it if it did not change."""
        if self._theme is None:
            with Memory(self._request.cache) as shared:
                self._theme = shared.get(THEMES, _THEME)
        if self._theme and self._theme.digest == inputs.theme_digest:
            return self._theme, ()
        try:
            theme = read_theme(inputs.theme, inputs.theme_digest)
        except Unfit as error:
            if self._theme and self._keeps_theme:
                return self._theme, (error.problem,)
            return read_theme(theme_folder("default"), inputs.theme_digest), (error.problem,)
        self._theme = theme
        _share(self._request, THEMES, _THEME, theme)
        return theme, ()

    def _probes(self, media: Iterable[Source]) -> Mapping[str, Probe]:
        known = self._memory.all(PROBES)
        by_digest = {source.digest: source for source in media}
        probes = {digest: known[digest] for digest in by_digest if digest in known}
        probes |= self._probe([by_digest[digest] for digest in by_digest if digest not in known])
        self._memory.replace(PROBES, probes)
        return probes


class Planner:
    """Plans the site, and remembers each post's summary in that table."""

    def __init__(self, memory: Memory, table: Table[Summary] = SUMMARIES) -> None:
        self._memory = memory
        self._table = table
        self.summaries: Mapping[str, Summary] = memory.all(table)
        self.last: tuple[Plan, MediaPlan] | None = None

    def plan_media(
        self, content: Content, theme: Theme, pace: Pace, failures: Failures
    ) -> MediaPlan:
        """The media of the content, without what cannot be made, which becomes problems."""
        while True:
            media = plan_media(content, theme, pace)
            problems, owners = failures(media)
            if not problems:
                return media
            content = without_failed(content, media, set(problems), owners)
            content = replace(content, problems=(*content.problems, *problems.values()))

    def plan(self, media: MediaPlan, find: Find, now: datetime, deputies: Deputies | None) -> Plan:
        """The whole site; posts whose summaries still hold are not planned again."""
        plan = plan_site(media, find, now, self.summaries, deputies)
        self.summaries, self.last = plan.summaries, (plan, media)
        return plan

    def known(self, media: MediaPlan, now: datetime) -> frozenset[str]:
        """Paths of the posts whose summaries still hold: nothing of theirs has to be made."""
        return known_posts(media, now, self.summaries)

    def forget(self, paths: Collection[str]) -> None:
        """Plan these posts anew the next time."""
        self.summaries = {
            path: summary for path, summary in self.summaries.items() if path not in paths
        }

    def save(self, left_out: Collection[str] = ()) -> None:
        """Remember the summaries of posts that are whole, but for those left out."""
        whole = {
            path: summary
            for path, summary in self.summaries.items()
            if summary.whole and path not in left_out
        }
        self._memory.replace(self._table, whole)
        self._memory.commit()


# Reading and planning without making: check, share


def read_content(request: BuildRequest) -> Reading:
    """What content/ says; nothing is made, and only the memory is written."""
    with Memory(request.memory_folder) as memory:
        reading = Reader(request, memory).read(scan_inputs(request, memory))
        memory.commit()
    return reading


def plan_from_cache(request: BuildRequest, reading: Reading, now: datetime | None = None) -> Plan:
    """The site as it would be with what the cache holds; what is not made is left out."""
    now = now or kazakhstan_now()
    with Memory(request.memory_folder) as memory:
        content = visible(reading.content, now, memory.all(STANDING))
    media = plan_media(content, reading.theme, pace_for(request))
    deputies = read_deputies(request, content.site.locales)
    return plan_site(media, Cache(request.cache).find, now, deputies=deputies)


def pace_for(request: BuildRequest) -> Pace:
    """Everything at full quality, as far as this computer has the encoders."""
    cache = Cache(request.cache)
    return Pace(encoders=Encoders(codecs, lambda key: cache.find(key) is not None))


def forget_deputy(request: BuildRequest, slug: str) -> None:
    """Forget what the region's pages show of a deputy."""
    _share(request, _DEPUTIES, slug, None)


def read_deputies(request: BuildRequest, locales: tuple[str, ...]) -> Deputies | None:
    """The deputies whose sites stand inside this one."""
    if not request.deputies:
        return None
    with Memory(request.cache) as shared:
        kept = (shared.get(_DEPUTIES, slug) for slug, _ in request.deputies)
        return gather((summary for summary in kept if summary), locales)


# Building


def make_and_write(request: BuildRequest, inputs: Inputs, memory: Memory, now: datetime) -> Built:
    """Read what changed, make what is missing, plan the site and write it."""
    cache = Cache(request.cache)
    cache.sweep()
    try:
        reading = Reader(request, memory).read(inputs)
        memory.commit()
        inputs = dataclasses.replace(inputs, standing=memory.all(STANDING))
        planner, dropped = Planner(memory), set[str]()
        is_held = False
        while True:
            try:
                planned = make_and_plan(request, inputs, reading, planner, now)
                if is_held:  # the next build looks again
                    planned = dataclasses.replace(planned, origin=Origin())
                built = write_site(request, inputs, planned, memory)
                left = _without_leaks(request, inputs, reading.content, planner, built)
                if left:
                    reading, is_held = dataclasses.replace(reading, content=left), True
                    continue
                if not built.stopped:
                    planner.save(planned.unfinished)
                return built
            except StaleSummary:  # it names a result that is lost by now
                planner.summaries = {}
            except CorruptResult as corrupt:
                # A disk lost bytes of it: make it once more. A second time is no accident.
                if corrupt.key in dropped:
                    code = errno.EIO
                    raise OSError(code, os.strerror(code), str(request.cache)) from corrupt
                cache.drop(corrupt.key)
                dropped.add(corrupt.key)
                planner.summaries = {}
    except Broken as broken:
        return _stopped(request, memory, (broken.problem,))
    except BrokenExecutor:  # no source is known to be the reason
        lost = stop(
            "",
            "a part of the program that prepares photos and clips was ended",
            "close other programs, so that there is memory, and build again",
        )
        return _stopped(request, memory, (lost,))


def make_and_plan(
    request: BuildRequest, inputs: Inputs, reading: Reading, planner: Planner, now: datetime
) -> PlannedSite:
    """Make what readers will see and the cache lacks, and plan the site."""
    theme, read = reading.theme, holding_back(reading.content, request.held_back)
    problems = read.problems
    renderer = Renderer(theme, reading.content.site.url, request.cache / "templates")
    if any(problem.level is Level.STOP for problem in problems):
        return PlannedSite(Plan((), problems), renderer.render, Origin(), stopped=True)
    content = visible(read, now, inputs.standing)
    content = replace(content, problems=(*content.problems, *questions(content)))
    tasks = _TaskRunner(request, partial(planner.known, now=now))
    pace = pace_for(request)
    if request.fast:
        hurried = tasks.unmade_clips(plan_media(content, theme, pace))
        pace = dataclasses.replace(pace, hurried=hurried)
    media = planner.plan_media(content, theme, pace, tasks.run)
    deputies = read_deputies(request, content.site.locales)
    plan = planner.plan(media, tasks.find, now, deputies)
    unlabelled = tuple(_unlabelled(plan, renderer))
    if unlabelled:
        plan = replace(plan, problems=(*plan.problems, *unlabelled))
        return PlannedSite(plan, renderer.render, Origin(), stopped=True)
    unfinished = _unfinished(content, media)
    # What failed is tried again next time, when the disk may have room; so is what was hurried.
    digest = "" if unfinished or len(plan.problems) > len(content.problems) else inputs.digest
    origin = Origin(digest, now, fresh_until(read, now))
    return PlannedSite(
        plan,
        renderer.render,
        origin,
        tasks.made_now,
        unfinished=unfinished,
        standing=standing_posts(content.posts, inputs.standing),
    )


def write_site(
    request: BuildRequest, inputs: Inputs, planned: PlannedSite, memory: Memory
) -> Built:
    """Bring output/ to a planned site. Raises CorruptResult where a result of it is damaged."""
    plan, cache = planned.plan, Cache(request.cache)
    if planned.stopped:
        return _stopped(request, memory, plan.problems)
    sizes = {source.digest: source.size_bytes for source in inputs.listing.sources}
    site = OutputSite(plan, planned.render, gate_for(sizes, request.content), planned.origin)
    written = write_output(site, request.output, cache, memory)
    if written.leaks:
        _drop_leaking(written.leaks, plan, cache)
        stopped = _stopped(request, memory, (*plan.problems, *written.leaks))
        return dataclasses.replace(stopped, written=written)
    memory.replace(STANDING, planned.standing)
    memory.commit()
    if plan.deputy:
        _share(request, _DEPUTIES, plan.deputy.slug, plan.deputy)
    return Built(plan.problems, len(plan.files), written, planned.made)


def _stopped(request: BuildRequest, memory: Memory, problems: tuple[Problem, ...]) -> Built:
    """What a build did that must not publish: nothing; the last good site stays."""
    ledger = load_ledger(memory, request.output)
    return Built(problems, len(ledger.files), Written(), stopped=True)


def probe_all(request: BuildRequest, sources: Collection[Source]) -> Mapping[str, Probe]:
    """Probes of all these photos and clips, by digest."""
    if not sources:
        return {}
    from generator.intake.probe import probe_file  # noqa: PLC0415 - Pillow, MediaInfo: 0.1 s

    paths = [request.content / source.path for source in sources]
    with worker_threads(request.jobs) as pool:
        probes = pool.map(probe_file, paths, [source.path for source in sources])
        return {source.digest: probe for source, probe in zip(sources, probes, strict=True)}


class _TaskRunner:
    """Runs the tasks of a build, and collects their results."""

    def __init__(self, request: BuildRequest, known: Callable[[MediaPlan], frozenset[str]]) -> None:
        self._request = request
        self._cache = Cache(request.cache)
        self._known_in = known
        self._known: frozenset[str] | None = None
        self._results: dict[str, Made] = {}
        self.made_now = 0  # results that were not in the cache

    def run(self, media: MediaPlan) -> tuple[Mapping[str, Problem], Collection[str]]:
        """Make what the cache lacks of posts that changed; see Failures."""
        if self._known is None:
            self._known = self._known_in(media)
        with worker_threads(self._request.jobs) as pool:
            outcome = execute(media.tasks(self._known), self._cache, self._submit(pool))
        self._results |= outcome.made
        self.made_now += outcome.made_now
        return outcome.failed, media.owners(self._known)

    def find(self, key: str) -> Made | None:
        """The result of that key."""
        return self._results.get(key) or self._cache.find(key)

    def unmade_clips(self, media: MediaPlan) -> frozenset[str]:
        """Paths of the clips whose renditions the cache lacks, of posts that changed."""
        self._known = self._known_in(media)
        clips = [clip for owner in media.owners(self._known) for clip in media.clips_of(owner)]
        return frozenset(
            clip.path for clip in clips if self._cache.find(clip.renditions.key) is None
        )

    def _submit(self, pool: Executor) -> Submit:
        request = self._request
        if request.workers:
            submit = request.workers.submit
            return partial(submit, request.content, self._cache, request.report)
        run = partial(run_task, request.content, self._cache, request.report)
        return partial(pool.submit, run)


def _unfinished(content: Content, media: MediaPlan) -> frozenset[str]:
    """Paths of posts that lack something that failed, or have a hurried clip."""
    wanted = {post.path: post for post in content.posts}
    return frozenset(
        post.path
        for post in media.content.posts
        if (post is not wanted[post.path] and post != wanted[post.path])
        or any(item.source.path in media.pace.hurried for item in post.media)
    )


def _unlabelled(plan: Plan, renderer: Renderer) -> Iterator[Problem]:
    """Pages that show media made by AI in a theme that does not label it."""
    for file in plan.files:
        page = file.content
        if isinstance(page, Rendered) and page.shows_ai:
            html = renderer.render(page.template, page.locale, page.view, file.path)
            if escape(renderer.string(page.locale, "Made by AI")).encode() not in html:
                yield stop(
                    file.path,
                    "this page shows what AI made and does not say so",
                    "the theme has to show the label “Made by AI”",
                )


def _without_leaks(
    request: BuildRequest, inputs: Inputs, content: Content, planner: Planner, built: Built
) -> Content | None:
    """The content without the posts that the gate stopped; None where there is no such post."""
    leaks = built.written.leaks
    if not leaks or planner.last is None:
        return None
    files = Files(request.content, inputs.listing.sources)
    return hold_back(content, leaks, *planner.last, files)


def _drop_leaking(leaks: tuple[Problem, ...], plan: Plan, cache: Cache) -> None:
    """Drop results that would leak something: the next build makes them anew."""
    leaking = {leak.where for leak in leaks}
    for file in plan.files:
        if file.path in leaking and isinstance(file.content, Copied):
            cache.drop(file.content.key)


def _share(request: BuildRequest, table: Table[T], key: str, value: T | None) -> None:
    """Remember a value for all sites of the cache; None forgets it."""
    with Memory(request.cache) as shared:
        shared.put(table, key, value)
        shared.commit()


def _read_file(root: Path, source: Source) -> bytes:
    try:
        return read_file(root / source.path)
    except FileHeld as held:
        raise FileHeld(held.errno, held.strerror, source.path) from held
