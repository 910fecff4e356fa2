import random
import re
from base64 import b64decode
from pathlib import Path

import pillow_heif
import pytest
from msgspec.structs import replace
from PIL import ExifTags, Image, ImageCms

from generator.errors import Unfit
from generator.recipes import MadeFile, PhotoRecipe, Variant
from generator.work.image import crop_box, make_photo
from tests.support.made_media import as_bytes, corners, quarters

UPRIGHT = ("red", "lime", "blue", "white")


def variant(width_px: int, height_px: int, slot: str = "photo", format: str = "webp") -> Variant:
    return Variant(f"{slot}-{width_px}.{format}", slot, format, width_px, height_px)


def make(tmp_path: Path, content: bytes, *variants: Variant) -> tuple[MadeFile, ...]:
    source = tmp_path / "source"
    source.write_bytes(content)
    return make_photo(PhotoRecipe(variants or (variant(200, 150),)), source, "2026/a.jpg", tmp_path)


def only(tmp_path: Path, content: bytes) -> Image.Image:
    (made,) = make(tmp_path, content)
    with Image.open(tmp_path / made.name) as picture:
        picture.load()
        return picture


def test_every_variant_is_made_at_its_size(tmp_path: Path) -> None:
    wanted = [
        variant(width, width * 3 // 4, format=format)
        for width in (120, 400, 200)
        for format in ("avif", "webp", "jpeg")
    ]
    made = make(tmp_path, as_bytes(quarters(), "JPEG"), *wanted)
    assert [file.name for file in made] == [one.name for one in wanted]
    for file, one in zip(made, wanted, strict=True):
        with Image.open(tmp_path / file.name) as picture:
            assert picture.size == (one.width_px, one.height_px)
            assert corners(picture) == UPRIGHT
        assert file.size_bytes == (tmp_path / file.name).stat().st_size > 0
        assert file.mime == f"image/{one.format}"


def test_same_photo_gives_same_bytes(tmp_path: Path) -> None:
    variants = [variant(200, 150, format=format) for format in ("avif", "webp", "jpeg")]
    content = as_bytes(quarters(), "JPEG")
    first = [(tmp_path / file.name).read_bytes() for file in make(tmp_path, content, *variants)]
    again = [(tmp_path / file.name).read_bytes() for file in make(tmp_path, content, *variants)]
    assert first == again


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_orientation_is_baked_in(tmp_path: Path, orientation: int, format: str) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what the camera did before it wrote
    stored = quarters()
    if orientation in undo:
        stored = stored.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    shown = only(tmp_path, as_bytes(stored, format, exif=exif))
    assert (shown.size, corners(shown)) == ((200, 150), UPRIGHT)


def test_nothing_but_the_picture_goes_out(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRETPHONE"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "SECRETPLACE"
    content = as_bytes(
        quarters(), "JPEG", exif=exif, xmp=b"<x>SECRETXMP</x>", comment="SECRETWORD",
        dpi=(300, 300),
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )  # fmt: skip
    variants = [variant(200, 150, format=format) for format in ("avif", "webp", "jpeg")]
    for file in make(tmp_path, content, *variants):
        written = (tmp_path / file.name).read_bytes()
        assert not re.search(rb"SECRET|Exif\0|ICC_PROFILE|http://ns", written)
        with Image.open(tmp_path / file.name) as picture:
            assert not dict(picture.getexif())
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)


def lab(picture: Image.Image) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return as_bytes(picture, "TIFF", icc_profile=profile)


def heic(picture: Image.Image) -> bytes:
    assert pillow_heif
    return as_bytes(picture, "HEIF", quality=90)


SECOND = Image.new("RGB", (400, 300))
MODES = {
    "heic": heic(quarters()),
    "avif": as_bytes(quarters(), "AVIF"),
    "cmyk": as_bytes(quarters().convert("CMYK"), "JPEG"),
    "palette": as_bytes(quarters().quantize(8), "PNG"),
    "tiff": as_bytes(quarters(), "TIFF"),
    "mpo": as_bytes(quarters(), "MPO", save_all=True, append_images=[SECOND]),
    "gif": as_bytes(quarters(), "GIF", save_all=True, append_images=[SECOND]),
    "webp": as_bytes(quarters(), "WEBP", save_all=True, append_images=[SECOND]),
    "profile of another kind": as_bytes(
        quarters(), "JPEG",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
    ),
    "broken profile": as_bytes(quarters(), "JPEG", icc_profile=b"nonsense"),
}  # fmt: skip


@pytest.mark.parametrize("content", MODES.values(), ids=MODES)
def test_every_kind_of_photo_is_read(tmp_path: Path, content: bytes) -> None:
    assert corners(only(tmp_path, content)) == UPRIGHT


def test_deep_grey_is_not_clipped(tmp_path: Path) -> None:
    content = as_bytes(Image.new("I;16", (400, 300), 32768), "PNG")
    assert only(tmp_path, content).convert("L").getpixel((9, 9)) in range(122, 134)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparent_becomes_white(tmp_path: Path, mode: str) -> None:
    clear = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    format = "TIFF" if mode == "PA" else "PNG"
    content = as_bytes(clear if mode == "PA" else clear.convert(mode), format)
    assert corners(only(tmp_path, content)) == ("white",) * 4


def test_wide_gamut_colours_become_srgb(tmp_path: Path) -> None:
    # Swapped channels would be a profile; the plainest real one is Lab, known to Pillow itself.
    grey = ImageCms.profileToProfile(
        Image.new("RGB", (400, 300), (200, 30, 30)),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    assert grey is not None
    red, green, blue = only(tmp_path, lab(grey)).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert abs(red - 200) < 12 and abs(green - 30) < 12 and abs(blue - 30) < 12


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_truncated_photo_is_reported(tmp_path: Path, format: str) -> None:
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    content = as_bytes(noise, format)
    with pytest.raises(Unfit) as caught:
        make(tmp_path, content[: len(content) // 2])
    assert caught.value.problem.where == "2026/a.jpg"
    assert caught.value.problem.what == "the photo is damaged or cut short"


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff\xe0" + bytes(40)])
def test_what_is_no_photo_is_reported(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Unfit):
        make(tmp_path, content)


def test_bomb_is_reported(tmp_path: Path) -> None:
    content = as_bytes(Image.new("1", (20000, 20000)), "PNG")
    with pytest.raises(Unfit) as caught:
        make(tmp_path, content)
    assert "too many points" in caught.value.problem.what


def test_crops_of_one_photo_look_at_the_focus(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(as_bytes(quarters((300, 400)), "PNG"))
    wide, whole = variant(300, 100, "card"), variant(300, 400)
    recipe = PhotoRecipe((wide, whole), focus=(0.5, 0.9))
    make_photo(recipe, source, "a", tmp_path)
    with Image.open(tmp_path / wide.name) as picture:
        assert corners(picture) == ("blue", "white", "blue", "white")
    with Image.open(tmp_path / whole.name) as picture:
        assert corners(picture) == UPRIGHT


def noise() -> bytes:
    """A photo of grass and gravel, which is heavy at any size."""
    grain = Image.frombytes("L", (800, 600), random.Random(1).randbytes(800 * 600)).convert("RGB")
    return as_bytes(Image.blend(quarters((800, 600)), grain, 0.6), "PNG")


def size_bytes(tmp_path: Path, content: bytes, format: str, max_bytes: int) -> int:
    (made,) = make(
        tmp_path, content, replace(variant(400, 300, format=format), max_bytes=max_bytes)
    )
    assert made.size_bytes == (tmp_path / made.name).stat().st_size
    return made.size_bytes


def test_an_inline_still_tells_its_data_address(tmp_path: Path) -> None:
    inline = replace(variant(96, 96, "face", "jpeg"), inline=True)
    small, plain = make(tmp_path, noise(), inline, variant(80, 80))
    kind, _, content = small.address.partition(";base64,")
    assert kind == "data:image/jpeg"
    assert b64decode(content) == (tmp_path / small.name).read_bytes()
    assert plain.address == ""


FORMATS = ["avif", "webp", "jpeg"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("share", [0.99, 0.85, 0.7])
def test_heavy_photo_is_made_light_enough_and_no_lighter(
    tmp_path: Path, format: str, share: float
) -> None:
    free = size_bytes(tmp_path, noise(), format, 0)
    most = round(free * share)
    assert 0.6 * most < size_bytes(tmp_path, noise(), format, most) <= most


@pytest.mark.parametrize("format", FORMATS)
def test_impossible_limit_ends_at_the_lowest_quality(tmp_path: Path, format: str) -> None:
    lowest = size_bytes(tmp_path, noise(), format, 1)
    assert 1 < lowest < 0.6 * size_bytes(tmp_path, noise(), format, 0)
    with Image.open(tmp_path / f"photo-400.{format}") as picture:
        assert picture.size == (400, 300)


@pytest.mark.parametrize("format", FORMATS)
def test_light_photo_is_what_it_is_without_a_limit(tmp_path: Path, format: str) -> None:
    blurred = Image.linear_gradient("L").resize((800, 600)).convert("RGB")
    content = as_bytes(blurred, "PNG")
    path = tmp_path / f"photo-400.{format}"
    free = size_bytes(tmp_path, content, format, 0)
    written = path.read_bytes()
    assert size_bytes(tmp_path, content, format, free) == free
    assert path.read_bytes() == written


@pytest.mark.parametrize(
    ("colour", "tone"),
    [
        ("black", "000"),
        ("white", "333"),
        ("red", "300"),
        ((42, 43, 128), "012"),
        ((170, 212, 213), "223"),
    ],
)
def test_tone_is_the_mean_colour_in_three_digits(
    tmp_path: Path, colour: str | tuple[int, int, int], tone: str
) -> None:
    content = as_bytes(Image.new("RGB", (400, 300), colour), "PNG")
    variants = [variant(width, width // 2, format=format) for width in (80, 200)
                for format in FORMATS]  # fmt: skip
    assert {file.tone for file in make(tmp_path, content, *variants)} == {tone}


def test_tone_is_of_what_a_crop_shows(tmp_path: Path) -> None:
    sky = Image.new("RGB", (400, 400), "white")
    sky.paste("black", (0, 100, 400, 400))
    source = tmp_path / "source"
    source.write_bytes(as_bytes(sky, "PNG"))
    recipe = PhotoRecipe((variant(200, 200), variant(400, 100, "card")), focus=(0.5, 1.0))
    assert [file.tone for file in make_photo(recipe, source, "a", tmp_path)] == ["111", "000"]


@pytest.mark.parametrize(
    ("picture", "target", "focus", "box"),
    [
        ((400, 300), (200, 150), (0.1, 0.9), (0, 0, 400, 300)),
        ((400, 300), (100, 100), (0.5, 0.5), (50, 0, 350, 300)),
        ((400, 300), (100, 100), (0.0, 0.5), (0, 0, 300, 300)),
        ((400, 300), (100, 100), (1.0, 0.5), (100, 0, 400, 300)),
        ((300, 400), (160, 90), (0.5, 0.4), (0, 76, 300, 245)),
        ((1, 1), (100, 100), (0.5, 0.5), (0, 0, 1, 1)),
    ],
)
def test_crop_box(
    picture: tuple[int, int],
    target: tuple[int, int],
    focus: tuple[float, float],
    box: tuple[int, int, int, int],
) -> None:
    assert crop_box(picture, target, focus) == box
