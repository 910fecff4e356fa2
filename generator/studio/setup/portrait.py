"""Keeps the portrait that a page sent: judged by its bytes, one file of that name."""

from io import BytesIO
from pathlib import Path

from generator.errors import unfit
from generator.files import remove_file
from generator.intake.whole_file import write_whole
from generator.media.photos import DAMAGE, TooLarge, open_photo

MOST_BYTES = 30_000_000

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}


def keep_portrait(content: Path, photo: bytes) -> str:
    """Write content/portrait.<ending> in place of the one there is; its name.

    Raises Unfit for what is no photo, and OSError.
    """
    ending = _ending(photo)
    if not ending:
        raise unfit("", "this file is no photo that can be used", "choose a JPEG, PNG or HEIC")
    name = f"portrait.{ending}"
    before = [path for path in content.glob("portrait.*") if path.name != name and path.is_file()]
    content.mkdir(parents=True, exist_ok=True)
    write_whole(content / name, photo)
    for path in before:
        remove_file(path)
    return name


def _ending(photo: bytes) -> str:
    """By the format of the bytes; "" where they are no photo, or a damaged one."""
    try:
        with open_photo(BytesIO(photo)) as image:
            ending = _ENDINGS.get(image.format or "", "")
            image.draft("RGB", (64, 64))
            image.load()
    except (*DAMAGE, TooLarge):
        return ""
    return ending
