"""A folder with a clip in, films, pictures and texts out: real ffmpeg, real pixels."""

from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from pymediainfo import MediaInfo

from generator.errors import Unfit
from generator.share.clip import Film, make_vertical
from generator.share.kit import LIMIT_BYTES, SAFE_FOOT_PX, SAFE_LEFT_PX, SAFE_PX, plan_kit
from generator.share.make_kit import KitMade, KitRequest, make_kit
from generator.share.overlay import CAPTION_PX, draw_caption
from generator.work.mp4 import read_mp4
from generator.work.sound import parse_loudness
from generator.work.tools import ffmpeg_path, run
from tests.support.building import snapshot
from tests.support.content import draw_photo, write_post
from tests.support.read_content import default_theme, read_content

NOW = datetime(2026, 11, 23, 12)
LINES = ("Әкім: «Ғимаратқа қаңтарда үлгіреміз»,", "— деді. Һәм өңір ұзақ")
SAID = " ".join(LINES)
SRT = "1\n00:00:00,500 --> 00:00:02,500\n" + "\n".join(LINES) + "\n"
ODD_NAME = "-IMG 'өңір': \"1\" %d"


def shoot(path: Path, *options: str, size: str = "320x180", seconds: float = 2.0) -> Path:
    """A moving test picture with a soft tone, or with what the options say."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sound = options or ("-f", "lavfi", "-i", "sine=f=440:r=48000,volume=0.3")
    picture = ("-f", "lavfi", "-i", f"testsrc2=s={size}:r=15")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-t", f"{seconds}")
    run([ffmpeg_path(), "-y", *picture, *sound, *coded, f"file:{path.absolute()}"], 60)
    return path


def frame(film: Path, at: float) -> Image.Image:
    picture = film.with_name("frame.png")
    run(
        [ffmpeg_path(), "-y", "-ss", f"{at}", "-i", f"file:{film}", "-frames:v", "1", str(picture)],
        60,
    )
    with Image.open(picture) as found:
        return found.convert("RGB")


def kit(root: Path, into: Path, wanted: str = "") -> KitMade:
    content = read_content(root)
    wanted = wanted or content.posts[0].slug
    return make_kit(
        KitRequest(root, content, default_theme(), wanted, into, root.parent / "out", NOW)
    )


def told(made: KitMade) -> list[str]:
    return [problem.what for problem in made.problems]


def facts(path: Path) -> dict[str, dict[str, object]]:
    with path.open("rb") as stream:
        return {one.track_type: one.to_data() for one in MediaInfo.parse(stream).tracks}


@pytest.fixture(scope="module")
def lying(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KitMade]:
    """A clip wider than high, made by AI, with an odd name and captions in Kazakh only."""
    root = tmp_path_factory.mktemp("lying") / "content"
    folder = write_post(
        root,
        "2026-11-23 Өңір",
        "# Ғимарат «үлгі» болды: 5:1\n\nЖөндеу бітті.",
        "# Дом готов\n\nДа.",
    )
    shoot(folder / f"{ODD_NAME}.mp4", seconds=3)
    (folder / f"{ODD_NAME}.kk.srt").write_text(SRT, encoding="utf-8")
    (folder / "post.toml").write_text("ai = true\ntags = 'Құрылыс'\n", encoding="utf-8")
    return root, kit(root, root.parent / "share")


@pytest.fixture(scope="module")
def bare(lying: tuple[Path, KitMade], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same film as the Kazakh one, without a word on it."""
    root, into = lying[0], tmp_path_factory.mktemp("bare")
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(into / "none.png")
    film = Film("bare.mp4", "none.png", "none.png", 300)
    make_vertical(
        plan_kit(read_content(root), default_theme(), "2026-11-23-onir", NOW), (film,), root, into
    )
    return into / "bare.mp4"


