"""Find the clips of a post and their captions, as a build does."""

import posixpath
from functools import partial
from pathlib import Path

from generator.errors import Problem, unfit
from generator.intake.discover import discover
from generator.intake.drops import drops, is_media, is_subtitle
from generator.intake.media_files import photos_and_clips, with_subtitles
from generator.intake.probe import probe_file
from generator.language.alphabet import nfc
from generator.model import Clip, Source

LOCALES = ("kk", "ru")
"""The languages of speech."""


def clips_of(content: Path, post: str, problems: list[Problem]) -> list[Clip]:
    """The clips of a post, named by the path of its folder or clip or a part of its name.

    Appends to `problems` for clips that cannot be read. Raises Unfit where there is no such post,
    or no clip in it.
    """
    sources = _sources(content.resolve(), _place(content.resolve(), post))
    files = tuple(filter(is_media, sources))
    probes = {file.digest: probe_file(content / file.path, file.path) for file in files}
    media = photos_and_clips(files, {}, probes, problems)
    subtitles = tuple(filter(is_subtitle, sources))
    captioned = with_subtitles(media, subtitles, partial(_bytes_of, content), LOCALES, problems)
    clips = [medium for medium in captioned if isinstance(medium, Clip)]
    if not clips:
        raise unfit(post, "there is no clip in this post", "put the clip there first")
    return clips


def _place(content: Path, post: str) -> Path:
    for place in (Path(post).resolve(), (content / post).resolve()):
        if place.exists() and content in place.parents:
            return place
    wanted = nfc(post).lower()
    near = [path for path in content.iterdir() if wanted and wanted in nfc(path.name).lower()]
    if len(near) == 1:
        return near[0]
    raise unfit(
        post,
        "there is no such post in content/",
        "write the name of its folder, or a part that no other name has",
    )


def _sources(content: Path, place: Path) -> tuple[Source, ...]:
    """The files of the post; for a lone clip, it and the texts that share its name."""
    inside = place.relative_to(content).as_posix()
    if place.is_dir():
        return tuple(
            Source(f"{inside}/{source.path}", source.digest, source.size_bytes)
            for source in discover(place, {})[0].sources
        )
    # Paths serve as digests: hashing all the neighbours of a lone clip could take minutes.
    names = sorted(path.name for path in place.parent.iterdir() if path.is_file())
    paths = [posixpath.join(posixpath.dirname(inside), name) for name in names]
    for drop in drops([Source(path, digest=path, size_bytes=0) for path in paths]):
        if inside in (source.path for source in drop.sources):
            return tuple(
                source for source in drop.sources if source.path == inside or not is_media(source)
            )
    return ()


def _bytes_of(content: Path, source: Source) -> bytes:
    return (content / source.path).read_bytes()
