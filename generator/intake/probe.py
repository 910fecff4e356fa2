"""One media file in, what it is out: a photo, a clip, or a problem, judged by its bytes."""

from datetime import UTC, datetime
from io import SEEK_END
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from operator import mul
from pathlib import Path
from typing import IO, Any

from msgspec.structs import replace
from PIL import ExifTags, Image, ImageFilter, UnidentifiedImageError

from generator.errors import Problem, problem, repair
from generator.intake.containers import is_container, refers_elsewhere
from generator.limits import CLIP_BYTES, CLIP_LEAST_PX, CLIP_SECONDS, CLIP_SIDE_PX, CLIP_STREAMS
from generator.media.mediainfo import read_mediainfo
from generator.media.photos import DAMAGE, TooLarge, apply_orientation, open_photo
from generator.media.warnings import collect_warnings
from generator.model import KAZAKHSTAN, ClipFacts, PhotoFacts, Probe

_PHOTO_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*")
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"avis")
_SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that swap width and height
_CLIP_CONTAINERS = ("MPEG-4", "Matroska", "WebM", "AVI", "MPEG-TS")


def probe_file(path: Path, name: str) -> Probe:
    """What the file at `path` is; problems call it `name`. Of a photo a small copy is decoded."""
    try:
        with path.open("rb") as stream:
            size_bytes = stream.seek(0, SEEK_END)
            if size_bytes > CLIP_BYTES:
                return Probe(problem=_too_many_bytes(name))
            stream.seek(0)
            start = stream.read(4096)
            stream.seek(0)
            return _probe(path, stream, start, name)
    except OSError:
        return Probe(
            problem=problem(
                name, "the file cannot be read", "close the programs that use it and try again"
            )
        )


def _probe(path: Path, stream: IO[bytes], start: bytes, name: str) -> Probe:
    found = _not_media(start, name)
    if found is not None:
        return Probe(problem=found)
    try:
        with collect_warnings() as said:
            seen = _probe_picture(stream)
        return replace(seen, problem=_sloppy(name)) if said else seen
    except (Image.DecompressionBombError, TooLarge, MemoryError):
        return Probe(problem=_too_large(name))
    except UnidentifiedImageError:
        if _starts_like_photo(start):
            return Probe(problem=_damaged_photo(name))
    except DAMAGE:
        return Probe(problem=_damaged_photo(name))
    return _probe_clip(path, name) if is_container(start) else Probe(problem=_not_a_clip(name))


def _too_many_bytes(name: str) -> Problem:
    return problem(name, "the file is too large to be read safely", "save a smaller copy of it")


def _too_large(name: str) -> Problem:
    return problem(
        name, "the photo has too many points to be opened safely", "save a smaller copy of it"
    )


def _sloppy(name: str) -> Problem:
    return repair(name, "what the camera wrote about this photo is damaged; the picture is shown")


def _damaged_photo(name: str) -> Problem:
    return problem(name, "the photo is damaged", "copy it from the phone again")


def _not_media(start: bytes, name: str) -> Problem | None:
    hint = "put it elsewhere, or use a photo or a clip instead"
    if not start:
        return problem(name, "the file is empty", "copy it from the phone again")
    if start.startswith(b"%PDF"):
        return problem(name, "this is a PDF document, not a photo or a clip", hint)
    if start.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")):
        return problem(name, "this is a document or an archive, not a photo or a clip", hint)
    if _is_text(start):
        return problem(name, "this is text, not a photo or a clip", hint)
    return None


def _is_text(start: bytes) -> bool:
    # Playlists are text too: stopped here, none of them makes a tool open other files.
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(
        byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in start
    )


def _starts_like_photo(start: bytes) -> bool:
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
    sharpness, likeness = _look(picture, orientation)
    return PhotoFacts(width_px, height_px, _photo_taken(exif), sharpness, likeness)


# Moving pictures

_ANIMATED_FORMATS = ("GIF", "PNG", "WEBP")
_SHORTEST_ANIMATION_SECONDS = 1.0  # what blinks is no film
_LONGEST_ANIMATION_SECONDS = 60.0
_SHORTEST_FRAME_MS, _USUAL_FRAME_MS = 20.0, 100.0  # what browsers make of frames without a time