def test_a_kit_holds_films_pictures_and_texts_in_both_languages(
    lying: tuple[Path, KitMade],
) -> None:
    made = lying[1]
    names = {path.name for path in made.folder.iterdir()}
    both = ("{}-vertical.mp4", "{}-messenger.mp4", "{}-cover.jpg", "{}-square.jpg", "texts-{}.txt")
    assert names == {name.format(locale) for name in both for locale in ("kk", "ru")}
    assert {file.name for file in made.files} == names
    assert (made.folder.name, told(made)) == ("2026-11-23-onir", [])
    assert [path.name for path in made.folder.parent.iterdir()] == ["2026-11-23-onir"]


def test_vertical_films_are_what_every_network_takes(lying: tuple[Path, KitMade]) -> None:
    for locale in ("kk", "ru"):
        path = lying[1].folder / f"{locale}-vertical.mp4"
        found, tracks = read_mp4(path), facts(path)  # read_mp4 wants the index in front
        assert (found.width_px, found.height_px, round(found.seconds, 1)) == (1080, 1920, 3.0)
        assert found.mime == 'video/mp4; codecs="avc1.640028, mp4a.40.2"'
        video, sound = tracks["Video"], tracks["Audio"]
        assert video["format_profile"] == "High@L4"
        assert (video["chroma_subsampling"], video["bit_depth"]) == ("4:2:0", 8)
        assert video["matrix_coefficients"] == video["color_primaries"] == "BT.709"
        assert float(str(video["frame_rate"])) <= 30
        assert (sound["format"], sound["sampling_rate"]) == ("AAC", 48000)
        assert path.stat().st_size < LIMIT_BYTES
        said = run([ffmpeg_path(), "-i", str(path), "-af", "ebur128", "-f", "null", "-"], 60)
        assert parse_loudness(said).integrated_lufs == pytest.approx(-16, abs=1)
        assert not {"encoded_date", "writing_application", "title", "comment"} & {
            *tracks["General"]
        }


def test_words_stay_inside_the_safe_area(lying: tuple[Path, KitMade], bare: Path) -> None:
    with_words = frame(lying[1].folder / "kk-vertical.mp4", 1.5)
    # Means of 5 by 5 points, which the area's edges fall on: the encoder's own noise is left out.
    away = ImageChops.difference(with_words, frame(bare, 1.5)).convert("L").reduce(5)
    box = away.point(lambda level: 255 * (level > 24)).getbbox()
    assert box is not None
    left, top, right, foot = (5 * edge for edge in box)
    assert left >= SAFE_PX[0]
    assert top >= SAFE_PX[1]
    assert right <= SAFE_PX[2]
    assert foot <= SAFE_PX[3]
    assert top < SAFE_PX[1] + 60
    assert foot > SAFE_PX[3] - 60  # something is there to be measured


