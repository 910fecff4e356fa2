"""What the check says about photos and clips, and what it must leave alone."""

import io
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from generator.check.photos_and_clips import check_media
from generator.errors import Level, Problem
from generator.intake.probe import probe_file
from generator.messages import LANGUAGES, Words
from generator.model import (
    Block,
    Body,
    Clip,
    ClipFacts,
    Content,
    MediaNote,
    Photo,
    PhotoFacts,
    Post,
    Source,
    Subtitle,
    Text,
)

DAY = "2026-11-23 Мектеп"
KK, RU = Text("kk", "Мектеп", path=f"{DAY}/kk.md"), Text("ru", "Школа", path=f"{DAY}/ru.md")
SAID = MediaNote(alt=(("kk", "Мектеп"), ("ru", "Школа")))


def look(*media: Photo | Clip, texts: tuple[Text, ...] = (KK, RU)) -> list[Problem]:
    post = Post(DAY, "mektep", date(2026, 11, 23), texts, media)
    found = list(check_media(Content(posts=(post,))))
    assert all(one.level is Level.DOUBT and one.hint for one in found)
    for one in found:
        for language in LANGUAGES:
            assert "{" not in Words(language).problem(one)
    return found


def told(found: list[Problem]) -> list[str]:
    return [Words("en").problem(one).removeprefix(DAY) for one in found]


def source(name: str) -> Source:
    return Source(f"{DAY}/{name}", name, 1)


def photo(name: str, note: MediaNote = SAID, sharpness: float = 1.0, likeness: int = 0) -> Photo:
    return Photo(source(name), PhotoFacts(800, 600, None, sharpness, likeness), note)


def clip(seconds: float = 30.0, has_sound: bool = False, captions: tuple[str, ...] = ()) -> Clip:
    facts = ClipFacts(1920, 1080, seconds, 30.0, has_sound=has_sound)
    tracks = tuple(Subtitle(source(f"IMG_1.{locale}.srt"), locale) for locale in captions)
    return Clip(source("IMG_1.MOV"), facts, subtitles=tracks)


def text(locale: str, words: int) -> Text:
    body = Block(html=f"<p>{' '.join(['сөз'] * (words - 1))} <b>сөз</b></p>")
    return Text(locale, "Мектеп", Body.of(body), path=f"{DAY}/{locale}.md")


# Texts and clips


@pytest.mark.parametrize(("locale", "words"), [("kk", 81), ("ru", 101)])
def test_a_long_text_wants_a_clip(locale: str, words: int) -> None:
    (found,) = look(texts=(text(locale, words),))
    assert found.where == f"{DAY}/{locale}.md"
    assert f"({words} words)" in Words("en").problem(found)
    assert look(texts=(text(locale, words - 1),)) == []
    assert look(clip(), texts=(text(locale, words),)) == []


def test_a_text_long_in_both_languages_is_named_once() -> None:
    assert len(look(texts=(text("kk", 300), text("ru", 300)))) == 1


def test_a_clip_over_three_minutes_is_named() -> None:
    assert told(look(clip(185))) == [
        "/IMG_1.MOV — the clip lasts 3:05 min: few people watch it to the end"
        " — keep the main point, at most three minutes"
    ]
    assert look(clip(180.4)) == []


@pytest.mark.parametrize(
    ("captions", "names"),
    [((), "IMG_1.kk.srt, IMG_1.ru.srt"), (("kk",), "IMG_1.ru.srt"), (("ru",), "IMG_1.kk.srt")],
)
def test_a_clip_with_sound_wants_captions(captions: tuple[str, ...], names: str) -> None:
    (found,) = look(clip(has_sound=True, captions=captions))
    assert found.where == f"{DAY}/IMG_1.MOV"
    assert dict(found.values)["names"] == names


def test_a_silent_or_captioned_clip_is_fine() -> None:
    assert look(clip(has_sound=False)) == []
    assert look(clip(has_sound=True, captions=("kk", "ru"))) == []
    assert look(clip(has_sound=True, captions=("kk",)), texts=(KK,)) == []


# Photos without words


def test_photos_that_nobody_described_are_one_line() -> None:
    bare = [photo(f"{number}.jpg", MediaNote()) for number in range(1, 6)]
    (line,) = told(look(*bare))
    assert "1.jpg, 2.jpg and 3 more" in line
    (line,) = told(look(*bare[:2]))
    assert "1.jpg, 2.jpg —" in line
    assert '[media."1.jpg"]' in line


def test_a_photo_described_in_one_language_only_is_named() -> None:
    half = photo("1.jpg", MediaNote(alt=(("kk", "Мектеп"),)))
    assert len(look(half)) == 1
    assert look(half, texts=(KK,)) == []


def test_words_beside_a_photo_in_the_text_count() -> None:
    placed = photo("1.jpg", MediaNote())
    block = Block(media=placed.source.path, alt="Мектеп")
    texts = tuple(Text(locale, "Мектеп", Body.of(block)) for locale in ("kk", "ru"))
    assert look(placed, texts=texts) == []
    assert len(look(placed, texts=(texts[0], RU))) == 1


# Bad shots, as they come off a disk


