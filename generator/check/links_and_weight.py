"""The planned site and its folder in; what it costs a reader and where links end nowhere out."""

import html
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import Problem, doubt
from generator.model import Clip, Content, Post, Text
from generator.plan.permalinks import permalinks
from generator.plan.plan import Plan, Rendered
from generator.plan.views import Figure, Picture, Player, PostView

Read = Callable[[str], str]
"""Gives a text file of content/ by its path; raises OSError or ValueError where it cannot."""

_BYTES_A_SECOND = 125_000  # 1 Mbit/s
_FIRST_SECONDS = 2.5  # until the largest thing of the first view is there
_CLIP_SECONDS = 60.0
_PHONE_PX = 720  # 360 points wide, two pixels a point

_HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
# [words](target), but no picture: of a missing one the build speaks.
_MARKDOWN_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(\s*<?([^)>\s]+)")
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|#|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page of a post costs: bytes of its first view, and of its clips' small files."""

    post: Post
    locale: str
    first_bytes: int
    clips: tuple[tuple[Player, int], ...] = ()

    @property
    def first_seconds(self) -> float:
        """Until the first view is there, at 1 Mbit/s."""
        return self.first_bytes / _BYTES_A_SECOND


def check_site(content: Content, plan: Plan, output: Path, read: Read) -> Iterator[Problem]:
    """Heavy pages and clips, links to pages that are not there, and where a .kz site may stand.

    `output` is the folder that holds the plan's files already; `read` gives texts, for lines.
    """
    yield from _hosting(content.site.url)
    heavy: set[str] = set()
    for weight in weights(content, plan, output):
        for found in _heavy(weight):
            if (found.what + found.where) not in heavy:  # both languages have the same clips
                heavy.add(found.what + found.where)
                yield found
    paths = {file.path for file in plan.files}
    texts = [text for post in content.posts for text in post.texts]
    texts += [text for page in content.pages for text in page.texts]
    for text in texts:
        yield from _dead_links(text, content.site.url, paths, read)


def _hosting(url: str) -> Iterator[Problem]:
    if (urlsplit(url).hostname or "").endswith((".kz", ".қаз", ".xn--80ao21a")):
        yield doubt(
            "site.toml",
            "a site with a .kz address has to stand on a server in Kazakhstan",
            "ask your hosting company where its server is",
        )


# What a page costs


def weights(content: Content, plan: Plan, output: Path) -> Iterator[Weight]:
    """What each page of each post costs a phone, compressed as hosts do it."""
    pages = {file.path: file.content for file in plan.files if isinstance(file.content, Rendered)}
    shared: dict[str, int] = {}
    for post in content.posts:
        for locale in content.site.locales:
            page = pages.get(permalinks(locale, content.site.locales).post(post.slug))
            view = page.view if page else None
            if isinstance(view, PostView):
                for path in (view.site.style, *view.scripts):
                    shared.setdefault(path, _compressed(output / path))
                parts = sum(shared[path] for path in (view.site.style, *view.scripts))
                first = _compressed(output / view.path) + parts + _opening(view, output)
                clips = tuple((one, _small_bytes(one)) for one in view.clips)
                yield Weight(post, locale, first, clips)


def _compressed(path: Path) -> int:
    try:
        return len(zlib.compress(path.read_bytes(), 6))
    except OSError:
        return 0


def _opening(view: PostView, output: Path) -> int:
    """Bytes of the picture that opens the page: later ones are loaded when they are reached."""
    figures = [*(part.figure for part in view.parts if part.figure), *view.gallery]
    path = view.lead.poster if view.lead else _phone_file(figures)
    try:
        return (output / path).stat().st_size if path else 0
    except OSError:
        return 0


def _phone_file(figures: list[Figure]) -> str:
    if not figures:
        return ""
    picture: Picture = figures[0].picture
    files = (*picture.sets, picture.fallback)[0].files
    return next((path for path, width_px in files if width_px >= _PHONE_PX), files[-1][0])


def _small_bytes(player: Player) -> int:
    small = player.choices[0].files if player.choices else player.renditions
    return max((one.size_bytes for one in small), default=0)


def _heavy(weight: Weight) -> Iterator[Problem]:
    post = weight.post
    if weight.first_seconds > _FIRST_SECONDS:
        yield doubt(
            post.path,
            "the page opens in {seconds} s on a slow phone line",
            "shorten the text, or make two posts of it",
            seconds=round(weight.first_seconds),
        )
    for player, size_bytes in weight.clips:
        seconds = size_bytes / _BYTES_A_SECOND
        if seconds > _CLIP_SECONDS:
            yield doubt(
                _clip_path(post, player),
                "even the small size of the clip takes {seconds} s to load on a slow phone line",
                "keep the main point, or make two clips of it",
                seconds=round(seconds),
            )


def _clip_path(post: Post, player: Player) -> str:
    """The clip's file; the post's folder where two clips are of one length."""
    clips = [one for one in post.media if isinstance(one, Clip)]
    same = [
        one.source.path
        for one in clips
        if f"PT{max(1, round(one.facts.seconds))}S" == player.duration_iso
    ]
    return same[0] if len(same) == 1 else post.path


# Links


def _dead_links(text: Text, url: str, paths: set[str], read: Read) -> Iterator[Problem]:
    lines = _lines(text.path, read)
    said: set[str] = set()
    for block in text.body:
        for written in _HREF.findall(block.html):
            target = html.unescape(written)
            if url and target not in said and _own_path(target, url) not in (None, *paths):
                said.add(target)
                yield doubt(
                    text.path,
                    "this link leads to a page that the site does not have: {target}",
                    "open the page you mean and copy its address",
                    line=_line_of(target, lines),
                    target=target,
                )
    if text.path.lower().endswith((".md", ".markdown")):
        yield from _relative_links(text, lines)


def _relative_links(text: Text, lines: list[str]) -> Iterator[Problem]:
    """Links to files of content/: readers do not have those, so that the words stay alone."""
    said: set[str] = set()
    for number, line in enumerate(lines, 1):
        for target in _MARKDOWN_LINK.findall(line):
            if _HAS_SCHEME.match(target) is None and target not in said:
                said.add(target)
                yield doubt(
                    text.path,
                    "this link is not shown, because readers do not have the file: {target}",
                    "write a whole address: https://…",
                    line=number,
                    target=unquote(target),
                )


def _own_path(target: str, url: str) -> str | None:
    """The file of this site that an address means; None for another site's."""
    here, there = urlsplit(url), urlsplit(target)
    if there.hostname != here.hostname or there.scheme not in ("http", "https"):
        return None
    path = unquote(there.path) or "/"
    if not f"{path}/".startswith(here.path):
        return None
    own = path[len(here.path) :].lstrip("/")
    return f"{own}index.html" if not own or own.endswith("/") else own


def _lines(path: str, read: Read) -> list[str]:
    if not path or path.lower().endswith(".docx"):
        return []
    try:
        return read(path).splitlines()
    except (OSError, ValueError):
        return []


def _line_of(target: str, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if target in line), 0)
