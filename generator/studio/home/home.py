"""The studio's first page."""

from datetime import datetime
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from generator.language.localized import KAZAKHSTAN
from generator.messages import Words
from generator.serve.display import Shown
from generator.serve.web.rights import OFFICE, Door, Role, role_of
from generator.serve.web.service import STUDIO
from generator.studio.amounts import about_seconds, size_words
from generator.studio.editor.new_draft import hidden_posts
from generator.studio.home.lines import hidden_lines, in_order, lines, site_problems
from generator.studio.home.outgoing import Outgoing, outgoing
from generator.studio.home.public_site import PublicSite, public_site
from generator.studio.home.steps import Way, way_of
from generator.studio.invitation import invitation
from generator.studio.pages import page
from generator.studio.studio import Studio

_PUBLIC_LISTED = 4  # posts on the site that are listed without being asked for
_LISTED = 40


def routes(studio: Studio) -> list[Door]:
    return [Door(STUDIO, partial(home, studio), roles=OFFICE)]


async def home(studio: Studio, request: Request) -> Response:
    """What to begin, how far each post is, and what would go out."""
    words, role = studio.words(request), role_of(request)
    is_all = request.query_params.get("all") == "1"
    values = await run_in_threadpool(_values, studio, words, is_all)
    values["invited"] = invitation(studio, Role.AIDE) if role is Role.COMPUTER else None
    return page(studio, request, "home.html", is_all=is_all, **values)


def _values(studio: Studio, words: Words, is_all: bool) -> dict[str, Any]:
    shown, public = studio.shown, public_site(studio.request)
    going = outgoing(shown, public, studio.cache)
    posts = in_order(shown)
    ways = {post.path: way_of(post, shown, public) for post in posts}
    done = [post for post in posts if ways[post.path] in (Way.PUBLIC, Way.OVER)]
    if not is_all:
        left_out = {post.path for post in done[_PUBLIC_LISTED:]}
        posts = [post for post in posts if post.path not in left_out][:_LISTED]
    is_reading = bool(shown.unread) or not studio.display.has_first.is_set()
    hidden = [] if is_reading else hidden_posts(studio.content, shown)[:_LISTED]
    listed = [*hidden_lines(hidden, shown, words), *lines(posts, shown, public, words)]
    return {
        "lines": listed,
        "done": len(done),
        "hides_some": len(posts) < len(ways),
        "is_reading": is_reading,
        "problems": site_problems(shown, listed, words),
        "going": _going(going, words) if going else None,
        "public": public,
        "published_at": _moment(public, shown),
        "waiting": sum(way in (Way.WITH_DEPUTY, Way.CHANGED) for way in ways.values()),
    }


def _going(going: Outgoing, words: Words) -> dict[str, Any]:
    parts = {
        words("new posts: {count}", count=len(going.new)): len(going.new),
        words("corrections: {count}", count=len(going.changed)): len(going.changed),
        words("taken off: {count}", count=going.gone): going.gone,
    }
    return {
        "sum": ", ".join(text for text, count in parts.items() if count),
        "files": going.files,
        "size": size_words(going.size_bytes, words),
        "seconds": about_seconds(going.seconds, words),
        "is_whole": going.is_whole,
    }


def _moment(public: PublicSite, shown: Shown) -> str:
    """When this computer published last: the time today, else the day too."""
    if not public.seen_at:
        return ""
    at = datetime.fromtimestamp(public.seen_at, KAZAKHSTAN)
    return f"{at:%H:%M}" if at.date() == shown.now.date() else f"{at:%d.%m.%Y, %H:%M}"
