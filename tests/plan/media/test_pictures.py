"""How results of media tasks become pictures and players, and which files they add to the site."""

from collections.abc import Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from generator.model import (
    Clip,
    ClipFacts,
    Content,
    MediaNote,
    Photo,
    PhotoFacts,
    Post,
    SignClip,
    Slot,
    Source,
    Subtitle,
    Text,
    Theme,
)
from generator.plan.media.pictures import FileCollector, Pictures
from generator.plan.media.tasks import ClipTask, PhotoTask, plan_media
from generator.recipes import Made, MadeFile, PhotoRecipe, Task

SLOTS = tuple(Slot(name, (100, 300), sizes="50vw") for name in ("card", "share", "photo", "poster"))
THEME = Theme("test", (*SLOTS, Slot("portrait", (100,)), Slot("logo", (100,))), (), (), ())
NOTE = MediaNote(alt=(("kk", "Көпір"),), caption=(("kk", "Жаңа көпір"),), credit="А. Б.", ai=True)
PHOTO = Photo(Source("p/a.jpg", "1", 1), PhotoFacts(4000, 3000), NOTE)
CLIP = Clip(
    Source("p/a.mp4", "2", 1),
    ClipFacts(1280, 720, 45.2, 30.0),
    NOTE,
    (Subtitle(Source("p/a.vtt", "3", 1), "kk"),),
)


def photo_task(photo: Photo = PHOTO) -> PhotoTask:
    task = plan_media(content(photo), THEME).of("p")[0]
    assert isinstance(task, PhotoTask)
    return task


def clip_task() -> ClipTask:
    return plan_media(content(CLIP), THEME).clips_of("p")[0]


def content(media: Photo | Clip) -> Content:
    return Content(posts=(Post("p", "p", date(2026, 11, 20), (Text("kk", "Жол"),), (media,)),))


def stills(task: Task, *formats: str) -> Made:
    assert isinstance(task.recipe, PhotoRecipe)
    files = [
        MadeFile(variant.name, 1, variant.width_px, variant.height_px, tone="213")
        for variant in task.recipe.variants
        if variant.format in (formats or ("avif", "webp", "jpeg"))
    ]
    return Made(task.key, tuple(files))


def video(name: str, width_px: int, height_px: int, size_bytes: int) -> MadeFile:
    return MadeFile(name, size_bytes, width_px, height_px, 45.2, 'video/mp4; codecs="x"')


AV1, SMALL, LARGE = (
    video("av1.mp4", 1280, 720, 2_000_000),
    video("480.mp4", 854, 480, 1_000_000),
    video("720.mp4", 1280, 720, 3_000_000),
)
SOUND = MadeFile("sound.m4a", 400_000, mime="audio/mp4")


def made_clip(task: ClipTask, *files: MadeFile) -> dict[str, Made]:
    captions = task.captions[0][1]
    words = MadeFile("captions.vtt", 1, words=("Сәлем!",))
    return {
        task.renditions.key: Made(task.renditions.key, files),
        task.poster.key: stills(task.poster),
        captions.key: Made(captions.key, (words,)),
    }


def pictures(results: Mapping[str, Made], *, awaits: bool = False) -> Pictures:
    return Pictures(THEME, results.get, FileCollector(), awaits)


# Files


def test_a_file_that_two_pages_show_is_collected_once() -> None:
    files = FileCollector()
    assert files.add("a" * 64, "1.jpg") == files.add("a" * 64, "1.jpg")
    files.add("a" * 64, "2.jpg")
    assert list(files.by_path.values()) == [("a" * 64, "1.jpg"), ("a" * 64, "2.jpg")]


def test_two_results_never_share_a_path() -> None:
    files = FileCollector()
    files.add("a" * 12 + "1", "1.jpg")
    with pytest.raises(RuntimeError):
        files.add("a" * 12 + "2", "1.jpg")


def test_only_files_of_finished_results_are_collected() -> None:
    task = photo_task().stills
    nothing = pictures({})
    assert nothing.file(task, "photo-100.jpg") == nothing.file(None, "photo-100.jpg") == ""
    assert nothing.files.by_path == {}
    finished = pictures({task.key: stills(task)})
    assert finished.file(task, "photo-100.jpg") in finished.files.by_path


