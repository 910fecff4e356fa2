"""Results of media tasks in, pictures and players for the templates out."""

from collections.abc import Callable

import msgspec

from generator.language.localized import in_locale
from generator.language.units import duration_text, size_text
from generator.model import Slot, Theme
from generator.plan.media.tasks import ClipTask, PhotoTask
from generator.plan.media.variants import FORMATS
from generator.plan.permalinks import awaited_path, media_path
from generator.plan.views import Choice, Figure, ImageSet, Picture, Player, RenditionView, Track
from generator.recipes import Made, MadeFile, PhotoRecipe, Task, Variant

Find = Callable[[str], Made | None]
"""Gives the result of that key; None while it is not made."""

# A phone takes the small rendition; wider screens the large one.
_PHONE_QUERY = "(max-width: 600px)"


class FileCollector:
    """Collects the files of results that pages show, each once."""

    def __init__(self) -> None:
        self.by_path: dict[str, tuple[str, str]] = {}  # key of the result, name of the file

    def add(self, key: str, name: str) -> str:
        """The path at which the site shows that file of a result."""
        path = media_path(key, name)
        if self.by_path.setdefault(path, (key, name)) != (key, name):
            raise RuntimeError(f"two results share the path {path}")  # 48 bits: never seen
        return path


class Pictures(msgspec.Struct, frozen=True):
    """Looks up results and describes them for templates."""

    theme: Theme
    find: Find
    files: FileCollector  # gets each file that is described
    awaits: bool = False  # whether what is not made yet keeps its place, as in a preview

    def still(self, task: Task, slot_name: str, alt: str = "") -> Picture | None:
        """A picture in a slot; None while it is not made."""
        made = self.find(task.key)
        if made is None and self.awaits:
            return self._awaited_still(task, slot_name, alt)
        sets = self._sets(task, made, slot_name) if made else {}
        if not sets:
            return None
        largest = max(
            (one for one in _variants(task) if one.slot == slot_name), key=lambda one: one.width_px
        )
        slot = self.theme.slot(slot_name)
        *better, fallback = sets.values()
        return Picture(
            sets=tuple(better),
            fallback=fallback,
            width_px=largest.width_px,
            height_px=largest.height_px,
            sizes=_sizes(slot, largest.width_px),
            alt=alt,
            tone=made.files[0].tone if made else "",
            small=largest.width_px < slot.widths_px[0],
        )

    def figure(self, task: PhotoTask, locale: str, alt: str = "") -> Figure | None:
        """A photo with its words."""
        note = task.photo.note
        caption = in_locale(note.caption, locale)
        picture = self.still(task.stills, "photo", in_locale(note.alt, locale) or alt)
        return Figure(picture, caption, note.credit, note.ai) if picture else None

    def player(self, task: ClipTask, locale: str) -> Player | None:
        """A clip with all that a reader may choose from; None while it is not made."""
        made, poster = self.find(task.renditions.key), self.find(task.poster.key)
        if made is None or poster is None:
            return self._awaited_player(task, locale) if self.awaits else None
        renditions = self._renditions(made, locale)
        sounds = (self._rendition(made, one, locale) for one in made.files if _is_sound(one))
        sound = next(sounds, None)
        note, seconds = task.clip.note, round(task.clip.facts.seconds)
        size = max(made.files, key=lambda one: one.width_px * one.height_px)
        return Player(
            # An upright clip is shown narrow, so that it fits on the screen as a whole.
            poster=self._poster(task, upright=size.height_px > size.width_px),
            width_px=size.width_px,
            height_px=size.height_px,
            duration_text=duration_text(task.clip.facts.seconds, locale),
            duration_iso=f"PT{max(1, seconds)}S",
            cost_text=size_text(_video_bytes(made), locale),
            renditions=renditions,
            choices=_choices(renditions, sound, locale),
            sound=sound,
            tracks=tuple(self._tracks(task)),
            transcript=self._transcript(task, locale),
            tone=poster.files[0].tone,
            caption=in_locale(note.caption, locale),
            credit=note.credit,
            ai=note.ai,
        )

    def _poster(self, task: ClipTask, *, upright: bool) -> str:
        posters = [one for one in _variants(task.poster) if one.slot == "poster"]
        return self.files.add(task.poster.key, posters[0 if upright else -1].name)

    def _awaited_still(self, task: Task, slot_name: str, alt: str) -> Picture | None:
        """The place of a picture, in its size."""
        stills = [one for one in _variants(task) if one.slot == slot_name]
        if not stills:
            return None
        one, slot = max(stills, key=lambda one: one.width_px), self.theme.slot(slot_name)
        return Picture(
            sets=(),
            fallback=ImageSet("image/svg+xml", ((awaited_path(task.key), one.width_px),)),
            width_px=one.width_px,
            height_px=one.height_px,
            sizes=_sizes(slot, one.width_px),
            alt=alt,
            small=one.width_px < slot.widths_px[0],
        )

    def _awaited_player(self, task: ClipTask, locale: str) -> Player:
        """The place of a clip, with its poster where that is there."""
        note, facts = task.clip.note, task.clip.facts
        poster = awaited_path(task.poster.key)
        if self.find(task.poster.key):
            poster = self._poster(task, upright=facts.height_px > facts.width_px)
        coming = RenditionView(awaited_path(task.renditions.key), "video/mp4", 0, "", 0)
        return Player(
            poster=poster,
            width_px=facts.width_px,
            height_px=facts.height_px,
            duration_text=duration_text(facts.seconds, locale),
            duration_iso=f"PT{max(1, round(facts.seconds))}S",
            cost_text="",
            renditions=(coming,),
            caption=in_locale(note.caption, locale),
            credit=note.credit,
            ai=note.ai,
        )

    def file(self, task: Task | None, name: str) -> str:
        """The path of that file of a result; "" while it is not made."""
        return self.files.add(task.key, name) if task and self.find(task.key) else ""

    def _sets(self, task: Task, made: Made, slot_name: str) -> dict[str, ImageSet]:
        names = {one.name for one in made.files}
        sets: dict[str, ImageSet] = {}
        for name, _ in FORMATS:
            files = tuple(
                (self.files.add(task.key, one.name), one.width_px)
                for one in sorted(_variants(task), key=lambda one: one.width_px)
                if one.slot == slot_name and one.format == name and one.name in names
            )
            if files:
                sets[name] = ImageSet(f"image/{name}", files)
        return sets

    def _renditions(self, made: Made, locale: str) -> tuple[RenditionView, ...]:
        by_name = {one.name: one for one in made.files if one.mime.startswith("video/")}
        order = [name for name in ("av1.mp4", "480.mp4", "720.mp4") if name in by_name]
        return tuple(
            self._rendition(
                made,
                by_name[name],
                locale,
                _PHONE_QUERY if name == "480.mp4" and "720.mp4" in order else "",
            )
            for name in order
        )

    def _rendition(self, made: Made, file: MadeFile, locale: str, query: str = "") -> RenditionView:
        return RenditionView(
            path=self.files.add(made.key, file.name),
            mime=file.mime,
            height_px=min(file.width_px, file.height_px),
            size_text=size_text(file.size_bytes, locale),
            size_bytes=file.size_bytes,
            media=query,
        )

    def _tracks(self, task: ClipTask) -> list[Track]:
        return [
            Track(self.files.add(captions.key, "captions.vtt"), locale)
            for locale, captions in task.captions
            if self.find(captions.key)
        ]

    def _transcript(self, task: ClipTask, locale: str) -> tuple[str, ...]:
        """What is said in the clip, in that language."""
        found = [self.find(captions.key) for own, captions in task.captions if own == locale]
        return next((one.file("captions.vtt").words for one in found if one), ())


