"""A recipe and what a sample of its clip weighs in, the recipe as it will be made out. Pure."""

from collections.abc import Mapping

from msgspec.structs import replace

from generator.recipes import ClipRecipe, Rendition

SAMPLES, SAMPLE_SECONDS = 3, 0.5
"""How many pieces of a clip are tried, spread over it, and how long each is."""

# What the sample weighs where AV1 of the whole weighs some 400 kb/s at 720: 259 kb/s stood for 406
# (a street), 132 for 201 (a talking head). Pieces of a second say the same, at twice the cost.
_HEAVY_KBPS = 250.0
_LONG_ENOUGH_SECONDS = 20.0
_ALIKE = 0.85  # what saves less than 15 % is not worth a choice
_NO_BETTER = 0.9  # an encoding of that share of its source is the source again, only worse


def sample_times(seconds: float) -> tuple[float, ...]:
    """Where the pieces begin; none of a clip so short that trying costs more than it saves."""
    if seconds < _LONG_ENOUGH_SECONDS:
        return ()
    step = seconds / SAMPLES
    return tuple(round(step * (at + 0.5) - SAMPLE_SECONDS / 2, 3) for at in range(SAMPLES))


def wants_sample(recipe: ClipRecipe) -> bool:
    """Whether something in the recipe depends on what a sample weighs."""
    return any(one.lower != (0, 0) for one in recipe.renditions)


def settled(recipe: ClipRecipe, sample_kbps: float, can_copy: bool) -> ClipRecipe:
    """The recipe with every choice made; a sample of 0 kb/s says nothing."""
    made = (_settled(one, sample_kbps, can_copy) for one in recipe.renditions)
    return replace(recipe, renditions=tuple(made))


def _settled(one: Rendition, sample_kbps: float, can_copy: bool) -> Rendition:
    if one.lower != (0, 0) and sample_kbps > _HEAVY_KBPS:
        width_px, height_px = one.lower
        return replace(one, width_px=width_px, height_px=height_px)
    if not can_copy:
        return replace(one, copied="")
    return replace(one, codec="copy") if one.copied == "always" else one


def is_copy_better(made_bytes: int, copy_bytes: int) -> bool:
    """Whether the source's own stream is kept rather than an encoding of it."""
    return made_bytes >= _NO_BETTER * copy_bytes


def worth_keeping(recipe: ClipRecipe, sizes: Mapping[str, int]) -> tuple[Rendition, ...]:
    """The renditions without those that are hardly lighter, or hardly better, than another."""
    kept = list(recipe.renditions)
    for one in recipe.renditions:
        rivals = [other for other in kept if other is not one and other.codec != "av1"]
        if one.codec == "av1":
            # The same picture in a codec that fewer phones read.
            same = [other for other in rivals if _short_px(other) == _short_px(one)]
            is_needless = any(sizes[one.name] > _ALIKE * sizes[other.name] for other in same)
        else:
            larger = [other for other in rivals if _short_px(other) > _short_px(one)]
            is_needless = any(sizes[one.name] > _ALIKE * sizes[other.name] for other in larger)
        if is_needless:
            kept.remove(one)
    return tuple(kept)


def _short_px(one: Rendition) -> int:
    return min(one.width_px, one.height_px)
