import io
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import imageio_ffmpeg
import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageOps

from generator.errors import Level
from generator.intake import probe as facts
from generator.intake.probe import probe_file
from generator.model import ClipFacts, PhotoFacts, Probe
from tests.support.systems import needs_any_name

SOUND = ("-f", "lavfi", "-i", "sine")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def ffmpeg(*args: object) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, args)]
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)


def draw(path: Path, *options: object, inputs: tuple[str, ...] = ()) -> Path:
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30")
    ffmpeg(*picture, *inputs, "-t", 1, *H264, *options, path)
    return path


def photo_bytes(format: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, format, **options)
    return file.getvalue()


def probe_bytes(tmp_path: Path, content: bytes, name: str = "a.jpg") -> Probe:
    path = tmp_path / name
    path.write_bytes(content)
    return probe_file(path, f"2026/{name}")


def photo(probe: Probe) -> PhotoFacts:
    assert probe.photo is not None and probe.clip is None and probe.problem is None
    return probe.photo


def clip(probe: Probe) -> ClipFacts:
    assert probe.clip is not None and probe.photo is None and probe.problem is None
    return probe.clip


def what(probe: Probe) -> str:
    assert probe.problem is not None and probe.photo is None and probe.clip is None
    assert probe.problem.where.startswith("2026/")
    assert probe.problem.hint
    return probe.problem.what


# Photos


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "HEIF", "BMP"])
@pytest.mark.parametrize("name", ["a.jpg", "a.mp4", "a"])
def test_a_photo_is_one_whatever_its_ending(tmp_path: Path, format: str, name: str) -> None:
    assert pillow_heif
    facts = photo(probe_bytes(tmp_path, photo_bytes(format), name))
    assert (facts.width_px, facts.height_px, facts.taken) == (40, 30, None)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "MPO"])
