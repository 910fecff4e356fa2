"""Takes one post off the site at once: find → mark → look → build without it → publish.

Whoever asks first (the command, the studio) calls `find_takedown`, shows what it returns, and calls
`take_off` after a yes. Other posts that are not public yet stay so; a problem of another post keeps
that post back and nothing else. Killed at any moment, the same call completes it; so does any
publish from this computer, since the mark and the note come first.
"""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from urllib.parse import unquote

from generator.errors import Level, Problem, disk_problem, problem, unfit
from generator.inputs import BuildRequest, Built
from generator.intake.draft_mark import mark_as_draft
from generator.intake.drops import is_reserved
from generator.language.alphabet import nfc, slugify
from generator.language.dates import find_date
from generator.model import Post
from generator.pipeline import RECORDS, SUMMARIES, read_content
from generator.plan.permalinks import deputy_root, media_path
from generator.plan.summary import Summary
from generator.publish.hosts.host import HistoryKept
from generator.publish.inventory import Inventory
from generator.publish.ledger import Files
from generator.publish.outlook import published_files
from generator.publish.publish import Published, publish
from generator.publish.request import PublishRequest
from generator.region.region import build_all, each_site, written_files
from generator.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Takedown:
    """A post that is to go, and what of it is on the site as it was built last."""

    site: BuildRequest  # of the post's own site: a deputy's, or the whole
    folder: str  # of that site in content/; "" for the whole
    path: str  # of the post, in that folder
    title: str
    slugs: tuple[str, ...]  # its address, and earlier ones
    pages: tuple[str, ...] = ()  # with calendars and sheets to print
    media: tuple[str, ...] = ()  # photos, clips and share cards that no other post shows

    @property
    def where(self) -> str:
        """Its path in content/."""
        return f"{self.folder}/{self.path}".removeprefix("/")

    @property
    def root(self) -> str:
        """Where its site's files begin on the host."""
        return deputy_root(self.site.output.name) if self.folder else ""

    def owns(self, path: str) -> bool:
        """Whether a file on the host is a page of the post."""
        inside = path.removeprefix(self.root) if path.startswith(self.root) else "/"
        return any(_page_of(slug).fullmatch(inside) for slug in self.slugs)


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What was done, and what was not."""

    takedown: Takedown
    gone: Files = field(default_factory=dict)  # the post's files that were on the host
    published: Published | None = None  # None where the site without the post could not be made
    settings: str = ""  # file in content/ that makes it a draft; "" where none could be written
    along: tuple[str, ...] = ()  # posts that must not be published as they are, and went, too
    waiting: tuple[str, ...] = ()  # other posts that were not public before, and still are not
    problems: tuple[Problem, ...] = ()
    history_stays: Problem | None = None  # the host does not let it go


# Finding the post


def find_takedown(request: BuildRequest, wanted: str) -> Takedown:
    """The post with that folder, piece of a name, path or address; Unfit for none or several."""
    asked = _asked(wanted)
    known = [takedown for site in each_site(request) for takedown in _posts(*site)]
    for fits in (_is_named, _is_at, _is_partly):
        fitting = [takedown for takedown in known if asked and fits(takedown, asked)]
        if len(fitting) == 1:
            return _with_files(fitting[0])
        if fitting:
            raise unfit(
                wanted,
                "several posts fit: {names}",
                "write more of the folder's name",
                names=", ".join(sorted(takedown.where for takedown in fitting)),
            )
    near = get_close_matches(asked, [takedown.where for takedown in known], n=1)
    raise unfit(
        wanted,
        "there is no such post",
        "the nearest name is {near}" if near else "give the name of its folder",
        near=near[0] if near else "",
    )


def _asked(wanted: str) -> str:
    """What was typed, without quotes, slashes of Windows, and the words that begin an address."""
    asked = nfc(unquote(wanted)).strip(" \"'«»“”").replace("\\", "/")
    asked = re.sub(r"^\w+://[^/]*/", "", asked).partition("#")[0].partition("?")[0]
    return asked.strip("/").removeprefix("content/")


def _is_named(takedown: Takedown, asked: str) -> bool:
    base = posixpath.basename(nfc(takedown.path))
    names = (base, posixpath.splitext(base)[0], nfc(takedown.path), nfc(takedown.where))
    return asked in (*names, *takedown.slugs) or asked.endswith("/" + nfc(takedown.where))


def _is_at(takedown: Takedown, asked: str) -> bool:
    """Whether it is the address of a page; the site may stand in a folder of its host."""
    parts = asked.split("/")
    return any(takedown.owns("/".join(parts[start:])) for start in range(len(parts)))


def _is_partly(takedown: Takedown, asked: str) -> bool:
    texts = (nfc(takedown.where), takedown.title, *takedown.slugs)
    return any(asked.lower() in text.lower() for text in texts)


def _posts(folder: str, site: BuildRequest) -> Iterator[Takedown]:
    """All posts of a site, and folders that cannot be read as posts now: they may be public."""
    posts = {post.path: post for post in read_content(site).content.posts}
    with Memory(site.memory_folder) as memory:
        paths = [path for path in memory.all(RECORDS) if not is_reserved(path)]
    for path in paths:
        post, name = posts.get(path), nfc(posixpath.basename(path))
        title = post.texts[0].title if post else name
        yield Takedown(site, folder, path, title, _slugs(post) if post else (_slug_of(name),))


def _slugs(post: Post) -> tuple[str, ...]:
    names = (alias.strip("/").rpartition("/")[2] for alias in post.facts.aliases)
    return (post.slug, *filter(None, (slugify(name.removesuffix(".html")) for name in names)))


def _slug_of(name: str) -> str:
    """The address that a folder's name gives."""
    day, rest = find_date(name)
    return f"{day.isoformat()}-{slugify(rest)}".rstrip("-") if day else slugify(name)


