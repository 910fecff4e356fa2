"""Posts and the theme's slots in, the tasks for their photos and clips out."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import msgspec
from msgspec.structs import replace

from generator.kinds import Kind
from generator.language.dates import long_date
from generator.language.localized import in_locale
from generator.language.units import duration_text
from generator.model import Clip, Content, Page, Photo, Post, Site, Slot, Text, Theme
from generator.plan.media.variants import clip_recipe, photo_recipe, poster_recipe, poster_size
from generator.plan.tags import Tags, gather_tags
from generator.plan.words import site_name, theme_string, title_of
from generator.recipes import (
    CardRecipe,
    ClipRecipe,
    IconRecipe,
    Input,
    NoInput,
    PhotoRecipe,
    ResultInput,
    SourceInput,
    SubtitleRecipe,
    Task,
    make_task,
)


class PhotoTask(msgspec.Struct, frozen=True):
    """A photo and the task that makes its stills."""

    photo: Photo
    stills: Task

    @property
    def path(self) -> str:
        """The photo's path in content/."""
        return self.photo.source.path


class ClipTask(msgspec.Struct, frozen=True):
    """A clip and the tasks that make its renditions, its poster's stills and its captions."""

    clip: Clip
    renditions: Task
    poster: Task
    captions: tuple[tuple[str, Task], ...]  # locale and task
    frame: Task | None = None  # what the poster is cut from, where the renditions do not bring it

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
class Pace:
    """What is made worse than it could be, so that it is there sooner."""

    hurried: frozenset[str] = frozenset()  # paths of clips that are only made small for now
    finished: Container[str] | None = None  # keys; what is not among them is made for a preview

    @property
    def is_preview(self) -> bool:
        """Whether this is for the makers' eyes alone, and what is not made keeps its place."""
        return self.finished is not None

    def is_final(self, *tasks: Task) -> bool:
        """Whether these are made as readers will get them."""
        return self.finished is None or all(task.key in self.finished for task in tasks)


WELL = Pace()
"""Everything as good as it gets."""


@dataclass(frozen=True)
class MediaPlan:
    """All tasks, by the post or page they belong to; each is planned when it is asked for."""

    content: Content
    theme: Theme
    pace: Pace = WELL
    portrait: PhotoTask | None = None
    logo: PhotoTask | None = None
    icons: Task | None = None
    _owners: Mapping[str, Post | Page] = field(default_factory=dict)

    @cached_property
    def tags(self) -> Tags:
        """All tags of the content's posts."""
        return gather_tags(self.content.posts)

    @property
    def site_photos(self) -> tuple[PhotoTask, ...]:
        """The photos of the site as a whole."""
        return tuple(one for one in (self.portrait, self.logo) if one)

    def of(self, owner: str) -> tuple[MediaTask, ...]:
        """The tasks of a post, by its path, or of a page, by "pages/" and its slug."""
        return self._of(owner)

    @cached_property
    def _of(self) -> Callable[[str], tuple[MediaTask, ...]]:
        return cache(partial(_media_tasks, self._owners, self.theme, self.pace))

    def post(self, path: str) -> Post:
        """The post of that path; KeyError where there is none."""
        found = self._owners[path]
        if not isinstance(found, Post):
            raise KeyError(path)
        return found

    def clips_of(self, owner: str) -> tuple[ClipTask, ...]:
        """The clips of a post or page, in their order."""
        return tuple(one for one in self.of(owner) if isinstance(one, ClipTask))

    def owners(self, known: Container[str] = ()) -> list[str]:
        """All posts and pages, but for those that are known."""
        return [owner for owner in self._owners if owner not in known]

    def card(self, owner: str, locale: str) -> Task | None:
        """The share card of a post, or of the site itself, whose owner is "".

        Messengers want full addresses, so that without the site's own there is no card; and they
        do not read previews.
        """
        if not self.content.site.url or self.pace.is_preview:
            return None
        if not owner:
            return _site_card(self.content.site, self.theme, locale)
        post = self.post(owner)
        found = [text for text in post.texts if text.locale == locale]
        if not found:
            return None
        task = card_task(post, self.of(owner))
        ground = _largest(task.stills, "share") if task else NoInput()
        return make_task(_card_recipe(post, found[0], self.content.site, self.theme), ground)

    def cards(self, owner: str) -> Iterator[Task]:
        """The share cards in all languages."""
        if not isinstance(self._owners.get(owner), Page):
            found = (self.card(owner, locale) for locale in self.content.site.locales)
            yield from (task for task in found if task)

    def tasks(self, known: Container[str] = ()) -> Iterator[Task]:
        """Each task once, but for the posts that are known: photos, then clips, then cards."""
        owners = self.owners(known)
        owned = [one for owner in owners for one in self.of(owner)]
        every = sorted([*self.site_photos, *owned], key=lambda one: isinstance(one, ClipTask))
        found = [task for one in every for task in tasks_of(one)]
        found += [self.icons] if self.icons else []
        found += [task for owner in ("", *owners) for task in self.cards(owner)]
        yield from {task.key: task for task in found}.values()


