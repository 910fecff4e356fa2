"""Decide what a clip's recipe leaves open, from a sample and from finished files. Pure."""

from collections.abc import Mapping
from operator import eq, gt

from msgspec.structs import replace

from generator.recipes import ClipRecipe, Rendition

SAMPLES, SAMPLE_SECONDS = 3, 0.5
"""Number and duration of the pieces in a sample, spread over the clip."""

# Bit rate of a sample whose clip has some 400 kb/s as AV1 at 720: 259 kb/s predicted 406 (a
# street), 132 predicted 201 (a talking head). Pieces of a second do as well, at twice the cost.
_HEAVY_KBPS = 250.0
_LONG_ENOUGH_SECONDS = 20.0
_ALIKE = 0.85  # a rendition that saves less than 15 % is not worth offering
_NO_BETTER = 0.9  # an encoding of that share of its source only costs quality


def sample_times(seconds: float) -> tuple[float, ...]:
    """Starts of the pieces in seconds; none where the clip is too short for a sample to pay off."""
    if seconds < _LONG_ENOUGH_SECONDS:
        return ()
    step = seconds / SAMPLES
    return tuple(round(step * (index + 0.5) - SAMPLE_SECONDS / 2, 3) for index in range(SAMPLES))


def wants_sample(recipe: ClipRecipe) -> bool:
    """Whether the recipe depends on a sample's bit rate."""
    return any(rendition.lower != (0, 0) for rendition in recipe.renditions)


def settled(recipe: ClipRecipe, sample_kbps: float, can_copy: bool) -> ClipRecipe:
    """The recipe with every choice made; 0 kb/s means that there was no sample."""
    renditions = (_settled(rendition, sample_kbps, can_copy) for rendition in recipe.renditions)
    return replace(recipe, renditions=tuple(renditions))


def _settled(rendition: Rendition, sample_kbps: float, can_copy: bool) -> Rendition:
    if rendition.lower != (0, 0) and sample_kbps > _HEAVY_KBPS:
        width_px, height_px = rendition.lower
        return replace(rendition, width_px=width_px, height_px=height_px)
    if not can_copy:
        return replace(rendition, copied="")
    return replace(rendition, codec="copy") if rendition.copied == "always" else rendition


def is_copy_better(made_bytes: int, copy_bytes: int) -> bool:
    """Whether to keep the source's stream rather than its encoding."""
    return made_bytes >= _NO_BETTER * copy_bytes


def worth_keeping(recipe: ClipRecipe, sizes: Mapping[str, int]) -> tuple[Rendition, ...]:
    """The renditions that are clearly lighter than the others, by their files' bytes.

    AV1 competes with H.264 of its own size, because fewer phones play it; H.264 with larger H.264.
    """
    kept = list(recipe.renditions)
    for rendition in recipe.renditions:
        is_rival = eq if rendition.codec == "av1" else gt
        if any(
            is_rival(_short_px(other), _short_px(rendition))
            and sizes[rendition.name] > _ALIKE * sizes[other.name]
            for other in kept
            if other is not rendition and other.codec != "av1"
        ):
            kept.remove(rendition)
    return tuple(kept)


def _short_px(rendition: Rendition) -> int:
    return min(rendition.width_px, rendition.height_px)