def _animation_facts(picture: Image.Image) -> ClipFacts | None:
    """Facts of a moving picture that is worth a player; None where its first frame is enough.

    What is see-through stays a photo: a film has no ground to show through.
    """
    if picture.format not in _ANIMATED_FORMATS or not getattr(picture, "is_animated", False):
        return None
    if picture.convert("RGBA").getchannel("A").getextrema() != (255, 255):
        return None
    seconds, frames = 0.0, 0
    while seconds <= _LONGEST_ANIMATION_SECONDS:
        try:
            picture.seek(frames)
            picture.load()  # WebP knows a frame's time only then
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


# How a photo looks

_LOOK_PX = 512  # long side of the copy: about what a phone shows of a photo
# The eighth of a 12-MP JPEG is 504 px; iPhones keep a copy of 320 px in each HEIC. Milliseconds
# for the draft alone: JPEG 35 instead of 150, HEIC 3 instead of 560.
_DRAFTS_PX = (480, 300)
_TILES = 6  # a side
_STRONGEST = 3  # tiles that decide: the rest may be soft, as the ground behind a face is
_SQUARES = tuple((level - 128) ** 2 for level in range(256))
_EDGE = 8.0  # mean square of steps: below it there are no edges, only grain


def _look(picture: Image.Image, orientation: int) -> tuple[float, int]:
    """Sharpness and likeness; zeros where the pixels cannot be decoded."""
    try:
        for side_px in _DRAFTS_PX:
            scale = side_px / max(picture.size)
            if picture.draft(
                "L", (max(1, int(picture.width * scale)), int(picture.height * scale) or 1)
            ):
                break
        grey = picture.convert("L")
    except DAMAGE:
        return 0.0, 0  # whoever makes its stills will say what is wrong
    grey.thumbnail((_LOOK_PX, _LOOK_PX))
    upright = apply_orientation(grey, orientation)
    return _sharpness(upright), _likeness(upright)


def _likeness(grey: Image.Image) -> int:
    """The difference hash: whether each of 8×8 points is brighter than the one beside it."""
    rows = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join(
        "1" if left > right else "0"
        for start in range(0, 72, 9)
        for left, right in pairwise(rows[start : start + 9])
    )
    return int(bits, 2)


def _sharpness(grey: Image.Image) -> float:
    """How steep the strongest edges are: about 1 / (2 σ²) where they are blurred by σ points.

    The worst of four directions, since a shaken camera blurs in one only. Light and contrast
    cancel out, so that fog, snow and night are not taken for blur.
    """
    if min(grey.size) < 8 * _TILES:
        return 0.0
    found = [sharp for kernels in _KERNELS if (sharp := _along(grey, *kernels))]
    return round(min(found, default=0.0), 3)


def _along(grey: Image.Image, step: ImageFilter.Kernel, bend: ImageFilter.Kernel) -> float:
    """Bend over step where a direction has its strongest edges; 0 where it has none."""
    steps, bends = _energies(grey.filter(step)), _energies(grey.filter(bend))
    strongest = sorted(zip(steps, bends, strict=True), reverse=True)[:_STRONGEST]
    if strongest[0][0] < _EDGE:
        return 0.0
    return sum(bent for _, bent in strongest) / sum(rise for rise, _ in strongest)