def _page_of(slug: str) -> "re.Pattern[str]":
    return re.compile(rf"(?:\w\w/)?(?:news|notice)/{re.escape(slug)}\.(?:html|ics)(?:\.gz|\.br)?")


def _with_files(takedown: Takedown) -> Takedown:
    request = takedown.site
    with Memory(request.memory_folder) as memory:
        summaries = dict(memory.all(SUMMARIES))
    own = _media(summaries.pop(takedown.path, None))
    others = {path for summary in summaries.values() for path in _media(summary)}
    built = (takedown.root + path for path in written_files(request.output, request.memory_folder))
    return replace(
        takedown,
        pages=tuple(sorted(path for path in built if takedown.owns(path))),
        media=tuple(sorted(takedown.root + path for path in own - others)),
    )


def _media(summary: Summary | None) -> set[str]:
    return {media_path(key, name) for key, name in summary.media} if summary else set()


# Taking it off


def take_off(
    takedown: Takedown,
    whole: BuildRequest,
    request: PublishRequest,
    take: Callable[[], Inventory],
) -> TakenOff:
    """Take the post off the host, and keep it off: its files stay, as a draft.

    `whole` is the whole site, `take` lists its output/ once it is built. With `request.forget`
    nothing of it stays on the host; without, `undo` can bring it back. Raises Failed where the host
    cannot be reached or does not do it: the post may still be public then.
    """
    settings, problems = _marked(takedown)
    if request.forget:
        request.memory.begin_forgetting()
    shown = published_files(request)
    waiting = _not_public(takedown, whole, shown)
    built, along = _build_without(takedown, whole, waiting)
    problems += tuple(map(_went_along, along))
    others = tuple(path for path in waiting if path != takedown.where)
    done = TakenOff(takedown, settings=settings, along=along, waiting=others)
    inventory = take()
    if any(takedown.owns(path) for path in inventory.files):
        return replace(done, problems=(*problems, *built.problems))
    published, history = _publish(request, inventory)
    own = {path for path in shown if takedown.owns(path)}.union(takedown.media)
    gone = {path: shown[path] for path in sorted(own & shown.keys() - inventory.files.keys())}
    return replace(
        done,
        gone=gone,
        published=published,
        problems=(*problems, *built.problems, *published.problems),
        history_stays=history,
    )


