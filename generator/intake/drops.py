"""Group sources into drops: the files that make one post."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from generator.intake.nature.settings_files import settings_kind, settings_stem
from generator.language.alphabet import nfc
from generator.language.dates import find_date
from generator.language.detect import locale_of_name
from generator.model import Source

SITE_PHOTOS = ("portrait", "logo")
"""Names, without ending, of the photos that belong to the site as a whole."""

APPROVAL = "approval.toml"
"""Name of the deputy's answer about a post; beside a lone file that file's name comes first."""

TEXT_ENDINGS = (".md", ".markdown", ".txt", ".docx")
SUBTITLE_ENDINGS = (".srt", ".vtt", ".ass", ".ssa")
OTHER_TEXT_ENDINGS = (".doc", ".rtf", ".odt", ".pages", ".pdf")
_NOT_MEDIA = (*TEXT_ENDINGS, *SUBTITLE_ENDINGS, *OTHER_TEXT_ENDINGS, ".toml")


@dataclass(frozen=True, slots=True)
class Drop:
    """The files of one post: those of a folder, or lone files of one name."""

    path: str
    name: str
    sources: tuple[Source, ...]


def is_media(source: Source) -> bool:
    """Whether to probe the file as a photo or clip; its bytes decide what it is."""
    return is_media_name(source.path)


def is_media_name(path: str) -> bool:
    """is_media for a path."""
    return not path.lower().endswith(_NOT_MEDIA) and not settings_kind(path)


def is_subtitle(source: Source) -> bool:
    """Whether the file is read as captions."""
    path = source.path
    return path.lower().endswith(SUBTITLE_ENDINGS) and not settings_kind(path)


def drops(sources: list[Source]) -> Iterator[Drop]:
    """The drops of posts.

    A folder without a date is no post, but a drawer, when it holds only folders or dated folders.
    """
    folders: dict[str, list[Source]] = {}
    lone: dict[str, list[Source]] = {}
    direct = {source.path.rpartition("/")[0] for source in sources}
    direct -= {drawer for folder in direct for drawer in _drawers(folder)}
    for source in sources:
        folder = _post_folder(source.path, direct)
        if folder:
            folders.setdefault(folder, []).append(source)
        else:
            lone.setdefault(lone_stem(source.path), []).append(source)
    for path, files in folders.items():
        yield Drop(path, nfc(posixpath.basename(path)), tuple(files))
    for stem, files in lone.items():
        content = [source for source in files if not settings_kind(source.path)]
        content = content or [source for source in files if not is_approval(source.path)]
        if content:
            yield Drop(content[0].path, nfc(posixpath.basename(stem)), tuple(files))


def _post_folder(path: str, direct: set[str]) -> str:
    """The outermost folder with a date or with files of its own; "" for a lone file."""
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        folder = "/".join(parts[:depth])
        if folder in direct or find_date(nfc(parts[depth - 1]))[0] is not None:
            return folder
    return ""


def _drawers(folder: str) -> Iterator[str]:
    """The folders above the outermost one with a date."""
    parts = folder.split("/")
    if len(parts) == 1:
        return  # saves looking for a date
    for depth, name in enumerate(parts):
        if find_date(nfc(name))[0] is not None:
            yield from ("/".join(parts[:above]) for above in range(1, depth + 1))
            return


def is_approval(path: str) -> bool:
    """Whether a file is the deputy's answer, which is not shown."""
    return settings_kind(path) == "approval"


def lone_stem(path: str) -> str:
    """What the names of one lone post's files have in common."""
    if settings_kind(path):
        return settings_stem(path) or nfc(path)
    stem = posixpath.splitext(path)[0]
    if path.lower().endswith((*TEXT_ENDINGS, *SUBTITLE_ENDINGS)):
        return locale_of_name(nfc(stem))[1] or stem
    return nfc(stem)


def is_site_file(path: str) -> bool:
    """Whether a file of the top folder belongs to the site as a whole."""
    stem, ending = posixpath.splitext(path.lower())
    is_settings = "/" not in path and settings_kind(path) == "site"
    return is_settings or (stem in SITE_PHOTOS and ending not in _NOT_MEDIA)


def is_reserved(path: str) -> bool:
    """Whether a path is in one of the folders with a meaning of their own."""
    return path.partition("/")[0] in ("pages", "deputies")


def page_drops(sources: list[Source]) -> Iterator[Drop]:
    """The drops of pages."""
    inside = [
        replace(source, path=source.path.removeprefix("pages/"))
        for source in sources
        if source.path.startswith("pages/")
    ]
    for drop in drops(inside):
        files = tuple(replace(source, path="pages/" + source.path) for source in drop.sources)
        yield Drop("pages/" + drop.path, drop.name, files)
