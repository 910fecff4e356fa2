"""What templates are given: each kind of page as a frozen value, with paths from the site's root.

Templates turn paths into relative links with `link(path)`. Texts are plain and get escaped, but
for the fields named `html`, which are clean already.
"""

from typing import ClassVar, TypedDict

import msgspec

from generator.kinds import AnswerView, CampaignView, EventView, View
from generator.model import Contacts

_FIRST_PICTURES, _FIRST_BYTES = 3, 40_000
"""Of a post's first view: six requests and 60 kB, of which 20 kB are text, style and script."""


class ImageSet(msgspec.Struct, frozen=True):
    """The widths of one picture in one format."""

    mime: str  # "image/avif"
    files: tuple[tuple[str, int], ...]  # path and width in px, smallest first


class Picture(msgspec.Struct, frozen=True):
    """A picture in a slot of the theme."""

    sets: tuple[ImageSet, ...]  # best format first
    fallback: ImageSet  # JPEG
    width_px: int  # of the largest file
    height_px: int
    sizes: str
    alt: str
    tone: str = ""  # three digits; the class "t213" fills its place with its mean colour
    small: bool = False  # narrower than its slot: shown at its own width
    focus: int = 5  # where a crop stands, 0 (top) to 10; the class "f2" puts it there
    phone_bytes: int = 0  # of its lightest file for the whole width of a phone, 720 points

    @property
    def upright(self) -> bool:
        return self.height_px > self.width_px


class Figure(msgspec.Struct, frozen=True):
    """A photo with its caption."""

    picture: Picture
    caption: str = ""
    credit: str = ""
    ai: bool = False


class RenditionView(msgspec.Struct, frozen=True):
    """A file that a reader can play or download."""

    path: str
    mime: str  # with codecs
    height_px: int  # the short side: 480, 720
    size_text: str  # "1,6 МБ"
    size_bytes: int
    media: str = ""  # media query for <source>


class Choice(msgspec.Struct, frozen=True):
    """A size of a clip that a reader may choose, its sound alone, or the clip in sign language."""

    kind: str  # "small", "hd", "sound" or "sign"
    files: tuple[RenditionView, ...]  # one a codec, the lightest first
    size_text: str  # of the largest file


class Track(msgspec.Struct, frozen=True):
    """Captions of a clip."""

    path: str
    locale: str


class Player(msgspec.Struct, frozen=True):
    """A clip; none of its files is loaded before the reader asks."""

    poster: str  # path: in the lightest format of the slot
    width_px: int
    height_px: int
    duration_text: str  # "45 с"
    duration_iso: str  # "PT45S"
    cost_text: str  # "1,6 МБ": the most that a tap costs on a phone
    renditions: tuple[RenditionView, ...]  # in the order of <source>
    choices: tuple[Choice, ...] = ()  # one at least; "hd" only where it is larger than "small"
    sound: RenditionView | None = None
    tracks: tuple[Track, ...] = ()
    transcript: tuple[str, ...] = ()  # paragraphs of the captions in this page's language
    tone: str = ""  # of the poster, see Picture
    focus: int = 5  # likewise
    poster_bytes: int = 0
    poster_jpeg: str = ""  # path, for browsers that do not know that format; "" where it is JPEG
    caption: str = ""
    credit: str = ""
    ai: bool = False

    @property
    def upright(self) -> bool:
        return self.height_px > self.width_px


class BodyPart(msgspec.Struct, frozen=True):
    """A piece of a page's body: one of the three fields is set."""

    html: str = ""
    figure: Figure | None = None
    player: Player | None = None


class Card(msgspec.Struct, frozen=True):
    """A post in a list."""

    path: str
    locale: str  # of the words; differs from the page's where a post is not translated
    title: str
    day: str  # "2026-11-23"
    day_text: str
    summary: str = ""
    picture: Picture | None = None
    duration_text: str = ""  # of its first clip
    cost_text: str = ""  # of that clip's small size
    photo_count: int = 0
    kind: str = "report"
    pinned: bool = False
    ai: bool = False  # whether AI made its picture
    owner: str = ""  # the deputy's name, in a region's lists
    claim: str = ""  # that an answer answers
    face: str = ""  # of its owner, as a data address
    hour: str = ""  # of its day: "09:40"; "" where nobody wrote it
    moment: str = ""  # ISO 8601 with zone, where the hour is known
    event: EventView | None = None
    over: bool = False  # whether the event has ended


