"""Parse sources and probes into Content; drops that did not change keep their records."""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from generator.digest import digest_value
from generator.errors import Level, Problem, Unfit, held_problem, problem, stop
from generator.files import FileHeld
from generator.intake.approval_toml import answer_id
from generator.intake.deputy_toml import ParentRegion, read_settings, settings_kind_of
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
from generator.intake.nature.settings_files import (
    check_is_text,
    pick_settings,
    renamed,
    settings_kind,
)
from generator.intake.personal import personal_details
from generator.intake.places import place_problem
from generator.intake.post import DropReader
from generator.intake.settings import LostKey, too_much
from generator.intake.shown_words import text_reader, written_in_site
from generator.kinds import Kind
from generator.limits import SETTINGS_BYTES
from generator.model import Content, Page, Photo, Post, Probe, Site, Source

Read = Callable[[Source], bytes]
"""Returns a source's bytes."""


class Record(msgspec.Struct, frozen=True):
    """What a drop was read as: a post or a page, and its problems."""

    sources: tuple[Source, ...]  # with the next two fields all that decides the rest
    locales: tuple[str, ...]
    is_whole: bool = True
    problems: tuple[Problem, ...] = ()
    post: Post | None = None
    page: Page | None = None


class ReadingContext(msgspec.Struct, frozen=True):
    """What decides how files are read, besides the files."""

    unread: frozenset[str] = frozenset()  # paths of files that exist and cannot be read
    parent: ParentRegion | None = None  # of a deputy's site
    genuine: frozenset[str] = frozenset()  # ids of the deputy's answers that were given here


class Parsed(msgspec.Struct, frozen=True):
    """The content, and the record of each drop by its path."""

    content: Content
    records: dict[str, Record]


