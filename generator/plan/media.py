"""Posts and the theme's slots in, the tasks for their photos and clips out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from generator.language.dates import long_date
from generator.language.units import duration_text
from generator.model import Clip, Content, Kind, Photo, Post, Site, Slot, Text, Theme, in_locale
from generator.plan.variants import clip_recipe, photo_recipe, poster_size
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
    logo: PhotoTask | None = None
    icons: Task | None = None
    cards: Mapping[tuple[str, str], Task] = field(default_factory=dict)
    """Share cards by the post's path and the language; the site's own have the path ""."""
    hurried: frozenset[str] = frozenset()  # paths of clips that are only made small for now

    @property
    def site_photos(self) -> tuple[PhotoTask, ...]:
        """The photos of the site as a whole."""
        return tuple(one for one in (self.portrait, self.logo) if one)

    def clips_of(self, owner: str) -> tuple[ClipTask, ...]:
        """The clips of a post or page, in their order."""
        return tuple(one for one in self.by_owner[owner] if isinstance(one, ClipTask))

    def tasks(self) -> Iterator[Task]:
        """Each task once: photos first, then clips with what hangs on them, then cards."""
        owned = [one for tasks in self.by_owner.values() for one in tasks]
        every = sorted([*self.site_photos, *owned], key=lambda one: isinstance(one, ClipTask))
        found = [task for one in every for task in _tasks_of(one)]
        found += [*([self.icons] if self.icons else []), *self.cards.values()]
        yield from {task.key: task for task in found}.values()


def plan_media(content: Content, theme: Theme, hurried: frozenset[str] = frozenset()) -> MediaPlan:
    """The tasks for all media of the content; the clips named as hurried are only made small."""
    by_owner = {post.path: _of_post(post, theme, hurried) for post in content.posts}
    for page in content.pages:
        by_owner[f"pages/{page.slug}"] = tuple(
            _photo_task(one, (theme.slot("photo"),))
            if isinstance(one, Photo)
            else _clip_task(one, (theme.slot("poster"),), None, hurried)
            for one in page.media
        )
    site = content.site
    logo = _photo_task(site.logo, (theme.slot("logo"),)) if site.logo else None
    return MediaPlan(
        by_owner,
        portrait=_photo_task(site.portrait, (theme.slot("portrait"),)) if site.portrait else None,
        logo=logo,
        icons=make_task(
            IconRecipe(site.accent), _largest(logo.stills, "logo") if logo else NoInput()
        ),
        cards=_share_cards(content, theme, by_owner),
        hurried=hurried,
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


def without_failed(content: Content, plan: MediaPlan, failed: set[str]) -> Content:
    """The content without the photos, clips and subtitles whose tasks failed."""
    bad: set[str] = set()
    for tasks in [*plan.by_owner.values(), plan.site_photos]:
        for one in tasks:
            bad |= {path for path, task in _sources_of(one) if task.key in failed}
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
        structs.replace(
            one, subtitles=tuple(sub for sub in one.subtitles if sub.source.path not in bad)
        )
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
    elif isinstance(one.poster.input, SourceInput):
        yield one.poster.input.path, one.poster
    for _, task in one.captions:
        if isinstance(task.input, SourceInput):
            yield task.input.path, task


def _tasks_of(one: MediaTask) -> tuple[Task, ...]:
    if isinstance(one, PhotoTask):
        return (one.stills,)
    return one.renditions, one.poster, *(task for _, task in one.captions)


def _of_post(post: Post, theme: Theme, hurried: frozenset[str]) -> tuple[MediaTask, ...]:
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
            tasks.append(_clip_task(one, (theme.slot("poster"), *extra), poster, hurried))
    return tuple(tasks)


def _photo_task(photo: Photo, slots: tuple[Slot, ...]) -> PhotoTask:
    facts = photo.facts
    recipe = photo_recipe(facts.width_px, facts.height_px, slots, photo.note.focus)
    return PhotoTask(photo, make_task(recipe, _source(photo)))


def _clip_task(
    clip: Clip, slots: tuple[Slot, ...], chosen: Photo | None, hurried: frozenset[str]
) -> ClipTask:
    quality = "fast" if clip.source.path in hurried else "default"
    recipe = clip_recipe(clip.facts, clip.note, quality)
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


def _largest(stills: Task, slot: str) -> Input:
    """The largest still in that slot, as an input; none where the theme has no such slot."""
    recipe = stills.recipe
    variants = recipe.variants if isinstance(recipe, PhotoRecipe) else ()
    names = [one.name for one in variants if one.slot == slot]
    return ResultInput(stills.key, names[-1]) if names else NoInput()


def _share_cards(
    content: Content, theme: Theme, by_owner: Mapping[str, tuple[MediaTask, ...]]
) -> dict[tuple[str, str], Task]:
    """What messengers show; they want full addresses, so that without one there is no card."""
    site = content.site
    if not site.url:
        return {}
    cards = {}
    for locale in site.locales:
        name = site_name(site, theme, locale)
        recipe = CardRecipe(name, in_locale(site.district, locale), accent=site.accent)
        cards["", locale] = make_task(recipe, NoInput())
    for post in content.posts:
        task = card_task(post, by_owner[post.path])
        ground = _largest(task.stills, "share") if task else NoInput()
        for text in post.texts:
            recipe = _card_recipe(post, text, site, theme)
            cards[post.path, text.locale] = make_task(recipe, ground)
    return cards


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
