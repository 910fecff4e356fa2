"""Put the features' routes into the preview's app, each in one line."""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from generator.serve.run import Served
from generator.serve.web.rights import KNOWN, OFFICE, Door
from generator.serve.web.service import STUDIO
from generator.studio import deputies, editor, home, inbox, sending, setup, showing
from generator.studio.events import events
from generator.studio.pages import asset
from generator.studio.studio import Studio

FEATURES: tuple[Callable[[Studio], list[Door]], ...] = (
    home.routes,
    editor.routes,
    sending.routes,
    inbox.routes,
    showing.routes,
    deputies.routes,
    setup.routes,
)  # fmt: skip


def routes(served: Served) -> list[Door]:
    """All routes of the studio."""
    studio = Studio(
        served.request, served.preview_loop, served.service, served.network, served.sites
    )
    return [
        *(door for feature in FEATURES for door in feature(studio)),
        Door(STUDIO.rstrip("/"), _lead_home, roles=OFFICE),
        Door(f"{STUDIO}events", partial(events, studio), roles=OFFICE),
        Door(STUDIO + "assets/{name}", asset, roles=KNOWN),
    ]


async def _lead_home(request: Request) -> Response:
    del request
    return RedirectResponse(STUDIO, 307)