def parse(
    sources: tuple[Source, ...],
    probes: Mapping[str, Probe],
    read: Read,
    known: Mapping[str, Record],
    context: ReadingContext | None = None,
) -> Parsed:
    """Everything in content/ as values.

    `probes` holds a Probe by the digest of each media file; `read` returns a source's bytes;
    `known` holds records of an earlier call, used where nothing that decides them changed.
    """
    context = context or ReadingContext()
    unread, parent = context.unread, context.parent
    top = {source.path: source for source in sources if "/" not in source.path}
    kind = settings_kind_of(parent)
    own = {path for path in top if is_site_file(path) or settings_kind(path) == kind}
    rest = [source for source in sources if source.path not in own]
    wrong: list[Problem] = []
    for path in sorted(unread):
        if "/" not in path and settings_kind(path) == kind:
            wrong.append(
                stop(
                    path,
                    "nothing is published while the settings cannot be read",
                    "close what holds the file open, or copy it here again",
                )
            )
    if parent and parent.is_broken:
        wrong.append(
            stop(f"{kind}.toml", "the site.toml of the region cannot be read", "mend it first")
        )
    site = _site(top.values(), parent, read, wrong)
    quiet_known = all(problem.level is Level.REPAIR for problem in wrong)
    portrait, logo = (_site_photo(top, name, probes, wrong) for name in SITE_PHOTOS)
    site = replace(site, portrait=portrait, logo=logo)
    for source in (source for source in top.values() if settings_kind(source.path) == kind):
        site, place = _examined(site, source, read)
        wrong += [place] if place else []
    unread_texts = tuple(
        path for path in unread if path.lower().endswith(TEXT_ENDINGS) or settings_kind(path)
    )
    recorder = _Recorder(probes, read, site.locales, known, unread_texts)
    posts = {drop.path: recorder.record(drop) for drop in drops(rest) if not is_reserved(drop.path)}
    pages = {drop.path: recorder.record(drop) for drop in page_drops(rest)}
    records = posts | pages
    written = [
        _with_answer(record.post, context.genuine) for record in posts.values() if record.post
    ]
    shown, silenced = _may_show(written, quiet_known=quiet_known)
    kept, twins = _one_an_address(
        {path: record.page for path, record in pages.items() if record.page}
    )
    problems = [*wrong, *(problem for record in records.values() for problem in record.problems)]
    return Parsed(Content(site, shown, kept, (*problems, *silenced, *twins)), records)


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Makes the record of a drop, or returns the known one where nothing changed."""

    probes: Mapping[str, Probe]
    read: Read
    locales: tuple[str, ...]
    known: Mapping[str, Record]
    unread_texts: tuple[str, ...]

    def record(self, drop: Drop) -> Record:
        is_whole = not any(_is_beside(path, drop) for path in self.unread_texts)
        record = self.known.get(drop.path)
        deciding = (drop.sources, self.locales, is_whole)  # comparing is cheaper than a digest
        if record and (record.sources, record.locales, record.is_whole) == deciding:
            return record
        try:
            return self._read(drop, is_whole=is_whole)
        except FileHeld as held:
            return _as_before(record or Record((), ()), held.filename)

    def _read(self, drop: Drop, *, is_whole: bool) -> Record:
        deciding = (drop.sources, self.locales, is_whole)
        reader = DropReader(self.probes, self.read, self.locales, is_whole=is_whole)
        if is_reserved(drop.path):
            page = reader.page(drop)
            return Record(*deciding, tuple(reader.problems), page=page)
        post = reader.post(drop)
        post = replace(post, digest=digest_value(*deciding)) if post else None
        return Record(*deciding, tuple(reader.problems), post=post)


def _as_before(record: Record, path: str) -> Record:
    """What is known of a drop with a file that is held now; the next build reads it."""
    held = held_problem(path, is_known=bool(record.post or record.page))
    return replace(record, sources=(), problems=tuple(dict.fromkeys((*record.problems, held))))


def _with_answer(post: Post, genuine: frozenset[str]) -> Post:
    """The post, and whether its answer was given here: a key may come or go, the files stay."""
    if post.approval is None:
        return post
    is_foreign = answer_id(post.approval) not in genuine
    return replace(post, approval=replace(post.approval, is_foreign=is_foreign))


def _is_beside(path: str, drop: Drop) -> bool:
    """Whether a file that cannot be read belongs to the drop."""
    is_lone = any(source.path == drop.path for source in drop.sources)
    start = posixpath.splitext(drop.path)[0] + "." if is_lone else drop.path + "/"
    return path.startswith(start)


def _site(
    top: Iterable[Source], parent: ParentRegion | None, read: Read, wrong: list[Problem]
) -> Site:
    """The site's settings. Where they cannot be read at all, nothing must be published.

    The site would lose its name, its contacts and the deputy's right to say yes.
    """
    kind, lost = settings_kind_of(parent), list[LostKey]()
    settings: Source | None = None
    try:
        settings = pick_settings(top, kind)
        content = _settings_bytes(settings, kind, read) if settings else b""
        site = read_settings(content, parent, lost)
    except Unfit as error:
        where = settings.path if settings else error.problem.where
        wrong.append(replace(error.problem, where=where, level=Level.STOP))
        return read_settings(b"", parent, [])
    wrong += [replace(key.problem, where=settings.path) for key in lost if settings]
    wrong += renamed(settings.path, kind) if settings else ()
    return site


def _settings_bytes(settings: Source, kind: str, read: Read) -> bytes:
    if settings.size_bytes > SETTINGS_BYTES:
        raise Unfit(too_much(settings.path))
    content = read(settings)
    check_is_text(content, settings.path, kind)
    return content


def _examined(site: Site, settings: Source, read: Read) -> tuple[Site, Problem | None]:
    """The site with what is somebody's own, and a camera's place in its settings, if any."""
    text_of, words = text_reader((settings,), read), written_in_site(site, settings)
    place = place_problem([words], text_of)
    site = replace(site, personal=personal_details([words], text_of))
    return site, replace(place, level=Level.STOP) if place else None


def _site_photo(
    top: Mapping[str, Source], name: str, probes: Mapping[str, Probe], wrong: list[Problem]
) -> Photo | None:
    named = tuple(
        source
        for path, source in top.items()
        if is_site_file(path) and path.lower().startswith(f"{name}.")
    )
    photos = photos_and_clips(named, {}, probes, wrong)
    return next((photo for photo in photos if isinstance(photo, Photo)), None)


def _may_show(posts: list[Post], *, quiet_known: bool) -> tuple[tuple[Post, ...], list[Problem]]:
    """The posts that may be shown even if the quiet days in site.toml are not known."""
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
    """The pages whose addresses are free, and problems for the others."""
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
