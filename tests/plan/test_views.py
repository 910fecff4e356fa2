"""What views say of themselves: which media they show, what AI made, which posts they list."""

from typing import Any

import pytest
from msgspec.structs import fields, replace

from generator.plan.views import (
    ArchiveView,
    BodyPart,
    Card,
    CardGroup,
    ClipsView,
    ClipView,
    Figure,
    HomeView,
    ImageSet,
    PageView,
    Picture,
    Player,
    PostView,
    RenditionView,
    SiteView,
    TagView,
    WrittenPageView,
)

SITE = SiteView(
    **{field.name: "" for field in fields(SiteView) if field.required}  # type: ignore[arg-type]
)
COMMON: dict[str, Any] = {"path": "a.html", "locale": "kk", "title": "А", "site": SITE}
PICTURE = Picture((), ImageSet("image/jpeg", (("a.jpg", 100),)), 100, 75, "", "")


def post(**values: Any) -> PostView:
    return PostView(**COMMON, published="", modified="", **values)


def player(name: str = "", *, ai: bool = False) -> Player:
    clip = RenditionView("a.mp4", "video/mp4", 480, "", 1)
    return Player(name, 1, 1, "", "", "", (clip,), ai=ai)


def card(title: str = "", *, ai: bool = False) -> Card:
    return Card("a.html", "kk", title, "", "", ai=ai)


def test_clips_are_in_the_order_lead_others_text() -> None:
    view = post(
        lead=player("1"),
        players=(player("2"),),
        parts=(BodyPart("-"), BodyPart(player=player("3"))),
    )
    assert [clip.poster for clip in view.clips] == ["1", "2", "3"]


def test_photos_are_those_of_the_gallery_before_those_of_the_text() -> None:
    view = post(gallery=(Figure(PICTURE, "1"),), parts=(BodyPart(figure=Figure(PICTURE, "2")),))
    assert [photo.caption for photo in view.photos] == ["1", "2"]


@pytest.mark.parametrize(
    ("poster_bytes", "photo_bytes", "light"),
    [(20_000, (), True), (20_000, (20_000,), True), (20_000, (20_001,), False),
     (0, (10_000, 10_000), True), (0, (1, 1, 1), False)],
)  # fmt: skip
def test_pictures_are_sharp_where_a_first_view_has_room_for_all(
    poster_bytes: int, photo_bytes: tuple[int, ...], light: bool
) -> None:
    gallery = tuple(Figure(replace(PICTURE, phone_bytes=size)) for size in photo_bytes)
    view = post(lead=replace(player(), poster_bytes=poster_bytes), gallery=gallery)
    assert view.is_light is light


def test_a_home_page_lists_its_large_post_first() -> None:
    view = HomeView(**COMMON, hero=card("1"), cards=(card("2"),), rows=(card("3"),))
    assert [listed.title for listed in view.listed] == ["1", "2", "3"]
    archive = ArchiveView(**COMMON, groups=(CardGroup("", "", (card("1"),)),) * 2)
    assert len(archive.listed) == 2


AI_PHOTO = Figure(PICTURE, ai=True)


@pytest.mark.parametrize(
    "view",
    [
        post(ai=True),
        post(lead=player(ai=True)),
        post(players=(player(ai=True),)),
        post(parts=(BodyPart(player=player(ai=True)),)),
        post(parts=(BodyPart(figure=AI_PHOTO),)),
        WrittenPageView(**COMMON, gallery=(AI_PHOTO,)),
        HomeView(**COMMON, hero=card(ai=True)),
        ClipsView(**COMMON, feed=(ClipView(card(), player()), ClipView(card(ai=True), player()))),
        TagView(**COMMON, cards=(card(), card(ai=True))),
    ],
)
def test_a_page_with_anything_by_ai_says_so(view: PageView) -> None:
    assert view.shows_ai


@pytest.mark.parametrize(
    "view",
    [
        post(lead=player(), gallery=(Figure(PICTURE),)),
        HomeView(**COMMON, hero=card(), cards=(card(),)),
        # A headline shows no picture.
        TagView(**COMMON, rows=(card(ai=True),)),
        ClipsView(**COMMON, feed=(ClipView(card(), player()),)),
        ArchiveView(**COMMON, groups=(CardGroup("", "", (card(ai=True),)),)),
    ],
)
def test_a_page_with_nothing_by_ai_does_not(view: PageView) -> None:
    assert not view.shows_ai
