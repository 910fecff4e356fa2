"""Probe a media file: whether it is a photo, a clip or a problem, judged by its bytes."""

from datetime import UTC, datetime
from io import SEEK_END
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from operator import mul
from pathlib import Path
from typing import IO, Any

from msgspec.structs import replace
from PIL import ExifTags, Image, ImageFilter, UnidentifiedImageError

from generator.errors import Unfit, doubt, problem, repair, unfit
from generator.intake.containers import is_container, refers_elsewhere
from generator.intake.nature.exports import chat_problem, is_chat_export
from generator.language.localized import KAZAKHSTAN
from generator.limits import CLIP_BYTES, CLIP_LEAST_PX, CLIP_SECONDS, CLIP_SIDE_PX, CLIP_STREAMS
from generator.media.mediainfo import read_mediainfo
from generator.media.photos import DAMAGE, TooLarge, apply_orientation, open_photo
from generator.media.warnings import collect_warnings
from generator.model import ClipFacts, PhotoFacts, Probe

_PHOTO_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*")
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"avis")
_SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that swap width and height
_CLIP_CONTAINERS = ("MPEG-4", "Matroska", "WebM", "AVI", "MPEG-TS")


def probe_file(path: Path, name: str) -> Probe:
    """Facts of the file at `path`, which problems call `name`. Decodes a small copy of a photo."""
    try:
        with path.open("rb") as stream:
            size_bytes = stream.seek(0, SEEK_END)
            if size_bytes > CLIP_BYTES:
                raise unfit(
                    name, "the file is too large to be read safely", "save a smaller copy of it"
                )
            stream.seek(0)
            start = stream.read(4096)
            stream.seek(0)
            if _is_written(start) and is_chat_export(stream, name):
                return Probe(problem=chat_problem(name), is_chat=True)
            return _probe(path, stream, start, name)
    except Unfit as error:
        return Probe(problem=error.problem)
    except OSError:
        return Probe(
            problem=problem(
                name, "the file cannot be read", "close the programs that use it and try again"
            )
        )


def _probe(path: Path, stream: IO[bytes], start: bytes, name: str) -> Probe:
    _check_kind(start, name)
    try:
        with collect_warnings() as warnings:
            probe = _probe_picture(stream)
    except (Image.DecompressionBombError, TooLarge, MemoryError):
        raise unfit(
            name, "the photo has too many points to be opened safely", "save a smaller copy of it"
        ) from None
    except DAMAGE as reason:
        if isinstance(reason, UnidentifiedImageError) and not starts_like_photo(start):
            return _probe_clip(path, start, name)
        raise unfit(name, "the photo is damaged", "copy it from the phone again") from None
    if not warnings:
        return probe
    damage = repair(name, "what the camera wrote about this photo is damaged; the picture is shown")
    return replace(probe, problem=damage)


def _check_kind(start: bytes, name: str) -> None:
    """Unfit where a file that begins so is certainly neither a photo nor a clip."""
    hint = "put it elsewhere, or use a photo or a clip instead"
    if not start:
        raise unfit(name, "the file is empty", "copy it from the phone again")
    if start.startswith(b"%PDF"):
        raise unfit(name, "this is a PDF document, not a photo or a clip", hint)
    if start.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")):
        raise unfit(name, "this is a document or an archive, not a photo or a clip", hint)
    if _is_text(start):
        raise unfit(name, "this is text, not a photo or a clip", hint)


def _is_written(start: bytes) -> bool:
    """Whether a file that begins so is a text or an archive, and may be an exported chat."""
    return start.startswith(b"PK\x03\x04") or (start != b"" and _is_text(start))


def _is_text(start: bytes) -> bool:
    # Playlists are text too; refused here, they cannot make a tool open other files.
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(
        byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in start
    )


def starts_like_photo(start: bytes) -> bool:
    """Whether a file that begins so is a photo, or what was meant to be one."""
    if start[4:8] == b"ftyp":
        return start[8:12] in _PHOTO_BRANDS
    return start.startswith(_PHOTO_STARTS) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


# Photos


def _probe_picture(stream: IO[bytes]) -> Probe:
    with open_photo(stream) as picture:
        animation = _animation_facts(picture)
        return Probe(clip=animation) if animation else Probe(photo=_photo_facts(picture))


