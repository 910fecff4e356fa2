"""The sites of a region by name, and the way to the studio of each."""

from contextlib import suppress
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from generator.errors import Unfit
from generator.inputs import BuildRequest
from generator.intake.deputy_toml import settings_of
from generator.language.localized import in_locale
from generator.region.region import each_site
from generator.serve.web.bodies import read_json
from generator.serve.web.rights import Door, Role
from generator.serve.web.service import NOT_KEPT, STUDIO
from generator.studio.pages import page
from generator.studio.studio import Studio


@dataclass(frozen=True, slots=True)
class SiteName:
    """A site of the region."""

    where: str  # its folder in the region's content/; "" for the region itself
    name: str
    is_here: bool  # whether its studio is the one that asks


def routes(studio: Studio) -> list[Door]:
    """Only this computer goes from one deputy to another: a phone was let in by one."""
    pages, here = DeputyPages(studio), (Role.COMPUTER,)
    return [
        Door(f"{STUDIO}deputies", pages.page, roles=here),
        Door(f"{STUDIO}deputies", pages.open, roles=here, methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class DeputyPages:
    """The handlers of the page of deputies."""

    studio: Studio

    async def page(self, request: Request) -> Response:
        language = self.studio.words(request).language
        sites = await run_in_threadpool(self._named, language)
        return page(self.studio, request, "deputies.html", sites=sites)

    async def open(self, request: Request) -> Response:
        """The address of a site's studio, which begins now if it does not run: {"where": …}."""
        where = (await read_json(request)).get("where")
        site = dict(self._sites()).get(where) if isinstance(where, str) else None
        if site is None:
            raise HTTPException(404)
        address = await run_in_threadpool(self.studio.sites.address, site)
        if not address:
            raise HTTPException(503)
        return JSONResponse({"address": f"{address}_studio/"}, headers=NOT_KEPT)

    def _sites(self) -> list[tuple[str, BuildRequest]]:
        first = self.studio.sites.first
        _, *deputies = each_site(first)
        return [("", first), *deputies]

    def _named(self, language: str) -> list[SiteName]:
        here = self.studio.content
        return [
            SiteName(where, _name(where, site, language), site.content == here)
            for where, site in self._sites()
        ]


def _name(where: str, site: BuildRequest, language: str) -> str:
    """What its settings call it, or its folder where these cannot be read."""
    with suppress(Unfit, OSError):
        named = settings_of(site.content, [])
        name = in_locale(named.name, language) or in_locale(named.name, named.locales[0])
        district = in_locale(named.district, language) or in_locale(named.district, "kk")
        if name:
            return " · ".join(filter(None, (name, district if where else "")))
    return where.rpartition("/")[2] or "Jarshy"
