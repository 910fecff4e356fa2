"""Files on a host → the posts that they belong to. Pure."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.publish.difference import Steps
from generator.publish.http_headers import is_lasting
from generator.publish.ledger import Files

_PAGE = re.compile(
    r"(?P<root>deputies/[^/]+/)?(?:[a-z]{2}/)?(?P<folder>news|notice)/(?P<slug>[^/.]+)"
    r"\.(?:html|ics)(?:\.gz|\.br)?"
)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class PostChanges:
    """What a release means for posts; each is named by `post_of`."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def post_of(path: str) -> str:
    """The post that a file is a page of: its site's root and its slug; "" for other files."""
    match = _PAGE.fullmatch(path)
    return f"{match['root'] or ''}{match['slug']}" if match else ""


def posts_in(paths: Iterable[str]) -> frozenset[str]:
    """The posts that have a page among these files."""
    return frozenset(filter(None, map(post_of, paths)))


def changes(steps: Steps, shown: Files, wanted: Files) -> PostChanges:
    """What these steps from `shown` to `wanted` do to posts, the newest first."""
    before, after = posts_in(shown), posts_in(wanted)
    touched = posts_in(steps.put) & before & after
    return PostChanges(
        tuple(sorted(after - before, reverse=True)),
        tuple(sorted(touched, reverse=True)),
        tuple(sorted(before - after, reverse=True)),
    )


def pages_of(post: str, files: Iterable[str]) -> tuple[str, ...]:
    """The pages of a post among these files."""
    return tuple(path for path in files if post_of(path) == post)


def needed_by_page(page: bytes, files: Iterable[str]) -> tuple[str, ...]:
    """Of these files, the photos, clips and parts of the theme that a page names."""
    names = set(re.findall(rb"[\w.-]+", page))
    return tuple(
        path for path in files if is_lasting(path) and path.rpartition("/")[2].encode() in names
    )


def title_of(page: bytes) -> str:
    """The title that readers see on a page; "" where there is none."""
    match = _TITLE.search(page.decode("utf-8", "replace"))
    return " ".join(html.unescape(_MARKUP.sub("", match[1])).split()) if match else ""
