"""An edition in, its lists of posts out: home, archive, clips, answers, topics."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace

from generator.language.alphabet import sort_key
from generator.language.dates import month_title
from generator.model import Clip, Kind, Post
from generator.plan.pages.edition import Edition
from generator.plan.views import Card, CardGroup, Link, PageView

HOME_CARDS = 6
"""Posts with a picture on a home page: with the opening one 7, and 10 requests in all on a desk."""
HOME_ROWS = 12
"""Headlines below them."""
_PAGE_POSTS = 30


def list_pages(edition: Edition) -> Iterator[PageView]:
    """Every list of one language, but for the home page."""
    yield from _archive(edition)
    yield from _sheets(edition, "clips", "Video", clip_posts(edition), edition.links.clips_page)
    answers = answer_posts(edition)
    if answers:
        yield from _sheets(edition, "answers", "Answers", answers, edition.links.answers_page)
    yield from _topics(edition)


def clip_posts(edition: Edition) -> list[Post]:
    """The posts with a clip."""
    return [post for post in edition.room.posts if any(isinstance(one, Clip) for one in post.media)]


def answer_posts(edition: Edition) -> list[Post]:
    """The answers to false claims."""
    return [post for post in edition.room.posts if post.facts.kind is Kind.ANSWER]


def home(edition: Edition) -> PageView:
    """The home page: who it is, and the newest posts."""
    ordered = sorted(edition.room.posts, key=lambda post: not edition.room.pinned(post))
    first = _opening(edition, ordered)
    rest = [post for post in ordered if post is not first][: HOME_CARDS + HOME_ROWS]
    view = edition.page(
        "home",
        edition.links.home,
        hero=edition.card(first) if first else None,
        title=edition.site.name,
        description=edition.site.tagline or edition.describe(edition.site.name, ordered),
    )
    return edition.listing(view, rest, HOME_CARDS)


def _opening(edition: Edition, ordered: list[Post]) -> Post | None:
    """What is shown large: a pinned post, else the newest with a clip, else the newest."""
    for post in ordered:
        if edition.room.pinned(post) or any(isinstance(one, Clip) for one in post.media):
            return post
    return ordered[0] if ordered else None


# Archive: years keep their addresses when a post is added; only the newest one changes


def _archive(edition: Edition) -> Iterator[PageView]:
    by_year: dict[int, list[Post]] = {}
    for post in edition.room.posts:
        by_year.setdefault(post.date.year, []).append(post)
    newest = max(by_year, default=0)
    paths = {
        year: edition.links.archive if year == newest else edition.links.year(year)
        for year in by_year
    }
    years = tuple(Link(str(year), paths[year], len(by_year[year])) for year in by_year)
    if not by_year:
        view = edition.page("archive", edition.links.archive, "Archive")
        yield replace(view, description=edition.describe(view.title, []))
    for year, posts in by_year.items():
        view = edition.page(
            "archive", paths[year], "Archive", groups=_months(edition, posts), years=years
        )
        title = f"{view.title}: {year}" if len(by_year) > 1 else view.title
        yield replace(view, title=title, description=edition.describe(title, posts))


def _months(edition: Edition, posts: list[Post]) -> tuple[CardGroup, ...]:
    by_month: dict[tuple[int, int], list[Card]] = {}
    for post in posts:
        by_month.setdefault((post.date.year, post.date.month), []).append(edition.headline(post))
    return tuple(
        CardGroup(month_title(year, month, edition.locale), f"m{year}-{month:02}", tuple(cards))
        for (year, month), cards in by_month.items()
    )


# Topics


def _topics(edition: Edition) -> Iterator[PageView]:
    tags = edition.room.tags
    by_tag: dict[str, list[Post]] = {}
    for post in edition.room.posts:
        for slug in tags.of(post):
            by_tag.setdefault(slug, []).append(post)
    named = [slug for slug in by_tag if edition.locale in tags.names[slug]]
    named.sort(key=lambda slug: sort_key(tags.names[slug][edition.locale]))
    for slug in named:
        yield from _topic(edition, slug, by_tag[slug])
    if edition.site.tags:
        found = tuple(edition.tag_link(slug, len(by_tag[slug])) for slug in named)
        view = edition.page("tags", edition.links.tags, "Topics", tags=found)
        named_in = {locale for names in tags.names.values() for locale in names}
        view = replace(view, alternates=tuple(o for o in view.alternates if o[0] in named_in))
        names = ", ".join(link.title for link in found)
        yield replace(view, description=f"{edition.describe(view.title, [])}: {names}")


def _topic(edition: Edition, slug: str, posts: list[Post]) -> Iterator[PageView]:
    names = edition.room.tags.names[slug]
    for view in _sheets(edition, "tag", "", posts, partial(edition.links.tag, slug)):
        yield replace(
            view,
            title=names[edition.locale],
            description=edition.describe(names[edition.locale], posts),
            alternates=tuple(one for one in view.alternates if one[0] in names),
            crumbs=edition.crumbs(
                replace(view, title=names[edition.locale]),
                Link(edition.string("Topics"), edition.links.tags),
            ),
        )


# Long lists, cut into pages


def _sheets(
    edition: Edition,
    kind: str,
    message: str,
    posts: list[Post],
    path_of: Callable[[int], str],
) -> Iterator[PageView]:
    """A list cut into pages that are numbered from the oldest post.

    So an added post changes the first page (number 0, of one to two pages' length) alone, and no
    address ever shows other posts.
    """
    whole = max(0, len(posts) // _PAGE_POSTS - 1)  # pages that are full and stay as they are
    first = len(posts) - whole * _PAGE_POSTS
    cuts = [(0, posts[:first])]
    for number in range(whole, 0, -1):
        start = first + (whole - number) * _PAGE_POSTS
        cuts.append((number, posts[start : start + _PAGE_POSTS]))
    paths = [path_of(number) for number, _ in cuts]
    for place, (_, shown) in enumerate(cuts):
        view = edition.page(
            kind,
            paths[place],
            message,
            newer=Link("", paths[place - 1]) if place else None,
            older=Link("", paths[place + 1]) if place + 1 < len(paths) else None,
        )
        yield edition.listing(view, shown)
