"""Plans the tasks that make photos, clips, share cards and icons for the theme's slots."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import msgspec
from msgspec.structs import replace

from generator.model import (
    Clip,
    Content,
    MediaNote,
    Page,
    Photo,
    Post,
    Slot,
    Subtitle,
    Theme,
)
from generator.plan.media.covers import card_source, chosen_poster
from generator.plan.media.share_cards import post_card, site_card
from generator.plan.media.variants import (
    clip_recipe,
    photo_recipe,
    poster_recipe,
    poster_size,
    with_codecs,
)
from generator.plan.tags import Tags, gather_tags
from generator.recipes import (
    BROAD_PX,
    CARD_HEIGHT_PX,
    TALL_PX,
    ClipRecipe,
    IconRecipe,
    NoInput,
    PhotoRecipe,
    ResultInput,
    SourceInput,
    SubtitleRecipe,
    Task,
    make_task,
    upright_width,
)

SEARCH_SLOTS = ("search-wide", "search-broad", "search-square")
"""Slots of a post's picture for search engines, where a theme has them."""


class PhotoTask(msgspec.Struct, frozen=True):
    """A photo and the task that makes its stills."""

    photo: Photo
    stills: Task

    @property
    def path(self) -> str:
        """The photo's path in content/."""
        return self.photo.source.path


class ClipTask(msgspec.Struct, frozen=True):
    """A clip and the tasks that make its renditions, poster and captions."""

    clip: Clip
    renditions: Task
    poster: Task
    captions: tuple[tuple[str, Task], ...]  # locale and task
    frame: Task | None = None  # makes the poster's source, where the renditions do not bring one
    sign: Task | None = None  # the small rendition in sign language

    @property
    def path(self) -> str:
        """The clip's path in content/."""
        return self.clip.source.path

    @property
    def stills(self) -> Task:
        """The task for its picture in lists."""
        return self.poster


MediaTask = PhotoTask | ClipTask


@dataclass(frozen=True, slots=True)
class Encoders:
    """What this computer can make of clips; both are asked only about clips of posts that changed.

    A result that another computer made is taken as it is.
    """

    codecs: Callable[[], Collection[str]] = lambda: ("av1", "h264")  # that it can encode
    is_made: Callable[[str], bool] = lambda key: False  # whether that result is in the cache


@dataclass(frozen=True, slots=True)
class Pace:
    """What is made at lower quality: to be ready sooner, or because an encoder is missing."""

    hurried: frozenset[str] = frozenset()  # paths of clips of which only the small size is made
    finished: Container[str] | None = None  # keys; in a preview, all others get preview quality
    encoders: Encoders = Encoders()

    @property
    def is_preview(self) -> bool:
        """Whether only the authors see the site; what is not made yet keeps its place."""
        return self.finished is not None

    def is_final(self, *tasks: Task) -> bool:
        """Whether these tasks are planned at the quality that readers get."""
        return self.finished is None or all(task.key in self.finished for task in tasks)


WELL = Pace()
"""Everything at full quality."""


