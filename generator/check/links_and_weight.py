"""Check what pages and clips cost on a slow line, dead links, and where a site may be hosted."""

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.check import ReadText
from generator.errors import Problem, doubt
from generator.model import Clip, Content, Post, Text
from generator.plan.permalinks import permalinks
from generator.plan.plan import Plan, Rendered
from generator.plan.views import Figure, Player, PostView

_BYTES_A_SECOND = 125_000  # 1 Mbit/s
_FIRST_SECONDS = 2.5  # to the largest paint of the first view
_CLIP_SECONDS = 60.0
_PHONE_PX = 720  # 360 CSS pixels at two device pixels each

_HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
# [words](target), not pictures: the build reports missing ones.
_MARKDOWN_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(\s*<?([^)>\s]+)")
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|#|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page of a post costs a phone, as hosts compress it."""

    post: Post
    locale: str
    first_bytes: int  # page, style, scripts and the first picture
    clips: tuple[tuple[Player, int], ...] = ()  # with the bytes of the smallest choice

    @property
    def first_seconds(self) -> float:
        """Time to load the first view at 1 Mbit/s."""
        return self.first_bytes / _BYTES_A_SECOND


def check_site(content: Content, plan: Plan, output: Path, read: ReadText) -> Iterator[Problem]:
    """Doubts about hosting, heavy pages and clips, and dead links.

    `output` has the plan's files; `read` is asked for texts only to find lines.
    """
    yield from _hosting(content.site.url)
    heavy: dict[tuple[str, str], Problem] = {}
    for weight in weights(content, plan, output):
        for problem in _heavy(weight):  # both languages have the same clips
            heavy.setdefault((problem.what, problem.where), problem)
    yield from heavy.values()
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


def weights(content: Content, plan: Plan, output: Path) -> Iterator[Weight]:
    """The weight of each page of each post; missing files weigh nothing."""
    pages = {file.path: file.content for file in plan.files if isinstance(file.content, Rendered)}
    shared: dict[str, int] = {}
    for post in content.posts:
        for locale in content.site.locales:
            page = pages.get(permalinks(locale, content.site.locales).post(post.slug))
            view = page.view if page else None
            if isinstance(view, PostView):
                parts = (view.site.style, *view.scripts)
                for path in parts:
                    shared.setdefault(path, _compressed(output / path))
                first = _compressed(output / view.path) + sum(shared[path] for path in parts)
                clips = tuple((player, _small_bytes(player)) for player in view.clips)
                yield Weight(post, locale, first + _opening(view, output), clips)


def _compressed(path: Path) -> int:
    try:
        return len(zlib.compress(path.read_bytes(), 6))
    except OSError:
        return 0


def _opening(view: PostView, output: Path) -> int:
    """Bytes of the first picture; later ones load when a reader scrolls to them."""
    figures = [*(part.figure for part in view.parts if part.figure), *view.gallery]
    path = view.lead.poster if view.lead else _phone_file(figures)
    try:
        return (output / path).stat().st_size if path else 0
    except OSError:
        return 0


def _phone_file(figures: list[Figure]) -> str:
    if not figures:
        return ""
    picture = figures[0].picture
    files = (*picture.sets, picture.fallback)[0].files
    return next((path for path, width_px in files if width_px >= _PHONE_PX), files[-1][0])


def _small_bytes(player: Player) -> int:
    small = player.choices[0].files if player.choices else player.renditions
    return max((file.size_bytes for file in small), default=0)


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
    """The clip's file; the post where several clips have the same length."""
    clips = [medium for medium in post.media if isinstance(medium, Clip)]
    lengths = [f"PT{max(1, round(clip.seconds))}S" for clip in clips]
    if lengths.count(player.duration_iso) != 1:
        return post.path
    return clips[lengths.index(player.duration_iso)].source.path


def _dead_links(text: Text, url: str, paths: set[str], read: ReadText) -> Iterator[Problem]:
    lines = _lines(text.path, read)
    reported: set[str] = set()
    for block in text.body:
        for target in map(html.unescape, _HREF.findall(block.html)):
            if url and target not in reported and _own_path(target, url) not in (None, *paths):
                reported.add(target)
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
    """Links to files of content/, which readers do not have; the page shows the words alone."""
    reported: set[str] = set()
    for number, line in enumerate(lines, 1):
        for target in _MARKDOWN_LINK.findall(line):
            if _HAS_SCHEME.match(target) is None and target not in reported:
                reported.add(target)
                yield doubt(
                    text.path,
                    "this link is not shown, because readers do not have the file: {target}",
                    "write a whole address: https://…",
                    line=number,
                    target=unquote(target),
                )


def _own_path(target: str, url: str) -> str | None:
    """The path in output/ of an address of this site; None for other sites."""
    here, there = urlsplit(url), urlsplit(target)
    if there.hostname != here.hostname or there.scheme not in ("http", "https"):
        return None
    path = unquote(there.path) or "/"
    if not f"{path}/".startswith(here.path):
        return None
    own = path[len(here.path) :].lstrip("/")
    return f"{own}index.html" if not own or own.endswith("/") else own


def _lines(path: str, read: ReadText) -> list[str]:
    if not path or path.lower().endswith(".docx"):
        return []
    try:
        return read(path).splitlines()
    except (OSError, ValueError):
        return []


def _line_of(target: str, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if target in line), 0)