class ClipView(msgspec.Struct, frozen=True):
    """A clip in the feed, with its post."""

    card: Card
    player: Player
    share: str = ""  # address that passes the post on by WhatsApp


class NextClip(msgspec.Struct, frozen=True):
    """The clip that a player offers at its end."""

    title: str  # of its post
    path: str
    anchor: str  # "#clip-2" in the feed, else ""
    picture: str  # path of a small JPEG; "" without one


class CardGroup(msgspec.Struct, frozen=True):
    """Cards under a heading."""

    title: str
    anchor: str
    cards: tuple[Card, ...]


class Link(msgspec.Struct, frozen=True):
    """A link to another page."""

    title: str
    path: str
    count: int = 0


class DeputyView(msgspec.Struct, frozen=True):
    """A deputy in a region's list."""

    name: str
    path: str
    district: str
    places: str
    portrait: Picture | None
    face: str = ""  # the portrait as a small JPEG in a data address; "" while there is none
    initials: str = ""


class FindView(msgspec.Struct, frozen=True):
    """What find.js needs to find a deputy."""

    letters: str  # each is replaced by the letter at the same place in `replaced`
    replaced: str  # shorter: the last letters are dropped
    pieces: tuple[tuple[str, str], ...]  # first letter, or "" for all, and the script's path


class NoticeSide(msgspec.Struct, frozen=True):
    """One language's half of a sheet to print."""

    locale: str
    name: str  # of the site
    title: str  # of the post; "" on the site's own notice
    text: str
    when_text: str = ""
    where: str = ""
    phone: str = ""
    address: str = ""
    reception: str = ""


class SiteView(msgspec.Struct, frozen=True):
    """The site as every page of one locale shows it."""

    locale: str
    locales: tuple[str, ...]
    name: str
    tagline: str
    district: str
    url: str  # "" when not known
    home: str  # paths, as are the next ones
    archive: str  # this, clips and search are "" on a region's site without posts of its own
    tags: str  # "" without a tag in this language
    clips: str
    answers: str  # "" without an answer
    answers_feed: str  # likewise
    contacts_page: str
    search: str
    about: str  # "" without such a page
    notice: str  # "" while the address is not known
    feed: str
    manifest: str
    style: str
    generator: str
    contacts: Contacts[str] = Contacts()
    icon: str = ""  # SVG, or PNG of the user's logo
    icon_data: str = ""  # the same as a data address, which saves a request; "" for a logo
    touch_icon: str = ""  # PNG of 180 px; "" while it is not made
    accent: str = ""  # "" for the theme's own
    claim_review: bool = False
    pages: tuple[Link, ...] = ()  # of content/pages, but for about
    portrait: Picture | None = None
    face: str = ""  # the portrait as a small JPEG in a data address; "" while there is none
    initials: str = ""  # of the name, where there is no face
    logo: Picture | None = None
    icons: tuple[tuple[str, int], ...] = ()  # PNG for the manifest: path and size in px
    card_image: str = ""  # path of the site's own JPEG for messengers
    deputies: str = ""  # of a region's site: path of their list
    region: Link | None = None  # the way to a deputy's region
    sitemaps: tuple[str, ...] = ()  # paths of all sitemaps, where there are several

    def absolute(self, path: str) -> str:
        """The full address of a path, if the site's own is known."""
        return self.url + path


# Pages: a view for each kind


class CommonFields(TypedDict):
    """What a view takes from its edition."""

    path: str
    locale: str
    title: str
    site: SiteView
    alternates: tuple[tuple[str, str], ...]


