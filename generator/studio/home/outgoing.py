"""What publishing now would send, estimated from what this computer knows."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model import Post
from generator.plan.plan import Copied
from generator.plan.schedule import visible
from generator.serve.display import Shown
from generator.store.cache import Cache
from generator.studio.home.public_site import PublicSite

# Upload of a district's ADSL or 3G line, and what building, pages and lists cost besides.
_BYTES_A_SECOND = 250_000
_OTHER_SECONDS = 10
_OTHER_BYTES = 150_000  # lists, feeds, search and pages around the posts


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Posts that would go out or go away, and about how much there is to send."""

    new: tuple[Post, ...] = ()
    changed: tuple[Post, ...] = ()
    gone: int = 0
    files: int = 0
    size_bytes: int = 0
    is_whole: bool = True  # whether all photos and clips of these posts are made

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    @property
    def seconds(self) -> int:
        return _OTHER_SECONDS + self.size_bytes // _BYTES_A_SECOND


def outgoing(shown: Shown, public: PublicSite, cache: Cache) -> Outgoing:
    """What would go out now: without drafts and without what waits for the deputy or its day."""
    posts = visible(shown.content, shown.now, public.standing).posts
    new = tuple(post for post in posts if not public.has(post))
    changed = tuple(post for post in posts if public.has(post) and not public.is_current(post))
    gone = len(public.slugs - {post.slug for post in posts})
    going = (*new, *changed)
    if not going and not gone:
        return Outgoing()
    sizes = list(_sizes(going, shown, public, cache))
    summaries = [shown.plan.summaries.get(post.path) for post in going]
    pages = sum(len(summary.pages) for summary in summaries if summary)
    is_whole = all(summary and summary.whole for summary in summaries)
    files, size_bytes = pages + len(sizes), sum(sizes) + _OTHER_BYTES
    return Outgoing(new, changed, gone, files, size_bytes, is_whole)


def _sizes(posts: Iterable[Post], shown: Shown, public: PublicSite, cache: Cache) -> Iterable[int]:
    """The sizes of the photos and clips of these posts that the site does not have."""
    wanted = {
        media
        for post in posts
        if (summary := shown.plan.summaries.get(post.path))
        for media in summary.media
    }
    for file in shown.plan.files:
        content = file.content
        if not isinstance(content, Copied) or (content.key, content.name) not in wanted:
            continue
        path = cache.path(content.key, content.name)
        if file.path not in public.files and path.is_file():
            yield path.stat().st_size
