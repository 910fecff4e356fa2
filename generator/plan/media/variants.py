"""Recipes for the files of a photo or clip, by its facts and the theme's slots."""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from generator.model import WHOLE, ClipFacts, MediaNote, Slot
from generator.recipes import ClipRecipe, PhotoRecipe, PosterRecipe, Rendition, Variant

FORMATS = (("avif", "avif"), ("webp", "webp"), ("jpeg", "jpg"))
"""Formats of every still with their endings, the lightest first."""

# What the same picture weighs beside AVIF: medians of 15 photos at 360 and 720 px.
_WEIGHTS = {"avif": 1.0, "webp": 1.4, "jpeg": 2.0}
_HEAVIEST_BYTES = 450_000  # of any still with a limit
_LIGHTEST_BYTES = 2_000  # headers alone would use up a lower limit

DEFAULT_FOCUS = (0.5, 0.4)
"""The point to keep where none is named: faces are above the middle of most pictures."""

_TALL_FOCUS = (0.5, 0.33)
_TALL_RATIO = 0.75  # a phone held upright films 0.56: a speaker's head is in its upper third

_WORTHWHILE = 1.15  # a size less than 15 % above the next one shows no more
_LARGE_PX = 720  # short side: what a phone shows when held sideways
# Not 360: at equal quality on a 720-px display 480 needs 13-27 % fewer bits (VMAF of 91 clips).
_SMALL_PX = 480
_LIGHT_KBPS = ((480, 350), (720, 700))  # of a whole file, by its short side: not worth encoding
_PLAIN_FPS = 31.0
_ANIMATIONS, _ANIMATION_FPS = ("gif", "png", "webp"), 20.0
_TINY_PX = 400  # every phone enlarges a smaller picture, so it gets more bits
_AV1_CRF = 50
_PREVIEW_PX = 720  # the widest still of a preview: sharp enough to judge, made in 0.1 s


def photo_recipe(
    width_px: int,
    height_px: int,
    slots: Sequence[Slot],
    focus: tuple[float, float] | None = None,
    quality: str = "default",
) -> PhotoRecipe:
    """Every still of a picture of that size, orientation applied; none larger than the picture.

    Quality "preview" makes one JPEG for each slot.
    """
    if quality == "preview":
        slots = [_preview_slot(slot) for slot in slots]
    stills = [still for slot in slots for still in _slot_variants(width_px, height_px, slot)]
    usual = _TALL_FOCUS if width_px / height_px < _TALL_RATIO else DEFAULT_FOCUS
    return PhotoRecipe(tuple(stills), usual if focus is None else focus)


def focus_step(width_px: int, height_px: int, focus: tuple[float, float], ratio: float) -> int:
    """Where a crop to that ratio has to stand: 0 at the top of the picture, 10 at its foot.

    The middle, 5, where the crop takes the whole height.
    """
    spare_px = height_px - width_px / ratio
    if spare_px <= 0:
        return 5
    top_px = focus[1] * height_px - width_px / ratio / 2
    return round(10 * min(max(top_px / spare_px, 0.0), 1.0))


def clip_recipe(facts: ClipFacts, note: MediaNote, quality: str = "default") -> ClipRecipe:
    """The renditions of a clip: quality "fast" makes only the small one, "preview" it quickly."""
    cut, renditions = note.cut, _renditions(facts, quality)
    if cut != WHOLE:  # a copy begins at a key frame, and so before the cut
        renditions = tuple(replace(rendition, copied="") for rendition in renditions)
    seconds = max((cut.end or facts.seconds) - cut.start, 0.0)
    return ClipRecipe(
        renditions=renditions,
        seconds=seconds,
        fps=_frame_rate(facts),
        deinterlace=facts.interlaced,
        tonemap=bool(facts.hdr),
        sound=facts.has_sound,
        poster_at=_poster_at(note, seconds),
        picture=facts.picture,
    )


def _poster_at(note: MediaNote, seconds: float) -> float:
    """The chosen moment, from the start of what is shown and inside of it; -1 without one."""
    if note.poster_at is None:
        return -1.0
    latest = max(seconds - 0.1, 0.0) if note.cut != WHOLE else note.poster_at
    return min(max(note.poster_at - note.cut.start, 0.0), latest)


def with_codecs(recipe: ClipRecipe, codecs: Collection[str]) -> ClipRecipe:
    """The recipe with the renditions that these codecs can make: one that lacks costs no clip.

    The same recipe where nothing has to go, and where there is no codec at all.
    """
    if not codecs or all(_is_possible(rendition, codecs) for rendition in recipe.renditions):
        return recipe
    possible = [rendition for rendition in recipe.renditions if _is_possible(rendition, codecs)]
    if not possible:
        possible = [replace(recipe.renditions[-1], codec="av1", crf=_AV1_CRF, maxrate_kbps=0)]
    if "h264" not in codecs:  # the sample between two sizes is H.264
        possible = [replace(rendition, lower=(0, 0)) for rendition in possible]
    return replace(recipe, renditions=tuple(possible))


def _is_possible(rendition: Rendition, codecs: Collection[str]) -> bool:
    return rendition.codec in codecs or rendition.copied == "always"