class PageView(msgspec.Struct, frozen=True):
    """What every page has; a kind of page adds its own fields."""

    kind: ClassVar[str]  # the class of <body>, and the template's name without .html
    path: str
    locale: str
    title: str
    site: SiteView
    alternates: tuple[tuple[str, str], ...] = ()  # locale and path, this page's own included
    description: str = ""
    crumbs: tuple[Link, ...] = ()  # from the home page to this one, itself included
    scripts: tuple[str, ...] = ()  # paths
    card_image: str = ""  # path of the page's own JPEG for messengers
    json_ld: str = ""

    @property
    def listed(self) -> tuple[Card, ...]:
        """The posts that the page lists."""
        return ()

    @property
    def clips(self) -> tuple[Player, ...]:
        return ()

    @property
    def photos(self) -> tuple[Figure, ...]:
        return ()

    @property
    def shows_ai(self) -> bool:
        """Whether AI made something on the page; the law requires a label then."""
        return any(clip.ai for clip in self.clips) or any(photo.ai for photo in self.photos)


class BodyFields(TypedDict):
    """A text with its media, as the fields of a view."""

    parts: tuple[BodyPart, ...]
    lead: Player | None
    players: tuple[Player, ...]
    gallery: tuple[Figure, ...]


class BodyView(PageView, frozen=True):
    """A page with a text and media of its own."""

    parts: tuple[BodyPart, ...] = ()
    lead: Player | None = None  # the clip that opens the page
    players: tuple[Player, ...] = ()  # further clips
    gallery: tuple[Figure, ...] = ()

    @property
    def clips(self) -> tuple[Player, ...]:
        lead = (self.lead,) if self.lead else ()
        return *lead, *self.players, *(part.player for part in self.parts if part.player)

    @property
    def photos(self) -> tuple[Figure, ...]:
        return *self.gallery, *(part.figure for part in self.parts if part.figure)

    @property
    def is_light(self) -> bool:
        """Whether a first view has room for all pictures at a phone's full density."""
        posters = [clip.poster_bytes for clip in self.clips]
        weights = [*posters, *(photo.picture.phone_bytes for photo in self.photos)]
        return len(weights) <= _FIRST_PICTURES and sum(weights) <= _FIRST_BYTES


class PostView(BodyView, frozen=True, kw_only=True):
    kind = "post"
    day: str = ""
    day_text: str = ""
    hour: str = ""  # "09:40"; "" where nobody wrote it
    over: bool = False  # whether its event has ended
    published: str  # ISO 8601 with zone
    modified: str  # likewise: of the last correction, else as published
    tags: tuple[Link, ...] = ()
    newer: Link | None = None  # the post after this one
    older: Link | None = None
    next_clip: NextClip | None = None
    post_kind: str = "report"
    people: tuple[str, ...] = ()
    credit: str = ""
    ai: bool = False
    details: View | None = None  # what its kind adds
    updates: tuple[tuple[str, str], ...] = ()  # corrections: day and reason
    share: tuple[Link, ...] = ()  # names of networks and addresses that share this page there
    notice: str = ""  # path of the sheet to print
    images: tuple[str, ...] = ()  # paths of its picture in the shapes that search engines want
    coming: Link | None = None  # beside an event: the next one that is not over

    @property
    def event(self) -> EventView | None:
        """The details of an event."""
        return self.details if isinstance(self.details, EventView) else None

    @property
    def answer(self) -> AnswerView | None:
        """The details of an answer."""
        return self.details if isinstance(self.details, AnswerView) else None

    @property
    def campaign(self) -> CampaignView | None:
        """The details of campaign material."""
        return self.details if isinstance(self.details, CampaignView) else None

    @property
    def shows_ai(self) -> bool:
        return self.ai or super().shows_ai


class WrittenPageView(BodyView, frozen=True):
    kind = "page"  # of content/pages


class ContactsView(BodyView, frozen=True):
    kind = "contacts"  # its body is that of content/pages/contacts


class CardsView(PageView, frozen=True):
    """A page that lists posts."""

    cards: tuple[Card, ...] = ()  # with pictures
    rows: tuple[Card, ...] = ()  # headlines alone: each picture costs the reader money

    @property
    def listed(self) -> tuple[Card, ...]:
        return *self.cards, *self.rows

    @property
    def shows_ai(self) -> bool:
        return any(card.ai for card in self.cards)


