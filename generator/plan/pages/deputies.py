"""The deputies of a region in, its pages about them out: who they are, what is new, whom to ask."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from generator.digest import digest_bytes
from generator.language.alphabet import sort_key
from generator.language.localized import in_locale
from generator.model import Region
from generator.plan.deputy_summary import NEWEST, Deputies, DeputySummary, moved
from generator.plan.files.find import FOLDED, Findable, find_scripts, place_text, words_of
from generator.plan.pages.edition import Edition
from generator.plan.pages.lists import HOME_CARDS, HOME_ROWS
from generator.plan.pages.posts import midnight
from generator.plan.permalinks import deputy_root
from generator.plan.plan import File, literal
from generator.plan.views import Card, DeputiesView, DeputyView, FeedEntry, FindView, HomeView, Link
from generator.plan.words import site_name

_ON_ONE_PAGE = 200


def deputy_summary(editions: list[Edition], region: Region) -> DeputySummary:
    """A site inside that region, in brief."""
    room, site = editions[0].room, editions[0].room.media.content.site
    slug = region.slug
    return DeputySummary(
        slug=slug,
        name=tuple((one.locale, site_name(site, room.theme, one.locale)) for one in editions),
        district=site.district,
        places=site.places,
        homes=tuple((one.locale, one.site.home) for one in editions),
        portrait=editions[0].site.portrait,
        news=tuple(
            tuple(edition.card(post) for post in room.posts[:NEWEST]) for edition in editions
        ),
        is_elsewhere=not site.url.endswith(deputy_root(slug)),
    )


def find_files(edition: Edition, deputies: Deputies) -> tuple[FindView, list[File]]:
    """What finds a deputy in this language, and its files."""
    found = [
        Findable(
            deputy_root(one.slug) + in_locale(one.homes, edition.locale),
            in_locale(one.name, edition.locale),
            in_locale(one.district, edition.locale),
            words_of((one.name, *one.places)),
        )
        for one in deputies.members
    ]
    files = [
        (letter, literal(edition.links.places(letter, digest_bytes(script)), script))
        for letter, script in find_scripts(found).items()
    ]
    pieces = tuple((letter, file.path) for letter, file in files)
    return FindView(*FOLDED, pieces), [file for _, file in files]


def region_home(edition: Edition, deputies: Deputies, find: FindView) -> HomeView:
    """The region's home page: whom to ask, and what is new with all deputies."""
    own = [edition.card(post) for post in edition.room.posts[:NEWEST]]
    cards = sorted(
        (*own, *deputies.news[edition.place]),
        key=lambda card: (card.pinned, card.day),
        reverse=True,
    )
    hero = next((card for card in cards if card.pinned or card.duration_text), None)
    rest = [card for card in cards if card is not hero]
    rows = rest[HOME_CARDS : HOME_CARDS + HOME_ROWS]
    site = edition.site
    return HomeView(
        **edition.common(edition.links.home, site.name),
        description=site.tagline or edition.describe(site.name, []),
        hero=hero,
        cards=tuple(rest[:HOME_CARDS]),
        rows=tuple(replace(card, picture=None) for card in rows),
        find=find,
        scripts=edition.scripts("find.js"),
    )


def deputies_pages(edition: Edition, deputies: Deputies, find: FindView) -> Iterator[DeputiesView]:
    """The list of all deputies by name; of very many, a page for each first letter."""
    named = sorted(deputies.members, key=lambda one: sort_key(in_locale(one.name, edition.locale)))
    shown = tuple(_view(one, edition.locale) for one in named)
    title = edition.string("Deputies")
    whole = DeputiesView(
        **edition.common(edition.links.deputies, title),
        description=edition.describe(title, []),
        find=find,
        scripts=edition.scripts("find.js"),
    )
    if len(shown) <= _ON_ONE_PAGE:
        yield replace(whole, deputies=shown)
        return
    by_letter: dict[str, list[DeputyView]] = {}
    for deputy in shown:
        by_letter.setdefault(deputy.name[:1].upper(), []).append(deputy)
    letters = tuple(
        Link(letter, edition.links.deputies_of(letter), len(some))
        for letter, some in by_letter.items()
    )
    yield replace(whole, letters=letters)
    for link in letters:
        yield replace(
            whole,
            path=link.path,
            title=f"{title}: {link.title}",
            letters=letters,
            deputies=tuple(by_letter[link.title]),
            alternates=((edition.locale, link.path),),
        )


def entries_of(cards: Iterable[Card]) -> Iterator[FeedEntry]:
    """What deputies published, for the region's feed."""
    for card in cards:
        day = midnight(date.fromisoformat(card.day))
        yield FeedEntry(
            path=card.path,
            title=f"{card.owner}: {card.title}",
            published=day,
            updated=day,
            summary=card.summary,
            html="",
            picture=card.picture.fallback.files[0][0] if card.picture else "",
            ai=card.ai,
        )


def sitemaps(deputies: Deputies) -> tuple[str, ...]:
    """The paths of the deputies' own sitemaps, of those whose address is below the region's."""
    return tuple(
        f"{deputy_root(one.slug)}sitemap.xml" for one in deputies.members if not one.is_elsewhere
    )


def _view(member: DeputySummary, locale: str) -> DeputyView:
    root = deputy_root(member.slug)
    return DeputyView(
        name=in_locale(member.name, locale),
        path=root + in_locale(member.homes, locale),
        district=in_locale(member.district, locale),
        places=place_text(member.places, locale),
        portrait=moved(member.portrait, root) if member.portrait else None,
    )
