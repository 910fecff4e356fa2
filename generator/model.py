"""The content as values: what intake reads and plan decides about. Frozen, whole, valid."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec.structs import fields

from generator.errors import Problem
from generator.kinds import Answer, AnyDetails, Campaign, Event, Kind
from generator.language.localized import Localized, in_locale


class Source(msgspec.Struct, frozen=True):
    """One file in content/."""

    path: str  # relative to content/, "/" between parts, letters as the disk spells them
    digest: str  # SHA-256 of its bytes
    size_bytes: int
    modified: float = 0.0  # the file's own time, seconds since 1970; the last resort for a date


class PhotoFacts(msgspec.Struct, frozen=True):
    """What a photo is, seen from its header and a small copy. Sizes are upright."""

    width_px: int
    height_px: int
    taken: datetime | None = None  # the camera's local time, without a zone
    sharpness: float = 0.0  # of its sharpest part, whatever its size; 0 where it is not known
    likeness: int = 0  # 64 bits, of which equal pictures share most; 0 where it is not known


class ClipFacts(msgspec.Struct, frozen=True):
    """What a clip is. Sizes are as shown: rotated upright, pixels square."""

    width_px: int
    height_px: int
    seconds: float
    fps: float
    taken: datetime | None = None
    has_sound: bool = True
    interlaced: bool = False
    hdr: str = ""  # "" for SDR, else the transfer: "hlg" or "pq"
    video_codec: str = ""
    bit_rate_kbps: int = 0  # of the whole file
    picture: int = 0  # which of its pictures, where a file holds several
    is_plain: bool = False  # H.264 in colours and a shape that every browser plays as they are


class Probe(msgspec.Struct, frozen=True):
    """Facts about one media file, judged by its bytes: a photo, a clip, or a problem."""

    photo: PhotoFacts | None = None
    clip: ClipFacts | None = None
    problem: Problem | None = None


class MediaNote(msgspec.Struct, frozen=True):
    """What post.toml says about one photo or clip."""

    alt: Localized = ()
    caption: Localized = ()
    credit: str = ""
    focus: tuple[float, float] | None = None  # the point to keep, as shares of width and height
    poster_at: float | None = None  # seconds into the clip
    ai: bool = False


# Structs with a tag, because a post's media are of two kinds and what was read is kept on disk.
class Photo(msgspec.Struct, frozen=True, tag=True):
    """A photo of a post."""

    source: Source
    facts: PhotoFacts
    note: MediaNote = MediaNote()


class Subtitle(msgspec.Struct, frozen=True):
    """A subtitle file beside a clip."""

    source: Source
    locale: str


class Clip(msgspec.Struct, frozen=True, tag=True):
    """A clip of a post, with its subtitles."""

    source: Source
    facts: ClipFacts
    note: MediaNote = MediaNote()
    subtitles: tuple[Subtitle, ...] = ()


class Block(msgspec.Struct, frozen=True):
    """A piece of a text in reading order: either clean HTML, or the path of a photo or clip."""

    html: str = ""
    media: str = ""
    alt: str = ""  # what the text itself says about that photo


_encode_blocks = msgspec.msgpack.Encoder().encode
_decode_blocks = msgspec.msgpack.Decoder(tuple[Block, ...]).decode


class Body(msgspec.Struct, frozen=True):
    """The blocks of a text, folded: most builds read few bodies of a large site."""

    folded: bytes = b""

    @classmethod
    def of(cls, *blocks: Block) -> "Body":
        """The body of these blocks."""
        return cls(_encode_blocks(blocks) if blocks else b"")

    def __iter__(self) -> Iterator[Block]:
        return iter(_decode_blocks(self.folded) if self.folded else ())


class Text(msgspec.Struct, frozen=True):
    """A post's text in one language."""

    locale: str
    title: str  # "" only where nobody wrote a word
    body: Body = Body()
    summary: str = ""  # plain words for cards and descriptions, without markup
    tags: tuple[str, ...] = ()
    path: str = ""  # the file it came from


class PostFacts(msgspec.Struct, frozen=True):
    """What post.toml and front matter say about a post as a whole; times are Kazakhstan's."""

    kind: Kind = Kind.REPORT
    draft: bool = False
    publish_at: datetime | None = None
    expires_at: datetime | None = None
    pin: bool = False
    aliases: tuple[str, ...] = ()
    updates: tuple[tuple[date, Localized], ...] = ()  # corrections: their days and reasons
    people: tuple[str, ...] = ()
    children: bool = False
    consent: bool = False
    credit: str = ""
    ai: bool = False
    cover: str = ""  # file name of the photo or clip
    share_from: float | None = None  # seconds: the part of the clip that goes to social networks
    share_to: float | None = None
    details: AnyDetails | None = None  # what the kind adds

    @property
    def event(self) -> Event | None:
        """The details of an event."""
        return self.details if isinstance(self.details, Event) else None

    @property
    def campaign(self) -> Campaign | None:
        """The details of campaign material."""
        return self.details if isinstance(self.details, Campaign) else None

    @property
    def answer(self) -> Answer | None:
        """The details of an answer."""
        return self.details if isinstance(self.details, Answer) else None


