"""Where everything stands: paths from the site's root, the same in every language."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Permalinks:
    """The paths of one locale; the first locale stands at the root, others in their folder."""

    prefix: str  # "" or "ru/"

    @property
    def home(self) -> str:
        """The home page."""
        return f"{self.prefix}index.html"

    @property
    def archive(self) -> str:
        """The archive, with its newest year."""
        return f"{self.prefix}archive/index.html"

    @property
    def tags(self) -> str:
        """All tags."""
        return f"{self.prefix}tags/index.html"

    @property
    def clips(self) -> str:
        """All clips."""
        return self.clips_page(0)

    def clips_page(self, number: int) -> str:
        """A page of older clips; 0 is the first one."""
        return f"{self.prefix}clips/{number or 'index'}.html"

    @property
    def answers(self) -> str:
        """All answers."""
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
        """Reception and contacts."""
        return f"{self.prefix}contacts.html"

    @property
    def search(self) -> str:
        """Search."""
        return f"{self.prefix}search/index.html"

    @property
    def deputies(self) -> str:
        """All deputies of a region."""
        return f"{self.prefix}deputies/index.html"

    def deputies_of(self, letter: str) -> str:
        """The deputies whose names begin with that letter."""
        return f"{self.prefix}deputies/{ord(letter[0]):x}.html"

    def places(self, letter: str, digest: str) -> str:
        """The script by which a deputy is found, or its part for names with that first letter."""
        return f"{self.prefix}deputies/find{f'-{ord(letter):x}' if letter else ''}-{digest[:8]}.js"

    @property
    def manifest(self) -> str:
        """The web manifest."""
        return f"{self.prefix}manifest.webmanifest"

    @property
    def feed(self) -> str:
        """The Atom feed."""
        return f"{self.prefix}feed.xml"

    @property
    def missing(self) -> str:
        """The page a host shows for an address that does not exist."""
        return f"{self.prefix}404.html"

    def post(self, slug: str) -> str:
        """A post."""
        return f"{self.prefix}news/{slug}.html"

    def calendar(self, slug: str) -> str:
        """An event's calendar file."""
        return f"{self.prefix}news/{slug}.ics"

    def year(self, year: int) -> str:
        """A year of the archive."""
        return f"{self.prefix}archive/{year}.html"

    def tag(self, slug: str, number: int = 0) -> str:
        """The posts of one tag, or a page of its older ones."""
        # A slug has no dot: the pages of one tag never meet another tag.
        return f"{self.prefix}tags/{slug}{f'.{number}' if number else ''}.html"

    def search_index(self, digest: str) -> str:
        """The script with all posts that search reads."""
        return f"{self.prefix}search/index-{digest[:8]}.js"

    def page(self, slug: str) -> str:
        """A page of content/pages."""
        return f"{self.prefix}{slug}.html"


@cache
def permalinks(locale: str, locales: tuple[str, ...]) -> Permalinks:
    """The paths of that locale."""
    return Permalinks("" if locale == locales[0] else f"{locale}/")


def deputy_root(slug: str) -> str:
    """The root of a deputy's site inside a region's."""
    return f"deputies/{slug}/"


def notice_path(slug: str = "") -> str:
    """A sheet to print, for the whole site or for a post; one for all languages."""
    return f"notice/{slug}.html" if slug else "notice.html"


def media_path(key: str, name: str) -> str:
    """A file of a result. The key makes the name new whenever the bytes are."""
    return f"media/{key[:12]}-{name}"


def awaited_path(key: str) -> str:
    """Where a preview says that a result is not there yet; no file of any site."""
    return f"awaited/{key}"


def asset_path(name: str, digest: str) -> str:
    """A file of the theme, with its digest in the name for the same reason."""
    stem, _, ending = name.rpartition(".")
    return f"assets/{stem}-{digest[:8]}.{ending}"