def test_moving_pictures_are_photos(tmp_path: Path, format: str) -> None:
    content = photo_bytes(format, save_all=True, append_images=[Image.new("RGB", (40, 30))])
    assert photo(probe_bytes(tmp_path, content)).width_px == 40


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sizes_are_upright(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    facts = photo(probe_bytes(tmp_path, photo_bytes("JPEG", exif=exif)))
    assert (facts.width_px, facts.height_px) == ((30, 40) if orientation > 4 else (40, 30))


@pytest.mark.parametrize(
    ("original", "digitized", "taken"),
    [
        ("2026:05:14 09:30:01", "2026:05:15 00:00:00", datetime(2026, 5, 14, 9, 30, 1)),
        ("2026:05:14 09:30:01\0", "", datetime(2026, 5, 14, 9, 30, 1)),
        ("", "2026:05:15 00:00:00", datetime(2026, 5, 15)),
        ("0000:00:00 00:00:00", "2026:05:15 00:00:00", datetime(2026, 5, 15)),
        ("1970:01:01 00:00:00", "", None),
        ("2199:01:01 00:00:00", "", None),
        ("yesterday", "    :  :     :  :  ", None),
    ],
)
def test_time_of_a_photo(
    tmp_path: Path, original: str, digitized: str, taken: datetime | None
) -> None:
    exif = Image.Exif()
    shot = exif.get_ifd(ExifTags.IFD.Exif)
    shot[ExifTags.Base.DateTimeOriginal] = original
    shot[ExifTags.Base.DateTimeDigitized] = digitized
    for format in ("JPEG", "HEIF"):
        assert photo(probe_bytes(tmp_path, photo_bytes(format, exif=exif))).taken == taken


def test_broken_exif_does_not_break_a_photo(tmp_path: Path) -> None:
    content = photo_bytes("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 40)
    probe = probe_bytes(tmp_path, content)
    assert probe.photo is not None
    assert probe.photo.taken is None
    assert probe.problem is not None
    assert probe.problem.level is Level.REPAIR


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_broken_header_is_a_damaged_photo(tmp_path: Path, format: str) -> None:
    content = photo_bytes(format)[:20] + bytes(2000)
    assert what(probe_bytes(tmp_path, content)) == "the photo is damaged"


@pytest.mark.parametrize("side", [11_000, 20_000])
def test_a_photo_too_large_to_open_is_a_problem(tmp_path: Path, side: int) -> None:
    file = io.BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    assert "too many points" in what(probe_bytes(tmp_path, file.getvalue()))


# How a photo looks


def drawn_photo(size: tuple[int, int] = (1200, 900)) -> Image.Image:
    picture = Image.linear_gradient("L").resize(size)
    pen = ImageDraw.Draw(picture)
    for place in range(7):
        left, top = place * 397 % size[0], place * 211 % size[1]
        pen.rectangle((left, top, left + size[0] // 7, top + size[1] // 5), fill=place * 36)
    return picture.convert("RGB")


def look(tmp_path: Path, picture: Image.Image, format: str = "JPEG", **options: object) -> Probe:
    file = io.BytesIO()
    picture.save(file, format, **options)
    return probe_bytes(tmp_path, file.getvalue())


def bits_apart(one: PhotoFacts, other: PhotoFacts) -> int:
    return (one.likeness ^ other.likeness).bit_count()


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "TIFF", "AVIF", "HEIF", "BMP", "MPO"])
def test_a_photo_looks_the_same_in_every_format(tmp_path: Path, format: str) -> None:
    picture = drawn_photo()
    jpeg, other = photo(look(tmp_path, picture)), photo(look(tmp_path, picture, format))
    assert jpeg.sharpness > 0.3
    assert other.sharpness > 0.3
    assert bits_apart(jpeg, other) <= 4


@pytest.mark.parametrize("size", [(2400, 1800), (600, 450)])
def test_size_changes_neither_sharpness_nor_likeness_much(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    whole = photo(look(tmp_path, drawn_photo()))
    picture = drawn_photo().resize(size, Image.Resampling.LANCZOS)
    soft = picture.filter(ImageFilter.GaussianBlur(size[0] / 512 * 2))
    assert bits_apart(whole, photo(look(tmp_path, picture))) <= 4
    assert photo(look(tmp_path, soft)).sharpness < 0.12


@pytest.mark.parametrize("orientation", range(1, 9))
def test_likeness_is_of_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored = look(tmp_path, drawn_photo(), exif=exif)
    file = io.BytesIO()
    drawn_photo().save(file, "JPEG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(file))
    assert bits_apart(photo(stored), photo(look(tmp_path, upright, "PNG"))) <= 4


def test_a_small_copy_inside_a_heic_is_enough(tmp_path: Path) -> None:
    exact = photo(look(tmp_path, drawn_photo((1600, 1200)), "HEIF"))
    inside = photo(look(tmp_path, drawn_photo((1600, 1200)), "HEIF", thumbnails=[320]))
    assert bits_apart(exact, inside) <= 4
    assert inside.sharpness > 0.3


def test_pixels_that_cannot_be_decoded_leave_the_other_facts(tmp_path: Path) -> None:
    file = io.BytesIO()
    drawn_photo().save(file, "JPEG")
    assert photo(probe_bytes(tmp_path, file.getvalue()[:5000])) == PhotoFacts(1200, 900)


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (2000, 1), (7, 7), (30000, 2)])
def test_tiny_and_narrow_pictures_are_read(tmp_path: Path, size: tuple[int, int]) -> None:
    for format in ("JPEG", "PNG"):
        facts = photo(look(tmp_path, Image.new("RGB", size, "red"), format))
        assert (facts.width_px, facts.height_px, facts.sharpness) == (*size, 0.0)


# Clips


@pytest.mark.parametrize("ending", ["mp4", "mov", "3gp", "mkv", "avi", "ts"])
def test_a_clip_is_one_whatever_its_ending(tmp_path: Path, ending: str) -> None:
    drawn = draw(tmp_path / f"drawn.{ending}", "-c:a", "aac", inputs=SOUND)
    facts = clip(probe_file(drawn.replace(tmp_path / "a.jpg"), "2026/a.jpg"))
    assert (facts.width_px, facts.height_px, facts.has_sound) == (320, 240, True)
    assert facts.fps == pytest.approx(30.0, abs=0.6)  # a stream does not say it exactly
    assert facts.seconds == pytest.approx(1, abs=0.05)
    assert (facts.hdr, facts.interlaced, facts.video_codec) == ("", False, "avc")
    assert facts.bit_rate_kbps > 10


@pytest.mark.parametrize(("turn", "size"), [(0, (320, 240)), (90, (240, 320)), (180, (320, 240))])
def test_clip_sizes_are_upright(tmp_path: Path, turn: int, size: tuple[int, int]) -> None:
    drawn = draw(tmp_path / "drawn.mp4")
    ffmpeg("-display_rotation", turn, "-i", drawn, "-c", "copy", tmp_path / "a.mp4")
    facts = clip(probe_file(tmp_path / "a.mp4", "2026/a.mp4"))
    assert (facts.width_px, facts.height_px, facts.has_sound) == (*size, False)


def test_pixels_are_made_square(tmp_path: Path) -> None:
    facts = clip(probe_file(draw(tmp_path / "a.mp4", "-vf", "setsar=4/3"), "2026/a.mp4"))
    assert (facts.width_px, facts.height_px) == (427, 240)


def test_interlaced_is_seen(tmp_path: Path) -> None:
    options = ("-vf", "interlace", "-flags", "+ilme+ildct", "-c:v", "mpeg2video")
    assert clip(probe_file(draw(tmp_path / "a.mpg", *options), "2026/a.mpg")).interlaced


@pytest.mark.parametrize(("transfer", "hdr"), [("arib-std-b67", "hlg"), ("smpte2084", "pq")])
def test_hdr_is_seen(tmp_path: Path, transfer: str, hdr: str) -> None:
    colours = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    path = draw(tmp_path / "a.mp4", "-vf", colours)
    assert clip(probe_file(path, "2026/a.mp4")).hdr == hdr


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("creation_time=2026-05-14T20:30:00Z", datetime(2026, 5, 15, 1, 30)),
        ("creation_time=1904-01-01T00:00:00Z", None),
        ("creation_time=1970-01-01T00:00:00Z", None),
        (
            "com.apple.quicktime.creationdate=2026-05-14T20:30:00+0600",
            datetime(2026, 5, 14, 20, 30),
        ),
    ],
)
def test_time_of_a_clip(tmp_path: Path, written: str, taken: datetime | None) -> None:
    options = ("-metadata", written, "-movflags", "use_metadata_tags")
    assert clip(probe_file(draw(tmp_path / "a.mov", *options), "2026/a.mov")).taken == taken