class Verdict(StrEnum):
    """What the deputy said of a post."""

    FINE = "fine"
    CHANGE = "change"


class Approval(msgspec.Struct, frozen=True):
    """The deputy's word about a post, as approval.toml beside it keeps it."""

    verdict: Verdict
    of: str  # digest of what was read then: a word about another text is no word about this one
    note: str = ""
    at: datetime | None = None


class Post(msgspec.Struct, frozen=True):
    """A folder or a lone file in content/ that becomes a page in each of its languages."""

    path: str  # of the folder or the file, relative to content/
    slug: str
    date: date
    texts: tuple[Text, ...]  # one a language, at least one
    media: tuple[Photo | Clip, ...] = ()  # in natural order of their names
    cover: str = ""  # path of the photo or clip that somebody chose
    facts: PostFacts = PostFacts()
    approval: Approval | None = None
    digest: str = ""  # of all that it was read from


class Page(msgspec.Struct, frozen=True):
    """A page of content/pages/: about, contacts and the like."""

    slug: str
    texts: tuple[Text, ...]
    media: tuple[Photo | Clip, ...] = ()


class Region(msgspec.Struct, frozen=True):
    """The site that a deputy's one stands in."""

    name: Localized
    root: str  # its address, or the way there from the deputy's root; "" where it is not known
    slug: str  # the deputy's own part of the address


WebAddress = Annotated[str, "web address"]
"""A text that has to begin with https:// or http://."""

MobileNumber = Annotated[str, "mobile number"]
"""A telephone number that is kept with its country's code."""

ContactText = TypeVar("ContactText", Localized, str)
"""A text people translate: in all languages of the site, or in one of them."""

_NO_TEXT: Any = ()


class Contacts(msgspec.Struct, Generic[ContactText], frozen=True):
    """How to reach the deputy.

    Each field is a key of site.toml and deputy.toml, is read by its type, and stands in templates
    as `site.contacts.<field>`: a new one needs a line here and a template that shows it.
    """

    phone: str = ""
    whatsapp: MobileNumber = ""
    email: str = ""
    address: ContactText = _NO_TEXT
    reception: ContactText = _NO_TEXT
    map: WebAddress = ""
    appeals: WebAddress = ""

    def in_locale(self: "Contacts[Localized]", locale: str) -> "Contacts[str]":
        """The contacts as a page in that language shows them."""
        values = {field.name: getattr(self, field.name) for field in fields(Contacts)}
        texts = [field.name for field in fields(Contacts) if isinstance(field.type, TypeVar)]
        return Contacts(**values | {name: in_locale(values[name], locale) for name in texts})


class Site(msgspec.Struct, frozen=True):
    """site.toml or deputy.toml, with every default filled in."""

    locales: tuple[str, ...] = ("kk", "ru")
    name: Localized = ()
    tagline: Localized = ()
    district: Localized = ()
    url: str = ""  # "https://example.kz/" with a slash at the end, or ""
    contacts: Contacts[Localized] = Contacts()
    accent: str = ""
    theme: str = "default"
    quiet: tuple[date, ...] = ()
    claim_review: bool = False  # whether answers tell search engines that they check a claim
    publish: str = ""  # where the site goes; never holds a password
    precompress: bool = False  # whether .gz and .br stand beside pages on the host
    approval: date | None = None  # posts of that day and later wait for the deputy's yes
    portrait: Photo | None = None
    logo: Photo | None = None  # the user's own emblem
    places: tuple[Localized, ...] = ()  # villages and streets that a deputy stands for
    region: Region | None = None  # of a deputy's site inside a region's


STILL_FORMATS = ("avif", "webp", "jpeg")
"""What stills are made as, the lightest first; JPEG is what every program reads."""


class Slot(msgspec.Struct, frozen=True):
    """A place for a picture in the theme: the widths it is made in, and its shape."""

    name: str
    widths_px: tuple[int, ...]
    ratio: float = 0.0  # width over height that a picture is cropped to; 0 keeps its own
    sizes: str = "100vw"  # the HTML sizes attribute
    formats: tuple[str, ...] = STILL_FORMATS
    kilobytes: tuple[int, ...] = ()  # the most that an AVIF of each width may weigh


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: what it declares, and the bytes behind it."""

    name: str
    slots: tuple[Slot, ...]
    templates: tuple[tuple[str, str], ...]  # name and source text
    assets: tuple[tuple[str, bytes], ...]  # public name and content
    strings: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]  # locale, id, forms
    digest: str = ""
    _words: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def word(self, locale: str, message: str) -> str:
        """The string of that message in that language; the message itself where it has none."""
        if locale not in self._words:
            own = dict(self.strings).get(locale, ())
            self._words[locale] = {name: forms[0] for name, forms in own if forms}
        return self._words[locale].get(message, message)

    def slot(self, name: str) -> Slot:
        """The slot of that name; KeyError where the theme has none."""
        found = {slot.name: slot for slot in self.slots}
        return found[name]


class Content(msgspec.Struct, frozen=True):
    """Everything that was read: the site, its posts and pages, and what was wrong."""

    site: Site = Site()
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()