def poster_recipe(recipe: ClipRecipe) -> PosterRecipe:
    """The poster of the same clip, without its renditions."""
    return PosterRecipe(*poster_size(recipe), recipe.seconds, recipe.tonemap, recipe.poster_at)


def poster_size(recipe: ClipRecipe) -> tuple[int, int]:
    """Width and height of the recipe's poster.png: those of the largest rendition."""
    return recipe.renditions[0].width_px, recipe.renditions[0].height_px


def _preview_slot(slot: Slot) -> Slot:
    widths = tuple(width for width in slot.widths_px if width <= _PREVIEW_PX) or slot.widths_px
    return replace(slot, widths_px=widths[-1:], formats=("jpeg",), kilobytes=())


def _slot_variants(width_px: int, height_px: int, slot: Slot) -> list[Variant]:
    own_ratio = width_px / height_px
    ratio = (slot.upright_ratio if own_ratio < 1 else 0) or slot.ratio or own_ratio
    reach_px = max(1, min(width_px, round(height_px * ratio)))
    return [
        Variant(
            f"{slot.name}-{width}.{ending}",
            slot.name,
            name,
            width,
            max(1, round(width / ratio)),
            _max_bytes(slot, width, name),
            slot.inline,
        )
        for width in _widths(reach_px, slot.widths_px)
        for name, ending in FORMATS
        if name in slot.formats
    ]


def _max_bytes(slot: Slot, width_px: int, format: str) -> int:
    """The size limit of a still; 0 where the slot sets none.

    The width of a small picture may be between two of the slot's: its limit is that of the wider
    one, scaled by area.
    """
    limits = sorted(zip(slot.widths_px, slot.kilobytes, strict=False))
    wide_px, kilobytes = next((limit for limit in limits if limit[0] >= width_px), (0, 0))
    if not kilobytes:
        return 0
    weight = _WEIGHTS[format] / min(_WEIGHTS[name] for name in slot.formats)
    share_bytes = kilobytes * 1000 * weight * (width_px / wide_px) ** 2
    return round(min(max(share_bytes, _LIGHTEST_BYTES), _HEAVIEST_BYTES))


def _widths(reach_px: int, wanted_px: tuple[int, ...]) -> tuple[int, ...]:
    reached = sorted({width for width in wanted_px if width <= reach_px})
    if not reached:
        return (reach_px,)
    if len(reached) < len(set(wanted_px)) and reach_px >= _WORTHWHILE * reached[-1]:
        reached.append(reach_px)
    return tuple(reached)


def _renditions(facts: ClipFacts, quality: str) -> tuple[Rendition, ...]:
    short_px = min(facts.width_px, facts.height_px)
    small = _small(facts, short_px)
    if quality == "fast":
        return (small,)
    if quality == "preview":
        return (replace(small, quick=True),)
    if quality != "default":
        raise ValueError(f"no such quality: {quality}")
    # SVT-AV1 gets no maxrate with its CRF: VMAF fell from 90.7 to 77.5.
    crf = 44 if short_px < _TINY_PX else _AV1_CRF
    best = Rendition("av1.mp4", "av1", *_size(facts, _LARGE_PX), crf)
    if short_px < _WORTHWHILE * _SMALL_PX:
        return best, small
    large = Rendition(
        "720.mp4", "h264", *_size(facts, _LARGE_PX), crf=28, maxrate_kbps=1200, audio_kbps=64
    )
    # A clip that would be heavy at 720 looks better with fewer pixels.
    return replace(best, lower=_size(facts, _SMALL_PX)), _copied(large, facts), small


def _small(facts: ClipFacts, short_px: int) -> Rendition:
    # A clip barely above the small size gets one H.264 at its own size.
    size_px = short_px if short_px < _WORTHWHILE * _SMALL_PX else _SMALL_PX
    crf = 28 if short_px < _TINY_PX else 30
    small = Rendition("480.mp4", "h264", *_size(facts, size_px), crf=crf, maxrate_kbps=500)
    return _copied(small, facts)


def _copied(rendition: Rendition, facts: ClipFacts) -> Rendition:
    """The rendition; where messengers made the source light already, a copy of its stream."""
    size = rendition.width_px, rendition.height_px
    if not facts.is_plain or size != (facts.width_px, facts.height_px) or facts.fps > _PLAIN_FPS:
        return rendition
    light_kbps = next(kbps for short_px, kbps in _LIGHT_KBPS if min(size) <= short_px)
    return replace(
        rendition, copied="always" if facts.bit_rate_kbps <= light_kbps else "if smaller"
    )


def _size(facts: ClipFacts, short_px: int) -> tuple[int, int]:
    scale = min(1.0, short_px / min(facts.width_px, facts.height_px))
    return _even(facts.width_px * scale), _even(facts.height_px * scale)


def _even(length_px: float) -> int:
    # 4:2:0 has one colour sample for two points; rounding down never enlarges.
    return max(2, int(length_px + 0.001) // 2 * 2)


def _frame_rate(facts: ClipFacts) -> float:
    if facts.video_codec in _ANIMATIONS:
        return _ANIMATION_FPS  # a frame may last for seconds in them, and the last one got lost
    fps = facts.fps
    # Forcing 30 on a clip of 7 frames a second costs 87 % more CPU and shows nothing new.
    if fps >= 27:
        return 30.0
    return 25.0 if fps >= 20 else 0.0