def test_apples_own_time_comes_before_the_others() -> None:
    general = SimpleNamespace(
        comapplequicktimecreationdate="2026-05-14T20:30:00+0500", recorded_date=None,
        encoded_date="2026-05-20 00:00:00 UTC", tagged_date=None,
    )  # fmt: skip
    found = facts._clip_taken(general, SimpleNamespace(encoded_date=None))
    assert found == datetime(2026, 5, 14, 20, 30)


def test_length_that_is_not_written_is_found(tmp_path: Path) -> None:
    options = ("-c:v", "libvpx", "-deadline", "realtime", "-live", 1, "-f", "webm")
    # A preset is x264's word; webm of browsers is VP8.
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30", "-t", 1)
    ffmpeg(*picture, *options, tmp_path / "a.webm")
    assert clip(probe_file(tmp_path / "a.webm", "2026/a.webm")).seconds == pytest.approx(1, abs=0.1)


def test_sound_alone_is_a_note_and_nothing_wrong(tmp_path: Path) -> None:
    ffmpeg(*SOUND, "-t", 1, tmp_path / "a.m4a")
    probe = probe_file(tmp_path / "a.m4a", "2026/a.mp4")
    assert "only sound" in what(probe)
    assert probe.problem is not None and probe.problem.level is Level.DOUBT


def test_music_with_a_cover_is_sound_alone(tmp_path: Path) -> None:
    (tmp_path / "c.jpg").write_bytes(photo_bytes("JPEG"))
    ffmpeg("-i", tmp_path / "c.jpg", *SOUND, "-t", 1, "-c:v", "copy", "-disposition:v",
           "attached_pic", tmp_path / "a.m4a")  # fmt: skip
    assert "only sound" in what(probe_file(tmp_path / "a.m4a", "2026/a.mp4"))


def test_clip_without_its_end_is_a_problem(tmp_path: Path) -> None:
    written = draw(tmp_path / "a.mp4").read_bytes()
    assert what(probe_bytes(tmp_path, written[: len(written) // 2])) == "the clip is not whole"


# Neither


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n\xd0\xd4\xc5\xd8\0\1\2", "PDF"),
        (archive(), "archive"),
        ("Сәлем, әлем!\n".encode(), "text"),
        ("Привет".encode("cp1251"), "text"),
        ("Привет".encode("utf-16"), "text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "text"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n", "text"),
        (b"\0" * 4096, "not a photo or a clip"),
        (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(range(256)) * 9, "not a photo or a clip"),
    ],
)
def test_what_is_neither_is_said_so(tmp_path: Path, content: bytes, word: str) -> None:
    for name in ("a.jpg", "a.mp4"):
        assert word in what(probe_bytes(tmp_path, content, name))


def test_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert what(probe_file(tmp_path / "none.jpg", "2026/none.jpg")) == "the file cannot be read"
    assert what(probe_file(tmp_path, "2026/folder")) == "the file cannot be read"


@pytest.mark.parametrize(
    "name",
    ["Сәлем – әлем.jpg", "-i.jpg", "a b'%d.jpg", pytest.param('a"b.jpg', marks=needs_any_name)],
)
def test_any_name_is_read(tmp_path: Path, name: str) -> None:
    drawn = draw(tmp_path / "drawn.mp4").replace(tmp_path / name)
    assert clip(probe_file(drawn, "2026/a")).width_px == 320
