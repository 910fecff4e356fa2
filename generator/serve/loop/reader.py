"""Read content/ again and again: the pipeline's Reader, with the preview's policies.

New posts are admitted a few at a time, files that are still being copied are waited for, photos
and clips are probed in the background, and what cannot be read now stays as it was.
"""

import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from generator.errors import Level, Problem, Unfit
from generator.files import read_file
from generator.inputs import CONTENT_STAMPS, BuildRequest, Inputs, inputs_around
from generator.intake.deputy_toml import ParentRegion, read_settings, settings_kind_of
from generator.intake.discover import Listing, discover_again
from generator.intake.drops import is_media, is_reserved, is_site_file
from generator.intake.nature.settings_files import settings_kind
from generator.intake.probe import probe_file
from generator.intake.theme_folder import theme_folder
from generator.language.alphabet import nfc
from generator.language.dates import find_date
from generator.model import Content, Page, Probe, Source, Theme
from generator.pipeline import RECORDS, Reader, ReadingPolicy
from generator.serve.loop.watching import Touched
from generator.serve.loop.wholeness import Wholeness
from generator.store.memory import Memory

# New posts read in one round: an edit, and the first page, wait for no more than that.
_POSTS_A_ROUND = 40


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What content/ says at one moment."""

    content: Content
    theme: Theme
    unread: int = 0  # posts that are not read yet
    pending: frozenset[str] = frozenset()  # files that are being copied, or not probed yet


class PreviewReader:
    """Reads content/ for the preview. `wake` is called from any thread when more is known."""

    def __init__(
        self, request: BuildRequest, memory: Memory, prober: Executor, wake: Callable[[], None]
    ) -> None:
        self.wholeness = Wholeness(request.content)
        self.theme_folder = theme_folder("default")
        self._request = request
        self._memory = memory
        self._settings = _LastGoodSettings(request.content)
        self._probes = _BackgroundProbes(request.content, prober, wake)
        probe, read_file = self._probes.probe, self._settings.read_file
        self._reader = Reader(request, memory, ReadingPolicy(probe, read_file, keeps_theme=True))
        self._listing = Listing()
        self._admitted = {_top(path) for path in memory.all(RECORDS)}
        self._last_good = Content()

    def read(self, touched: Touched) -> Snapshot:
        """What content/ says now. Raises OSError where it cannot be opened at all."""
        root = self._request.content
        os.listdir(root)  # noqa: PTH208 - for its error: without content/ there is no site
        self.wholeness.moved(touched.gone)
        stamps = self._memory.all(CONTENT_STAMPS)
        self._listing, stamps = discover_again(
            root, self._listing, stamps, touched.paths, self.wholeness
        )
        self._memory.replace(CONTENT_STAMPS, stamps)
        inputs = self._inputs()
        self._settings.begin(inputs.parent)
        reading = self._reader.read(inputs)
        pending = self.wholeness.waiting | reading.pending
        problems = (*reading.content.problems, *self._settings.problems)
        content = replace(reading.content, problems=_settled(problems, pending))
        self._last_good = with_last_good(content, self._last_good)
        unread = {_top(source.path) for source in self._listing.sources} - self._admitted
        return Snapshot(self._last_good, reading.theme, len(unread), frozenset(pending))

    def _inputs(self) -> Inputs:
        """The sources that are admitted, without media that are being copied, and the theme."""
        self._admit_more()
        waiting = self.wholeness.waiting
        sources = tuple(
            source
            for source in self._listing.sources
            if _top(source.path) in self._admitted
            and not (source.path in waiting and is_media(source))
        )
        inputs = inputs_around(self._request, replace(self._listing, sources=sources), self._memory)
        self.theme_folder = inputs.theme
        return inputs

    def _admit_more(self) -> None:
        """Admit the newest new posts, so that pages are there before all posts are read."""
        tops = {_top(source.path) for source in self._listing.sources}
        self._admitted &= tops
        new = tops - self._admitted
        site_files = {name for name in new if is_site_file(name) or is_reserved(name)}
        posts = sorted(new - site_files, key=_day_and_name, reverse=True)
        self._admitted |= site_files | set(posts[:_POSTS_A_ROUND])


class _BackgroundProbes:
    """Probes photos and clips with an executor."""

    def __init__(self, content: Path, prober: Executor, wake: Callable[[], None]) -> None:
        self._content = content
        self._prober = prober
        self._wake = wake
        self._running: dict[str, Future[Probe]] = {}

    def probe(self, sources: Collection[Source]) -> Mapping[str, Probe]:
        """The probes that are ready, by digest; begins the others."""
        for source in sources:
            if source.digest not in self._running:
                path = self._content / source.path
                future = self._prober.submit(probe_file, path, source.path)
                self._running[source.digest] = future
                future.add_done_callback(lambda _: self._wake())
        wanted = {source.digest for source in sources}
        done = {digest for digest, future in self._running.items() if future.done()}
        ended = {digest: self._running.pop(digest) for digest in done}
        return {digest: ended[digest].result() for digest in done & wanted}


class _LastGoodSettings:
    """Reads files; broken settings stay as they were: a typo must not change every page."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._parent: ParentRegion | None = None
        self._good: bytes | None = None
        self.problems: list[Problem] = []

    def begin(self, parent: ParentRegion | None) -> None:
        """Begin a round: forget the problems of the last one."""
        self._parent = parent
        self.problems = []

    def read_file(self, source: Source) -> bytes:
        """The bytes of a source; of broken settings, the last good ones."""
        content = read_file(self._content / source.path)
        is_own = settings_kind(source.path) == settings_kind_of(self._parent)
        if "/" in source.path or not is_own:
            return content
        try:
            read_settings(content, self._parent, [])
        except Unfit as error:
            if self._good is None:
                return content
            self.problems.append(error.problem)
            return self._good
        self._good = content
        return content


def with_last_good(now: Content, before: Content) -> Content:
    """The content, with posts and pages that cannot be read now as they were before."""
    wrong = [problem.where for problem in now.problems if problem.level is not Level.REPAIR]
    if not wrong:
        return now
    paths, slugs = {post.path for post in now.posts}, {page.slug for page in now.pages}
    posts = (post for post in before.posts if post.path not in paths)
    posts = (post for post in posts if any(_lies_in(where, post.path) for where in wrong))
    pages = (page for page in before.pages if page.slug not in slugs)
    pages = (page for page in pages if any(_is_of_page(where, page) for where in wrong))
    return replace(now, posts=(*now.posts, *posts), pages=(*now.pages, *pages))


def _lies_in(where: str, path: str) -> bool:
    return where == path or where.startswith(path + "/")


def _is_of_page(where: str, page: Page) -> bool:
    folders = {text.path.rpartition("/")[0] for text in page.texts if text.path}
    return where.rpartition("/")[0] in folders


def _settled(problems: tuple[Problem, ...], pending: Collection[str]) -> tuple[Problem, ...]:
    """The problems outside of folders where a file is pending."""
    folders = {path.rpartition("/")[0] or path for path in pending}

    def is_settled(problem: Problem) -> bool:
        return not any(_lies_in(problem.where, folder) for folder in folders)

    return tuple(filter(is_settled, problems))


def _top(path: str) -> str:
    return path.partition("/")[0]


def _day_and_name(name: str) -> tuple[date, str]:
    return find_date(nfc(name))[0] or date.max, name