def _choices(
    renditions: tuple[RenditionView, ...], sound: RenditionView | None, locale: str
) -> tuple[Choice, ...]:
    """Small, HD where it is larger, and the sound alone."""
    # The small rendition alone has a query: only beside a larger H.264 is there a choice.
    small = tuple(one for one in renditions if one.media)
    large = tuple(one for one in renditions if not one.media)
    offered = [("small", small), ("hd", large)] if small else [("small", large)]
    offered += [("sound", (sound,))] if sound else []
    return tuple(
        Choice(kind, files, size_text(max(one.size_bytes for one in files), locale))
        for kind, files in offered
        if files
    )


def _video_bytes(made: Made) -> int:
    """What a tap costs at most on a phone: it takes AV1 where it can, else the small H.264."""
    sizes = {one.name: one.size_bytes for one in made.files}
    small = sizes.get("480.mp4", sizes.get("720.mp4", 0))
    return max(small, sizes.get("av1.mp4", 0))


def _is_sound(file: MadeFile) -> bool:
    return file.mime.startswith("audio/")


def _sizes(slot: Slot, width_px: int) -> str:
    # A picture smaller than its place is not stretched by the stylesheet: say so.
    return slot.sizes if width_px >= slot.widths_px[0] else f"{width_px}px"


def _variants(task: Task) -> tuple[Variant, ...]:
    return task.recipe.variants if isinstance(task.recipe, PhotoRecipe) else ()