def _marked(takedown: Takedown) -> tuple[str, tuple[Problem, ...]]:
    """The file that makes it a draft; the way out does not wait for a file that is locked."""
    try:
        settings = mark_as_draft(takedown.site.content, takedown.path)
        return f"{takedown.folder}/{settings}".removeprefix("/"), ()
    except OSError as error:
        comes_back = problem(
            takedown.where,
            "this post could not be made a draft: the next publish would show it again",
            "close its files in other programs, then remove it once more",
        )
        return "", (disk_problem(error), comes_back)


def _not_public(takedown: Takedown, whole: BuildRequest, shown: Collection[str]) -> tuple[str, ...]:
    """Paths in content/ of posts that readers do not have yet: the removed one is among them."""
    waiting = [takedown.where]
    for folder, site in each_site(whole):
        root = deputy_root(site.output.name) if folder else ""
        waiting += [
            f"{folder}/{post.path}".removeprefix("/")
            for post in read_content(site).content.posts
            if not _is_public(root, post, shown) or (folder, post.slug) == _address(takedown)
        ]
    return tuple(sorted(set(waiting)))


def _address(takedown: Takedown) -> tuple[str, str]:
    return takedown.folder, takedown.slugs[0]


def _is_public(root: str, post: Post, shown: Collection[str]) -> bool:
    pages = (f"{root}{prefix}news/{post.slug}.html" for prefix in _prefixes(post))
    return any(page in shown for page in pages)


def _prefixes(post: Post) -> Iterator[str]:
    yield ""
    yield from (f"{text.locale}/" for text in post.texts)


def _build_without(
    takedown: Takedown, whole: BuildRequest, waiting: tuple[str, ...]
) -> tuple[Built, tuple[str, ...]]:
    """Build without these posts, and without those that stop a build, which are returned."""
    held = set(waiting)
    while True:
        built = build_all(replace(whole, held_back=tuple(sorted(held))))
        left = any(map(takedown.owns, written_files(whole.output, whole.cache)))
        # A region goes on where a deputy's site is stopped, which then is as it was.
        level = Level.STOP if built.stopped else Level.PROBLEM
        stopping = [problem for problem in built.problems if problem.level is level]
        culprits = set(_culprits(whole, stopping)) - held if built.stopped or left else set()
        if not culprits:
            return built, tuple(sorted(held.difference(waiting)))
        held |= culprits


def _went_along(path: str) -> Problem:
    return problem(
        path,
        "this post is off the site, too: as it is now it must not be published",
        "mend it, then: jarshy publish",
    )


def _culprits(whole: BuildRequest, problems: Iterable[Problem]) -> Iterator[str]:
    """Paths in content/ of the posts that problems name, by their files or by their pages."""
    places = {problem.where for problem in problems}
    for folder, site in each_site(whole):
        with Memory(site.memory_folder) as memory:
            summaries = memory.all(SUMMARIES)
        for takedown in _posts(folder, site):
            media = _media(summaries.get(takedown.path))
            for place in places:
                inside = place.removeprefix(f"{folder}/") if folder else place
                is_its_file = f"{inside}/".startswith(f"{takedown.path}/")
                if is_its_file or takedown.owns(takedown.root + inside) or inside in media:
                    yield takedown.where


def _publish(request: PublishRequest, inventory: Inventory) -> tuple[Published, Problem | None]:
    """Publish without a past; where the host does not let it go, at least what readers see."""
    try:
        return publish(request, inventory), None
    except HistoryKept as kept:
        return publish(replace(request, forget=False), inventory), kept.problem
