"""Posts in, what their share cards say out."""

import dataclasses
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from generator.kinds import Answer, Event, Kind
from generator.model import (
    Clip,
    ClipFacts,
    Contacts,
    Content,
    Photo,
    PhotoFacts,
    Post,
    PostFacts,
    Site,
    Slot,
    Source,
)
from generator.plan.media.share_cards import post_card, site_card
from generator.plan.media.tasks import plan_media
from generator.recipes import CardRecipe, NoInput, PhotoRecipe, ResultInput
from tests.support.written_site import THEME, post

SITE = Site(
    url="https://a.kz/",
    name=(("kk", "Депутат"),),
    district=(("kk", "Үлгі ауданы"),),
    tagline=(("kk", "Қысқа видео"),),
    contacts=Contacts(phone="+7 700 000 00 00"),
    portrait=Photo(Source("portrait.jpg", "9", 1), PhotoFacts(2000, 3000)),
)
MADE = post("2026-11-20", "Мектеп")


def photo(name: str, width_px: int, height_px: int) -> Photo:
    return Photo(Source(f"p/{name}", name, 1), PhotoFacts(width_px, height_px))


def clip(width_px: int, height_px: int) -> Clip:
    return Clip(Source("p/a.mp4", "2", 1), ClipFacts(width_px, height_px, 45.2, 30))


def card(made: Post) -> CardRecipe:
    return post_card(made, made.texts[0], SITE, THEME)


def of_kind(kind: Kind, details: Any) -> Post:
    return replace(MADE, facts=PostFacts(kind=kind, details=details))


def test_the_card_of_the_site_says_who_where_and_how_to_call() -> None:
    recipe = site_card(SITE, THEME, "kk")
    assert (recipe.look, recipe.title, recipe.text) == ("home", "Депутат", "Үлгі ауданы")
    assert recipe.note == "+7 700 000 00 00"
    assert site_card(replace(SITE, district=()), THEME, "kk").text == "Қысқа видео"


def test_a_label_says_what_there_is_to_see() -> None:
    assert card(replace(MADE, media=(clip(1280, 720),))).label == "Video · 45\u00a0с"
    pictures = (photo("a", 40, 30), photo("b", 40, 30))
    assert card(replace(MADE, media=pictures)).label == "2 photo"
    assert card(replace(MADE, media=pictures[:1])).label == ""


def test_an_answer_shows_the_claim_and_who_answers() -> None:
    answer = Answer((("kk", "Мектеп жабылады"),), (), fact=(("kk", "Мектеп ашық"),))
    recipe = card(of_kind(Kind.ANSWER, answer))
    assert (recipe.look, recipe.title, recipe.claim) == ("answer", "Мектеп ашық", "Мектеп жабылады")
    assert (recipe.stamp, recipe.note, recipe.text) == ("FALSE", "The rumour", "Who answers:")


def test_an_event_shows_when_and_where() -> None:
    event = Event(datetime(2026, 11, 26, 15), (("kk", "Клуб"),), datetime(2026, 11, 26, 17))
    recipe = card(of_kind(Kind.EVENT, event))
    assert (recipe.look, recipe.number, recipe.month) == ("event", "26", "қараша, бейсенбі")
    assert (recipe.hours, recipe.text, recipe.place) == (
        "15:00–17:00",
        "Клуб",
        "+7 700 000 00 00",
    )


def test_pictures_on_cards_have_the_shape_of_their_place() -> None:
    shapes = {(1080, 1920): 354, (1080, 1350): 504, (900, 1000): 560, (1280, 720): 700}
    for size, across in shapes.items():
        made = replace(MADE, media=(clip(*size),))
        task = plan_media(Content(SITE, (made,)), THEME).card(made.path, "kk")
        assert task is not None
        assert isinstance(task.input, ResultInput)
        assert task.input.name == f"share-{across}.jpg"


def test_search_engines_get_the_picture_in_three_shapes_at_a_public_address() -> None:
    slots = tuple(Slot(f"search-{name}", (400,), 1.0) for name in ("wide", "broad", "square"))
    theme = dataclasses.replace(THEME, slots=(*THEME.slots, *slots))
    made = replace(MADE, media=(photo("a", 4000, 3000),))
    for url, seen in (("https://a.kz/", 3), ("", 0)):
        (task,) = plan_media(Content(replace(SITE, url=url), (made,)), theme).of(made.path)
        assert isinstance(task.stills.recipe, PhotoRecipe)
        names = {still.slot for still in task.stills.recipe.variants}
        assert len([name for name in names if name.startswith("search-")]) == seen


def test_a_card_waits_for_the_portrait_beside_its_picture() -> None:
    made = replace(MADE, media=(photo("a", 4000, 3000),))
    media = plan_media(Content(SITE, (made,)), THEME)
    own, site = media.card(made.path, "kk"), media.card("", "kk")
    assert media.portrait is not None
    assert own is not None
    assert [needed.key for needed in own.results][1:] == [media.portrait.stills.key]
    assert site is not None
    assert [needed.name for needed in site.results] == ["share-560.jpg"]
    assert isinstance(media.portrait.stills.recipe, PhotoRecipe)
    assert any(
        still.name == site.results[0].name for still in media.portrait.stills.recipe.variants
    )
    without = plan_media(Content(replace(SITE, portrait=None), (made,)), THEME)
    bare = without.card(made.path, "kk")
    assert bare is not None
    assert (bare.portrait, bare.key) == (NoInput(), bare.key)
    assert bare.key != own.key