# Stills


def test_a_picture_has_its_best_format_first_and_jpeg_as_fallback() -> None:
    task = photo_task().stills
    shown = pictures({task.key: stills(task)})
    picture = shown.still(task, "photo", "Жол")
    assert picture is not None
    assert [images.mime for images in picture.sets] == ["image/avif", "image/webp"]
    assert picture.fallback.mime == "image/jpeg"
    assert [width for _, width in picture.fallback.files] == [100, 300]
    assert (picture.width_px, picture.height_px, picture.sizes) == (300, 225, "50vw")
    assert (picture.alt, picture.tone, picture.small) == ("Жол", "213", False)
    assert len(shown.files.by_path) == 6


def test_a_format_that_was_not_made_is_not_offered() -> None:
    task = photo_task().stills
    picture = pictures({task.key: stills(task, "jpeg")}).still(task, "photo")
    assert picture is not None
    assert picture.sets == ()


def test_an_upright_photo_and_clip_say_where_a_crop_has_to_stand() -> None:
    low = replace(NOTE, focus=(0.5, 0.9))
    photo = replace(PHOTO, facts=PhotoFacts(1080, 1920))
    for note, step in ((NOTE, 2), (low, 10)):
        task = photo_task(replace(photo, note=note)).stills
        picture = pictures({task.key: stills(task)}).still(task, "photo")
        assert picture is not None
        assert (picture.upright, picture.focus) == (True, step)
    clip = replace(CLIP, facts=ClipFacts(1080, 1920, 45.2, 30.0))
    filmed = plan_media(content(clip), THEME).clips_of("p")[0]
    player = pictures(made_clip(filmed, video("480.mp4", 480, 854, 1))).player(filmed, "kk")
    assert player is not None
    assert (player.upright, player.focus) == (True, 0)


def test_a_picture_below_its_slots_widths_is_shown_at_its_own() -> None:
    task = photo_task(replace(PHOTO, facts=PhotoFacts(80, 60))).stills
    picture = pictures({task.key: stills(task)}).still(task, "photo")
    assert picture is not None
    assert (picture.small, picture.sizes, picture.width_px) == (True, "80px", 80)


def test_a_picture_that_is_not_made_is_left_out_or_keeps_its_place_in_a_preview() -> None:
    task = photo_task().stills
    assert pictures({}).still(task, "photo") is None
    preview = pictures({}, awaits=True)
    place = preview.still(task, "photo")
    assert place is not None
    assert (place.sets, place.width_px, place.height_px) == ((), 300, 225)
    assert place.fallback.files == ((f"awaited/{task.key}", 300),)
    assert preview.files.by_path == {}
    assert preview.still(task, "logo") is None


def test_a_photos_own_words_come_before_those_of_the_text() -> None:
    task = photo_task()
    shown = pictures({task.stills.key: stills(task.stills)})
    kazakh, russian = shown.figure(task, "kk", "Сурет"), shown.figure(task, "ru", "Фото")
    assert kazakh is not None
    assert russian is not None
    assert (kazakh.picture.alt, kazakh.caption) == ("Көпір", "Жаңа көпір")
    assert (russian.picture.alt, russian.caption) == ("Фото", "")
    assert (kazakh.credit, kazakh.ai) == ("А. Б.", True)


# Clips


def test_a_player_offers_small_hd_and_sound() -> None:
    task = clip_task()
    player = pictures(made_clip(task, AV1, SMALL, LARGE, SOUND)).player(task, "kk")
    assert player is not None
    assert [choice.kind for choice in player.choices] == ["small", "hd", "sound"]
    small, hd, sound = player.choices
    assert [file.size_bytes for file in small.files] == [1_000_000]
    assert [file.size_bytes for file in hd.files] == [2_000_000, 3_000_000]
    assert sound.files == (player.sound,)
    assert hd.size_text == "3\u00a0МБ"
    assert [file.media for file in player.renditions] == ["", "(max-width: 600px)", ""]
    assert (player.width_px, player.height_px) == (1280, 720)
    assert (player.duration_text, player.duration_iso) == ("45\u00a0с", "PT45S")