def _energies(filtered: Image.Image) -> list[float]:
    """The mean square of each tile; the outermost points, which no kernel reaches, are left out."""
    wide, high = (length - 2 for length in filtered.size)
    across, down = (
        [1 + length * place // _TILES for place in range(_TILES + 1)] for length in (wide, high)
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
    for places in ((3, 5), (1, 7), (0, 8), (2, 6))  # the neighbours in a 3×3 square, by direction
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
    # 1904 and 1970 are the zeros of QuickTime and Unix, 1980 that of cameras without a battery.
    return time if 1980 < time.year <= 2100 else None


# Clips


def _probe_clip(path: Path, name: str) -> Probe:
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        if refers_elsewhere(content):
            return Probe(problem=_only_references(name))
    general, videos, sounds = _tracks(path)
    # A recording that says how long it is and is not as long. What says nothing was never closed:
    # browsers record so.
    is_cut = general is not None and general.istruncated == "Yes" and bool(general.duration)
    if videos and not (_lasts(general, videos[0]) and _number(videos[0].frame_rate)):
        # What browsers record does not say how long it is, nor some cameras how many frames a
        # second they take; only the whole file does.
        general, videos, sounds = _tracks(path, parse_speed=1.0)
    at, video = _largest(videos)
    if general is None or video is None or not (video.width and video.height):
        return Probe(problem=_no_clip(general, bool(sounds) and not videos, name))
    if is_cut:
        return Probe(problem=_not_whole(name))
    facts = replace(_clip_facts(general, video, bool(sounds)), picture=at)
    beyond = _beyond(facts, general, name)
    return Probe(problem=beyond) if beyond else Probe(clip=facts)


def _tracks(path: Path, parse_speed: float = 0.5) -> tuple[Any, list[Any], list[Any]]:
    """The file as a whole, its pictures and its sounds."""
    tracks = read_mediainfo(path, parse_speed)
    general = next((track for track in tracks if track.track_type == "General"), None)
    videos = [track for track in tracks if track.track_type == "Video"]
    return general, videos, [track for track in tracks if track.track_type == "Audio"]


def _lasts(general: Any, video: Any) -> float:
    return _number(video.duration or general.duration) / 1000


def _largest(videos: list[Any]) -> tuple[int, Any]:
    """The largest picture and its place: some cameras put a small preview in front of it."""
    sized = [(one.width or 0) * (one.height or 0) for one in videos]
    at = sized.index(max(sized)) if sized else 0
    return at, videos[at] if videos else None


def _not_whole(name: str) -> Problem:
    return problem(name, "the clip is not whole", "copy it from the phone again")


def _beyond(facts: ClipFacts, general: Any, name: str) -> Problem | None:
    """What no phone films, and no laptop prepares within a day."""
    if facts.seconds > CLIP_SECONDS:
        return problem(
            name,
            "the clip is too long: {minutes} minutes",
            "cut out the part that matters",
            minutes=round(facts.seconds / 60),
        )
    counts = (general.count_of_video_streams, general.count_of_audio_streams)
    streams = sum(_number(count) for count in counts)
    sides = (facts.width_px, facts.height_px)
    if max(sides) > CLIP_SIDE_PX or min(sides) < CLIP_LEAST_PX or streams > CLIP_STREAMS:
        return problem(
            name,
            "the clip has a shape that cannot be shown: {width} × {height}, {streams} streams",
            "export it again from the program that made it, as MP4",
            width=facts.width_px,
            height=facts.height_px,
            streams=round(streams),
        )
    return None


def _no_clip(general: Any, only_sound: bool, name: str) -> Problem:
    if only_sound:
        return problem(
            name, "there is only sound in this file, no picture", "use a clip with a picture"
        )
    if general is not None and general.format in _CLIP_CONTAINERS:
        return _not_whole(name)
    return _not_a_clip(name)


def _not_a_clip(name: str) -> Problem:
    return problem(
        name, "this is not a photo or a clip", "put it elsewhere, or use a photo or a clip instead"
    )


def _only_references(name: str) -> Problem:
    return problem(
        name,
        "this clip only says in which other file its pictures are",
        "export it again from the program that made it, as MP4",
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
    # What says nothing of its colours is taken for it only where it is large.
    written = video.matrix_coefficients
    return bool(written == "BT.709" or (not written and min(video.width, video.height) >= 720))


def _upright(video: Any) -> tuple[int, int]:
    width_px = round(video.width * (_number(video.pixel_aspect_ratio) or 1.0))
    if round(_number(video.rotation)) % 180 == 90:
        return video.height, width_px
    return width_px, video.height


def _number(written: object) -> float:
    # MediaInfo writes numbers as int, as "25.000", and as "0.000 / 90.000" for several tracks.
    try:
        return float(str(written).split("/")[0])
    except ValueError:
        return 0.0


def _hdr(transfer: str) -> str:
    if "HLG" in transfer:
        return "hlg"
    return "pq" if "PQ" in transfer else ""


def _clip_taken(general: Any, video: Any) -> datetime | None:
    # Apple's own field says the local time and its zone; the others say UTC.
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