def plan_media(content: Content, theme: Theme, pace: Pace = WELL) -> MediaPlan:
    """The tasks for all media of the content."""
    site = content.site
    logo = _photo_task(site.logo, (theme.slot("logo"),), pace) if site.logo else None
    pages = {f"pages/{page.slug}": page for page in content.pages}
    return MediaPlan(
        content,
        theme,
        pace,
        portrait=_photo_task(site.portrait, (theme.slot("portrait"),), pace)
        if site.portrait
        else None,
        logo=logo,
        icons=make_task(
            IconRecipe(site.accent), _largest(logo.stills, "logo") if logo else NoInput()
        ),
        _owners={**{post.path: post for post in content.posts}, **pages},
    )


def card_source(post: Post) -> Photo | Clip | None:
    """What stands for a post in lists: the chosen cover, else its first clip, else a photo."""
    chosen = [one for one in post.media if one.source.path == post.cover]
    clips = [one for one in post.media if isinstance(one, Clip)]
    return next(iter([*chosen, *clips, *post.media]), None)


def card_task(post: Post, tasks: tuple[MediaTask, ...]) -> MediaTask | None:
    """The task, among the post's own, of what stands for it in lists."""
    source = card_source(post)
    return next((task for task in tasks if source and task.path == source.source.path), None)


def is_card_by_ai(post: Post) -> bool:
    """Whether AI made what stands for the post in lists."""
    source = card_source(post)
    return post.facts.ai or (source is not None and source.note.ai)


def chosen_poster(post: Post) -> Photo | None:
    """The photo that was chosen as the cover of a post with a clip: it is the clip's poster."""
    card = card_source(post)
    has_clip = any(isinstance(one, Clip) for one in post.media)
    return card if has_clip and isinstance(card, Photo) else None


def without_failed(
    content: Content, plan: MediaPlan, failed: set[str], owners: Iterable[str] | None = None
) -> Content:
    """The content without the photos, clips and subtitles whose tasks failed.

    `owners` are the posts and pages whose tasks were tried; None means all of them. Naming a few
    saves planning the media of all others, 0.5 ms for a post of six photos and a clip.
    """
    owners = plan.owners() if owners is None else owners
    media = [*plan.site_photos, *(item for owner in owners for item in plan.of(owner))]
    bad = {path for item in media for path, task in _sources_of(item) if task.key in failed}
    site = content.site
    if site.portrait and site.portrait.source.path in bad:
        site = replace(site, portrait=None)
    if site.logo and site.logo.source.path in bad:
        site = replace(site, logo=None)
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
    if one.frame:
        yield one.clip.source.path, one.frame
    if isinstance(one.poster.input, ResultInput):
        yield one.clip.source.path, one.poster
    elif isinstance(one.poster.input, SourceInput):
        yield one.poster.input.path, one.poster
    for _, task in one.captions:
        if isinstance(task.input, SourceInput):
            yield task.input.path, task


def tasks_of(one: MediaTask) -> tuple[Task, ...]:
    """Every task of a photo or clip."""
    if isinstance(one, PhotoTask):
        return (one.stills,)
    frame = (one.frame,) if one.frame else ()
    return *frame, one.renditions, one.poster, *(task for _, task in one.captions)


def _media_tasks(
    owners: Mapping[str, Post | Page], theme: Theme, pace: Pace, owner: str
) -> tuple[MediaTask, ...]:
    planned = owners[owner]
    if isinstance(planned, Post):
        return _of_post(planned, theme, pace)
    return _of_page(planned, theme, pace)


def _of_post(post: Post, theme: Theme, pace: Pace) -> tuple[MediaTask, ...]:
    card, chosen = card_source(post), chosen_poster(post)
    first_clip = next((one for one in post.media if isinstance(one, Clip)), None)
    in_lists = (theme.slot("card"), theme.slot("share"))
    tasks: list[MediaTask] = []
    for one in post.media:
        extra = in_lists if one is card else ()
        if isinstance(one, Photo):
            tasks.append(_photo_task(one, (theme.slot("photo"), *extra), pace))
        else:
            poster = chosen if one is first_clip else None
            tasks.append(_clip_task(one, (theme.slot("poster"), *extra), poster, pace))
    return tuple(tasks)