@pytest.mark.parametrize(("at", "seen"), [(0.2, ""), (1.5, SAID), (2.8, "")])
def test_captions_show_kazakh_letters_at_their_time(
    lying: tuple[Path, KitMade], bare: Path, at: float, seen: str
) -> None:
    def likeness(words: str) -> float:
        expected, caption = without.copy(), draw_caption(words)
        corner = (SAFE_LEFT_PX, SAFE_FOOT_PX - CAPTION_PX[1])
        expected.paste(caption, corner, caption)
        box = (*corner, corner[0] + CAPTION_PX[0], SAFE_FOOT_PX)
        away = ImageChops.difference(expected.crop(box), shown.crop(box)).convert("L")
        return ImageStat.Stat(away).mean[0]

    shown, without = frame(lying[1].folder / "kk-vertical.mp4", at), frame(bare, at)
    lookalike = SAID.translate(str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһі", "АаГгКкНнОоУуУуНни"))
    others = {SAID, "", lookalike} - {seen}
    assert likeness(seen) < 3
    assert likeness(seen) < min(likeness(words) for words in others) / 1.5


def test_a_language_without_captions_gets_none_of_another(
    lying: tuple[Path, KitMade], bare: Path
) -> None:
    box = (SAFE_LEFT_PX, SAFE_FOOT_PX - CAPTION_PX[1], SAFE_PX[2], SAFE_FOOT_PX)
    shown = frame(lying[1].folder / "ru-vertical.mp4", 1.5).crop(box)
    away = ImageChops.difference(shown, frame(bare, 1.5).crop(box)).convert("L")
    assert ImageStat.Stat(away).mean[0] < 3


def test_the_messenger_film_keeps_shape_and_length(lying: tuple[Path, KitMade]) -> None:
    found = read_mp4(lying[1].folder / "kk-messenger.mp4")
    assert (found.width_px, found.height_px, round(found.seconds, 1)) == (320, 180, 3.0)


def test_cover_and_square_have_their_sizes_and_say_nothing_of_the_phone(
    lying: tuple[Path, KitMade],
) -> None:
    for name, size in (("kk-cover.jpg", (1080, 1920)), ("ru-square.jpg", (1080, 1080))):
        path = lying[1].folder / name
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", size)
            assert not {"exif", "icc_profile", "comment"} & {*picture.info}
        assert path.stat().st_size < 400_000


def test_texts_say_what_ai_made(lying: tuple[Path, KitMade]) -> None:
    text = (lying[1].folder / "texts-kk.txt").read_text(encoding="utf-8")
    assert "*Ғимарат «үлгі» болды: 5:1*\n\nЖөндеу бітті.\n\nЖасанды интеллект жасаған" in text
    assert "#құрылыс" in text


def test_an_upright_silent_clip_fills_the_frame_and_has_no_sound(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Үй", "", "# Дом готов")
    shoot(folder / "IMG_1.mp4", "-an", size="180x320", seconds=1)
    made = kit(root, tmp_path / "share")
    film = made.folder / "ru-vertical.mp4"
    assert read_mp4(film).mime == 'video/mp4; codecs="avc1.640028"'
    # The source's own corner, not a blurred and darker one.
    run([ffmpeg_path(), "-i", str(folder / "IMG_1.mp4"), "-frames:v", "1", f"{tmp_path}/a.png"], 60)
    with Image.open(tmp_path / "a.png") as source:
        corner = source.convert("RGB").resize((1080, 1920)).crop((0, 1500, 1080, 1920))
    away = ImageChops.difference(corner, frame(film, 0).crop((0, 1500, 1080, 1920)))
    assert ImageStat.Stat(away.convert("L")).mean[0] < 12


def test_the_named_part_is_shown_with_its_own_captions(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Жол", "# Жол")
    clip = folder / "IMG_1.mp4"
    picture = "color=red:s=320x180:r=15:d=2[a];color=blue:s=320x180:r=15:d=2[b];[a][b]concat"
    run([ffmpeg_path(), "-filter_complex", picture, "-c:v", "libx264", str(clip)], 60)
    (folder / "post.toml").write_text("share_from = 2.2\nshare_to = 3.4\n", encoding="utf-8")
    made = kit(root, tmp_path / "share")
    assert told(made) == []
    film = made.folder / "kk-vertical.mp4"
    assert read_mp4(film).seconds == pytest.approx(1.2, abs=0.1)
    red, _, blue = (channel.mean for channel in map(ImageStat.Stat, frame(film, 0).split()))
    assert blue[0] > 5 * red[0]
    assert read_mp4(made.folder / "kk-messenger.mp4").seconds == pytest.approx(4, abs=0.1)


def test_unreadable_captions_are_said_and_the_rest_is_made(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Жол", "# Жол")
    shoot(folder / "IMG_1.mp4", seconds=1)
    (folder / "IMG_1.kk.srt").write_text("субтитр емес", encoding="utf-8")
    made = kit(root, tmp_path / "share")
    assert told(made) == ["there are no captions with times in this file"]
    assert (made.folder / "kk-vertical.mp4").exists()


def test_a_broken_clip_is_one_problem_and_pictures_are_there(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Жол", "# Жол", "# Дорога")
    clip = shoot(folder / "IMG_1.mp4", seconds=1)
    draw_photo(folder / "a.jpg")
    first = kit(root, tmp_path / "share")
    content = read_content(root)
    whole = clip.read_bytes()
    clip.write_bytes(whole[:48] + bytes(len(whole) - 48))  # after it was looked at
    into, output = first.folder.parent, tmp_path / "out"
    again = make_kit(
        KitRequest(root, content, default_theme(), "2026-11-23-zhol", into, output, NOW)
    )
    assert told(again) == ["the clip cannot be read"]
    names = {path.name for path in again.folder.iterdir()}
    # The film of the first time is gone: nobody shares what is no longer there.
    assert names == {
        f"{locale}-{shape}.jpg" for locale in ("kk", "ru") for shape in ("cover", "square")
    } | {"texts-kk.txt", "texts-ru.txt"}


def test_photos_alone_make_pictures_and_texts(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Ағаш", "# Ағаш отырғызылды")
    draw_photo(folder / "a.jpg", "navy", (900, 600))
    before = snapshot(root)
    made = kit(root, tmp_path / "share", "2026-11-23 Ағаш")
    assert told(made) == ["there is no clip: only pictures and texts are made"]
    assert {path.name for path in made.folder.iterdir()} == {
        "kk-cover.jpg",
        "kk-square.jpg",
        "texts-kk.txt",
    }
    with Image.open(made.folder / "kk-cover.jpg") as cover:
        red, _, blue = cover.convert("RGB").getpixel((1000, 700))  # type: ignore[misc]
        assert blue > 100 > red  # the photo as a whole, in the middle
    assert snapshot(root) == before


def test_words_alone_stand_on_the_accent(tmp_path: Path) -> None:
    write_post(tmp_path / "content", "2026-11-23 Күн", "# Қабылдау күні")
    made = kit(tmp_path / "content", tmp_path / "share")
    with Image.open(made.folder / "kk-square.jpg") as square:
        assert square.getpixel((20, 20)) == pytest.approx((11, 106, 131), abs=4)


@pytest.mark.parametrize("place", ["content/share", "out", "out/share"])
def test_no_kit_lies_where_it_would_be_read_or_published(tmp_path: Path, place: str) -> None:
    write_post(tmp_path / "content", "2026-11-23 Күн", "# Қабылдау күні")
    with pytest.raises(Unfit):
        kit(tmp_path / "content", tmp_path / place)
    assert not (tmp_path / place).exists()


def test_a_post_that_was_held_back_is_answered_with_what_is_wrong(tmp_path: Path) -> None:
    folder = write_post(tmp_path / "content", "2026-11-23 Бала", "# Балалар алаңы")
    (folder / "post.toml").write_text("children = true\n", encoding="utf-8")
    with pytest.raises(Unfit) as caught:
        kit(tmp_path / "content", tmp_path / "share", "2026-11-23 Бала")
    assert caught.value.problem.what == "children are shown, and nobody's consent is noted"


@pytest.mark.slow
def test_of_a_clip_of_75_seconds_a_minute_is_shown(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Жол", "# Жол")
    shoot(folder / "IMG_1.mp4", size="180x320", seconds=75)
    made = kit(root, tmp_path / "share")
    assert told(made) == ["the clip is longer than 60 s: the vertical one shows {start} to {end} s"]
    film, light = (made.folder / f"kk-{name}.mp4" for name in ("vertical", "messenger"))
    assert 59 < read_mp4(film).seconds <= 60
    assert read_mp4(light).seconds == pytest.approx(75, abs=0.2)
    assert max(film.stat().st_size, light.stat().st_size) < LIMIT_BYTES


@pytest.mark.slow
def test_even_noise_stays_below_the_limit(tmp_path: Path) -> None:
    root = tmp_path / "content"
    folder = write_post(root, "2026-11-23 Жол", "# Жол")
    noise = "nullsrc=s=270x480:r=30,geq=random(1)*255:128:128"
    run(
        [ffmpeg_path(), "-f", "lavfi", "-i", noise, "-t", "60", "-c:v", "libx264", "-qp", "20",
         str(folder / "IMG_1.mp4")], 300,
    )  # fmt: skip
    made = kit(root, tmp_path / "share")
    sizes = [(made.folder / f"kk-{name}.mp4").stat().st_size for name in ("vertical", "messenger")]
    assert max(sizes) <= LIMIT_BYTES
