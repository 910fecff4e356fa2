"""The table of contents: discover → probe → parse → make → plan → write."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.digest import digest_file, digest_value
from generator.errors import Level, Problem, Unfit, stop, unfit
from generator.gate.gate import gate_for
from generator.intake.deputy_toml import ParentRegion, deputy_slug, parent_region, region_around
from generator.intake.discover import Listing, discover
from generator.intake.settings import read_toml
from generator.intake.theme import read_theme, theme_digest, theme_folder
from generator.limits import SETTINGS_BYTES
from generator.model import KAZAKHSTAN, Probe, Source, Theme
from generator.store.cache import Cache, CorruptResult
from generator.store.execute import Broken, Outcome, Report, Submit, Workers, execute, run_task
from generator.store.memo import Memo, is_sound, load_memo, save_memo
from generator.store.output import (
    Origin,
    OutputSite,
    Render,
    Written,
    ledger_path,
    load_ledger,
    write_output,
)
from generator.store.workers import Pool

if TYPE_CHECKING:
    from generator.model import Content
    from generator.plan.deputy_summary import Deputies
    from generator.plan.media.pictures import Find
    from generator.plan.media.tasks import ClipTask, MediaPlan
    from generator.plan.plan import Plan
    from generator.recipes import Made
    from generator.store.records import Planned
    from generator.work.page import Renderer


_MEMBER = "member"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build, where, and how."""

    content: Path
    output: Path
    cache: Path
    executor: Pool
    url: str = ""  # overrides site.toml
    report: Report | None = None  # told of each photo's and clip's progress
    fast: bool = False  # clips that are not made yet are made small; the next build does the rest
    workers: Workers | None = None  # make photos and clips in the executor's stead
    region_url: str = ""  # of a deputy's site: overrides the region's site.toml
    deputies: tuple[str, ...] = ()  # of a region's site: the slugs of those that are built already

    @property
    def memory(self) -> Path:
        """Where the cache keeps what it knows of this content alone."""
        return memory_of(self.content, self.cache)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    problems: tuple[Problem, ...]
    files: int  # that output/ now holds of ours
    written: Written
    made: int = 0  # photos, clips and captions that were not in the cache
    stopped: bool = False  # nothing was written: something in content/ must not be published


@dataclass(frozen=True, slots=True)
class Drawn:
    """A site that is planned, with all that it shows made: it has only to be written."""

    plan: "Plan"
    render: Render
    origin: Origin
    made: int = 0  # photos, clips and captions that were not in the cache
    stopped: bool = False  # it must not be published: its problems say why


@dataclass(frozen=True, slots=True)
class Reading:
    """What content/ says, and the theme it wants, before anything is made."""

    content: "Content"
    theme: Theme


def build(request: BuildRequest, now: datetime | None = None) -> Built:
    """Brings output/ to what content/ says.

    `now` is Kazakhstan's time, without a zone. Raises OSError where a folder cannot be used.
    """
    now = now or datetime.now(KAZAKHSTAN).replace(tzinfo=None)
    stock = take_stock(request)
    built = _current(request, stock, now)
    if built:
        return built
    Cache(request.cache).sweep()
    return _build_anew(request, stock, now)


def _build_anew(request: BuildRequest, stock: "Stock", now: datetime) -> Built:
    # Import inside: it brings logging, 15 ms, and an unchanged site needs no workers.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    try:
        return _publish(request, stock, now)
    except Broken as broken:
        return _stopped(request, (broken.problem,))
    except BrokenExecutor:  # what its workers had in hand is not known to be bad
        lost = stop(
            "",
            "a part of the program that prepares photos and clips was ended",
            "close other programs, so that there is memory, and build again",
        )
        return _stopped(request, (lost,))


def current(request: BuildRequest, now: datetime) -> Built | None:
    """What a build would give where it had nothing to do; None where it has."""
    return _current(request, take_stock(request), now)


def _current(request: BuildRequest, stock: "Stock", now: datetime) -> Built | None:
    ledger = load_ledger(ledger_path(Cache(request.cache), request.output))
    holds = stock.is_known and ledger.origin.holds(stock.inputs, now)
    if holds and ledger.is_whole(request.output):
        return Built(ledger.problems, len(ledger.files), Written())
    return None


def read(request: BuildRequest) -> Reading:
    """What content/ says; nothing is made, and nothing written but what the cache remembers."""
    return _read_stock(request, take_stock(request))