@dataclass(frozen=True)
class MediaPlan:
    """All tasks by the post or page they belong to; those of an owner are planned when needed."""

    content: Content
    theme: Theme
    pace: Pace = WELL
    portrait: PhotoTask | None = None
    logo: PhotoTask | None = None
    icons: Task | None = None
    _owners: Mapping[str, Post | Page] = field(default_factory=dict)

    @cached_property
    def tags(self) -> Tags:
        return gather_tags(self.content.posts)

    @property
    def site_photos(self) -> tuple[PhotoTask, ...]:
        """The photos of the site as a whole."""
        return tuple(photo for photo in (self.portrait, self.logo) if photo)

    def of(self, owner: str) -> tuple[MediaTask, ...]:
        """The tasks of a post, by its path, or of a page, by "pages/" and its slug."""
        return self._of(owner)

    @cached_property
    def _of(self) -> Callable[[str], tuple[MediaTask, ...]]:
        is_public = bool(self.content.site.url) and not self.pace.is_preview
        return cache(partial(_media_tasks, self._owners, self.theme, self.pace, is_public))

    def post(self, path: str) -> Post:
        """The post of that path. Raises KeyError where there is none."""
        post = self._owners[path]
        if not isinstance(post, Post):
            raise KeyError(path)
        return post

    def clips_of(self, owner: str) -> tuple[ClipTask, ...]:
        """The clips of a post or page, in their order."""
        return tuple(item for item in self.of(owner) if isinstance(item, ClipTask))

    def owners(self, known: Container[str] = ()) -> list[str]:
        """All posts and pages but the known ones."""
        return [owner for owner in self._owners if owner not in known]

    def card(self, owner: str, locale: str) -> Task | None:
        """The share card of a post; of the site itself with the owner "".

        None without the site's address, as messengers need full addresses, and in a preview,
        which messengers do not read.
        """
        if not self.content.site.url or self.pace.is_preview:
            return None
        if not owner:
            picture = _largest(self.portrait.stills, "share") if self.portrait else NoInput()
            return make_task(site_card(self.content.site, self.theme, locale), picture)
        post = self.post(owner)
        text = next((text for text in post.texts if text.locale == locale), None)
        if text is None:
            return None
        recipe = post_card(post, text, self.content.site, self.theme)
        shown = card_task(post, self.of(owner)) if recipe.look == "post" else None
        picture = _largest(shown.stills, "share") if shown else NoInput()
        return make_task(recipe, picture, self._face())

    def _face(self) -> ResultInput | NoInput:
        return _largest(self.portrait.stills, "portrait") if self.portrait else NoInput()

    def cards(self, owner: str) -> Iterator[Task]:
        """The share cards in all languages."""
        if not isinstance(self._owners.get(owner), Page):
            cards = (self.card(owner, locale) for locale in self.content.site.locales)
            yield from (card for card in cards if card)

    def tasks(self, known: Container[str] = ()) -> Iterator[Task]:
        """Each task once, without those of known posts: photos, then clips, then cards."""
        owners = self.owners(known)
        media = [*self.site_photos, *(item for owner in owners for item in self.of(owner))]
        media.sort(key=lambda item: isinstance(item, ClipTask))
        tasks = [task for item in media for task in tasks_of(item)]
        tasks += [self.icons] if self.icons else []
        tasks += [card for owner in ("", *owners) for card in self.cards(owner)]
        yield from {task.key: task for task in tasks}.values()


def plan_media(content: Content, theme: Theme, pace: Pace = WELL) -> MediaPlan:
    """The tasks for all media of the content."""
    site = content.site
    logo, portrait = site.logo, site.portrait
    logo_task = _photo_task(logo, (theme.slot("logo"),), pace) if logo else None
    icon = _largest(logo_task.stills, "logo") if logo_task else NoInput()
    posts: dict[str, Post | Page] = {post.path: post for post in content.posts}
    return MediaPlan(
        content,
        theme,
        pace,
        portrait=_portrait_task(portrait, theme, pace) if portrait else None,
        logo=logo_task,
        icons=make_task(IconRecipe(site.accent), icon),
        _owners=posts | {f"pages/{page.slug}": page for page in content.pages},
    )


def card_task(post: Post, tasks: tuple[MediaTask, ...]) -> MediaTask | None:
    """The task, among the post's own, for its picture in lists."""
    source = card_source(post)
    return next((task for task in tasks if source and task.path == source.source.path), None)


def without_failed(
    content: Content, plan: MediaPlan, failed: set[str], owners: Iterable[str] | None = None
) -> Content:
    """The content without the photos, clips, subtitles and sign language whose tasks failed.

    `owners` are the posts and pages whose tasks were tried; None means all of them. Naming a few
    saves planning the media of all others, 0.5 ms for a post of six photos and a clip.
    """
    owners = plan.owners() if owners is None else owners
    media = [*plan.site_photos, *(item for owner in owners for item in plan.of(owner))]
    bad = {path for item in media for path, task in sources_of(item) if task.key in failed}
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
    return tuple(_without_bad_files(item, bad) for item in media if item.source.path not in bad)


def _without_bad_files(item: Photo | Clip, bad: set[str]) -> Photo | Clip:
    if isinstance(item, Photo):
        return item
    good = tuple(subtitle for subtitle in item.subtitles if subtitle.source.path not in bad)
    sign = None if item.sign and item.sign.source.path in bad else item.sign
    return replace(item, subtitles=good, sign=sign)


def sources_of(item: MediaTask) -> Iterator[tuple[str, Task]]:
    """Each task with the path of the file to leave out if the task fails."""
    for task in tasks_of(item):
        # A chosen poster, subtitles and sign language are files of their own.
        path = task.input.path if isinstance(task.input, SourceInput) else item.path
        yield path, task


def tasks_of(item: MediaTask) -> tuple[Task, ...]:
    """Every task of a photo or clip."""
    if isinstance(item, PhotoTask):
        return (item.stills,)
    frame, sign = ((task,) if task else () for task in (item.frame, item.sign))
    return *frame, item.renditions, item.poster, *(task for _, task in item.captions), *sign


