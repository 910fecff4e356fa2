"""The sites of a region's deputies in brief: what the region's own pages need of them."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from generator.language.localized import Localized, in_locale
from generator.plan.permalinks import deputy_root
from generator.plan.views import Card, ImageSet, Picture

NEWEST = 20
"""How many posts of one deputy the region's pages may show: as many as they show in all."""


class DeputySummary(msgspec.Struct, frozen=True):
    """A deputy's site in brief: what the region's pages need of it. Paths are from its own root."""

    slug: str
    name: Localized
    district: Localized
    places: tuple[Localized, ...]
    homes: Localized  # paths
    portrait: Picture | None
    news: tuple[tuple[Card, ...], ...]  # one for each language, the newest first
    is_elsewhere: bool = False  # whether its address is not below the region's


class Deputies(msgspec.Struct, frozen=True):
    """All deputies of a region."""

    members: tuple[DeputySummary, ...]  # without their news
    news: tuple[
        tuple[Card, ...], ...
    ]  # the newest of all, for each language; paths from the region


def gather(members: Iterable[DeputySummary], locales: tuple[str, ...]) -> Deputies:
    """The deputies together; only the newest posts are held on to."""
    kept: list[DeputySummary] = []
    news: list[list[Card]] = [[] for _ in locales]
    for member in members:
        kept.append(replace(member, news=()))
        for place, cards in enumerate(member.news[: len(locales)]):
            owner = in_locale(member.name, locales[place])
            news[place] += [replace(_moved_card(card, member), owner=owner) for card in cards]
            news[place] = sorted(news[place], key=lambda card: card.day, reverse=True)[:NEWEST]
    return Deputies(tuple(kept), tuple(tuple(cards) for cards in news))


def _moved_card(card: Card, member: DeputySummary) -> Card:
    root = deputy_root(member.slug)
    picture = moved(card.picture, root) if card.picture else None
    return replace(card, path=root + card.path, picture=picture, pinned=False)


def moved(picture: Picture, root: str) -> Picture:
    """The picture, its files below that root."""
    sets = tuple(_moved_set(one, root) for one in picture.sets)
    return replace(picture, sets=sets, fallback=_moved_set(picture.fallback, root))


def _moved_set(one: ImageSet, root: str) -> ImageSet:
    return replace(one, files=tuple((root + path, width) for path, width in one.files))
