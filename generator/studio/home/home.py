"""The studio's first page."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from generator.serve.web.rights import OFFICE, Door
from generator.serve.web.service import STUDIO
from generator.studio.pages import page
from generator.studio.studio import Studio


def routes(studio: Studio) -> list[Door]:
    return [Door(STUDIO, partial(home, studio), roles=OFFICE)]


async def home(studio: Studio, request: Request) -> Response:
    return page(studio, request, "home.html")
