"""Sources and Probes in, Content out; what was read before and did not change is not read again."""

import posixpath
from collections.abc import Callable, Mapping, MutableMapping

import msgspec
from msgspec.structs import replace

from generator.digest import digest_value
from generator.errors import Problem, Unfit, problem
from generator.intake.deputy_toml import ParentRegion, read_deputy, settings_name
from generator.intake.drops import (
    SITE_PHOTOS,
    TEXT_ENDINGS,
    Drop,
    drops,
    is_reserved,
    is_site_file,
    page_drops,
)
from generator.intake.media_files import photos_and_clips
from generator.intake.settings import too_much
from generator.intake.site_toml import read_site
from generator.limits import SETTINGS_BYTES
from generator.model import Content, Kind, Page, Photo, Post, Probe, Site, Source

Read = Callable[[Source], bytes]
"""Gives a source's bytes."""


class Record(msgspec.Struct, frozen=True):
    """What a drop was read as: a post or a page, and what was wrong with it."""

    sources: tuple[Source, ...]  # what it was read from; with the next two all that decides
    locales: tuple[str, ...]
    is_whole: bool
    problems: tuple[Problem, ...] = ()
    post: Post | None = None
    page: Page | None = None


Records = MutableMapping[str, Record]
"""What was read before, by the drop's path."""


class ReadingContext(msgspec.Struct, frozen=True):
    """What decides how files are read, besides the files."""

    unread: frozenset[str] = frozenset()  # paths of what is no source, because it cannot be read
    above: ParentRegion | None = None  # what a deputy's site stands in


def parse(
    sources: tuple[Source, ...],
    probes: Mapping[str, Probe],
    read: Read,
    known: Records,
    around: ReadingContext | None = None,
) -> Content:
    """Everything in content/ as values.

    `probes` holds one Probe for each media file's digest; `read` gives a source's bytes; `known`
    holds what was read before: it is used, brought up to date, and pruned.
    """
    around = around or ReadingContext()
    unread, above = around.unread, around.above
    top = {source.path: source for source in sources if "/" not in source.path}
    settings = settings_name(above)
    own = {path for path in top if is_site_file(path) or path == settings}
    rest = [source for source in sources if source.path not in own]
    wrong: list[Problem] = []
    site = _site(top.get(settings), above, read, wrong)
    quiet_known = not wrong and settings not in unread and not (above and above.is_broken)
    portrait, logo = (_site_photo(top, name, probes, wrong) for name in SITE_PHOTOS)
    site = replace(site, portrait=portrait, logo=logo)
    recorder = _Recorder(probes, read, site.locales, known)
    recorder.unread = [path for path in unread if path.lower().endswith((*TEXT_ENDINGS, ".toml"))]
    posts = [recorder.record(drop) for drop in drops(rest) if not is_reserved(drop.path)]
    pages = {drop.path: recorder.record(drop) for drop in page_drops(rest)}
    known.clear()
    known.update(recorder.used)
    shown, silenced = _may_show([one.post for one in posts if one.post], quiet_known=quiet_known)
    kept, twins = _one_an_address({path: one.page for path, one in pages.items() if one.page})
    problems = [*wrong]
    for one in (*posts, *pages.values()):
        problems += one.problems
    return Content(site, shown, kept, (*problems, *silenced, *twins))


class _Recorder:
    """Gives each drop's record: a known one where nothing changed, else a new one."""

    def __init__(
        self,
        probes: Mapping[str, Probe],
        read: Read,
        locales: tuple[str, ...],
        known: Mapping[str, Record],
    ) -> None:
        self._probes = probes
        self._read = read
        self._locales = locales
        self._known = known
        self.unread: list[str] = []  # texts and facts
        self.used: dict[str, Record] = {}

    def record(self, drop: Drop) -> Record:
        is_whole = not any(_is_beside(path, drop) for path in self.unread)
        record = self._known.get(drop.path)
        wanted = (drop.sources, self._locales, is_whole)  # to compare costs less than a digest
        if record is None or (record.sources, record.locales, record.is_whole) != wanted:
            record = self._read_drop(drop, is_whole)
        self.used[drop.path] = record
        return record

    def _read_drop(self, drop: Drop, is_whole: bool) -> Record:
        # Import inside: Markdown and all that cleans texts cost 0.1 s, and an unchanged site
        # needs none of it.
        from generator.intake.post import DropReader  # noqa: PLC0415

        reader = DropReader(self._probes, self._read, self._locales, is_whole=is_whole)
        wanted = (drop.sources, self._locales, is_whole)
        if is_reserved(drop.path):
            page = reader.page(drop)
            return Record(*wanted, tuple(reader.problems), page=page)
        post = reader.post(drop)
        post = replace(post, digest=digest_value(*wanted)) if post else None
        return Record(*wanted, tuple(reader.problems), post=post)


def _is_beside(path: str, drop: Drop) -> bool:
    """Whether a file that is no source would be the drop's."""
    is_lone = any(source.path == drop.path for source in drop.sources)
    start = posixpath.splitext(drop.path)[0] + "." if is_lone else drop.path + "/"
    return path.startswith(start)


def _site(
    settings: Source | None, above: ParentRegion | None, read: Read, wrong: list[Problem]
) -> Site:
    """What holds for the site as a whole; the defaults where its settings are wrong."""
    try:
        if settings and settings.size_bytes > SETTINGS_BYTES:
            raise Unfit(too_much(settings.path))
        content = read(settings) if settings else b""
        return read_deputy(content, above) if above else read_site(content)
    except Unfit as error:
        wrong.append(error.problem)
        return read_deputy(b"", above) if above else Site()


def _site_photo(
    top: Mapping[str, Source], name: str, probes: Mapping[str, Probe], wrong: list[Problem]
) -> Photo | None:
    named = tuple(
        one
        for path, one in top.items()
        if is_site_file(path) and path.lower().startswith(f"{name}.")
    )
    found = photos_and_clips(named, {}, probes, wrong)
    return next((one for one in found if isinstance(one, Photo)), None)


def _may_show(posts: list[Post], *, quiet_known: bool) -> tuple[tuple[Post, ...], list[Problem]]:
    """The posts that are harmless while site.toml, and the quiet days in it, are not read."""
    if quiet_known:
        return tuple(posts), []
    waiting = [post for post in posts if post.facts.kind is Kind.CAMPAIGN]
    return tuple(post for post in posts if post not in waiting), [
        problem(
            post.path,
            "campaign posts wait: the quiet days in site.toml are not known",
            "mend site.toml first",
        )
        for post in waiting
    ]


def _one_an_address(pages: Mapping[str, Page]) -> tuple[tuple[Page, ...], list[Problem]]:
    """The pages whose addresses are neither taken nor the site's own."""
    taken = {"index", "404", "notice"}
    kept: list[Page] = []
    twins: list[Problem] = []
    for path, page in pages.items():
        if page.slug in taken:
            twins.append(
                problem(
                    path,
                    "there is another page with the address {slug}",
                    "rename it",
                    slug=page.slug,
                )
            )
        else:
            taken.add(page.slug)
            kept.append(page)
    return tuple(kept), twins
