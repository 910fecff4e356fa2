"""Deputies' sites, summarized for the pages of their region."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from generator.kinds import AnswerView
from generator.language.localized import Localized, in_locale
from generator.plan.permalinks import deputy_root
from generator.plan.views import Card, FeedEntry, ImageSet, Picture

NEWEST = 20
"""How many posts of one deputy the region's pages may show: as many as they show in all."""


class DeputySummary(msgspec.Struct, frozen=True):
    """What the region's pages show of a deputy's site. Paths are from that site's own root."""

    slug: str
    name: Localized
    district: Localized
    places: tuple[Localized, ...]
    homes: Localized  # paths
    portrait: Picture | None
    news: tuple[tuple[Card, ...], ...]  # for each language, the newest first
    entries: tuple[tuple[FeedEntry, ...], ...] = ()  # of the feed, likewise: the newest few
    face: str = ""  # the portrait as a small JPEG in a data address
    phone: str = ""
    whatsapp: str = ""
    is_elsewhere: bool = False  # whether its address is not below the region's


class Deputies(msgspec.Struct, frozen=True):
    """All deputies of a region."""

    members: tuple[DeputySummary, ...]  # without their news
    news: tuple[tuple[Card, ...], ...]  # the newest of all, for each language; region's paths
    entries: tuple[tuple[FeedEntry, ...], ...] = ()  # of the region's feed, likewise


def gather(members: Iterable[DeputySummary], locales: tuple[str, ...]) -> Deputies:
    """The deputies with the newest posts of all; a region has too many to hold every post."""
    deputies: list[DeputySummary] = []
    news: list[list[Card]] = [[] for _ in locales]
    entries: list[list[FeedEntry]] = [[] for _ in locales]
    for deputy in members:
        deputies.append(replace(deputy, news=(), entries=()))
        for place, cards in enumerate(deputy.news[: len(locales)]):
            owner = in_locale(deputy.name, locales[place])
            news[place] += [_moved_card(card, deputy, owner) for card in cards]
            news[place] = sorted(news[place], key=_order, reverse=True)[:NEWEST]
        for place, written in enumerate(deputy.entries[: len(locales)]):
            owner = in_locale(deputy.name, locales[place])
            entries[place] += [_moved_entry(entry, deputy, owner) for entry in written]
            entries[place].sort(key=lambda entry: entry.published, reverse=True)
            del entries[place][NEWEST:]
    return Deputies(tuple(deputies), tuple(map(tuple, news)), tuple(map(tuple, entries)))


def _order(card: Card) -> tuple[str, str]:
    return card.day, card.hour


def _moved_entry(entry: FeedEntry, deputy: DeputySummary, owner: str) -> FeedEntry:
    root = deputy_root(deputy.slug)
    return replace(
        entry,
        path=root + entry.path,
        title=f"{owner}: {entry.title}",
        picture=root + entry.picture if entry.picture else "",
        enclosures=tuple(replace(file, path=root + file.path) for file in entry.enclosures),
        answer=_moved_answer(entry.answer, root) if entry.answer else None,
    )


def _moved_answer(answer: AnswerView, root: str) -> AnswerView:
    evidence = (
        replace(piece, path=root + piece.path if piece.path else "") for piece in answer.evidence
    )
    return replace(answer, evidence=tuple(evidence))


def _moved_card(card: Card, deputy: DeputySummary, owner: str) -> Card:
    root = deputy_root(deputy.slug)
    picture = moved(card.picture, root) if card.picture else None
    path = root + card.path
    return replace(card, path=path, picture=picture, pinned=False, owner=owner, face=deputy.face)


def moved(picture: Picture, root: str) -> Picture:
    """The picture with its files below that root."""
    sets = tuple(_moved_set(images, root) for images in picture.sets)
    return replace(picture, sets=sets, fallback=_moved_set(picture.fallback, root))


def _moved_set(images: ImageSet, root: str) -> ImageSet:
    return replace(images, files=tuple((root + path, width_px) for path, width_px in images.files))