def _of_page(page: Page, theme: Theme, pace: Pace) -> tuple[MediaTask, ...]:
    return tuple(
        _photo_task(one, (theme.slot("photo"),), pace)
        if isinstance(one, Photo)
        else _clip_task(one, (theme.slot("poster"),), None, pace)
        for one in page.media
    )


def _photo_task(photo: Photo, slots: tuple[Slot, ...], pace: Pace) -> PhotoTask:
    facts, focus = photo.facts, photo.note.focus
    recipe = photo_recipe(facts.width_px, facts.height_px, slots, focus)
    stills = make_task(recipe, _source(photo))
    if not pace.is_final(stills):
        recipe = photo_recipe(facts.width_px, facts.height_px, slots, focus, "preview")
        stills = make_task(recipe, _source(photo))
    return PhotoTask(photo, stills)


def _clip_task(clip: Clip, slots: tuple[Slot, ...], chosen: Photo | None, pace: Pace) -> ClipTask:
    quality = "fast" if clip.source.path in pace.hurried else "default"
    recipe = clip_recipe(clip.facts, clip.note, quality)
    renditions = make_task(recipe, _source(clip))
    captions = tuple(
        (one.locale, make_task(SubtitleRecipe(), SourceInput(one.source.path, one.source.digest)))
        for one in clip.subtitles
    )
    if chosen:
        poster = _photo_task(chosen, slots, pace).stills
    else:
        poster = _poster_task(recipe, renditions, slots, clip.note.focus)
    made = ClipTask(clip, renditions, poster, captions)
    return made if pace.is_final(renditions, poster) else _preview_of(made, slots, chosen)


def _preview_of(given: ClipTask, slots: tuple[Slot, ...], chosen: Photo | None) -> ClipTask:
    """The same clip for a preview, its poster ahead of it."""
    clip = given.clip
    recipe = clip_recipe(clip.facts, clip.note, "preview")
    renditions = make_task(recipe, _source(clip))
    if chosen:
        return replace(given, renditions=renditions)
    frame = make_task(poster_recipe(recipe), _source(clip))
    poster = _poster_task(recipe, frame, slots, clip.note.focus, "preview")
    return replace(given, renditions=renditions, poster=poster, frame=frame)


def _poster_task(
    recipe: ClipRecipe,
    frame: Task,
    slots: tuple[Slot, ...],
    focus: tuple[float, float] | None,
    quality: str = "default",
) -> Task:
    width_px, height_px = poster_size(recipe)
    stills = photo_recipe(width_px, height_px, slots, focus, quality)
    return make_task(stills, ResultInput(frame.key, "poster.png"))


def _source(one: Photo | Clip) -> SourceInput:
    return SourceInput(one.source.path, one.source.digest)


def _largest(stills: Task, slot: str) -> Input:
    """The largest still in that slot, as an input; none where the theme has no such slot."""
    recipe = stills.recipe
    variants = recipe.variants if isinstance(recipe, PhotoRecipe) else ()
    names = [one.name for one in variants if one.slot == slot]
    return ResultInput(stills.key, names[-1]) if names else NoInput()


def _site_card(site: Site, theme: Theme, locale: str) -> Task:
    name = site_name(site, theme, locale)
    recipe = CardRecipe(name, in_locale(site.district, locale), accent=site.accent)
    return make_task(recipe, NoInput())


def _card_recipe(post: Post, text: Text, site: Site, theme: Theme) -> CardRecipe:
    clip = next((one for one in post.media if isinstance(one, Clip)), None)
    return CardRecipe(
        title=title_of(text, post),
        name=site_name(site, theme, text.locale),
        note=_card_note(post, theme, text.locale),
        duration=duration_text(clip.facts.seconds, text.locale) if clip else "",
        accent=site.accent,
    )


def _card_note(post: Post, theme: Theme, locale: str) -> str:
    """What has to be known first: that AI made the picture, that this is an answer, the day."""
    if is_card_by_ai(post):
        return theme_string(theme, locale, "Made by AI")
    if post.facts.kind is Kind.ANSWER:
        return theme_string(theme, locale, "Answer")
    return long_date(post.date, locale)