def town(seed: int, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """Houses under a sky: flat walls, hard edges and a smooth half."""
    wide, high = size
    chance = random.Random(seed)
    picture = Image.linear_gradient("L").resize(size).point(lambda level: 150 + level // 4)
    pen = ImageDraw.Draw(picture)
    for _ in range(9):
        left, top = chance.randrange(wide), chance.randrange(high // 8, high * 3 // 4)
        pen.rectangle((left, top, left + 180, high), fill=chance.randrange(120))
        for row in range(top + 20, high, 60):
            pen.rectangle((left + 25, row, left + 65, row + 30), fill=235)
        pen.line((left, top, left + 240, top - 160), fill=20, width=6)
    return picture.convert("RGB")


def save(path: Path, picture: Image.Image, **options: object) -> Photo:
    picture.save(path, "JPEG", quality=85, **options)
    facts = probe_file(path, path.name).photo
    assert facts is not None
    return Photo(source(path.name), facts, SAID)


@pytest.mark.parametrize("points", [1.5, 2, 4])
@pytest.mark.parametrize("seed", range(3))
def test_a_blurred_photo_is_named(tmp_path: Path, points: float, seed: int) -> None:
    blur = ImageFilter.GaussianBlur(points * 1600 / 512)
    shot = save(tmp_path / "1.jpg", town(seed).filter(blur))
    assert told(look(shot)) == ["/1.jpg — the photo is blurred — use another shot if there is one"]


def test_a_photo_of_a_shaken_camera_is_named(tmp_path: Path) -> None:
    sharp = town(1)
    shaken = sharp
    for step in range(1, 40):
        moved = sharp.transform(sharp.size, Image.Transform.AFFINE, (1, 0, step, 0, 1, 0))
        shaken = Image.blend(shaken, moved, 1 / (step + 1))
    assert len(look(save(tmp_path / "1.jpg", shaken.crop((0, 0, 1500, 1200))))) == 1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("weather", ["clear", "fog", "night", "snow", "small", "soft around"])
def test_weather_is_not_blur(tmp_path: Path, weather: str, seed: int) -> None:
    picture = town(seed)
    if weather == "small":
        picture = picture.resize((400, 300), Image.Resampling.LANCZOS)
    if weather == "soft around":
        soft = picture.filter(ImageFilter.GaussianBlur(15))
        soft.paste(picture.crop((500, 500, 1100, 1100)), (500, 500))
        picture = soft
    levels = {
        "fog": lambda level: int(170 + (level - 128) * 0.18),
        "night": lambda level: int(level * 0.18),
        "snow": lambda level: min(255, int(150 + level * 0.6)),
    }
    if weather in levels:
        picture = picture.point(levels[weather])
    assert look(save(tmp_path / "1.jpg", picture)) == []


def test_a_picture_without_edges_is_not_called_blurred(tmp_path: Path) -> None:
    sky = Image.linear_gradient("L").resize((1600, 1200))
    assert look(save(tmp_path / "1.jpg", sky)) == []


def test_shots_of_one_burst_are_one_line(tmp_path: Path) -> None:
    first = town(2)
    wide, high = first.size
    moved = first.crop((16, 8, wide, high)).resize(first.size)
    brighter = moved.point(lambda level: min(255, int(level * 1.1)))
    pictures = [first, moved, brighter, town(0)]
    shots = [save(tmp_path / f"{name}.jpg", one) for name, one in enumerate(pictures)]
    assert told(look(*shots)) == [
        "/0.jpg — the same is shown again: 1.jpg, 2.jpg — keep the best one"
    ]


def test_a_copy_turned_by_its_orientation_is_seen(tmp_path: Path) -> None:
    upright = town(0)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    shots = [
        save(tmp_path / "1.jpg", upright),
        save(tmp_path / "2.jpg", turned, exif=exif),
    ]
    assert len(look(*shots)) == 1


def test_other_views_of_a_place_are_not_the_same(tmp_path: Path) -> None:
    whole = town(1)
    pictures = [whole, whole.crop((400, 0, 1600, 1200)), town(2), town(4)]
    shots = [save(tmp_path / f"{name}.jpg", one) for name, one in enumerate(pictures)]
    assert look(*shots) == []


def test_what_is_shot_later_has_to_be_nearer() -> None:
    def shot(name: str, likeness: int, second: int) -> Photo:
        taken = datetime(2026, 11, 23, 12) + timedelta(seconds=second)
        return Photo(source(name), PhotoFacts(800, 600, taken, 1.0, likeness), SAID)

    first = shot("1.jpg", 0xFFFF, 0)
    assert len(look(first, shot("2.jpg", 0xFFFF << 5, 60))) == 1  # 10 bits
    assert look(first, shot("2.jpg", 0xFFFF << 6, 60)) == []  # 12 bits
    assert look(first, shot("2.jpg", 0xFFFF << 5, 61)) == []
    assert len(look(first, shot("2.jpg", 0xFFFF << 2, 3600))) == 1  # 4 bits


def test_photos_of_which_nothing_is_known_are_left_alone() -> None:
    assert look(photo("1.jpg", sharpness=0.0), photo("2.jpg", sharpness=0.0)) == []


def test_a_photo_that_cannot_be_decoded_keeps_its_facts(tmp_path: Path) -> None:
    file = io.BytesIO()
    town(0).save(file, "JPEG", quality=85)
    (tmp_path / "1.jpg").write_bytes(file.getvalue()[:9000])
    assert probe_file(tmp_path / "1.jpg", "1.jpg").photo == PhotoFacts(1600, 1200)
