"""The content as frozen values, valid once intake has read them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec.structs import fields

from generator.errors import Problem
from generator.kinds import Answer, AnyDetails, Campaign, Event, Kind
from generator.language.localized import Localized, in_locale
from generator.language.personal_kind import Personal


class Source(msgspec.Struct, frozen=True):
    """One file in content/."""

    path: str  # relative to content/, with "/", spelt as on the disk
    digest: str  # SHA-256 of its bytes
    size_bytes: int
    modified: float = 0.0  # seconds since 1970; the last resort for a post's date


class PhotoFacts(msgspec.Struct, frozen=True):
    """Facts about a photo, from its header and a small copy. Orientation is applied to sizes."""

    width_px: int
    height_px: int
    taken: datetime | None = None  # the camera's local time, without a zone
    sharpness: float = 0.0  # of its sharpest part, independent of its size; 0 if not known
    likeness: int = 0  # 64 bits, most of them the same in similar pictures; 0 if not known


class ClipFacts(msgspec.Struct, frozen=True):
    """Facts about a clip. Sizes are as shown: rotated, with square pixels."""

    width_px: int
    height_px: int
    seconds: float
    fps: float
    taken: datetime | None = None
    has_sound: bool = True
    interlaced: bool = False
    hdr: str = ""  # the transfer function, "hlg" or "pq"; "" for SDR
    video_codec: str = ""
    bit_rate_kbps: int = 0  # of the whole file
    picture: int = 0  # index of the video stream, where a file has several
    is_plain: bool = False  # H.264 that every browser plays unchanged


class Probe(msgspec.Struct, frozen=True):
    """Facts about one media file, by its bytes: a photo, a clip, or a problem."""

    photo: PhotoFacts | None = None
    clip: ClipFacts | None = None
    problem: Problem | None = None
    is_chat: bool = False  # an exported chat, which its post must not be shown with


class Cut(msgspec.Struct, frozen=True):
    """The part of a clip that is shown, in seconds of its file; as long as it is by default."""

    start: float = 0.0
    end: float = 0.0  # 0: the file's end


WHOLE = Cut()


class MediaNote(msgspec.Struct, frozen=True):
    """What post.toml says about a photo or clip."""

    alt: Localized = ()
    caption: Localized = ()
    credit: str = ""
    focus: tuple[float, float] | None = None  # the point to keep, as shares of width and height
    poster_at: float | None = None  # seconds into the clip's file
    cut: Cut = WHOLE
    ai: bool = False


# Photo and Clip have a tag, because posts are kept on disk and their media are of two kinds.
class Photo(msgspec.Struct, frozen=True, tag=True):
    """A photo of a post."""

    source: Source
    facts: PhotoFacts
    note: MediaNote = MediaNote()


class Subtitle(msgspec.Struct, frozen=True):
    """A subtitle file beside a clip."""

    source: Source
    locale: str


class SignClip(msgspec.Struct, frozen=True):
    """The same clip in sign language: another file beside it."""

    source: Source
    facts: ClipFacts


class Clip(msgspec.Struct, frozen=True, tag=True):
    """A clip of a post, with its subtitles and its version in sign language."""

    source: Source
    facts: ClipFacts
    note: MediaNote = MediaNote()
    subtitles: tuple[Subtitle, ...] = ()
    sign: SignClip | None = None

    @property
    def seconds(self) -> float:
        """How long the part is that is shown; 0 where nobody knows."""
        cut, whole = self.note.cut, self.facts.seconds
        return max((cut.end or whole) - cut.start, 0.0)


class Block(msgspec.Struct, frozen=True):
    """A piece of a text: either clean HTML, or the path of a photo or clip."""

    html: str = ""
    media: str = ""
    alt: str = ""  # what the text says about that photo


_encode_blocks = msgspec.msgpack.Encoder().encode
_decode_blocks = msgspec.msgpack.Decoder(tuple[Block, ...]).decode


class Body(msgspec.Struct, frozen=True):
    """The blocks of a text in reading order, encoded: a build reads few bodies of a large site."""

    folded: bytes = b""

    @classmethod
    def of(cls, *blocks: Block) -> "Body":
        return cls(_encode_blocks(blocks) if blocks else b"")

    def __iter__(self) -> Iterator[Block]:
        return iter(_decode_blocks(self.folded) if self.folded else ())


class PersonalDetail(msgspec.Struct, frozen=True):
    """A number or an address of somebody's own that would be published."""

    kind: Personal
    shown: str  # as reports name it: identity, card and account numbers without their middle
    value: str  # to compare: digits alone, a telephone without its country code
    path: str  # of the file
    line: int  # from 1; 0 where the file has no lines
    digest: str  # of the sentence around it: a yes holds as long as that stays the same


class Text(msgspec.Struct, frozen=True):
    """A post's text in one language."""

    locale: str
    title: str  # "" where nobody wrote a title
    body: Body = Body()
    summary: str = ""  # for cards and descriptions, without markup
    tags: tuple[str, ...] = ()
    path: str = ""  # of its file


