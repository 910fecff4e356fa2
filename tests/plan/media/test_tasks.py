"""Which tasks a site's media need, at which quality, and what remains when some of them fail."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from generator.model import (
    Clip,
    ClipFacts,
    Content,
    Cut,
    MediaNote,
    Page,
    Photo,
    PhotoFacts,
    Post,
    PostFacts,
    SignClip,
    Site,
    Slot,
    Source,
    Subtitle,
    Text,
    Theme,
)
from generator.plan.media.covers import card_source, chosen_poster, is_card_by_ai
from generator.plan.media.tasks import (
    ClipTask,
    Encoders,
    Pace,
    PhotoTask,
    card_task,
    plan_media,
    tasks_of,
    without_failed,
)
from generator.recipes import CardRecipe, ClipRecipe, PhotoRecipe, ResultInput, SourceInput

THEME = Theme(
    "test",
    tuple(
        Slot(name, (100, 900)) for name in ("card", "share", "photo", "poster", "portrait", "logo")
    ),
    (),
    (),
    (("kk", (("Made by AI", ("ЖИ",)),)),),
)
SUBTITLE = Subtitle(Source("p/a.vtt", "4", 1), "kk")
FACTS = ClipFacts(1280, 720, 45.0, 30.0)
CLIP = Clip(Source("p/a.mp4", "1", 1), FACTS, subtitles=(SUBTITLE,))
PHOTO = Photo(Source("p/b.jpg", "2", 1), PhotoFacts(4000, 3000))
OTHER = Photo(Source("p/c.jpg", "3", 1), PhotoFacts(800, 600))


def post(*media: Photo | Clip, **values: Any) -> Post:
    return Post("p", "p", date(2026, 11, 20), (Text("kk", "Жол"),), media, **values)


def clip_task(*media: Photo | Clip, pace: Pace | None = None, **values: Any) -> ClipTask:
    plan = plan_media(Content(posts=(post(*media, **values),)), THEME, pace or Pace())
    return plan.clips_of("p")[0]


def photo_task(photo: Photo, pace: Pace | None = None) -> PhotoTask:
    (task,) = plan_media(Content(posts=(post(photo),)), THEME, pace or Pace()).of("p")
    assert isinstance(task, PhotoTask)
    return task


def slots(task: PhotoTask | ClipTask) -> set[str]:
    assert isinstance(task.stills.recipe, PhotoRecipe)
    return {variant.slot for variant in task.stills.recipe.variants}


# What stands for a post in lists


def test_a_post_shows_its_cover_else_its_first_clip_else_its_first_photo() -> None:
    assert card_source(post(PHOTO, CLIP, OTHER, cover=OTHER.source.path)) is OTHER
    assert card_source(post(PHOTO, CLIP)) is CLIP
    assert card_source(post(PHOTO, OTHER)) is PHOTO
    assert card_source(post()) is None


def test_a_chosen_photo_is_the_poster_of_a_clip() -> None:
    assert chosen_poster(post(CLIP, PHOTO, cover=PHOTO.source.path)) is PHOTO
    assert chosen_poster(post(CLIP, PHOTO)) is None
    assert chosen_poster(post(PHOTO, cover=PHOTO.source.path)) is None
    task = clip_task(CLIP, PHOTO, cover=PHOTO.source.path)
    assert task.poster.input == SourceInput("p/b.jpg", "2")
    own = clip_task(CLIP, PHOTO)
    assert own.poster.input == ResultInput(own.renditions.key, "poster.png")


def test_only_what_lists_show_is_made_for_them() -> None:
    plan = plan_media(Content(posts=(post(PHOTO, OTHER),)), THEME)
    first, second = plan.of("p")
    assert slots(first) == {"photo", "card", "share"}
    assert slots(second) == {"photo"}
    assert card_task(post(PHOTO, OTHER), plan.of("p")) is first
    assert card_task(post(), ()) is None


def test_pages_have_media_but_no_cards() -> None:
    site = Site(url="https://a.kz/")
    page = Page("about", (Text("kk", "Біз"),), (PHOTO, CLIP))
    plan = plan_media(Content(site, pages=(page,)), THEME)
    assert [slots(task) for task in plan.of("pages/about")] == [{"photo"}, {"poster"}]
    assert list(plan.cards("pages/about")) == []


@pytest.mark.parametrize(
    ("facts", "note", "by_ai"),
    [
        (PostFacts(), MediaNote(), False),
        (PostFacts(ai=True), MediaNote(), True),
        (PostFacts(), MediaNote(ai=True), True),
    ],
)
def test_a_card_by_ai_says_so_above_its_title(
    facts: PostFacts, note: MediaNote, by_ai: bool
) -> None:
    made = post(replace(PHOTO, note=note), facts=facts)
    card = plan_media(Content(Site(url="https://a.kz/"), (made,)), THEME).card("p", "kk")
    assert card is not None
    assert isinstance(card.recipe, CardRecipe)
    assert is_card_by_ai(made) is (card.recipe.label == "ЖИ") is by_ai


# All tasks


def test_each_task_is_planned_once_photos_before_clips_before_cards() -> None:
    posts = (post(CLIP, PHOTO), replace(post(PHOTO, CLIP), path="q"))
    plan = plan_media(Content(Site(url="https://a.kz/", logo=OTHER), posts), THEME)
    tasks = list(plan.tasks())
    assert len({task.key for task in tasks}) == len(tasks)
    kinds = [type(task.recipe).__name__ for task in tasks]
    assert kinds.index("ClipRecipe") > kinds.index("PhotoRecipe")
    assert kinds.index("CardRecipe") > kinds.index("SubtitleRecipe") > kinds.index("ClipRecipe")


def test_known_posts_need_no_tasks() -> None:
    content = Content(posts=(post(PHOTO), replace(post(OTHER), path="q")))
    plan = plan_media(content, THEME)
    assert plan.owners(known={"p"}) == ["q"]
    known = {task.key for task in plan.tasks(known={"p"})}
    assert {task.key for task in tasks_of(plan.of("q")[0])} <= known
    assert not {task.key for task in tasks_of(plan.of("p")[0])} & known


def test_nobody_else_owns_media() -> None:
    plan = plan_media(Content(posts=(post(PHOTO),), pages=(Page("about", ()),)), THEME)
    for owner in ("q", "about"):
        with pytest.raises(KeyError):
            plan.of(owner)
    with pytest.raises(KeyError):
        plan.post("pages/about")


# Pace


def test_tasks_are_final_unless_a_preview_lacks_one_of_them() -> None:
    done, missing = photo_task(PHOTO).stills, photo_task(OTHER).stills
    assert Pace().is_final(done, missing)
    assert Pace(finished=frozenset({done.key, missing.key})).is_final(done, missing)
    assert not Pace(finished=frozenset({done.key})).is_final(done, missing)
    assert not Pace(finished=frozenset({done.key})).is_final(missing)
    assert not Pace(finished=frozenset()).is_final(done)
    assert Pace(finished=frozenset()).is_final()


def test_only_a_pace_with_finished_keys_is_a_preview() -> None:
    assert Pace(finished=frozenset()).is_preview
    assert not Pace(hurried=frozenset({"p/a.mp4"})).is_preview


def test_a_preview_shows_a_finished_photo_as_readers_get_it_and_another_as_one_jpeg() -> None:
    final = photo_task(PHOTO)
    assert photo_task(PHOTO, Pace(finished=frozenset({final.stills.key}))) == final
    recipe = photo_task(PHOTO, Pace(finished=frozenset())).stills.recipe
    assert isinstance(recipe, PhotoRecipe)
    assert {variant.format for variant in recipe.variants} == {"jpeg"}


@pytest.mark.parametrize("lacks", ["renditions", "poster"])
def test_a_preview_needs_both_a_clips_renditions_and_its_poster(lacks: str) -> None:
    final = clip_task(CLIP)
    keys = {final.renditions.key, final.poster.key}
    assert clip_task(CLIP, pace=Pace(finished=frozenset(keys))) == final
    keys.remove(getattr(final, lacks).key)
    rough = clip_task(CLIP, pace=Pace(finished=frozenset(keys)))
    assert isinstance(rough.renditions.recipe, ClipRecipe)
    assert [rendition.quick for rendition in rough.renditions.recipe.renditions] == [True]
    assert rough.frame is not None
    assert rough.poster.input == ResultInput(rough.frame.key, "poster.png")


def test_a_hurried_clip_gets_its_small_size_only() -> None:
    final, small = clip_task(CLIP), clip_task(CLIP, pace=Pace(hurried=frozenset({"p/a.mp4"})))
    assert isinstance(final.renditions.recipe, ClipRecipe)
    assert isinstance(small.renditions.recipe, ClipRecipe)
    assert small.renditions.recipe.renditions == final.renditions.recipe.renditions[-1:]


def renditions_of(task: ClipTask) -> list[str]:
    assert isinstance(task.renditions.recipe, ClipRecipe)
    return [rendition.codec for rendition in task.renditions.recipe.renditions]


def test_a_computer_without_av1_makes_the_rest() -> None:
    whole = clip_task(CLIP)
    own = clip_task(CLIP, pace=Pace(encoders=Encoders(codecs=lambda: ("h264",))))
    assert set(renditions_of(whole)) == {"av1", "h264"}
    assert set(renditions_of(own)) == {"h264"}
    assert own.renditions.key != whole.renditions.key


def test_what_another_computer_made_is_not_made_again() -> None:
    whole = clip_task(CLIP)

    def codecs() -> tuple[str, ...]:
        raise AssertionError("nobody has to know")

    made = Encoders(codecs, lambda key: key == whole.renditions.key)
    assert clip_task(CLIP, pace=Pace(encoders=made)) == whole


def test_a_preview_has_no_share_cards() -> None:
    content = Content(Site(url="https://a.kz/"), (post(PHOTO),))
    assert plan_media(content, THEME).card("p", "kk")
    assert plan_media(content, THEME).card("p", "ru") is None
    assert plan_media(content, THEME, Pace(finished=frozenset())).card("p", "kk") is None


# What failed


def left(failed: set[str], *media: Photo | Clip, **values: Any) -> tuple[Photo | Clip, ...]:
    content = Content(posts=(post(*media, **values),))
    return without_failed(content, plan_media(content, THEME), failed).posts[0].media


def test_a_failed_photo_is_left_out_wherever_it_is() -> None:
    content = Content(
        Site(portrait=PHOTO, logo=OTHER),
        (post(PHOTO, OTHER),),
        (Page("about", (), (PHOTO,)),),
    )
    plan = plan_media(content, THEME)
    assert plan.portrait is not None
    assert plan.logo is not None
    assert without_failed(content, plan, {plan.logo.stills.key}, ()).site.logo is None
    failed = {plan.portrait.stills.key, *(media.stills.key for media in plan.of("pages/about"))}
    kept = without_failed(content, plan, failed)
    assert (kept.site.portrait, kept.site.logo) == (None, OTHER)
    assert (kept.posts[0].media, kept.pages[0].media) == ((OTHER,), ())


@pytest.mark.parametrize("part", ["renditions", "poster"])
def test_a_clip_goes_with_its_renditions_or_its_poster(part: str) -> None:
    assert left({getattr(clip_task(CLIP), part).key}, CLIP, OTHER) == (OTHER,)


def test_failed_subtitles_leave_the_clip() -> None:
    (_, captions) = clip_task(CLIP).captions[0]
    assert left({captions.key}, CLIP) == (replace(CLIP, subtitles=()),)


def test_sign_language_is_made_small_and_cut_as_its_clip_and_its_failure_leaves_the_clip() -> None:
    cut = Cut(1.0, 4.0)
    sign = SignClip(Source("p/a.sign.mp4", "9", 1), CLIP.facts)
    signed = replace(CLIP, sign=sign, note=MediaNote(cut=cut))
    task = clip_task(signed).sign
    assert task is not None
    assert isinstance(task.recipe, ClipRecipe)
    assert isinstance(task.input, SourceInput)
    assert [rendition.name for rendition in task.recipe.renditions] == ["480.mp4"]
    assert (task.input.path, task.input.cut) == ("p/a.sign.mp4", cut)
    assert left({task.key}, signed) == (replace(signed, sign=None),)


def test_a_chosen_poster_that_fails_leaves_the_clip() -> None:
    cover = PHOTO.source.path
    poster = clip_task(CLIP, PHOTO, cover=cover).poster
    assert left({poster.key}, CLIP, PHOTO, cover=cover) == (CLIP,)


def test_only_the_named_posts_are_asked_for_failures() -> None:
    content = Content(posts=(post(PHOTO), replace(post(OTHER), path="q")))
    plan = plan_media(content, THEME)
    failed = {media.stills.key for owner in ("p", "q") for media in plan.of(owner)}
    kept = without_failed(content, plan, failed, owners=["p"])
    assert [kept_post.media for kept_post in kept.posts] == [(), (OTHER,)]
