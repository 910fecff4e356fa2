"""The media files of a drop in, its photos and clips out: each once, with what belongs to it."""

import posixpath
from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from generator.errors import Problem, doubt, problem
from generator.language.alphabet import nfc
from generator.language.detect import locale_of_name
from generator.limits import TEXT_BYTES
from generator.model import Clip, MediaNote, Photo, Probe, Source, Subtitle

# iPhones write a Live Photo as a still and about three seconds of film under one name.
_LIVE_PHOTO_SECONDS = 5.0


def photos_and_clips(
    files: tuple[Source, ...],
    notes: Mapping[str, MediaNote],
    probes: Mapping[str, Probe],
    problems: list[Problem],
) -> list[Photo | Clip]:
    """The media in these files, each once, judged by their probes; `notes` are by file name."""
    found: list[Photo | Clip] = []
    seen: set[str] = set()
    for source in files:
        if source.digest in seen:
            problems.append(doubt(source.path, "the same file is there twice; it is shown once"))
            continue
        seen.add(source.digest)
        probe = probes[source.digest]
        note = notes.get(nfc(posixpath.basename(source.path)).lower(), MediaNote())
        if probe.photo:
            found.append(Photo(source, probe.photo, note))
        elif probe.clip:
            found.append(Clip(source, probe.clip, note))
        if probe.problem:
            problems.append(replace(probe.problem, where=source.path))
    return _without_live_clips(found)


def with_subtitles(
    media: list[Photo | Clip],
    subtitles: tuple[Source, ...],
    guess_locale: Callable[[Source], str],
    problems: list[Problem],
) -> Iterator[Photo | Clip]:
    """The media, each clip with the subtitle files of its name; a lone clip takes them all."""
    tracks: dict[str, dict[str, Subtitle]] = {}
    stems = {_stem(one): one for one in media if isinstance(one, Clip)}
    for source in subtitles:
        if source.size_bytes > TEXT_BYTES:
            problems.append(
                problem(
                    source.path,
                    "the captions are too long to be read safely",
                    "save the captions again as SRT or VTT",
                )
            )
            continue
        folder, name = posixpath.split(nfc(posixpath.splitext(source.path)[0]))
        locale, own = locale_of_name(name)
        stem = posixpath.join(folder, own).lower()
        only = next(iter(stems)) if len(stems) == 1 else ""
        owner = stem if stem in stems else only
        if not owner:
            problems.append(
                problem(
                    source.path,
                    "there is no clip of this name",
                    "name it like the clip: IMG_2045.MOV and IMG_2045.kk.srt",
                )
            )
            continue
        if not locale:
            locale = guess_locale(source)
        given = tracks.setdefault(owner, {})
        if locale in given:
            problems.append(
                doubt(
                    source.path,
                    "there is another text in this language: {other}",
                    "only that one is shown",
                    other=given[locale].source.path,
                )
            )
        else:
            given[locale] = Subtitle(source, locale)
    for one in media:
        if isinstance(one, Clip) and _stem(one) in tracks:
            yield replace(one, subtitles=tuple(tracks[_stem(one)].values()))
        else:
            yield one


def _stem(one: Photo | Clip) -> str:
    return nfc(posixpath.splitext(one.source.path)[0]).lower()


def _without_live_clips(found: list[Photo | Clip]) -> list[Photo | Clip]:
    photos = {_stem(one) for one in found if isinstance(one, Photo)}
    return [
        one
        for one in found
        if isinstance(one, Photo)
        or _stem(one) not in photos
        or one.facts.seconds > _LIVE_PHOTO_SECONDS
    ]


def cover_of(media: tuple[Photo | Clip, ...], wanted: str) -> str:
    """The path of the file that post.toml names, or of the one called cover; "" without one."""
    for one in media:
        name = nfc(posixpath.basename(one.source.path)).lower()
        if name == nfc(wanted).lower() or (not wanted and name.startswith("cover.")):
            return one.source.path
    return ""
