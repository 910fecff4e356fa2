"""The photos and clips of a post as the editor shows them, and a picture of each."""

import posixpath
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from generator.errors import Problem
from generator.intake.media_files import in_order
from generator.language.alphabet import nfc
from generator.model import Clip, Content, Photo, Post, Source
from generator.plan.media.tasks import Encoders, MediaTask, Pace, plan_media
from generator.recipes import PhotoRecipe, PosterRecipe, Variant
from generator.serve.display import Shown
from generator.store.cache import Cache
from generator.studio.editor.post_files import PostFiles
from generator.work.glance import make_poster
from generator.work.make import codecs

_FRAME_PX = 480
_frames = threading.Lock()  # one at a time: a drag along a slider asks for dozens


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo or clip of the post's folder; `shown` is None while it is not on display."""

    name: str  # in the post's folder
    path: str  # in content/
    note: Mapping[str, Any]  # what post.toml says of it
    shown: Photo | Clip | None
    problem: Problem | None

    @property
    def kind(self) -> str:
        if isinstance(self.shown, Clip):
            return "clip"
        return "photo" if self.shown else "waiting"


def media_of(post: PostFiles, table: Mapping[str, Any], shown: Shown) -> tuple[Medium, ...]:
    """The post's photos and clips in the order that post.toml gives now."""
    on_display = _on_display(post, shown)
    problems = {problem.where: problem for problem in shown.problems}
    notes = {nfc(name).lower(): note for name, note in table.get("media", {}).items()}
    by_path = {post.relative(path): name for name, path in post.media().items()}
    sources = tuple(Source(path, path, 0) for path in by_path)
    media = []
    for source in in_order(sources, tuple(table.get("order", ()))):
        base = nfc(posixpath.basename(source.path)).lower()
        item, problem = on_display.get(source.path), problems.get(source.path)
        if item or problem or not _is_live(source.path, on_display):
            media.append(
                Medium(by_path[source.path], source.path, notes.get(base, {}), item, problem)
            )
    return tuple(media)


def picture_path(post: PostFiles, name: str, shown: Shown, cache: Cache) -> Path | None:
    """A small picture of a photo or clip, whole and uncropped; None while there is none."""
    file = post.media().get(name)
    task = _task_of(post.relative(file), post, shown, cache) if file else None
    if task is None or not isinstance(task.stills.recipe, PhotoRecipe):
        return None
    if cache.find(task.stills.key) is None:
        return None
    return cache.path(task.stills.key, _small(task.stills.recipe.variants).name)


def frame_of(post: PostFiles, name: str, at: float, shown: Shown) -> bytes | None:
    """PNG of a clip at that second of its file; None where it is no clip on display.

    Raises Unfit where the clip cannot be read there.
    """
    file = post.media().get(name)
    clip = _on_display(post, shown).get(post.relative(file)) if file else None
    if file is None or not isinstance(clip, Clip):
        return None
    facts = clip.facts
    scale = min(1.0, _FRAME_PX / max(facts.width_px, facts.height_px))
    wide, high = (
        max(2, round(side * scale) // 2 * 2) for side in (facts.width_px, facts.height_px)
    )
    recipe = PosterRecipe(wide, high, facts.seconds, bool(facts.hdr), min(at, facts.seconds))
    with _frames, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (made,) = make_poster(recipe, file, clip.source.path, Path(folder))
        return (Path(folder) / made.name).read_bytes()


def shown_post(post: PostFiles, shown: Shown) -> Post | None:
    """The post as it is on display."""
    return next((other for other in shown.content.posts if other.path == post.path), None)


def _on_display(post: PostFiles, shown: Shown) -> dict[str, Photo | Clip]:
    displayed = shown_post(post, shown)
    return {item.source.path: item for item in displayed.media} if displayed else {}


def _is_live(path: str, displayed: Mapping[str, Photo | Clip]) -> bool:
    """Whether a file is the moving part of a photo on display, which is not shown by itself."""
    stem = posixpath.splitext(path)[0]
    return any(posixpath.splitext(other)[0] == stem for other in displayed if other != path)


def _task_of(path: str, post: PostFiles, shown: Shown, cache: Cache) -> MediaTask | None:
    """The task of a photo or clip as the preview plans it."""
    displayed = shown_post(post, shown)
    if displayed is None or shown.theme is None:
        return None
    content = replace(Content(shown.content.site), posts=(displayed,))
    results = _Results(cache)
    pace = Pace(finished=results, encoders=Encoders(codecs, results.__contains__))
    tasks = plan_media(content, shown.theme, pace).of(displayed.path)
    return next((task for task in tasks if task.path == path), None)


@dataclass(frozen=True, slots=True)
class _Results:
    cache: Cache

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.cache.find(key) is not None


def _small(variants: tuple[Variant, ...]) -> Variant:
    """The smallest picture of the medium's own shape that every browser shows."""
    own = [variant for variant in variants if variant.slot in ("photo", "poster")]
    shown = [variant for variant in own or variants if variant.format == "jpeg"]
    return min(shown or variants, key=lambda variant: variant.width_px)
