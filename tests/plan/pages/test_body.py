"""Where a text and its media stand on a page."""

from datetime import date

from generator.model import (
    Block,
    Body,
    Clip,
    ClipFacts,
    Content,
    Photo,
    PhotoFacts,
    Post,
    Slot,
    Source,
    Text,
    Theme,
)
from generator.plan.media.pictures import FileCollector, Pictures
from generator.plan.media.tasks import plan_media
from generator.plan.pages.body import body_fields
from generator.plan.views import BodyFields

SLOTS = tuple(Slot(name, (100,)) for name in ("card", "share", "photo", "poster"))
THEME = Theme("test", (*SLOTS, Slot("portrait", (1,)), Slot("logo", (1,))), (), (), ())
CLIPS = [Clip(Source(f"{name}.mp4", name, 1), ClipFacts(640, 360, 9.0, 25)) for name in "ab"]
PHOTOS = [Photo(Source(f"{name}.jpg", name, 1), PhotoFacts(800, 600)) for name in "cd"]


def body(*blocks: Block, poster: Photo | None = None, awaits: bool = True) -> BodyFields:
    """The body of a text with two clips and two photos, none of which is made."""
    text = Text("kk", "Жол", Body.of(*blocks))
    post = Post("p", "p", date(2026, 11, 20), (text,), (*CLIPS, *PHOTOS))
    tasks = plan_media(Content(posts=(post,)), THEME).of("p")
    pictures = Pictures(THEME, lambda key: None, FileCollector(), awaits)
    return body_fields(text, tasks, poster, pictures)


def test_media_that_the_text_does_not_place_stand_around_it() -> None:
    shown = body(Block(html="<p>А</p>"))
    assert [part.html for part in shown["parts"]] == ["<p>А</p>"]
    assert shown["lead"] is not None
    assert (len(shown["players"]), len(shown["gallery"])) == (1, 2)


def test_media_that_the_text_places_stand_in_it_alone() -> None:
    shown = body(Block(media="a.mp4"), Block(html="<p>А</p>"), Block(media="d.jpg", alt="Көпір"))
    first, words, last = shown["parts"]
    assert first.player is not None
    assert words.html == "<p>А</p>"
    assert last.figure is not None
    assert last.figure.picture.alt == "Көпір"
    assert shown["lead"] is not None
    assert (shown["players"], len(shown["gallery"])) == ((), 1)


def test_a_photo_that_is_its_clips_poster_is_not_in_the_gallery_too() -> None:
    assert len(body(poster=PHOTOS[0])["gallery"]) == 1


def test_what_is_not_made_and_what_does_not_exist_is_left_out() -> None:
    blocks = (Block(media="a.mp4"), Block(media="c.jpg"), Block(media="gone.jpg"), Block(html=""))
    assert body(*blocks, awaits=False) == BodyFields(parts=(), lead=None, players=(), gallery=())
