"""Posts and the theme's slots in, the tasks for their photos and clips out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.model import Clip, Content, Photo, Post, Slot, Theme
from generator.plan.variants import clip_recipe, photo_recipe, poster_size
from generator.recipes import (
    ClipRecipe,
    ResultInput,
    SourceInput,
    SubtitleRecipe,
    Task,
    make_task,
)


@dataclass(frozen=True, slots=True)
class PhotoTask:
    """A photo and the task that makes its stills."""

    photo: Photo
    stills: Task

    @property
    def path(self) -> str:
        """The photo's path in content/."""
        return self.photo.source.path


@dataclass(frozen=True, slots=True)
class ClipTask:
    """A clip and the tasks that make its renditions, its poster's stills and its captions."""

    clip: Clip
    renditions: Task
    poster: Task
    captions: tuple[tuple[str, Task], ...]  # locale and task

    @property
    def path(self) -> str:
        """The clip's path in content/."""
        return self.clip.source.path

    @property
    def stills(self) -> Task:
        """What stands for it as a picture."""
        return self.poster


MediaTask = PhotoTask | ClipTask


@dataclass(frozen=True, slots=True)
class MediaPlan:
    """All tasks, by the post or page they belong to."""

    by_owner: dict[str, tuple[MediaTask, ...]]
    portrait: PhotoTask | None = None

    def tasks(self) -> Iterator[Task]:
        """Each task once: photos first, then clips with what hangs on them."""
        every = [one for tasks in self.by_owner.values() for one in tasks]
        if self.portrait:
            every.insert(0, self.portrait)
        seen: set[str] = set()
        for one in sorted(every, key=lambda one: isinstance(one, ClipTask)):
            for task in _tasks_of(one):
                if task.key not in seen:
                    seen.add(task.key)
                    yield task


def plan_media(content: Content, theme: Theme) -> MediaPlan:
    """The tasks for all media of the content."""
    by_owner = {post.path: _of_post(post, theme) for post in content.posts}
    for page in content.pages:
        by_owner[f"pages/{page.slug}"] = tuple(
            _photo_task(one, (theme.slot("photo"),))
            if isinstance(one, Photo)
            else _clip_task(one, (theme.slot("poster"),), None)
            for one in page.media
        )
    portrait = content.site.portrait
    return MediaPlan(
        by_owner, _photo_task(portrait, (theme.slot("portrait"),)) if portrait else None
    )


def card_source(post: Post) -> Photo | Clip | None:
    """What stands for a post in lists: the chosen cover, else its first clip, else a photo."""
    chosen = [one for one in post.media if one.source.path == post.cover]
    clips = [one for one in post.media if isinstance(one, Clip)]
    return next(iter([*chosen, *clips, *post.media]), None)


def chosen_poster(post: Post) -> Photo | None:
    """The photo that was chosen as the cover of a post with a clip: it is the clip's poster."""
    card = card_source(post)
    has_clip = any(isinstance(one, Clip) for one in post.media)
    return card if has_clip and isinstance(card, Photo) else None


def without_failed(content: Content, plan: MediaPlan, failed: set[str]) -> Content:
    """The content without the photos, clips and subtitles whose tasks failed."""
    bad: set[str] = set()
    for tasks in [*plan.by_owner.values(), (plan.portrait,) if plan.portrait else ()]:
        for one in tasks:
            bad |= {path for path, task in _sources_of(one) if task.key in failed}
    site = content.site
    if site.portrait and site.portrait.source.path in bad:
        site = replace(site, portrait=None)
    return replace(
        content,
        site=site,
        posts=tuple(replace(post, media=_kept(post.media, bad)) for post in content.posts),
        pages=tuple(replace(page, media=_kept(page.media, bad)) for page in content.pages),
    )


def _kept(media: tuple[Photo | Clip, ...], bad: set[str]) -> tuple[Photo | Clip, ...]:
    return tuple(
        replace(one, subtitles=tuple(sub for sub in one.subtitles if sub.source.path not in bad))
        if isinstance(one, Clip)
        else one
        for one in media
        if one.source.path not in bad
    )


def _sources_of(one: MediaTask) -> Iterator[tuple[str, Task]]:
    if isinstance(one, PhotoTask):
        yield one.photo.source.path, one.stills
        return
    yield one.clip.source.path, one.renditions
    if isinstance(one.poster.input, ResultInput):
        yield one.clip.source.path, one.poster
    else:
        yield one.poster.input.path, one.poster
    for _, task in one.captions:
        if isinstance(task.input, SourceInput):
            yield task.input.path, task


def _tasks_of(one: MediaTask) -> tuple[Task, ...]:
    if isinstance(one, PhotoTask):
        return (one.stills,)
    return one.renditions, one.poster, *(task for _, task in one.captions)


def _of_post(post: Post, theme: Theme) -> tuple[MediaTask, ...]:
    card, chosen = card_source(post), chosen_poster(post)
    first_clip = next((one for one in post.media if isinstance(one, Clip)), None)
    in_lists = (theme.slot("card"), theme.slot("share"))
    tasks: list[MediaTask] = []
    for one in post.media:
        extra = in_lists if one is card else ()
        if isinstance(one, Photo):
            tasks.append(_photo_task(one, (theme.slot("photo"), *extra)))
        else:
            poster = chosen if one is first_clip else None
            tasks.append(_clip_task(one, (theme.slot("poster"), *extra), poster))
    return tuple(tasks)


def _photo_task(photo: Photo, slots: tuple[Slot, ...]) -> PhotoTask:
    facts = photo.facts
    recipe = photo_recipe(facts.width_px, facts.height_px, slots, photo.note.focus)
    return PhotoTask(photo, make_task(recipe, _source(photo)))


def _clip_task(clip: Clip, slots: tuple[Slot, ...], chosen: Photo | None) -> ClipTask:
    recipe = clip_recipe(clip.facts, clip.note)
    renditions = make_task(recipe, _source(clip))
    captions = tuple(
        (one.locale, make_task(SubtitleRecipe(), SourceInput(one.source.path, one.source.digest)))
        for one in clip.subtitles
    )
    if chosen:
        poster = _photo_task(chosen, slots).stills
    else:
        poster = _poster_task(recipe, renditions, slots, clip.note.focus)
    return ClipTask(clip, renditions, poster, captions)


def _poster_task(
    recipe: ClipRecipe, renditions: Task, slots: tuple[Slot, ...], focus: tuple[float, float] | None
) -> Task:
    width_px, height_px = poster_size(recipe)
    stills = photo_recipe(width_px, height_px, slots, focus)
    return make_task(stills, ResultInput(renditions.key, "poster.png"))


def _source(one: Photo | Clip) -> SourceInput:
    return SourceInput(one.source.path, one.source.digest)
