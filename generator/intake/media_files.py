"""Turn the media files of a drop into photos and clips, each once and with its subtitles."""

import posixpath
from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from generator.errors import Problem, doubt, problem
from generator.intake.nature.instruments import are_instrument_notes, notes_problem
from generator.language.alphabet import NaturalKey, natural_key, nfc
from generator.language.detect import detect_locale, locale_of_name
from generator.language.encoding import decode_text
from generator.limits import CLIP_SECONDS, TEXT_BYTES
from generator.model import WHOLE, Clip, Cut, MediaNote, Photo, Probe, SignClip, Source, Subtitle

Read = Callable[[Source], bytes]
"""Gives a source's bytes; raises OSError."""

# iPhones store a Live Photo as a still and a clip of about three seconds under one name.
_LIVE_PHOTO_SECONDS = 5.0
_SIGN = ".sign"  # ends the name of a clip in sign language
_LEAST_SECONDS = 0.5  # of what is shown of a clip


def in_order(files: tuple[Source, ...], order: tuple[str, ...]) -> tuple[Source, ...]:
    """The files: those that `order` names as it names them, then the others by their names."""
    ranks = {nfc(name).lower(): rank for rank, name in reversed([*enumerate(order)])}

    def rank(source: Source) -> tuple[int, NaturalKey]:
        return ranks.get(file_name(source), len(order)), natural_key(nfc(source.path))

    return tuple(sorted(files, key=rank))


def photos_and_clips(
    files: tuple[Source, ...],
    notes: Mapping[str, MediaNote],
    probes: Mapping[str, Probe],
    problems: list[Problem],
) -> list[Photo | Clip]:
    """The photos and clips among the files, each once; `notes` are by lower-case file name."""
    media: list[Photo | Clip] = []
    seen: set[str] = set()
    for source in files:
        if source.digest in seen:
            problems.append(doubt(source.path, "the same file is there twice; it is shown once"))
            continue
        seen.add(source.digest)
        probe = probes[source.digest]
        note = notes.get(file_name(source), MediaNote())
        if probe.photo:
            media.append(Photo(source, probe.photo, note))
        elif probe.clip:
            media.append(Clip(source, probe.clip, note))
        if probe.problem:
            problems.append(replace(probe.problem, where=source.path))
    return [*_with_cuts(_with_signs(_without_live_clips(media), problems), problems)]


def _with_signs(media: list[Photo | Clip], problems: list[Problem]) -> list[Photo | Clip]:
    """The media, each clip with its version in sign language: IMG_1.sign.mp4 beside IMG_1.mp4.

    One without its clip is a clip itself, and a problem.
    """
    signs = {_stem(item): item for item in media if isinstance(item, Clip) and _is_sign(item)}
    spoken = {_stem(item) for item in media if isinstance(item, Clip) and not _is_sign(item)}
    for stem, item in signs.items():
        if stem.removesuffix(_SIGN) not in spoken:
            problems.append(
                doubt(
                    item.source.path,
                    "there is no clip of this name",
                    "name it like the clip: IMG_2045.MOV and IMG_2045.sign.mp4",
                )
            )
    return [
        _with_sign(item, signs.get(_stem(item) + _SIGN)) if isinstance(item, Clip) else item
        for item in media
        if isinstance(item, Photo)
        or not _is_sign(item)
        or _stem(item).removesuffix(_SIGN) not in spoken
    ]


def _is_sign(clip: Clip) -> bool:
    return _stem(clip).endswith(_SIGN)


def _with_sign(clip: Clip, sign: Clip | None) -> Clip:
    return replace(clip, sign=SignClip(sign.source, sign.facts)) if sign else clip


def _with_cuts(media: list[Photo | Clip], problems: list[Problem]) -> Iterator[Photo | Clip]:
    """The media, without the clips of which `from` and `to` leave nothing.

    The whole clip is never shown instead: what was cut off may be why it was cut.
    """
    for item in media:
        cut, whole = item.note.cut, item.facts.seconds if isinstance(item, Clip) else 0.0
        if isinstance(item, Photo) or cut == WHOLE:
            yield item
        elif (cut.end or whole or CLIP_SECONDS) - cut.start < _LEAST_SECONDS or (
            whole and whole - cut.start < _LEAST_SECONDS
        ):
            problems.append(
                problem(
                    item.source.path,
                    "from and to leave nothing of this clip of {seconds} s",
                    "write in post.toml which part to show: from = 2 and to = 45",
                    seconds=f"{whole:.1f}",
                )
            )
        else:
            end = cut.end if not whole or cut.end < whole else 0.0
            yield replace(item, note=replace(item.note, cut=Cut(cut.start, end)))


def with_subtitles(
    media: list[Photo | Clip],
    subtitles: tuple[Source, ...],
    read: Read,
    locales: tuple[str, ...],
    problems: list[Problem],
) -> Iterator[Photo | Clip]:
    """The media, each clip with the subtitle files of its name; a single clip gets all of them.

    What a drone or a dash camera noted is left out. Raises OSError where a file cannot be read.
    """
    tracks: dict[str, dict[str, Subtitle]] = {}
    clips = {_stem(item) for item in media if isinstance(item, Clip)}
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
        written = read(source)
        if _are_notes(written):
            problems.append(notes_problem(source.path))
            continue
        folder, name = posixpath.split(nfc(posixpath.splitext(source.path)[0]))
        locale, clip_name = locale_of_name(name)
        stem = posixpath.join(folder, clip_name).lower()
        if len(clips) == 1:
            (stem,) = clips
        elif stem not in clips:
            problems.append(
                problem(
                    source.path,
                    "there is no clip of this name",
                    "name it like the clip: IMG_2045.MOV and IMG_2045.kk.srt",
                )
            )
            continue
        locale = locale or _guess_locale(written, locales)
        of_clip = tracks.setdefault(stem, {})
        if locale in of_clip:
            problems.append(
                doubt(
                    source.path,
                    "there is another text in this language: {other}",
                    "only that one is shown",
                    other=of_clip[locale].source.path,
                )
            )
        else:
            of_clip[locale] = Subtitle(source, locale)
    for item in media:
        if isinstance(item, Clip) and _stem(item) in tracks:
            yield replace(item, subtitles=tuple(tracks[_stem(item)].values()))
        else:
            yield item


def _are_notes(written: bytes) -> bool:
    from generator.media.subtitle_file import read_cues  # noqa: PLC0415 - pysubs2: 70 ms of CPU

    return are_instrument_notes(read_cues(written))


def _guess_locale(written: bytes, locales: tuple[str, ...]) -> str:
    try:
        return detect_locale(decode_text(written).text, locales).locale
    except ValueError:
        return locales[0]


def file_name(source: Source) -> str:
    """The name by which texts and facts refer to a file: lower-case, in NFC."""
    return nfc(posixpath.basename(source.path)).lower()


def _stem(item: Photo | Clip) -> str:
    return nfc(posixpath.splitext(item.source.path)[0]).lower()


def _without_live_clips(media: list[Photo | Clip]) -> list[Photo | Clip]:
    photos = {_stem(item) for item in media if isinstance(item, Photo)}
    return [
        item
        for item in media
        if isinstance(item, Photo)
        or _stem(item) not in photos
        or item.facts.seconds > _LIVE_PHOTO_SECONDS
    ]


def cover_of(media: tuple[Photo | Clip, ...], wanted: str) -> str:
    """Path of the file that post.toml names, else of the one called cover; "" without either."""
    for item in media:
        name = file_name(item.source)
        if name == nfc(wanted).lower() or (not wanted and name.startswith("cover.")):
            return item.source.path
    return ""