def test_sign_language_is_the_last_choice_once_it_is_made() -> None:
    sign = SignClip(Source("p/a.sign.mp4", "9", 1), CLIP.facts)
    task = plan_media(content(replace(CLIP, sign=sign)), THEME).clips_of("p")[0]
    assert task.sign is not None
    made = made_clip(task, AV1, SMALL, SOUND)
    signed = made | {task.sign.key: Made(task.sign.key, (SMALL, SOUND))}
    before, after = (pictures(results).player(task, "kk") for results in (made, signed))
    assert before is not None
    assert after is not None
    assert [choice.kind for choice in before.choices] == ["small", "sound"]
    assert [choice.kind for choice in after.choices] == ["small", "sound", "sign"]
    assert [file.size_bytes for file in after.choices[-1].files] == [1_000_000]


def test_without_a_larger_h264_there_is_nothing_to_choose() -> None:
    task = clip_task()
    player = pictures(made_clip(task, AV1, SMALL)).player(task, "kk")
    assert player is not None
    assert [choice.kind for choice in player.choices] == ["small"]
    assert all(not file.media for file in player.renditions)


def test_a_tap_costs_the_larger_of_av1_and_the_small_h264() -> None:
    task = clip_task()
    for files, cost in (((AV1, SMALL, LARGE), "2\u00a0МБ"), ((SMALL, LARGE), "1\u00a0МБ")):
        player = pictures(made_clip(task, *files)).player(task, "kk")
        assert player is not None
        assert player.cost_text == cost


def test_captions_are_tracks_in_every_language_and_a_transcript_in_their_own() -> None:
    task = clip_task()
    shown = pictures(made_clip(task, SMALL))
    kazakh, russian = shown.player(task, "kk"), shown.player(task, "ru")
    assert kazakh is not None
    assert russian is not None
    assert [track.locale for track in russian.tracks] == ["kk"]
    assert (kazakh.transcript, russian.transcript) == (("Сәлем!",), ())


@pytest.mark.parametrize(
    ("width_px", "height_px", "poster"), [(1280, 720, "300"), (480, 854, "100")]
)
def test_an_upright_clip_has_a_small_poster(width_px: int, height_px: int, poster: str) -> None:
    task = clip_task()
    clip = video("480.mp4", width_px, height_px, 1)
    player = pictures(made_clip(task, clip)).player(task, "kk")
    assert player is not None
    assert f"poster-{poster}" in player.poster


def test_a_poster_has_a_jpeg_beside_its_lightest_format() -> None:
    task = clip_task()
    player = pictures(made_clip(task, SMALL)).player(task, "kk")
    assert player is not None
    assert player.poster.endswith("-poster-300.avif")
    assert player.poster_jpeg.endswith("-poster-300.jpg")


def test_a_picture_and_a_poster_know_what_a_phone_loads_of_them() -> None:
    task = photo_task()
    made = stills(task.stills)
    heavier = {"avif": 0, "webp": 1, "jpg": 2}
    files = [
        replace(file, size_bytes=10 * file.width_px + heavier[file.name.rpartition(".")[2]])
        for file in made.files
    ]
    results = {task.stills.key: Made(made.key, tuple(files))}
    picture = pictures(results).still(task.stills, "photo")
    assert picture is not None
    assert picture.phone_bytes == 10 * min(720, picture.width_px)
    clip = clip_task()
    player = pictures(made_clip(clip, SMALL)).player(clip, "kk")
    assert player is not None and player.poster_bytes == 1


def test_a_clip_without_its_poster_is_not_shown_yet() -> None:
    task = clip_task()
    results = made_clip(task, SMALL)
    del results[task.poster.key]
    assert pictures(results).player(task, "kk") is None
    place = pictures(results, awaits=True).player(task, "kk")
    assert place is not None
    assert place.poster == f"awaited/{task.poster.key}"
    assert [file.path for file in place.renditions] == [f"awaited/{task.renditions.key}"]
    assert (place.caption, place.credit, place.cost_text) == ("Жаңа көпір", "А. Б.", "")


def test_a_preview_shows_the_poster_while_the_clip_is_made() -> None:
    task = clip_task()
    place = pictures({task.poster.key: stills(task.poster)}, awaits=True).player(task, "kk")
    assert place is not None
    assert "poster-300" in place.poster
