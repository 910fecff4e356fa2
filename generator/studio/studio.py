"""`Studio`: what all of its pages stand on."""

from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from generator.inputs import BuildRequest
from generator.intake.deputy_toml import deputy_folders
from generator.messages import LANGUAGES, Words
from generator.serve.display import Display, Shown
from generator.serve.loop.preview_loop import PreviewLoop
from generator.serve.run import Sites
from generator.serve.web.entrance import Entrance
from generator.serve.web.network import Network
from generator.serve.web.rights import Role, role_of
from generator.serve.web.service import Service
from generator.store.cache import Cache

LANGUAGE_COOKIE = "jarshy-language"
_AUTONYMS = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}


@dataclass(frozen=True, slots=True)
class Studio:
    """The folder that is worked on, what is on display, and who may do what."""

    request: BuildRequest
    preview_loop: PreviewLoop
    service: Service
    network: Network
    sites: Sites
    passwords: dict[str, str] = field(default_factory=dict, repr=False)  # of this run, by login

    @property
    def has_deputies(self) -> bool:
        """Whether the folder that was opened is a region's."""
        return bool(deputy_folders(self.sites.first.content))

    @property
    def content(self) -> Path:
        return self.request.content

    @property
    def display(self) -> Display:
        return self.service.display

    @property
    def shown(self) -> Shown:
        """What is on display now; a page takes it once, for the next moment may have another."""
        return self.service.display.shown

    @property
    def cache(self) -> Cache:
        return self.service.cache

    @property
    def entrance(self) -> Entrance:
        return self.service.guard.entrance

    def words(self, request: Request) -> Words:
        """The messages in the language that a page is read in: chosen there, or the device's."""
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        if chosen in LANGUAGES:
            return Words(chosen)
        if role_of(request) is Role.COMPUTER:
            return self.service.words
        return Words(_accepted(request.headers.get("accept-language", "")))


def languages() -> list[tuple[str, str]]:
    """The studio's languages, each with its short name in itself."""
    return [(language, _AUTONYMS[language]) for language in LANGUAGES]


def _accepted(header: str) -> str:
    """The first language of an Accept-Language header that the studio speaks; else Kazakh."""
    asked = [part.strip()[:2].lower() for part in header.split(",")]
    return next((language for language in asked if language in LANGUAGES), LANGUAGES[0])
