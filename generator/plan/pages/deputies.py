"""A region's pages: its home, the list of its deputies, and their news."""

from collections.abc import Iterator

from msgspec.structs import replace

from generator.digest import digest_bytes
from generator.language.alphabet import sort_key
from generator.language.localized import in_locale
from generator.model import Region
from generator.plan.deputy_summary import NEWEST, Deputies, DeputySummary, moved
from generator.plan.files.feeds import feed_entry
from generator.plan.files.find import FOLDED, Findable, find_scripts, place_text, words_of
from generator.plan.pages.edition import Edition
from generator.plan.pages.lists import HOME_AHEAD, HOME_CARDS, HOME_ROWS
from generator.plan.pages.posts import remembered_view
from generator.plan.permalinks import deputy_root
from generator.plan.plan import File, literal
from generator.plan.views import Card, DeputiesView, DeputyView, FeedEntry, FindView, HomeView, Link
from generator.plan.words import initials

_ON_ONE_PAGE = 200
_ON_HOME = 12  # faces: each weighs up to 2 kB
_FEED_OF_ONE = 5  # posts of one deputy in the region's feed, so that it tells of all


def deputy_summary(editions: list[Edition], region: Region) -> DeputySummary:
    """The summary of a deputy's site inside that region."""
    room, site = editions[0].room, editions[0].room.site
    return DeputySummary(
        slug=region.slug,
        name=tuple((edition.locale, edition.site.name) for edition in editions),
        district=site.district,
        places=site.places,
        homes=tuple((edition.locale, edition.site.home) for edition in editions),
        portrait=editions[0].site.portrait,
        face=editions[0].site.face,
        phone=site.contacts.phone,
        whatsapp=site.contacts.whatsapp,
        entries=tuple(tuple(_entries(edition)) for edition in editions),
        news=tuple(edition.cards(room.posts[:NEWEST]) for edition in editions),
        is_elsewhere=not site.url.endswith(deputy_root(region.slug)),
    )


def _entries(edition: Edition) -> Iterator[FeedEntry]:
    """What the newest posts in this language say in the region's feed."""
    for post in edition.own_posts[:_FEED_OF_ONE]:
        for page in edition.room.summaries[post.path].pages:
            if page.locale == edition.locale:
                yield feed_entry(remembered_view(edition, post, page))


def find_files(edition: Edition, deputies: Deputies) -> tuple[FindView, list[File]]:
    """What a page needs to find a deputy in this language, and the scripts it loads."""
    findable = [
        Findable(
            deputy_root(deputy.slug) + in_locale(deputy.homes, edition.locale),
            in_locale(deputy.name, edition.locale),
            in_locale(deputy.district, edition.locale),
            words_of((deputy.name, *deputy.places)),
            deputy.portrait.fallback.files[0][0] if deputy.portrait else "",
            deputy.phone,
            deputy.whatsapp,
        )
        for deputy in deputies.members
    ]
    files = {
        letter: literal(edition.links.places(letter, digest_bytes(script)), script)
        for letter, script in find_scripts(findable).items()
    }
    pieces = tuple((letter, file.path) for letter, file in files.items())
    return FindView(*FOLDED, pieces), list(files.values())


def region_home(edition: Edition, deputies: Deputies, find: FindView) -> HomeView:
    """The region's home page: whom to ask, and what is new with all deputies."""
    cards = sorted(
        (*edition.cards(edition.room.posts[:NEWEST]), *deputies.news[edition.place]),
        key=lambda card: (card.pinned, card.day, card.hour),
        reverse=True,
    )
    ahead = _ahead(cards)
    told = sorted((card for card in cards if card not in ahead), key=lambda card: card.over)
    hero = next((card for card in told if card.pinned or card.duration_text), None)
    rest = [card for card in told if card is not hero]
    rows = rest[HOME_CARDS : HOME_CARDS + HOME_ROWS]
    site, shown = edition.site, _faces(deputies, edition)
    return HomeView(
        **edition.common(edition.links.home, site.name),
        description=site.tagline or edition.describe(site.name, []),
        deputies=shown[:_ON_HOME],
        deputy_count=len(shown),
        hero=hero,
        ahead=ahead,
        cards=tuple(rest[:HOME_CARDS]),
        rows=tuple(replace(card, picture=None, face="") for card in rows),
        find=find,
        scripts=edition.scripts("find.js"),
    )


def _ahead(cards: list[Card]) -> tuple[Card, ...]:
    """The next events of all deputies."""
    events = [(card.event.start, card) for card in cards if card.event and not card.over]
    events.sort(key=lambda event: event[0])
    return tuple(replace(card, picture=None, face="") for _, card in events[:HOME_AHEAD])


def _faces(deputies: Deputies, edition: Edition) -> tuple[DeputyView, ...]:
    """All deputies by name, before them those who wrote last."""
    shown = [_deputy_view(deputy, edition.locale) for deputy in deputies.members]
    shown.sort(key=lambda deputy: sort_key(deputy.name))
    paths = [card.path for card in deputies.news[edition.place]]
    roots = dict.fromkeys("/".join(path.split("/")[:2]) for path in paths)
    order = {root: place for place, root in enumerate(roots)}
    late = len(order)
    shown.sort(key=lambda deputy: order.get("/".join(deputy.path.split("/")[:2]), late))
    return tuple(shown)


def deputies_pages(edition: Edition, deputies: Deputies, find: FindView) -> Iterator[DeputiesView]:
    """The list of all deputies by name; of very many, a page for each first letter."""
    shown = [_deputy_view(deputy, edition.locale) for deputy in deputies.members]
    shown.sort(key=lambda deputy: sort_key(deputy.name))
    title = edition.string("Deputies")
    whole = DeputiesView(
        **edition.common(edition.links.deputies, title),
        description=edition.describe(title, []),
        find=find,
        scripts=edition.scripts("find.js"),
    )
    if len(shown) <= _ON_ONE_PAGE:
        yield replace(whole, deputies=tuple(shown))
        return
    by_letter: dict[str, list[DeputyView]] = {}
    for deputy in shown:
        by_letter.setdefault(deputy.name[:1].upper(), []).append(deputy)
    letters = tuple(
        Link(letter, edition.links.deputies_of(letter), len(named))
        for letter, named in by_letter.items()
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


def sitemaps(deputies: Deputies) -> tuple[str, ...]:
    """The paths of the sitemaps of those deputies whose address is below the region's."""
    return tuple(
        f"{deputy_root(deputy.slug)}sitemap.xml"
        for deputy in deputies.members
        if not deputy.is_elsewhere
    )


def _deputy_view(deputy: DeputySummary, locale: str) -> DeputyView:
    root = deputy_root(deputy.slug)
    return DeputyView(
        name=in_locale(deputy.name, locale),
        path=root + in_locale(deputy.homes, locale),
        district=in_locale(deputy.district, locale),
        places=place_text(deputy.places, locale),
        portrait=moved(deputy.portrait, root) if deputy.portrait else None,
        face=deputy.face,
        initials=initials(in_locale(deputy.name, locale)),
    )