class PostFacts(msgspec.Struct, frozen=True):
    """What post.toml and front matter say about a post; times are Kazakhstan's."""

    kind: Kind = Kind.REPORT
    draft: bool = False
    publish_at: datetime | None = None
    expires_at: datetime | None = None
    pin: bool = False
    aliases: tuple[str, ...] = ()
    updates: tuple[tuple[date, Localized], ...] = ()  # days and reasons of corrections
    people: tuple[str, ...] = ()
    people_agreed: bool = False  # whether their numbers and addresses may be published
    children: bool = False
    consent: bool = False
    credit: str = ""
    ai: bool = False
    cover: str = ""  # file name of the photo or clip
    share_from: float | None = None  # seconds: the part of the clip for social networks
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
    """The deputy's answer about a post."""

    FINE = "fine"
    CHANGE = "change"


class Approval(msgspec.Struct, frozen=True):
    """The deputy's answer, as the post's approval.toml keeps it."""

    verdict: Verdict
    of: str  # digest of what the deputy saw: the answer is void once the post changes
    note: str = ""
    at: datetime | None = None
    seal: str = ""  # shows that it was given in this project
    is_foreign: bool = False  # the seal is missing, or another project's


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """A post that is on the site, as it went out last."""

    files: str  # its `Post.digest`
    shown: str  # the digest of what readers see of it


class Post(msgspec.Struct, frozen=True):
    """A folder or a single file in content/: a page in each of its languages."""

    path: str  # of the folder or file, relative to content/
    slug: str
    date: date
    texts: tuple[Text, ...]  # at least one; one a language
    media: tuple[Photo | Clip, ...] = ()  # as `order` says, then in natural order of their names
    cover: str = ""  # path of the photo or clip that the authors chose
    facts: PostFacts = PostFacts()
    approval: Approval | None = None
    digest: str = ""  # of all files and settings that it was read from
    personal: tuple[PersonalDetail, ...] = ()
    hour: time | None = None  # of its day; None where nobody wrote it

    @property
    def evidence(self) -> tuple[str, ...]:
        """The paths of its photos that are evidence, which stand nowhere else on its page."""
        pieces = self.facts.answer.evidence if self.facts.answer else ()
        return tuple(piece.file for piece in pieces if piece.file)

    @property
    def moment(self) -> datetime:
        """When it was written, by which lists are ordered."""
        return datetime.combine(self.date, self.hour or time.min)


class Page(msgspec.Struct, frozen=True):
    """A page of content/pages/, such as about or contacts."""

    slug: str
    texts: tuple[Text, ...]
    media: tuple[Photo | Clip, ...] = ()
    personal: tuple[PersonalDetail, ...] = ()


class Region(msgspec.Struct, frozen=True):
    """The region around a deputy's site."""

    name: Localized
    root: str  # its address, or a path from the deputy's root; "" if not known
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
    official: WebAddress = ""  # the council's own page

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
    claim_review: bool = False  # whether search engines get answers as fact checks (ClaimReview)
    publish: str = ""  # the address to publish to; never with a password
    precompress: bool = False  # whether the host gets .gz and .br beside pages
    approval: date | None = None  # posts of that day and later wait for the deputy's approval
    portrait: Photo | None = None
    logo: Photo | None = None
    places: tuple[Localized, ...] = ()  # villages and streets that a deputy represents
    region: Region | None = None  # around a deputy's site
    personal: tuple[PersonalDetail, ...] = ()


STILL_FORMATS = ("avif", "webp", "jpeg")
"""The formats of stills, the lightest first; every program reads JPEG."""


class Slot(msgspec.Struct, frozen=True):
    """A place for a picture in the theme: its widths and its shape."""

    name: str
    widths_px: tuple[int, ...]
    ratio: float = 0.0  # width over height to crop to; 0 keeps the picture's own
    upright_ratio: float = 0.0  # the same for a picture higher than wide; 0: `ratio`
    sizes: str = "100vw"  # the HTML sizes attribute
    formats: tuple[str, ...] = STILL_FORMATS
    kilobytes: tuple[int, ...] = ()  # limit of an AVIF of each width
    inline: bool = False  # whether pages carry the picture themselves, as a data address


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its slots, templates, assets and strings."""

    name: str
    slots: tuple[Slot, ...]
    templates: tuple[tuple[str, str], ...]  # name and source text
    assets: tuple[tuple[str, bytes], ...]  # public name and content
    strings: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]  # locale, id, forms
    digest: str = ""
    _words: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def word(self, locale: str, message: str) -> str:
        """The message in that language; the message itself if it is not translated."""
        if locale not in self._words:
            strings = dict(self.strings).get(locale, ())
            self._words[locale] = {name: forms[0] for name, forms in strings if forms}
        return self._words[locale].get(message, message)

    def slot(self, name: str) -> Slot:
        """The slot of that name. Raises KeyError where the theme has none."""
        return {slot.name: slot for slot in self.slots}[name]


class Content(msgspec.Struct, frozen=True):
    """Everything that was read: the site, its posts and pages, and problems."""

    site: Site = Site()
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()