class HomeView(CardsView, frozen=True):
    kind = "home"
    hero: Card | None = None  # the post that is shown large
    ahead: tuple[Card, ...] = ()  # events to come, the next one first
    find: FindView | None = None  # on a region's home page, as are the next ones
    deputies: tuple[DeputyView, ...] = ()  # some of them: who wrote last comes first
    deputy_count: int = 0

    @property
    def listed(self) -> tuple[Card, ...]:
        return *((self.hero,) if self.hero else ()), *self.ahead, *super().listed

    @property
    def shows_ai(self) -> bool:
        return super().shows_ai or (self.hero is not None and self.hero.ai)


class ListView(CardsView, frozen=True):
    """A page of a long list."""

    newer: Link | None = None  # the page of newer posts
    older: Link | None = None


class ClipsView(PageView, frozen=True):
    kind = "clips"
    feed: tuple[ClipView, ...] = ()
    older: str = ""  # path of the list of earlier clips

    @property
    def listed(self) -> tuple[Card, ...]:
        return tuple(clip.card for clip in self.feed)

    @property
    def shows_ai(self) -> bool:
        return any(card.ai for card in self.listed)


class OlderClipsView(ListView, frozen=True):
    kind = "older_clips"


class AnswersView(ListView, frozen=True):
    kind = "answers"


class TagView(ListView, frozen=True):
    kind = "tag"


class ArchiveView(PageView, frozen=True):
    kind = "archive"
    groups: tuple[CardGroup, ...] = ()  # by month
    years: tuple[Link, ...] = ()

    @property
    def listed(self) -> tuple[Card, ...]:
        return tuple(card for group in self.groups for card in group.cards)


class TagsView(PageView, frozen=True):
    kind = "tags"
    tags: tuple[Link, ...] = ()


class DeputiesView(PageView, frozen=True, kw_only=True):
    kind = "deputies"
    find: FindView
    letters: tuple[Link, ...] = ()  # where the list has a page for each letter
    deputies: tuple[DeputyView, ...] = ()


class SearchView(PageView, frozen=True, kw_only=True):
    kind = "search"
    search_index: str  # path of the script with all posts
    topics: tuple[Link, ...] = ()  # before anything is asked: those with the most posts
    latest: tuple[Card, ...] = ()  # likewise: the newest posts

    @property
    def listed(self) -> tuple[Card, ...]:
        return self.latest


class NoticeView(PageView, frozen=True, kw_only=True):
    kind = "notice"  # a sheet to print
    sides: tuple[NoticeSide, ...]  # one a language
    target: str  # path of the page that its QR code leads to


class MissingView(PageView, frozen=True):
    kind = "missing"  # what a host shows for an address that does not exist


class RedirectView(PageView, frozen=True, kw_only=True):
    kind = "redirect"  # at an old address of a post
    target: str  # path


class FeedEntry(msgspec.Struct, frozen=True):
    """A post in a feed."""

    path: str
    title: str
    published: str  # ISO 8601 with zone
    updated: str  # ISO 8601 with zone
    summary: str
    html: str  # with absolute addresses
    picture: str = ""  # path of the first clip's poster or the first photo
    enclosures: tuple[RenditionView, ...] = ()  # one of each clip
    tags: tuple[str, ...] = ()
    ai: bool = False  # of the words, a clip or a photo
    campaign: CampaignView | None = None
    answer: AnswerView | None = None


class FeedView(msgspec.Struct, frozen=True):
    """An Atom feed of one locale; its addresses are absolute when the site's url is known."""

    path: str
    locale: str
    title: str
    site: SiteView
    updated: str
    entries: tuple[FeedEntry, ...]


class SitemapEntry(msgspec.Struct, frozen=True):
    """A page in the sitemap, with its alternates (locale, absolute URL)."""

    url: str
    day: str  # of its last change; "" on a site without posts
    alternates: tuple[tuple[str, str], ...]
    images: tuple[str, ...] = ()  # absolute URLs of JPEGs
    videos: tuple[Player, ...] = ()  # their captions are titles, never empty
    description: str = ""
    published: str = ""  # ISO 8601 with zone


class SitemapView(msgspec.Struct, frozen=True):
    """The sitemap; only made when the site's url is known."""

    entries: tuple[SitemapEntry, ...]
