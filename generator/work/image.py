"""Make a photo's stills: upright, in sRGB, at planned sizes, without metadata."""

from base64 import b64encode
from io import BytesIO
from itertools import groupby
from math import ceil, log
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

from msgspec.structs import replace
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from generator.errors import unfit
from generator.media.photos import DAMAGE, TooLarge, apply_orientation, open_photo
from generator.media.warnings import collect_warnings
from generator.recipes import MadeFile, PhotoRecipe, Variant
from generator.work.profiles import assumed_profile

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_MIMES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
_OPTIONS: dict[str, dict[str, Any]] = {
    # Speed 9 at quality 53 takes 0.05 s where 7 at 50 takes 0.35 s, for 6 to 20 % more bytes and
    # 0.2 to 0.9 more VMAF (four photos at 960 px). One thread, because photos are made in parallel
    # and bytes must not depend on the number of cores.
    "avif": {"speed": 9, "max_threads": 1},
    # Method 4 takes 2.3 times as long for 3 % fewer bytes (six photos of 12 MP at three widths).
    "webp": {"method": 2},
    # Progressive takes three times as long for 3 % fewer bytes (five photos, three widths each).
    "jpeg": {"optimize": True},
}
# First quality, lowest quality, and the share by which a point less shrinks a file: measured on 15
# photos at 360 and 720 px, where AVIF lost 3 to 5 %, WebP 1 to 2 % and JPEG 1 to 2.5 %.
_QUALITIES = {"avif": (53, 20, 0.036), "webp": (72, 24, 0.012), "jpeg": (78, 32, 0.016)}
_AIM = 0.96  # of the limit, so that the second try nearly always fits


def make_photo(recipe: PhotoRecipe, source: Path, name: str, into: Path) -> tuple[MadeFile, ...]:
    """Make every variant of the photo at `source` in the folder `into`.

    Raises Unfit, calling the photo `name`, when its pixels cannot be read to the end.
    """
    with collect_warnings():  # about damaged metadata, none of which is published
        picture = _read(recipe, source, name)
        made: dict[str, MadeFile] = {}
        variants = sorted(recipe.variants, key=lambda v: (v.slot, -v.width_px, v.name))
        for _, group in groupby(variants, key=attrgetter("slot")):
            made.update((file.name, file) for file in _make_slot(recipe, picture, [*group], into))
    return tuple(made[variant.name] for variant in recipe.variants)


def crop_box(
    picture_px: tuple[int, int], target_px: tuple[int, int], focus: tuple[float, float]
) -> tuple[int, int, int, int]:
    """The largest box of the target's shape inside the picture, as near the focus as possible."""
    scale = min(picture_px[0] / target_px[0], picture_px[1] / target_px[1])
    box = [
        min(round(target * scale), whole)
        for target, whole in zip(target_px, picture_px, strict=True)
    ]
    left, top = (
        min(max(round(share * whole - length / 2), 0), whole - length)
        for share, whole, length in zip(focus, picture_px, box, strict=True)
    )
    return left, top, left + box[0], top + box[1]


def _make_slot(
    recipe: PhotoRecipe, picture: Image.Image, variants: list[Variant], into: Path
) -> list[MadeFile]:
    still = picture
    made: list[MadeFile] = []
    for variant in variants:
        size = (variant.width_px, variant.height_px)
        if still.size != size:
            # Each size from the one before: 0.36 CPU-s a photo instead of 0.40 (100 photos).
            box = crop_box(still.size, size, recipe.focus)
            still = still.resize(size, Image.Resampling.LANCZOS, box)
        made.append(_save(still, variant, into))
    mean = still.resize((1, 1), Image.Resampling.BOX).tobytes()
    tone = "".join(str(round(level / 85)) for level in mean)  # 64 tones, for as many CSS rules
    return [replace(file, tone=tone) for file in made]