def _photo_facts(picture: Image.Image) -> PhotoFacts:
    width_px, height_px = picture.size
    exif = _exif(picture)
    orientation = exif.get(ExifTags.Base.Orientation, 1)
    if orientation in _SIDEWAYS:
        width_px, height_px = height_px, width_px
    sharpness, likeness = _sharpness_and_likeness(picture, orientation)
    return PhotoFacts(width_px, height_px, _photo_taken(exif), sharpness, likeness)


# Moving pictures

_ANIMATED_FORMATS = ("GIF", "PNG", "WEBP")
_SHORTEST_ANIMATION_SECONDS = 1.0  # shorter ones only blink
_LONGEST_ANIMATION_SECONDS = 60.0
_SHORTEST_FRAME_MS, _USUAL_FRAME_MS = 20.0, 100.0  # what browsers make of shorter frames


def _animation_facts(picture: Image.Image) -> ClipFacts | None:
    """Facts of an animation that deserves a player; None where its first frame is enough.

    Transparent ones stay photos, because a film has nothing to show through.
    """
    if picture.format not in _ANIMATED_FORMATS or not getattr(picture, "is_animated", False):
        return None
    if picture.convert("RGBA").getchannel("A").getextrema() != (255, 255):
        return None
    seconds, frames = 0.0, 0
    while seconds <= _LONGEST_ANIMATION_SECONDS:
        try:
            picture.seek(frames)
            picture.load()  # WebP knows a frame's duration only then
        except EOFError:
            break
        shown_ms = float(picture.info.get("duration") or 0.0)
        seconds += (shown_ms if shown_ms >= _SHORTEST_FRAME_MS else _USUAL_FRAME_MS) / 1000
        frames += 1
    picture.seek(0)
    if not _SHORTEST_ANIMATION_SECONDS <= seconds <= _LONGEST_ANIMATION_SECONDS:
        return None
    width_px, height_px = picture.size
    return ClipFacts(
        width_px, height_px, round(seconds, 3), round(frames / seconds, 3), has_sound=False,
        video_codec=picture.format.lower(),
    )  # fmt: skip


# Sharpness and likeness

_COPY_PX = 512  # long side of the decoded copy: about what a phone shows of a photo
# An eighth of a 12-MP JPEG is 504 px; iPhones keep a copy of 320 px in each HEIC. Decoding the
# draft takes 35 ms instead of 150 for JPEG, 3 instead of 560 for HEIC.
_DRAFTS_PX = (480, 300)
_TILES = 6  # along each side
_STRONGEST = 3  # tiles that decide; the rest may be soft, like the background of a face
_SQUARES = tuple((level - 128) ** 2 for level in range(256))
_EDGE = 8.0  # mean square of steps; below it is grain without edges


def _sharpness_and_likeness(picture: Image.Image, orientation: int) -> tuple[float, int]:
    """Zeros where the pixels cannot be decoded."""
    try:
        for side_px in _DRAFTS_PX:
            scale = side_px / max(picture.size)
            size_px = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
            if picture.draft("L", size_px):
                break
        grey = picture.convert("L")
    except DAMAGE:
        return 0.0, 0  # making its stills will report the damage
    grey.thumbnail((_COPY_PX, _COPY_PX))
    upright = apply_orientation(grey, orientation)
    return _sharpness(upright), _likeness(upright)


def _likeness(grey: Image.Image) -> int:
    """The difference hash: for each of 8×8 points, whether it is brighter than its neighbour."""
    rows = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join(
        "1" if left > right else "0"
        for start in range(0, 72, 9)
        for left, right in pairwise(rows[start : start + 9])
    )
    return int(bits, 2)


def _sharpness(grey: Image.Image) -> float:
    """Steepness of the strongest edges: about 1 / (2 σ²) where they are blurred by σ points.

    The lowest of four directions, because a shaken camera blurs only one. Light and contrast cancel
    out, so that fog, snow and night do not count as blur.
    """
    if min(grey.size) < 8 * _TILES:
        return 0.0
    directions = (_along(grey, *kernels) for kernels in _KERNELS)
    return round(min(filter(None, directions), default=0.0), 3)


def _along(grey: Image.Image, step: ImageFilter.Kernel, bend: ImageFilter.Kernel) -> float:
    """Second difference over first at the strongest edges of a direction; 0 where it has none."""
    steps, bends = _energies(grey.filter(step)), _energies(grey.filter(bend))
    strongest = sorted(zip(steps, bends, strict=True), reverse=True)[:_STRONGEST]
    if strongest[0][0] < _EDGE:
        return 0.0
    return sum(bent for _, bent in strongest) / sum(rise for rise, _ in strongest)


