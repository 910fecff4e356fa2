"""The name of a post in, its clips with their captions out, as a build finds them."""

import posixpath
from functools import partial
from pathlib import Path

from generator.errors import Problem, unfit
from generator.intake.discover import discover
from generator.intake.drops import SUBTITLE_ENDINGS, drops, is_media
from generator.intake.media_files import photos_and_clips, with_subtitles
from generator.intake.probe import probe_file
from generator.language.alphabet import nfc
from generator.language.detect import detect_locale
from generator.language.encoding import decode_text
from generator.model import Clip, Source

LOCALES = ("kk", "ru")
"""What a clip may be spoken in."""


def clips_of(content: Path, post: str, problems: list[Problem]) -> list[Clip]:
    """The clips of a post: a path of its folder or clip, or a part of a name in content/.

    Raises Unfit where there is no such post, or no clip in it.
    """
    sources = _sources(content.resolve(), _place(content.resolve(), post))
    media = tuple(one for one in sources if is_media(one))
    probes = {one.digest: probe_file(content / one.path, one.path) for one in media}
    found = photos_and_clips(media, {}, probes, problems)
    written = tuple(one for one in sources if one.path.lower().endswith(SUBTITLE_ENDINGS))
    shown = with_subtitles(found, written, partial(_guess, content), problems)
    clips = [one for one in shown if isinstance(one, Clip)]
    if not clips:
        raise unfit(post, "there is no clip in this post", "put the clip there first")
    return clips


def _place(content: Path, post: str) -> Path:
    for given in (Path(post), content / post):
        place = given.resolve()
        if place.exists() and content in place.parents:
            return place
    wanted = nfc(post).lower()
    near = [one for one in content.iterdir() if wanted and wanted in nfc(one.name).lower()]
    if len(near) == 1:
        return near[0]
    raise unfit(
        post,
        "there is no such post in content/",
        "write the name of its folder, or a part that no other name has",
    )


def _sources(content: Path, place: Path) -> tuple[Source, ...]:
    """The files of the post; of a lone clip, those of its name."""
    inside = place.relative_to(content).as_posix()
    if place.is_dir():
        return tuple(
            Source(f"{inside}/{one.path}", one.digest, one.size_bytes)
            for one in discover(place, {})[0].sources
        )
    # Paths stand for digests: to hash all the neighbours of a lone clip could take minutes.
    names = sorted(one.name for one in place.parent.iterdir() if one.is_file())
    paths = [posixpath.join(posixpath.dirname(inside), name) for name in names]
    for drop in drops([Source(path, digest=path, size_bytes=0) for path in paths]):
        if any(one.path == inside for one in drop.sources):
            return tuple(one for one in drop.sources if one.path == inside or not is_media(one))
    return ()


def _guess(content: Path, source: Source) -> str:
    try:
        return detect_locale(decode_text((content / source.path).read_bytes()).text, LOCALES).locale
    except ValueError:
        return LOCALES[0]
