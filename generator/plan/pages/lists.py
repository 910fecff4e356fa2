"""The lists of posts in one language: home, archive, clips, answers, topics."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from generator.kinds import Kind
from generator.language.alphabet import sort_key
from generator.language.dates import month_title
from generator.model import Post
from generator.plan.pages.clips import FEED_CLIPS, clip_feed, has_clip
from generator.plan.pages.edition import Edition
from generator.plan.schedule import FRESH
from generator.plan.summary import coming_events
from generator.plan.views import (
    AnswersView,
    ArchiveView,
    Card,
    CardGroup,
    HomeView,
    Link,
    ListView,
    OlderClipsView,
    PageView,
    SearchView,
    TagsView,
    TagView,
)

HOME_CARDS = 6
"""Posts with a picture on a home page: 7 with the large one, 10 requests in all on a desktop."""
HOME_AHEAD = 3
"""Events to come that a home page names."""
_NEWEST = 5  # among these a clip may open the home page, however old it is
HOME_ROWS = 12
"""Headlines below them."""
# Browsers fetch pictures far below the screen, and each costs the reader money.
_LIST_CARDS = 4
_PAGE_POSTS = 30
_SEARCH_TOPICS, _SEARCH_POSTS = 8, 6

L = TypeVar("L", bound=ListView)


def list_pages(edition: Edition) -> Iterator[PageView]:
    """Every list of one language, but for the home page."""
    yield from _archive(edition)
    links, posts = edition.links, edition.room.posts
    clips = [post for post in posts if has_clip(post)]
    yield clip_feed(edition, clips)
    if older := clips[FEED_CLIPS:]:
        title = edition.string("Earlier videos")
        yield from _sheets(edition, OlderClipsView, title, older, links.older_clips_page)
    answers = [post for post in posts if post.facts.kind is Kind.ANSWER]
    if answers:
        title = edition.string("Answers")
        yield from _sheets(edition, AnswersView, title, answers, links.answers_page)
    yield from _topics(edition)


def home(edition: Edition) -> HomeView:
    """The home page: who it is, what is ahead, and the newest posts.

    Events that are over stand behind the other posts, however new their announcement is.
    """
    room, site = edition.room, edition.site
    ordered = sorted(room.posts, key=lambda post: not room.pinned(post))
    events = coming_events(ordered, room.now)[:HOME_AHEAD]
    first = _opening(edition, [post for post in ordered if post not in events or room.pinned(post)])
    ahead = [post for post in events if post is not first]
    rest = [post for post in ordered if post is not first and post not in ahead]
    rest = sorted(rest, key=room.over)[: HOME_CARDS + HOME_ROWS]
    cards = [post for post in rest[:HOME_CARDS] if not room.over(post)]
    return HomeView(
        **edition.common(edition.links.home, site.name),
        description=site.tagline or edition.describe(site.name, ordered),
        hero=edition.card(first) if first else None,
        ahead=edition.rows(ahead),
        cards=edition.cards(cards),
        rows=edition.rows(rest[len(cards) :]),
    )


def _opening(edition: Edition, ordered: list[Post]) -> Post | None:
    """The post that is shown large: a pinned one, else a fresh clip, else the newest."""
    room = edition.room
    told = [post for post in ordered if not room.over(post)] or ordered
    for place, post in enumerate(told):
        is_fresh = place < _NEWEST or room.today - post.date <= FRESH
        if room.pinned(post) or (has_clip(post) and is_fresh):
            return post
    return next(iter(told), None)


# Archive: years keep their addresses when a post is added; only the newest one changes


def _archive(edition: Edition) -> Iterator[ArchiveView]:
    title, links = edition.string("Archive"), edition.links
    by_year: dict[int, list[Post]] = {}
    for post in edition.room.posts:
        by_year.setdefault(post.date.year, []).append(post)
    if not by_year:
        description = edition.describe(title, [])
        yield ArchiveView(**edition.common(links.archive, title), description=description)
    newest = max(by_year, default=0)
    paths = {year: links.archive if year == newest else links.year(year) for year in by_year}
    years = tuple(Link(str(year), paths[year], len(posts)) for year, posts in by_year.items())
    for year, posts in by_year.items():
        year_title = f"{title}: {year}" if len(by_year) > 1 else title
        yield ArchiveView(
            **edition.common(paths[year], year_title),
            description=edition.describe(year_title, posts),
            groups=_months(edition, posts),
            years=years,
        )


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
    tags, title, by_tag = edition.room.tags, edition.string("Topics"), _posts_by_tag(edition)
    for slug, posts in by_tag.items():
        yield from _topic(edition, slug, posts)
    if edition.site.tags:
        topics = tuple(edition.tag_link(slug, len(posts)) for slug, posts in by_tag.items())
        locales = {locale for names in tags.names.values() for locale in names}
        names = ", ".join(topic.title for topic in topics)
        yield TagsView(
            **edition.common(edition.links.tags, title, locales),
            description=f"{edition.describe(title, [])}: {names}",
            tags=topics,
        )


def _posts_by_tag(edition: Edition) -> dict[str, list[Post]]:
    """The posts of each topic that has a name in this language, by that name."""
    tags = edition.room.tags
    by_tag: dict[str, list[Post]] = {}
    for post in edition.room.posts:
        for slug in tags.of(post):
            by_tag.setdefault(slug, []).append(post)
    named = [slug for slug in by_tag if edition.locale in tags.names[slug]]
    named.sort(key=lambda slug: sort_key(tags.names[slug][edition.locale]))
    return {slug: by_tag[slug] for slug in named}


def _topic(edition: Edition, slug: str, posts: list[Post]) -> Iterator[TagView]:
    names = edition.room.tags.names[slug]
    title = names[edition.locale]
    all_topics = Link(edition.string("Topics"), edition.links.tags)
    for view in _sheets(edition, TagView, title, posts, partial(edition.links.tag, slug)):
        yield replace(
            view,
            description=edition.describe(title, posts),
            alternates=tuple(pair for pair in view.alternates if pair[0] in names),
            crumbs=edition.crumbs(view.path, title, all_topics),
        )


# Search, and what it opens with


def search_page(edition: Edition, index: str) -> SearchView:
    """The page that searches with the script at that path."""
    by_tag = sorted(_posts_by_tag(edition).items(), key=lambda item: -len(item[1]))
    return SearchView(
        **edition.common(edition.links.search, edition.string("Search")),
        scripts=edition.scripts("search.js"),
        search_index=index,
        topics=tuple(edition.tag_link(tag, len(posts)) for tag, posts in by_tag[:_SEARCH_TOPICS]),
        latest=edition.rows(edition.room.posts[:_SEARCH_POSTS]),
    )


# Long lists, cut into pages


def _sheets(
    edition: Edition, kind: type[L], title: str, posts: list[Post], path_of: Callable[[int], str]
) -> Iterator[L]:
    """A list cut into pages that are numbered from the oldest post.

    So an added post changes only the first page (number 0, one to two pages long), and no address
    ever shows other posts.
    """
    whole = max(0, len(posts) // _PAGE_POSTS - 1)  # pages that are full and stay as they are
    cuts = [0, *range(len(posts) - whole * _PAGE_POSTS, len(posts), _PAGE_POSTS), len(posts)]
    paths = [path_of(number) for number in (0, *range(whole, 0, -1))]
    for place, path in enumerate(paths):
        shown = posts[cuts[place] : cuts[place + 1]]
        yield kind(
            **edition.common(path, title),
            description=edition.describe(title, shown),
            cards=edition.cards(shown[:_LIST_CARDS]),
            rows=edition.rows(shown[_LIST_CARDS:]),
            newer=Link("", paths[place - 1]) if place else None,
            older=Link("", paths[place + 1]) if place + 1 < len(paths) else None,
        )