def _energies(filtered: Image.Image) -> list[float]:
    """The mean square of each tile, without the outermost points, which kernels do not reach."""
    wide, high = (length - 2 for length in filtered.size)
    across, down = (
        [1 + length * tile // _TILES for tile in range(_TILES + 1)] for length in (wide, high)
    )
    counts = [
        filtered.crop((left, top, right, bottom)).histogram()
        for top, bottom in pairwise(down)
        for left, right in pairwise(across)
    ]
    return [sum(map(mul, count, _SQUARES)) / sum(count) for count in counts]


def _kernel(places: tuple[int, int], weights: tuple[int, int, int]) -> ImageFilter.Kernel:
    cells = [0] * 9
    cells[places[0]], cells[4], cells[places[1]] = weights
    return ImageFilter.Kernel((3, 3), cells, scale=1, offset=128)


_KERNELS = tuple(
    (_kernel(places, (-1, 0, 1)), _kernel(places, (1, -2, 1)))
    for places in ((3, 5), (1, 7), (0, 8), (2, 6))  # opposite neighbours in a 3×3 square
)


def _exif(picture: Image.Image) -> Image.Exif:
    try:
        return picture.getexif()
    except DAMAGE:
        return Image.Exif()  # a photo with broken EXIF is still a photo


def _photo_taken(exif: Image.Exif) -> datetime | None:
    try:
        shot = exif.get_ifd(ExifTags.IFD.Exif)
    except DAMAGE:
        return None
    tags = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized)
    times = (_exif_time(shot.get(tag)) for tag in tags)
    return next((time for time in times if time is not None), None)


