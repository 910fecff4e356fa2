"""Recipes, inputs, tasks and results: how files are made, as values."""

import msgspec

from generator.digest import digest_value
from generator.model import WHOLE, Cut


class Variant(msgspec.Struct, frozen=True):
    """One still of a set: a photo or poster at one size in one format."""

    name: str  # file name inside the result: "card-360.avif"
    slot: str
    format: str  # "avif", "webp" or "jpeg"
    width_px: int
    height_px: int
    max_bytes: int = 0  # 0: none
    inline: bool = False  # whether the result tells its data address


class PhotoRecipe(msgspec.Struct, frozen=True):
    """Stills of a photo or poster frame: upright, in sRGB, without metadata."""

    variants: tuple[Variant, ...]
    focus: tuple[float, float] = (0.5, 0.5)  # the point crops keep, as shares of width and height
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
    copied: str = ""  # when to keep a picture browsers play as it is: "always" or "if smaller"
    lower: tuple[int, int] = (0, 0)  # its size where it would be too heavy; (0, 0): the same
    quick: bool = False  # more bytes in a fraction of the time, for a preview


class ClipRecipe(msgspec.Struct, frozen=True):
    """Renditions, a sound-only file and a poster frame of a clip, from one decode.

    A sample of a few seconds decides between a rendition's two sizes.
    """

    renditions: tuple[Rendition, ...]  # largest first
    seconds: float  # of the source, or of its part: the result has to last as long
    fps: float = 0.0  # 0 keeps the source's timestamps
    deinterlace: bool = False
    tonemap: bool = False
    sound: bool = True
    poster_at: float = -1.0  # seconds of what is shown; below 0: the best frame
    picture: int = 0  # index among the source's video streams
    revision: int = 4


class PosterRecipe(msgspec.Struct, frozen=True):
    """The poster frame alone, from key frames: ready long before the clip is."""

    width_px: int
    height_px: int
    seconds: float  # of the source
    tonemap: bool = False
    poster_at: float = -1.0  # seconds; below 0: the best key frame
    revision: int = 1


class SubtitleRecipe(msgspec.Struct, frozen=True):
    """WebVTT of a subtitle file."""

    revision: int = 2


CARD_HEIGHT_PX = 630
"""Height of a share card, and of the pictures on it."""

BROAD_PX, TALL_PX = 700, 560
"""Width of a landscape picture on a share card, and of the portrait on that of the site."""


def upright_width(width_px: int, height_px: int) -> int:
    """Width of an upright picture on a share card: it stands there whole, within reason."""
    return min(max(round(CARD_HEIGHT_PX * width_px / height_px), 354), TALL_PX)


class CardRecipe(msgspec.Struct, frozen=True):
    """A share card of 1200x630 px: words, the deputy's face, a picture where there is one."""

    title: str
    name: str  # of the deputy
    look: str = "post"  # "post", "answer", "event" or "home"
    place: str = ""  # under the name: a district, a telephone
    label: str = ""  # "Видео · 45 с", "6 сурет"
    is_clip: bool = False  # adds a play mark
    text: str = ""  # a post's first sentences, an event's place, a deputy's office, "Жауап береді:"
    note: str = ""  # above an answer's claim; the telephone on the card of the site
    claim: str = ""
    stamp: str = ""  # "ЖАЛҒАН"
    number: str = ""  # of an event's day
    month: str = ""  # "қараша, бейсенбі"
    hours: str = ""  # "15:00–17:00"
    accent: str = ""  # "#0b6a83"; "" for the default theme's
    revision: int = 2


class IconRecipe(msgspec.Struct, frozen=True):
    """The site's icons: the herald's mark on the accent, or the user's logo."""

    accent: str = ""
    revision: int = 1


Recipe = PhotoRecipe | ClipRecipe | PosterRecipe | SubtitleRecipe | CardRecipe | IconRecipe


class SourceInput(msgspec.Struct, frozen=True):
    """A file of content/."""

    path: str
    digest: str
    cut: Cut = WHOLE  # of a clip, and of its captions


class ResultInput(msgspec.Struct, frozen=True):
    """A file that another task makes."""

    key: str
    name: str


class NoInput(msgspec.Struct, frozen=True):
    """For recipes that need no file."""


Input = SourceInput | ResultInput | NoInput


class Task(msgspec.Struct, frozen=True):
    """A recipe and its input. Equal keys mean equal results, on any computer."""

    key: str
    recipe: Recipe
    input: Input
    portrait: ResultInput | NoInput = NoInput()  # on a share card, beside its picture

    @property
    def results(self) -> tuple[ResultInput, ...]:
        """The results that have to be there first."""
        return tuple(item for item in (self.input, self.portrait) if isinstance(item, ResultInput))


_NONE = NoInput()


def make_task(recipe: Recipe, source: Input, portrait: ResultInput | NoInput = _NONE) -> Task:
    """The task whose key is the digest of the whole recipe and its inputs' content."""
    origins = [_origin(source)]
    if isinstance(portrait, ResultInput):
        origins.append(_origin(portrait))
    return Task(digest_value(recipe, *origins), recipe, source, portrait)


def _origin(given: Input) -> str:
    if isinstance(given, SourceInput):
        cut = f"/{given.cut.start:.3f}-{given.cut.end:.3f}" if given.cut != WHOLE else ""
        return given.digest + cut
    return f"{given.key}/{given.name}" if isinstance(given, ResultInput) else ""


class MadeFile(msgspec.Struct, frozen=True):
    """A file of a result, with the facts that pages show."""

    name: str
    size_bytes: int
    width_px: int = 0
    height_px: int = 0
    seconds: float = 0.0
    mime: str = ""  # 'video/mp4; codecs="av01.0.05M.08, mp4a.40.2"', as in the stream
    tone: str = ""  # mean colour of a still: red, green, blue as digits from 0 to 3
    words: tuple[str, ...] = ()  # of captions, in paragraphs
    address: str = ""  # of an inline still: "data:image/jpeg;base64,…"


class Made(msgspec.Struct, frozen=True):
    """A verified result in the cache."""

    key: str
    files: tuple[MadeFile, ...]

    def file(self, name: str) -> MadeFile:
        """The file of that name; KeyError where there is none."""
        return {made.name: made for made in self.files}[name]