def planned_now(request: BuildRequest, reading: Reading, now: datetime | None = None) -> "Plan":
    """The site as it would stand with what is in the cache; what is not made is left out."""
    from generator.plan.media.tasks import plan_media  # noqa: PLC0415 - see _read_stock
    from generator.plan.schedule import visible  # noqa: PLC0415
    from generator.plan.site import plan_site  # noqa: PLC0415

    now = now or datetime.now(KAZAKHSTAN).replace(tzinfo=None)
    content = visible(reading.content, now)
    media = plan_media(content, reading.theme)
    deputies = deputies_of(request, content.site.locales)
    return plan_site(media, Cache(request.cache).find, now.date(), deputies=deputies)


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies in content/ and in the theme, told without reading what did not change."""

    listing: Listing
    memo: Memo
    theme: Path
    look: str  # digest of the theme
    inputs: str  # digest of all that a site is made of
    above: ParentRegion | None
    is_known: bool  # whether what others need of it is kept


def take_stock(request: BuildRequest) -> Stock:
    code, memory = code_digest(), request.memory
    memo = load_memo(memory / "memo", Memo(code))
    listing = discover(request.content, memo.content)
    above = parent_region(request.content, request.region_url)
    folder, wrong = theme_beside(request.content, listing.sources, above)
    look = theme_digest(folder, memo.theme)
    listing = replace(listing, problems=(*listing.problems, *wrong))
    members = [digest_file(path) for path in member_paths(request)]
    inputs = digest_value(listing, look, request.url, code, above, members)
    is_known = not (above and above.site) or is_sound(memory / _MEMBER)
    return Stock(listing, memo, folder, look, inputs, above, is_known)


def _read_stock(request: BuildRequest, stock: Stock) -> Reading:
    # Imports inside: Markdown and Jinja cost 0.1 s, and an unchanged site needs neither.
    from generator.intake.parse import ReadingContext, parse  # noqa: PLC0415
    from generator.store.records import Read  # noqa: PLC0415

    cache, memo = Cache(request.cache), stock.memo
    _probe(request, stock.listing.sources, memo)
    memory = request.memory
    read_before = load_memo(memory / "read", Read(memo.code))
    theme, unread = kept_theme(request, stock)
    read_one = partial(_read, request.content)
    listing = stock.listing
    around = ReadingContext(listing.unread, stock.above)
    content = parse(listing.sources, memo.probes, read_one, read_before.drops, around)
    save_memo(memory / "read", read_before, cache)
    save_memo(memory / "memo", memo, cache)
    problems = (*stock.listing.problems, *unread, *content.problems)
    site = replace(content.site, url=request.url) if request.url else content.site
    return Reading(replace(content, site=site, problems=problems), theme)


def kept_theme(request: BuildRequest, stock: Stock) -> tuple[Theme, tuple[Problem, ...]]:
    """The theme, as an earlier build read it where it is the same one."""
    from generator.store.records import KeptTheme  # noqa: PLC0415 - see _read_stock

    path = request.cache / "theme"
    before = load_memo(path, KeptTheme(stock.memo.code)).theme
    theme, unread = theme_in(stock.theme, stock.look, before)
    if theme is not before and not unread:
        save_memo(path, KeptTheme(stock.memo.code, theme), Cache(request.cache))
    return theme, unread


def member_paths(request: BuildRequest) -> list[Path]:
    """Where the cache keeps each deputy's site in brief."""
    return [member_path(request.cache, slug) for slug in request.deputies]


def member_path(cache: Path, slug: str) -> Path:
    """Where the cache keeps that deputy's site in brief, beside all else it knows of it."""
    return cache / "deputies" / slug / _MEMBER


def deputies_of(request: BuildRequest, locales: tuple[str, ...]) -> "Deputies | None":
    """The deputies whose sites stand in this one."""
    if not request.deputies:
        return None
    from generator.plan.deputy_summary import gather  # noqa: PLC0415 - see _read_stock
    from generator.store.records import KeptMember  # noqa: PLC0415

    empty = KeptMember(code_digest())
    kept = (load_memo(path, empty).member for path in member_paths(request))
    return gather((one for one in kept if one), locales)


def _publish(request: BuildRequest, stock: Stock, now: datetime) -> Built:
    """Makes what is missing, plans the site, and writes it."""
    from generator.plan.plan import StaleSummary  # noqa: PLC0415 - see _read_stock
    from generator.store.records import Planned  # noqa: PLC0415

    reading = _read_stock(request, stock)
    planned = load_memo(request.memory / "planned", Planned(stock.memo.code))
    dropped: set[str] = set()
    while True:
        try:
            built = write(request, stock, _draw(request, reading, (stock, now), planned))
            break
        except StaleSummary:  # an earlier build had planned with a result that is lost by now
            planned.summaries = {}
        except CorruptResult as rotten:
            # A disk lost bytes of it: made once more. A second time it is no accident.
            if rotten.key in dropped:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(request.cache)) from rotten
            Cache(request.cache).drop(rotten.key)
            dropped.add(rotten.key)
            planned.summaries = {}
    if not built.stopped:
        save_memo(request.memory / "planned", planned, Cache(request.cache))
    return built