def _save(still: Image.Image, variant: Variant, into: Path) -> MadeFile:
    path = into / variant.name
    bare = still.copy()
    bare.info.clear()
    path.write_bytes(_encode(bare, variant))
    with Image.open(path) as written:
        # Only the header is read: decoding it again took a ninth of the time.
        if written.size != still.size:
            raise OSError(f"{variant.name}: {written.size} instead of {still.size}")
    mime, content = _MIMES[variant.format], path.read_bytes() if variant.inline else b""
    address = f"data:{mime};base64,{b64encode(content).decode()}" if content else ""
    return MadeFile(variant.name, path.stat().st_size, *still.size, mime=mime, address=address)


def _encode(still: Image.Image, variant: Variant) -> bytes:
    """The file in the best quality that is light enough, or else in the lowest."""
    quality, lowest, shrinks = _QUALITIES[variant.format]
    while True:
        file = BytesIO()
        still.save(file, variant.format.upper(), quality=quality, **_OPTIONS[variant.format])
        if not variant.max_bytes or file.tell() <= variant.max_bytes or quality == lowest:
            return file.getvalue()
        excess = log(file.tell() / (variant.max_bytes * _AIM))
        quality = max(lowest, quality - ceil(excess / shrinks))


# Reading


def _read(recipe: PhotoRecipe, source: Path, name: str) -> Image.Image:
    try:
        with source.open("rb") as stream, open_photo(stream) as photo:
            return _prepare(photo, stream, recipe)
    except (Image.DecompressionBombError, TooLarge, MemoryError) as reason:
        raise unfit(
            name, "the photo has too many points to be opened safely", "save a smaller copy of it"
        ) from reason
    except UnidentifiedImageError as reason:
        raise unfit(name, "the photo cannot be read", "save it as JPEG and use that") from reason
    except DAMAGE as reason:
        raise unfit(
            name, "the photo is damaged or cut short", "copy it from the phone again"
        ) from reason


def _prepare(photo: Image.Image, stream: IO[bytes], recipe: PhotoRecipe) -> Image.Image:
    """The first frame at the size that is needed, upright, in sRGB, on white."""
    orientation = _orientation(photo)
    whole_px = _needed_size(photo.size, recipe, orientation)
    photo.draft(photo.mode, whole_px)  # JPEG decodes at 1/2, 1/4, 1/8 for a fraction of the cost
    profile = photo.info.get("icc_profile") or assumed_profile(photo, stream)
    photo.load()
    picture = _eight_bits(photo)
    if picture.width > whole_px[0] and picture.height > whole_px[1] and picture.mode != "P":
        picture = picture.resize(whole_px, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _to_srgb(_on_white(apply_orientation(picture, orientation)), profile)


def _orientation(photo: Image.Image) -> int:
    try:
        written = photo.getexif().get(ExifTags.Base.Orientation, 1)
    except DAMAGE:
        return 1  # a photo with broken EXIF is still a photo
    return written if isinstance(written, int) else 1


def _needed_size(
    photo_px: tuple[int, int], recipe: PhotoRecipe, orientation: int
) -> tuple[int, int]:
    """The size of the whole photo, before rotation, that its largest variant needs."""
    sideways = orientation in (5, 6, 7, 8)
    width_px, height_px = photo_px[::-1] if sideways else photo_px
    scales = (max(v.width_px / width_px, v.height_px / height_px) for v in recipe.variants)
    scale = min(max(scales, default=1.0), 1.0)
    return max(1, round(photo_px[0] * scale)), max(1, round(photo_px[1] * scale))


def _eight_bits(photo: Image.Image) -> Image.Image:
    """16-bit grey scaled to 8 bits: Pillow's own conversion clips it to white."""
    if photo.mode.startswith("I"):
        return photo.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return photo


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB") if picture.mode in ("P", "1") else picture
    flat = picture.convert("RGBA")
    white = Image.new("RGBA", flat.size, "white")
    return Image.alpha_composite(white, flat).convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile, or one for another mode: colours stay as they are
        else:
            if converted is not None:
                return converted
    return picture.convert("RGB")
