"""Describes the results of media tasks for templates: pictures, photos with captions, players."""

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from generator.language.localized import in_locale
from generator.language.units import duration_text, size_text
from generator.model import Theme
from generator.plan.media.tasks import SEARCH_SLOTS, ClipTask, PhotoTask
from generator.plan.media.variants import DEFAULT_FOCUS, FORMATS, focus_step
from generator.plan.permalinks import awaited_path, media_path
from generator.plan.views import Choice, Figure, ImageSet, Picture, Player, RenditionView, Track
from generator.recipes import Made, MadeFile, PhotoRecipe, Task, Variant

Find = Callable[[str], Made | None]
"""Returns the result with that key; None while it is not made."""

# A phone takes the small rendition; wider screens the large one.
_PHONE_QUERY = "(max-width: 600px)"

_PHONE_PX = 720

# The shapes to which the stylesheet crops what keeps its own: a photo in a grid, an upright clip.
_GRID_RATIO = 4 / 3
_UPRIGHT_RATIO = 4 / 5


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
        made, variants = self.find(task.key), _variants(task, slot_name)
        largest = max(variants, key=lambda variant: variant.width_px, default=None)
        if largest is None:
            return None
        sets: list[ImageSet] = []
        if made:
            sets = self._sets(made, variants)
        elif self.awaits:
            sets = [ImageSet("image/svg+xml", ((awaited_path(task.key), largest.width_px),))]
        if not sets:
            return None
        slot = self.theme.slot(slot_name)
        is_small = largest.width_px < slot.widths_px[0]
        return Picture(
            sets=tuple(sets[:-1]),
            fallback=sets[-1],
            width_px=largest.width_px,
            height_px=largest.height_px,
            # The stylesheet stretches no picture that is smaller than its place.
            sizes=f"{largest.width_px}px" if is_small else slot.sizes,
            alt=alt,
            tone=made.files[0].tone if made else "",
            small=is_small,
            focus=5 if slot.ratio else _focus(task, largest, _GRID_RATIO),
            phone_bytes=_phone_bytes(made, variants) if made else 0,
        )

    def inlined(self, task: Task, slot_name: str) -> str:
        """The picture itself as a data address, which saves a request; "" while it is not made."""
        made, variants = self.find(task.key), _variants(task, slot_name)
        return made.file(variants[0].name).address if made and variants else ""

    def figure(self, task: PhotoTask, locale: str, alt: str = "") -> Figure | None:
        """A photo with its caption; None while it is not made."""
        note = task.photo.note
        caption = in_locale(note.caption, locale)
        picture = self.still(task.stills, "photo", in_locale(note.alt, locale) or alt)
        return Figure(picture, caption, note.credit, note.ai) if picture else None

    def photo_file(self, task: Task, locale: str) -> tuple[str, str]:
        """The path of a photo's largest JPEG and its weight in words; empty until it is made."""
        made, variants = self.find(task.key), _variants(task, "photo")
        names = [variant.name for variant in variants if variant.format == "jpeg"]
        if not made or not names:
            return "", ""
        size_bytes = made.file(names[-1]).size_bytes
        return self.files.add(made.key, names[-1]), size_text(size_bytes, locale)

    def search_images(self, task: Task) -> tuple[str, ...]:
        """The paths of the picture in each shape that search engines want; none until made."""
        made = self.find(task.key)
        names = [variant.name for slot in SEARCH_SLOTS for variant in _variants(task, slot)]
        return tuple(self.files.add(made.key, name) for name in names) if made else ()

    def player(self, task: ClipTask, locale: str) -> Player | None:
        """A clip with all that a reader may choose from; None while it is not made."""
        made, poster = self.find(task.renditions.key), self.find(task.poster.key)
        if made is None or poster is None:
            return self._awaited_player(task, locale, poster) if self.awaits else None
        renditions = self._renditions(made, locale)
        sounds = [file for file in made.files if file.mime.startswith("audio/")]
        sound = self._rendition(made, sounds[0], locale) if sounds else None
        largest = max(made.files, key=lambda file: file.width_px * file.height_px)
        still, *plainer = _posters(task, upright=largest.height_px > largest.width_px)
        return replace(
            _empty_player(task, locale, renditions),
            poster=self.files.add(poster.key, still.name),
            poster_jpeg=self.files.add(poster.key, plainer[-1].name) if plainer else "",
            width_px=largest.width_px,
            height_px=largest.height_px,
            cost_text=size_text(_video_bytes(made), locale),
            choices=(*_choices(renditions, sound, locale), *self._sign(task, locale)),
            sound=sound,
            tracks=tuple(self._tracks(task)),
            transcript=self._transcript(task, locale),
            tone=poster.files[0].tone,
            focus=self._poster_focus(task),
            poster_bytes=poster.file(still.name).size_bytes,
        )

    def file(self, task: Task | None, name: str) -> str:
        """The path of that file of a result; "" while it is not made."""
        return self.files.add(task.key, name) if task and self.find(task.key) else ""

    def _awaited_player(self, task: ClipTask, locale: str, poster: Made | None) -> Player:
        """The place of a clip, with its poster if that is made."""
        coming = RenditionView(awaited_path(task.renditions.key), "video/mp4", 0, "", 0)
        player = _empty_player(task, locale, (coming,))
        if not poster:
            return player
        still = _posters(task, upright=player.upright)[0]
        return replace(player, poster=self.files.add(poster.key, still.name))

    def _poster_focus(self, task: ClipTask) -> int:
        posters = _variants(task.poster, "poster")
        return _focus(task.poster, posters[-1], _UPRIGHT_RATIO) if posters else 5

    def _sets(self, made: Made, variants: Sequence[Variant]) -> list[ImageSet]:
        names = {file.name for file in made.files}
        ordered = sorted(variants, key=lambda variant: variant.width_px)
        files = {
            name: tuple(
                (self.files.add(made.key, variant.name), variant.width_px)
                for variant in ordered
                if variant.format == name and variant.name in names
            )
            for name, _ in FORMATS
        }
        return [ImageSet(f"image/{name}", widths) for name, widths in files.items() if widths]

    def _renditions(self, made: Made, locale: str) -> tuple[RenditionView, ...]:
        by_name = {file.name: file for file in made.files if file.mime.startswith("video/")}
        order = [name for name in ("av1.mp4", "480.mp4", "720.mp4") if name in by_name]
        queries = {"480.mp4": _PHONE_QUERY} if "720.mp4" in order else {}
        return tuple(
            self._rendition(made, by_name[name], locale, queries.get(name, "")) for name in order
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

    def _sign(self, task: ClipTask, locale: str) -> tuple[Choice, ...]:
        """The clip in sign language; nothing where there is none, or while it is not made."""
        made = self.find(task.sign.key) if task.sign else None
        files = [file for file in made.files if file.mime.startswith("video/")] if made else []
        shown = tuple(self._rendition(made, file, locale) for file in files if made)
        return (Choice("sign", shown, shown[0].size_text),) if shown else ()

    def _tracks(self, task: ClipTask) -> list[Track]:
        return [
            Track(self.files.add(captions.key, "captions.vtt"), locale)
            for locale, captions in task.captions
            if self.find(captions.key)
        ]

    def _transcript(self, task: ClipTask, locale: str) -> tuple[str, ...]:
        """The paragraphs of the captions in that language."""
        results = (self.find(captions.key) for own, captions in task.captions if own == locale)
        return next((made.file("captions.vtt").words for made in results if made), ())


def _empty_player(task: ClipTask, locale: str, renditions: tuple[RenditionView, ...]) -> Player:
    """The clip as its source is, with a poster that is still awaited."""
    note, facts = task.clip.note, task.clip.facts
    return Player(
        poster=awaited_path(task.poster.key),
        width_px=facts.width_px,
        height_px=facts.height_px,
        duration_text=duration_text(task.clip.seconds, locale),
        duration_iso=f"PT{max(1, round(task.clip.seconds))}S",
        cost_text="",
        renditions=renditions,
        caption=in_locale(note.caption, locale),
        credit=note.credit,
        ai=note.ai,
    )


def _choices(
    renditions: tuple[RenditionView, ...], sound: RenditionView | None, locale: str
) -> tuple[Choice, ...]:
    """Small, HD where it is larger, and the sound alone."""
    # Only beside a larger H.264 does the small rendition have a query, and is there a choice.
    small = tuple(rendition for rendition in renditions if rendition.media)
    large = tuple(rendition for rendition in renditions if not rendition.media)
    offered = [("small", small), ("hd", large)] if small else [("small", large)]
    offered += [("sound", (sound,))] if sound else []
    return tuple(
        Choice(kind, files, size_text(max(file.size_bytes for file in files), locale))
        for kind, files in offered
        if files
    )


def _video_bytes(made: Made) -> int:
    """The most that a tap costs on a phone: it plays AV1 if it can, else the small H.264."""
    sizes = {file.name: file.size_bytes for file in made.files}
    small = sizes.get("480.mp4", sizes.get("720.mp4", 0))
    return max(small, sizes.get("av1.mp4", 0))


def _variants(task: Task, slot_name: str) -> list[Variant]:
    variants = task.recipe.variants if isinstance(task.recipe, PhotoRecipe) else ()
    return [variant for variant in variants if variant.slot == slot_name]


def _posters(task: ClipTask, *, upright: bool) -> list[Variant]:
    """The poster in each format, the lightest first."""
    stills = _variants(task.poster, "poster")
    # An upright clip is shown narrow, so that all of it fits on the screen.
    width_px = stills[0 if upright else -1].width_px
    return [still for still in stills if still.width_px == width_px]


def _phone_bytes(made: Made, variants: Sequence[Variant]) -> int:
    """What a phone of 720 points loads of a picture as wide as its screen."""
    sizes = {file.name: file.size_bytes for file in made.files}
    widest_px = max(variant.width_px for variant in variants)
    offered = [
        sizes[variant.name]
        for variant in variants
        if variant.name in sizes and variant.width_px >= min(_PHONE_PX, widest_px)
    ]
    return min(offered, default=0)


def _focus(task: Task, still: Variant, ratio: float) -> int:
    focus = task.recipe.focus if isinstance(task.recipe, PhotoRecipe) else DEFAULT_FOCUS
    return focus_step(still.width_px, still.height_px, focus, ratio)