def _media_tasks(
    owners: Mapping[str, Post | Page], theme: Theme, pace: Pace, is_public: bool, owner: str
) -> tuple[MediaTask, ...]:
    """The tasks of that owner; `is_public`: whether search engines and messengers will see it."""
    page = owners[owner]
    card = card_source(page) if isinstance(page, Post) else None
    chosen = chosen_poster(page) if isinstance(page, Post) else None
    first_clip = next((media for media in page.media if isinstance(media, Clip)), None)
    tasks: list[MediaTask] = []
    for media in page.media:
        extra = _card_slots(theme, media, is_public) if media is card else ()
        if isinstance(media, Photo):
            tasks.append(_photo_task(media, (theme.slot("photo"), *extra), pace))
        else:
            poster = chosen if media is first_clip else None
            tasks.append(_clip_task(media, (theme.slot("poster"), *extra), poster, pace))
    return tuple(tasks)


def _card_slots(theme: Theme, media: Photo | Clip, is_public: bool) -> tuple[Slot, ...]:
    """The slots of the picture that stands for a post."""
    found = [slot for slot in theme.slots if slot.name in SEARCH_SLOTS and is_public]
    return theme.slot("card"), _share_slot(theme, media), *found


def _share_slot(theme: Theme, media: Photo | Clip) -> Slot:
    """The slot of a share card's picture: an upright one stands there whole."""
    width_px, height_px = media.facts.width_px, media.facts.height_px
    across = upright_width(width_px, height_px) if height_px > width_px else BROAD_PX
    return replace(theme.slot("share"), widths_px=(across,), ratio=across / CARD_HEIGHT_PX)


def _portrait_task(portrait: Photo, theme: Theme, pace: Pace) -> PhotoTask:
    """The portrait in the sizes of the theme, and tall for the share card of the site."""
    tall = replace(theme.slot("share"), widths_px=(TALL_PX,), ratio=TALL_PX / CARD_HEIGHT_PX)
    slots = tuple(slot for slot in theme.slots if slot.name in ("portrait", "face"))
    return _photo_task(portrait, (*slots, tall), pace)


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
    recipe, renditions = _renditions(clip, quality, pace)
    captions = tuple(
        (subtitle.locale, make_task(SubtitleRecipe(), _clip_source(clip, subtitle)))
        for subtitle in clip.subtitles
    )
    if chosen:
        poster = _photo_task(chosen, slots, pace).stills
    else:
        poster = _poster_task(recipe, renditions, slots, clip.note.focus)
    task = ClipTask(clip, renditions, poster, captions, sign=_sign_task(clip, pace))
    return task if pace.is_final(renditions, poster) else _preview_of(task, slots, chosen, pace)


def _renditions(clip: Clip, quality: str, pace: Pace) -> tuple[ClipRecipe, Task]:
    """What is made of a clip: all renditions, or those that this computer can make."""
    recipe = clip_recipe(clip.facts, clip.note, quality)
    task = make_task(recipe, _clip_source(clip, clip))
    if pace.encoders.is_made(task.key):
        return recipe, task
    recipe = with_codecs(recipe, pace.encoders.codecs())
    return recipe, make_task(recipe, _clip_source(clip, clip))


def _sign_task(clip: Clip, pace: Pace) -> Task | None:
    """The small rendition of the clip in sign language, cut as the clip is."""
    if not clip.sign:
        return None
    signed = Clip(clip.sign.source, clip.sign.facts, MediaNote(cut=clip.note.cut))
    _, task = _renditions(signed, "fast", pace)
    return task if pace.is_final(task) else _renditions(signed, "preview", pace)[1]


def _preview_of(
    task: ClipTask, slots: tuple[Slot, ...], chosen: Photo | None, pace: Pace
) -> ClipTask:
    """The same clip at preview quality; its poster is made before it."""
    clip = task.clip
    recipe, renditions = _renditions(clip, "preview", pace)
    if chosen:
        return replace(task, renditions=renditions)
    frame = make_task(poster_recipe(recipe), _clip_source(clip, clip))
    poster = _poster_task(recipe, frame, slots, clip.note.focus, "preview")
    return replace(task, renditions=renditions, poster=poster, frame=frame)


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


def _source(item: Photo | Clip | Subtitle) -> SourceInput:
    return SourceInput(item.source.path, item.source.digest)


def _clip_source(clip: Clip, item: Clip | Subtitle) -> SourceInput:
    """A file of the clip, and the part of it that is shown."""
    return replace(_source(item), cut=clip.note.cut)


def _largest(stills: Task, slot: str) -> ResultInput | NoInput:
    """The largest still in that slot as an input; NoInput where the theme has no such slot."""
    recipe = stills.recipe
    variants = recipe.variants if isinstance(recipe, PhotoRecipe) else ()
    names = [variant.name for variant in variants if variant.slot == slot]
    return ResultInput(stills.key, names[-1]) if names else NoInput()
