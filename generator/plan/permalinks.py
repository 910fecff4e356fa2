"""The path of each page and file from the site's root, the same in every language."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Permalinks:
    """The paths of one locale: the first locale is at the root, each other in its own folder."""

    prefix: str  # "" or "ru/"

    @property
    def home(self) -> str:
        return f"{self.prefix}index.html"

    @property
    def archive(self) -> str:
        """The newest year of the archive."""
        return f"{self.prefix}archive/index.html"

    @property
    def tags(self) -> str:
        return f"{self.prefix}tags/index.html"

    @property
    def clips(self) -> str:
        """The feed of the newest clips."""
        return f"{self.prefix}clips/index.html"

    def older_clips_page(self, number: int) -> str:
        """A page of the list of earlier clips; 0 is the newest."""
        return f"{self.prefix}clips/{number or 'older'}.html"

    @property
    def answers(self) -> str:
        return self.answers_page(0)

    @property
    def answers_feed(self) -> str:
        """The Atom feed of answers alone."""
        return f"{self.prefix}answers/feed.xml"

    def answers_page(self, number: int) -> str:
        """A page of older answers; 0 is the first one."""
        return f"{self.prefix}answers/{number or 'index'}.html"

    @property
    def contacts(self) -> str:
        return f"{self.prefix}contacts.html"

    @property
    def search(self) -> str:
        return f"{self.prefix}search/index.html"

    @property
    def deputies(self) -> str:
        return f"{self.prefix}deputies/index.html"

    def deputies_of(self, letter: str) -> str:
        """The deputies whose names begin with that letter."""
        return f"{self.prefix}deputies/{ord(letter[0]):x}.html"

    def places(self, letter: str, digest: str) -> str:
        """The script that finds a deputy; with a letter, only by words that begin with it."""
        return f"{self.prefix}deputies/find{f'-{ord(letter):x}' if letter else ''}-{digest[:8]}.js"

    @property
    def manifest(self) -> str:
        return f"{self.prefix}manifest.webmanifest"

    @property
    def feed(self) -> str:
        return f"{self.prefix}feed.xml"

    @property
    def missing(self) -> str:
        """What a host shows for an address that does not exist."""
        return f"{self.prefix}404.html"

    def post(self, slug: str) -> str:
        return f"{self.prefix}news/{slug}.html"

    def calendar(self, slug: str) -> str:
        """An event's calendar file."""
        return f"{self.prefix}news/{slug}.ics"

    def year(self, year: int) -> str:
        return f"{self.prefix}archive/{year}.html"

    def tag(self, slug: str, number: int = 0) -> str:
        """The posts of one tag, or a page of its older ones."""
        # A slug has no dot, so a page of one tag never has the path of another tag.
        return f"{self.prefix}tags/{slug}{f'.{number}' if number else ''}.html"

    def search_index(self, digest: str) -> str:
        """The script that search reads: all posts."""
        return f"{self.prefix}search/index-{digest[:8]}.js"

    def page(self, slug: str) -> str:
        return f"{self.prefix}{slug}.html"


@cache
def permalinks(locale: str, locales: tuple[str, ...]) -> Permalinks:
    return Permalinks("" if locale == locales[0] else f"{locale}/")


def deputy_root(slug: str) -> str:
    """The root of a deputy's site inside a region's."""
    return f"deputies/{slug}/"


def notice_path(slug: str = "") -> str:
    """The sheet to print for the whole site or for a post: one for all languages."""
    return f"notice/{slug}.html" if slug else "notice.html"


def media_path(key: str, name: str) -> str:
    """A file of a result. New bytes have a new key, and so a new name that no cache holds."""
    return f"media/{key[:12]}-{name}"


def awaited_path(key: str) -> str:
    """Where a preview asks for a result that is not made yet; no site has such a file."""
    return f"awaited/{key}"


def asset_path(name: str, digest: str) -> str:
    """A file of the theme, with its digest in the name for the same reason as a result's key."""
    stem, _, ending = name.rpartition(".")
    return f"assets/{stem}-{digest[:8]}.{ending}"