def draw(request: BuildRequest, stock: Stock, now: datetime) -> Drawn:
    """Reads what the stock names, makes what is missing, and plans the site; writes nothing."""
    from generator.store.records import Planned  # noqa: PLC0415 - see _read_stock

    return _draw(request, _read_stock(request, stock), (stock, now), Planned(stock.memo.code))


def _draw(
    request: BuildRequest, reading: Reading, moment: tuple[Stock, datetime], planned: "Planned"
) -> Drawn:
    from generator.plan.media.tasks import plan_media  # noqa: PLC0415 - see _read_stock
    from generator.plan.plan import Plan  # noqa: PLC0415
    from generator.plan.schedule import fresh_until, visible  # noqa: PLC0415
    from generator.plan.site import plan_site  # noqa: PLC0415
    from generator.work.page import Renderer  # noqa: PLC0415

    stock, now = moment
    cache, theme, today = Cache(request.cache), reading.theme, now.date()
    renderer = Renderer(theme, reading.content.site.url, request.cache / "templates")
    if any(problem.level is Level.STOP for problem in reading.content.problems):
        return Drawn(Plan((), reading.content.problems), renderer.render, Origin(), stopped=True)
    wanted = visible(reading.content, now)
    media = plan_media(wanted, theme)
    shown, media, outcome = _make(request, media, planned.known(media, today))
    deputies = deputies_of(request, shown.site.locales)
    plan = plan_site(media, _finder(cache, outcome), today, planned.summaries, deputies)
    unlabelled = tuple(_unlabelled(plan, renderer))
    if unlabelled:
        found = replace(plan, problems=(*plan.problems, *unlabelled))
        return Drawn(found, renderer.render, Origin(), stopped=True)
    planned.remember(plan, shown, wanted, media.pace.hurried)
    # What failed is tried again next time: the disk may have room by then. So is what was hurried.
    failed = len(shown.problems) > len(wanted.problems)
    inputs = "" if failed or media.pace.hurried else stock.inputs
    origin = Origin(inputs, now, fresh_until(reading.content, now))
    return Drawn(plan, renderer.render, origin, outcome.made_now)


def write(request: BuildRequest, stock: Stock, drawn: Drawn) -> Built:
    """Brings output/ to a drawn site. Raises Rotten where a result of it is not whole."""
    from generator.store.records import KeptMember  # noqa: PLC0415 - see _read_stock

    plan, cache = drawn.plan, Cache(request.cache)
    if drawn.stopped:
        return _stopped(request, plan.problems)
    sizes = {source.digest: source.size_bytes for source in stock.listing.sources}
    site = OutputSite(plan, drawn.render, gate_for(sizes, request.content), drawn.origin)
    written = write_output(site, request.output, cache)
    if written.leaks:
        _forget(written.leaks, plan, cache)
        return _stopped(request, (*plan.problems, *written.leaks))
    if plan.member:
        save_memo(request.memory / _MEMBER, KeptMember(stock.memo.code, plan.member), cache)
    return Built(plan.problems, len(plan.files), written, drawn.made)


def _forget(leaks: tuple[Problem, ...], plan: "Plan", cache: Cache) -> None:
    """Results that would give something away are made anew: by then the program may be mended."""
    from generator.plan.plan import Copied  # noqa: PLC0415 - see _read_stock

    found = {leak.where for leak in leaks}
    for file in plan.files:
        if file.path in found and isinstance(file.content, Copied):
            cache.drop(file.content.key)


def _finder(cache: Cache, outcome: "Outcome") -> "Find":
    """Gives results that were made now, else those of earlier builds."""

    def find(key: str) -> "Made | None":
        return outcome.made.get(key) or cache.find(key)

    return find


def _stopped(request: BuildRequest, problems: tuple[Problem, ...]) -> Built:
    """What a build did that must not publish: nothing; the last good site stays."""
    ledger = load_ledger(ledger_path(Cache(request.cache), request.output))
    return Built(problems, len(ledger.files), Written(), stopped=True)


def _unlabelled(plan: "Plan", renderer: "Renderer") -> Iterator[Problem]:
    """Pages that show what AI made, in a theme that does not say so."""
    from generator.plan.plan import Rendered  # noqa: PLC0415 - see _read_stock

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


