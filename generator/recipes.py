"""How files are made, as values: recipes, their inputs, and the tasks and results around them."""

import msgspec

from generator.digest import digest_value


class Variant(msgspec.Struct, frozen=True):
    """One still of a set: a photo or poster at one size in one format."""

    name: str  # file name inside the result: "card-360.avif"
    slot: str
    format: str  # "avif", "webp" or "jpeg"
    width_px: int
    height_px: int
    max_bytes: int = 0  # 0: none


class PhotoRecipe(msgspec.Struct, frozen=True):
    """A photo (or a poster frame) into stills. Orientation baked in, sRGB, no metadata."""

    variants: tuple[Variant, ...]
    focus: tuple[float, float] = (0.5, 0.5)  # the point a crop keeps, as shares of width, height
    revision: int = 4


class Rendition(msgspec.Struct, frozen=True):
    """One encoding of a clip."""

    name: str  # file name inside the result: "av1.mp4"
    codec: str  # "av1" or "h264"
    width_px: int
    height_px: int
    crf: int
    maxrate_kbps: int = 0  # 0: none
    audio_kbps: int = 48
    copied: str = ""  # of a source that browsers play as it is: "always" or "if smaller"
    lower: tuple[int, int] = (0, 0)  # its size where it would weigh too much; (0, 0): the same
    quick: bool = False  # more bytes in a fraction of the time, for a preview


class ClipRecipe(msgspec.Struct, frozen=True):
    """A clip into renditions, a sound-only file and a poster frame, in one decode.

    A few seconds are tried first: what they weigh decides between a rendition's two sizes.
    """

    renditions: tuple[Rendition, ...]  # largest first
    seconds: float  # of the source: what the result has to last
    fps: float = 0.0  # 0 keeps the source's own timestamps
    deinterlace: bool = False
    tonemap: bool = False
    sound: bool = True
    poster_at: float = -1.0  # seconds; below 0 the best frame is chosen
    picture: int = 0  # which of the source's pictures, where it holds several
    revision: int = 3


class PosterRecipe(msgspec.Struct, frozen=True):
    """A clip's poster frame alone, from its key frames: there long before the clip is made."""

    width_px: int
    height_px: int
    seconds: float  # of the source
    tonemap: bool = False
    poster_at: float = -1.0  # seconds; below 0 the best key frame is chosen
    revision: int = 1


class SubtitleRecipe(msgspec.Struct, frozen=True):
    """A subtitle file into WebVTT."""

    revision: int = 2


class CardRecipe(msgspec.Struct, frozen=True):
    """A share card: words on a picture, or on the accent alone; card.jpg of 1200x630."""

    title: str
    name: str  # whose site
    note: str = ""  # above the title: "23 қараша 2026 ж.", "Жауап"
    duration: str = ""  # of a clip, "45 с": it gets a play mark
    accent: str = ""  # "#0b6a83"; "" for the default theme's own
    revision: int = 1


class IconRecipe(msgspec.Struct, frozen=True):
    """The site's icons as PNG: the herald's mark on the accent, or the user's own logo."""

    accent: str = ""
    revision: int = 1


Recipe = PhotoRecipe | ClipRecipe | PosterRecipe | SubtitleRecipe | CardRecipe | IconRecipe


class SourceInput(msgspec.Struct, frozen=True):
    """A file of content/ as an input."""

    path: str
    digest: str


class ResultInput(msgspec.Struct, frozen=True):
    """A file that another task makes, as an input."""

    key: str
    name: str


class NoInput(msgspec.Struct, frozen=True):
    """A recipe that needs nothing but itself."""


Input = SourceInput | ResultInput | NoInput


class Task(msgspec.Struct, frozen=True):
    """A recipe with its input. Same key, same result: on this computer or on any other."""

    key: str
    recipe: Recipe
    input: Input


def make_task(recipe: Recipe, given: Input) -> Task:
    """The task whose key is the digest of the whole recipe and of its input's content."""
    return Task(digest_value(recipe, _origin(given)), recipe, given)


def _origin(given: Input) -> str:
    if isinstance(given, SourceInput):
        return given.digest
    return f"{given.key}/{given.name}" if isinstance(given, ResultInput) else ""


class MadeFile(msgspec.Struct, frozen=True):
    """A file in a result, with the facts that pages show."""

    name: str
    size_bytes: int
    width_px: int = 0
    height_px: int = 0
    seconds: float = 0.0
    mime: str = ""  # 'video/mp4; codecs="av01.0.05M.08, mp4a.40.2"', read from the stream
    tone: str = ""  # of a still: its mean colour in three digits from 0 to 3, red first
    words: tuple[str, ...] = ()  # of captions: what is said, in paragraphs


class Made(msgspec.Struct, frozen=True):
    """A verified result in the cache."""

    key: str
    files: tuple[MadeFile, ...]

    def file(self, name: str) -> MadeFile:
        """The file of that name; KeyError where the result has none."""
        return {made.name: made for made in self.files}[name]
