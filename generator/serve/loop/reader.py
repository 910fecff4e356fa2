"""Touched paths in, what content/ says now out; what was read before stays in memory."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from generator.build import BuildRequest, code_digest, theme_beside, theme_in
from generator.errors import Level, Problem, Unfit
from generator.intake.deputy_toml import ParentRegion, parent_region, read_deputy, settings_name
from generator.intake.discover import Listing, discover_again
from generator.intake.drops import is_media, is_reserved, is_site_file
from generator.intake.parse import ReadingContext, parse
from generator.intake.probe import probe_file
from generator.intake.site_toml import read_site
from generator.intake.theme import theme_digest, theme_folder
from generator.language.alphabet import nfc
from generator.language.dates import find_date
from generator.model import Content, Page, Post, Probe, Source, Theme
from generator.serve.loop.watching import Touched
from generator.serve.loop.wholeness import Wholeness
from generator.store.cache import Cache
from generator.store.memo import Memo, load_memo, save_memo
from generator.store.records import Read

# New posts that are read in one round: an edit, and the first page, wait for no more than these.
_POSTS_A_ROUND = 40


@dataclass(frozen=True, slots=True)
class Look:
    """What lies on the desk."""

    content: Content
    theme: Theme
    unread: int = 0  # posts that are still to be read
    coming: frozenset[str] = frozenset()  # files on their way, or not looked at yet


@dataclass(slots=True)
class _Kept:
    """What is good of the last look, for where the present one is not."""

    site: bytes | None = None  # site.toml or deputy.toml
    theme: Theme | None = None
    content: Content = field(default_factory=Content)


class Desk:
    """Reads content/ again and again. `wake` is called from any thread when more is known."""

    def __init__(self, request: BuildRequest, prober: Executor, wake: Callable[[], None]) -> None:
        code = code_digest()
        self.wholeness = Wholeness(request.content)
        self._request = request
        self._prober = prober
        self._wake = wake
        self._cache = Cache(request.cache)
        self._memo = load_memo(request.memory / "memo", Memo(code))
        self._read = load_memo(request.memory / "read", Read(code))
        self._listing = Listing(())
        self._above: ParentRegion | None = None
        self.theme_folder = theme_folder("default")
        self._let_in = {_top(path) for path in self._read.drops}
        self._probing: dict[str, Future[Probe]] = {}
        self._kept = _Kept()

    def look(self, touched: Touched) -> Look:
        """What content/ says now. Raises OSError where it cannot be opened at all."""
        root = self._request.content
        os.listdir(root)  # noqa: PTH208 - for its error: without content/ there is no site
        self._above = parent_region(root)
        self.wholeness.moved(touched.gone)
        self._listing = discover_again(
            root, self._listing, self._memo.content, touched.paths, self.wholeness
        )
        self._let_more_in()
        known = [one for one in self._listing.sources if _top(one.path) in self._let_in]
        unprobed = self._probe(known)
        coming = self.wholeness.waiting | {one.path for one in unprobed}
        sources = tuple(one for one in known if one.path not in coming or not is_media(one))
        wrong: list[Problem] = []
        theme = self._theme(wrong)
        read = self._reader(wrong)
        around = ReadingContext(self._listing.unread, self._above)
        content = parse(sources, self._memo.probes, read, self._read.drops, around)
        problems = (*self._listing.problems, *wrong, *content.problems)
        content = replace(content, problems=tuple(_told(problems, coming)))
        if self._request.url:
            content = replace(content, site=replace(content.site, url=self._request.url))
        content = with_last_good(content, self._kept.content)
        self._kept.content = content
        unread = {_top(one.path) for one in self._listing.sources} - self._let_in
        return Look(content, theme, len(unread), frozenset(coming))

    def save(self) -> None:
        """Keeps what was learned for the next start, and for builds."""
        save_memo(self._request.memory / "read", self._read, self._cache)
        save_memo(self._request.memory / "memo", self._memo, self._cache)

    def _let_more_in(self) -> None:
        """Lets the newest of the new posts in, so that pages are there before all is read."""
        tops = {_top(one.path) for one in self._listing.sources}
        self._let_in &= tops
        new = tops - self._let_in
        own = {name for name in new if is_site_file(name) or is_reserved(name)}
        waiting = sorted(new - own, key=_newest, reverse=True)
        self._let_in |= own | set(waiting[:_POSTS_A_ROUND])

    def _probe(self, sources: list[Source]) -> list[Source]:
        """Has new media looked at, beside all else; gives those that are not yet."""
        media = {source.digest: source for source in sources if is_media(source)}
        probes = {key: one for key, one in self._memo.probes.items() if key in media}
        for digest, future in list(self._probing.items()):
            if future.done():
                del self._probing[digest]
                if digest in media and not future.cancelled():
                    probes[digest] = future.result()
        self._memo.probes = probes
        missing = [source for digest, source in media.items() if digest not in probes]
        for source in missing:
            if source.digest not in self._probing:
                path = self._request.content / source.path
                future = self._prober.submit(probe_file, path, source.path)
                self._probing[source.digest] = future
                future.add_done_callback(lambda _: self._wake())
        absent = {source.digest for source in missing}
        return [one for one in sources if one.digest in absent and is_media(one)]

    def _theme(self, wrong: list[Problem]) -> Theme:
        """The theme; where its files cannot be read, as it was before."""
        folder, missing = theme_beside(self._request.content, self._listing.sources, self._above)

        self.theme_folder = folder
        look = theme_digest(folder, self._memo.theme)
        kept = self._kept.theme
        if kept and kept.digest == look:
            return kept
        theme, unread = theme_in(folder, look)
        wrong += [*missing, *unread]
        if wrong and kept:
            return kept
        self._kept.theme = theme
        return theme

    def _reader(self, wrong: list[Problem]) -> Callable[[Source], bytes]:
        settings = settings_name(self._above)

        def read(source: Source) -> bytes:
            content = (self._request.content / source.path).read_bytes()
            return self._site(content, wrong) if source.path == settings else content

        return read

    def _site(self, content: bytes, wrong: list[Problem]) -> bytes:
        """The settings; while they are broken, as before: a slip must not change every page."""
        try:
            if self._above:
                read_deputy(content, self._above)
            else:
                read_site(content)
        except Unfit as error:
            if self._kept.site is None:
                return content
            wrong.append(error.problem)
            return self._kept.site
        self._kept.site = content
        return content


def with_last_good(now: Content, before: Content) -> Content:
    """The content, with posts and pages that cannot be read now as they were before."""
    wrong = [one.where for one in now.problems if one.level is not Level.REPAIR]
    if not wrong:
        return now
    posts, pages = {one.path for one in now.posts}, {one.slug for one in now.pages}
    kept_posts = [
        post
        for post in before.posts
        if post.path not in posts and any(_belongs(where, post) for where in wrong)
    ]
    kept_pages = [
        page
        for page in before.pages
        if page.slug not in pages and any(_is_of_page(where, page) for where in wrong)
    ]
    return replace(now, posts=(*now.posts, *kept_posts), pages=(*now.pages, *kept_pages))


def _belongs(where: str, post: Post) -> bool:
    return where == post.path or where.startswith(post.path + "/")


def _is_of_page(where: str, page: Page) -> bool:
    folders = {text.path.rpartition("/")[0] for text in page.texts if text.path}
    return where.rpartition("/")[0] in folders


def _told(problems: tuple[Problem, ...], coming: frozenset[str]) -> Iterator[Problem]:
    """The problems that do not come from a file being on its way."""
    places = {path.rpartition("/")[0] or path for path in coming}
    for one in problems:
        if not any(one.where == place or one.where.startswith(place + "/") for place in places):
            yield one


def _top(path: str) -> str:
    return path.partition("/")[0]


def _newest(name: str) -> tuple[date, str]:
    return find_date(nfc(name))[0] or date.max, name