def _probe(request: BuildRequest, sources: tuple[Source, ...], memo: Memo) -> None:
    """Facts about each photo and clip, once ever for the same bytes."""
    from generator.intake.drops import is_media  # noqa: PLC0415 - see _read_stock

    media = {source.digest: source for source in sources if is_media(source)}
    known = {digest: probe for digest, probe in memo.probes.items() if digest in media}
    new = [source for digest, source in media.items() if digest not in known]
    if new:
        from generator.intake.probe import probe_file  # noqa: PLC0415 - Pillow and MediaInfo

        paths = [request.content / source.path for source in new]
        names = [source.path for source in new]
        found: list[Probe] = list(request.executor.map(probe_file, paths, names))
        known |= {source.digest: probe for source, probe in zip(new, found, strict=True)}
    memo.probes = known


def _make(
    request: BuildRequest, media: "MediaPlan", known: frozenset[str]
) -> "tuple[Content, MediaPlan, Outcome]":
    """Makes all media but those of known posts; what fails is planned away, reported, and the
    rest made without it."""
    from generator.plan.media.tasks import Pace, plan_media, without_failed  # noqa: PLC0415 - see _read_stock

    made_now, cache = 0, Cache(request.cache)
    content, theme = media.content, media.theme
    while True:
        if request.fast:
            clips = (clip for owner in media.owners(known) for clip in media.clips_of(owner))
            media = plan_media(content, theme, Pace(hurried=_unmade(clips, cache)))
        tasks = media.tasks(known)
        outcome = execute(tasks, cache, _submit(request, cache))
        made_now += outcome.made_now
        if not outcome.failed:
            return content, media, replace(outcome, made_now=made_now)
        content = without_failed(content, media, set(outcome.failed))
        found = (*content.problems, *outcome.failed.values())
        content = replace(content, problems=found)
        media = plan_media(content, theme)


def _submit(request: BuildRequest, cache: Cache) -> Submit:
    if request.workers:
        return partial(request.workers.submit, request.content, cache, request.report)
    run = partial(run_task, request.content, cache, request.report)
    return partial(request.executor.submit, run)


def _unmade(clips: "Iterable[ClipTask]", cache: Cache) -> frozenset[str]:
    return frozenset(one.path for one in clips if cache.find(one.renditions.key) is None)


def _read(root: Path, source: Source) -> bytes:
    return (root / source.path).read_bytes()


def memory_of(content: Path, cache: Path) -> Path:
    """Where the cache keeps what it knows of that content alone: a region has a part for each."""
    slug = deputy_slug(content.resolve().name) if region_around(content) else ""
    return member_path(cache, slug).parent if slug else cache


def theme_beside(
    content: Path, sources: tuple[Source, ...], above: ParentRegion | None = None
) -> tuple[Path, tuple[Problem, ...]]:
    """The theme that site.toml names, before that is read as a whole; a deputy has the region's."""
    if above:
        content = region_around(content) or content
        return _theme_named(above.site.theme if above.site else "default", content)
    # Only a file that discover has looked at: a pipe would never end, a link lead anywhere.
    written = next((source for source in sources if source.path == "site.toml"), None)
    if written is None or written.size_bytes > SETTINGS_BYTES:
        return theme_folder("default"), ()
    try:
        name = str(read_toml((content / "site.toml").read_bytes(), "").get("theme", "default"))
    except (OSError, Unfit):  # said when site.toml is read as a whole
        return theme_folder("default"), ()
    return _theme_named(name, content)


def _theme_named(name: str, content: Path) -> tuple[Path, tuple[Problem, ...]]:
    try:
        # A path is one from the folder that content/ stands in.
        folder = theme_folder(name, content.absolute().parent)
        if folder.resolve().is_relative_to(content.resolve()):
            # A theme is a program; what people drop into content/ is none.
            raise unfit(
                "site.toml",
                "the theme “{name}” stands inside content/",
                "put it beside content/, and only when you know who made it",
                name=name,
            )
    except OSError:
        return theme_folder("default"), ()
    except Unfit as error:
        return theme_folder("default"), (error.problem,)
    return folder, ()


def theme_in(
    folder: Path, look: str, before: Theme | None = None
) -> tuple[Theme, tuple[Problem, ...]]:
    """The theme in that folder; the default one where a file of it cannot be read.

    `look` is its digest; `before` is one that was read, and is the one where that is its digest.
    """
    if before and before.digest == look:
        return before, ()
    try:
        return read_theme(folder, look), ()
    except Unfit as error:
        return read_theme(theme_folder("default"), look), (error.problem,)


@cache
def code_digest() -> str:
    """Digest of this program's own files: another version may read and plan other things.

    Looked at once a process, for what it runs does not change with them.
    """
    return digest_value(_code_stamp())


def _code_stamp() -> list[tuple[str, int, int]]:
    here = Path(__file__).parent
    found = []
    for folder, _, names in os.walk(here):
        for name in sorted(names):
            if name.endswith((".py", ".po")):
                stat = (Path(folder) / name).stat()
                found.append((name, stat.st_size, stat.st_mtime_ns))
    return sorted(found)