def _exif_time(written: object) -> datetime | None:
    text = written.decode("ascii", "replace") if isinstance(written, bytes) else str(written)
    try:
        return _sensible(datetime.strptime(text.strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S"))
    except ValueError:
        return None


def _sensible(time: datetime) -> datetime | None:
    # Clocks that were never set start in 1904 (QuickTime), 1970 (Unix) or 1980 (cameras).
    return time if 1980 < time.year <= 2100 else None


# Clips


def _probe_clip(path: Path, start: bytes, name: str) -> Probe:
    if not is_container(start):
        raise _not_a_clip(name)
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        if refers_elsewhere(content):
            raise unfit(
                name,
                "this clip only says in which other file its pictures are",
                "export it again from the program that made it, as MP4",
            )
    general, videos, sounds = _tracks(path)
    # Only a file with a duration can be cut short: browsers record without one.
    is_cut = general is not None and general.istruncated == "Yes" and bool(general.duration)
    if videos and not (_lasts(general, videos[0]) and _number(videos[0].frame_rate)):
        # Browsers record no duration and some cameras no frame rate: only the whole file tells.
        general, videos, sounds = _tracks(path, parse_speed=1.0)
    index, video = _largest(videos)
    if general is None or video is None or not (video.width and video.height):
        raise _no_clip(general, bool(sounds) and not videos, name)
    if is_cut:
        raise _not_whole(name)
    facts = replace(_clip_facts(general, video, bool(sounds)), picture=index)
    _check_limits(facts, general, name)
    return Probe(clip=facts)


def _tracks(path: Path, parse_speed: float = 0.5) -> tuple[Any, list[Any], list[Any]]:
    """MediaInfo's tracks: of the file as a whole, its videos and its sounds."""
    tracks = read_mediainfo(path, parse_speed)
    general = next((track for track in tracks if track.track_type == "General"), None)
    videos = [track for track in tracks if track.track_type == "Video"]
    return general, videos, [track for track in tracks if track.track_type == "Audio"]


def _lasts(general: Any, video: Any) -> float:
    return _number(video.duration or general.duration) / 1000


def _largest(videos: list[Any]) -> tuple[int, Any]:
    """The largest video and its index: some cameras put a small preview before it."""
    areas = [(video.width or 0) * (video.height or 0) for video in videos]
    index = areas.index(max(areas)) if areas else 0
    return index, videos[index] if videos else None


def _not_whole(name: str) -> Unfit:
    return unfit(name, "the clip is not whole", "copy it from the phone again")


def _check_limits(facts: ClipFacts, general: Any, name: str) -> None:
    """Unfit for what no phone films and no laptop prepares within a day."""
    if facts.seconds > CLIP_SECONDS:
        raise unfit(
            name,
            "the clip is too long: {minutes} minutes",
            "cut out the part that matters",
            minutes=round(facts.seconds / 60),
        )
    counts = (general.count_of_video_streams, general.count_of_audio_streams)
    streams = sum(_number(count) for count in counts)
    sides = (facts.width_px, facts.height_px)
    if max(sides) > CLIP_SIDE_PX or min(sides) < CLIP_LEAST_PX or streams > CLIP_STREAMS:
        raise unfit(
            name,
            "the clip has a shape that cannot be shown: {width} × {height}, {streams} streams",
            "export it again from the program that made it, as MP4",
            width=facts.width_px,
            height=facts.height_px,
            streams=round(streams),
        )


def _no_clip(general: Any, only_sound: bool, name: str) -> Unfit:
    if only_sound:
        # A voice message for the aide: nothing is wrong, and nothing of it goes out.
        return Unfit(
            doubt(
                name,
                "there is only sound in this file, no picture",
                "it stays off the site: listen to it and write down what it says",
            )
        )
    if general is not None and general.format in _CLIP_CONTAINERS:
        return _not_whole(name)
    return _not_a_clip(name)


def _not_a_clip(name: str) -> Unfit:
    return unfit(
        name, "this is not a photo or a clip", "put it elsewhere, or use a photo or a clip instead"
    )


def _clip_facts(general: Any, video: Any, has_sound: bool) -> ClipFacts:
    width_px, height_px = _upright(video)
    seconds = _lasts(general, video)
    frames_seen = _number(video.frame_count) / seconds if seconds else 0.0
    return ClipFacts(
        width_px=width_px,
        height_px=height_px,
        seconds=seconds,
        fps=_number(video.frame_rate or general.frame_rate) or round(frames_seen, 3),
        taken=_clip_taken(general, video),
        has_sound=has_sound,
        interlaced=video.scan_type in ("Interlaced", "MBAFF"),
        hdr=_hdr(video.transfer_characteristics or ""),
        video_codec=(video.format or "").lower(),
        bit_rate_kbps=round(_number(general.overall_bit_rate) / 1000),
        is_plain=_is_plain(general, video),
    )


_PLAIN_PROFILES = ("Baseline", "Constrained Baseline", "Main", "High", "Constrained High")


def _is_plain(general: Any, video: Any) -> bool:
    return (
        general.format == "MPEG-4"
        and video.format == "AVC"
        and (video.format_profile or "").split("@")[0] in _PLAIN_PROFILES
        and video.chroma_subsampling in (None, "4:2:0")
        and video.bit_depth in (None, 8)
        and video.scan_type in (None, "Progressive")
        and video.color_range in (None, "Limited")
        and _is_seen_as_bt709(video)
        and video.transfer_characteristics in (None, "BT.709")
        and video.color_primaries in (None, "BT.709")
        and not _number(video.rotation)
        and _number(video.pixel_aspect_ratio or 1) == 1
        and not (video.width % 2 or video.height % 2)
    )


def _is_seen_as_bt709(video: Any) -> bool:
    # Browsers assume BT.709 for unlabelled colours only in large pictures.
    written = video.matrix_coefficients
    return bool(written == "BT.709" or (not written and min(video.width, video.height) >= 720))


def _upright(video: Any) -> tuple[int, int]:
    width_px = round(video.width * (_number(video.pixel_aspect_ratio) or 1.0))
    if round(_number(video.rotation)) % 180 == 90:
        return video.height, width_px
    return width_px, video.height


def _number(written: object) -> float:
    # MediaInfo gives numbers as int, as "25.000", and as "0.000 / 90.000" for several tracks.
    try:
        return float(str(written).split("/")[0])
    except ValueError:
        return 0.0


def _hdr(transfer: str) -> str:
    if "HLG" in transfer:
        return "hlg"
    return "pq" if "PQ" in transfer else ""


def _clip_taken(general: Any, video: Any) -> datetime | None:
    # Apple's field has the local time with its zone; the others are in UTC.
    written = (
        general.comapplequicktimecreationdate,
        general.recorded_date,
        general.encoded_date,
        video.encoded_date,
        general.tagged_date,
    )
    times = (_clip_time(text) for text in written if isinstance(text, str))
    return next((time for time in times if time is not None), None)


def _clip_time(text: str) -> datetime | None:
    is_utc = text.endswith((" UTC", "Z")) or text.startswith("UTC ")
    plain = text.removeprefix("UTC ").removesuffix(" UTC").removesuffix("Z")
    try:
        time = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if is_utc:
        time = time.replace(tzinfo=UTC).astimezone(KAZAKHSTAN)
    return _sensible(time.replace(tzinfo=None, microsecond=0))
