"""The pages where phones are let in, and where a post is shown to the deputy."""

import sys
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from generator.plan.approval import ApprovalState, approval_state
from generator.serve.web.bodies import read_json
from generator.serve.web.rights import Door, Role
from generator.serve.web.service import NOT_KEPT, STUDIO
from generator.studio.invitation import invitation
from generator.studio.pages import page
from generator.studio.posts import editor_of, title_of
from generator.studio.studio import Studio

PHONES = f"{STUDIO}phones"


def routes(studio: Studio) -> list[Door]:
    """PINs are shown, and the network is opened, on the computer alone."""
    pages, here = ShowingPages(studio), (Role.COMPUTER,)
    return [
        Door(PHONES, pages.phones, roles=here),
        Door(f"{PHONES}/network", pages.switch, roles=here, methods=["POST"]),
        Door(f"{PHONES}/publishing", pages.let_publish, roles=here, methods=["POST"]),
        Door(STUDIO + "show/{slug}", pages.show, roles=here),
    ]


@dataclass(frozen=True, slots=True)
class ShowingPages:
    """The handlers of these pages and their buttons."""

    studio: Studio

    async def phones(self, request: Request) -> Response:
        """The two codes, and whether the aide's phone may publish."""
        return page(
            self.studio,
            request,
            "phones.html",
            is_open=self.studio.network.is_open,
            aide=invitation(self.studio, Role.AIDE),
            deputy=invitation(self.studio, Role.DEPUTY),
            phone_publishes=self.studio.entrance.aide_may_publish,
            asks_firewall=sys.platform == "win32",
        )

    async def show(self, request: Request) -> Response:
        """A code that opens one post on the deputy's phone, and the answer once it is there."""
        slug = request.path_params["slug"]
        post = self.studio.shown.post(slug)
        if post is None:
            raise HTTPException(404)
        title, locale = title_of(post, self.studio.words(request))
        state = approval_state(post)
        return page(
            self.studio,
            request,
            "show.html",
            is_open=self.studio.network.is_open,
            deputy=invitation(self.studio, Role.DEPUTY, slug),
            asks_firewall=sys.platform == "win32",
            slug=slug,
            title=title,
            locale=locale,
            edit=editor_of(post),
            state="reading" if self._is_read(slug, state) else state.value.replace(" ", "-"),
            note=post.approval.note if post.approval else "",
            at=f"{post.approval.at:%H:%M}" if post.approval and post.approval.at else "",
        )

    def _is_read(self, slug: str, state: ApprovalState) -> bool:
        is_answered = state in (ApprovalState.FINE, ApprovalState.CHANGE)
        return not is_answered and slug in self.studio.service.readers

    async def switch(self, request: Request) -> Response:
        """Let phones in, or shut them out: {"open": true}."""
        if (await read_json(request)).get("open") is True:
            is_open = await self.studio.network.open()
        else:
            self.studio.network.close()
            is_open = False
        return JSONResponse({"open": is_open}, headers=NOT_KEPT)

    async def let_publish(self, request: Request) -> Response:
        """Whether phones with the aide's PIN may publish: {"may": true}."""
        self.studio.entrance.aide_may_publish = (await read_json(request)).get("may") is True
        return JSONResponse({"may": self.studio.entrance.aide_may_publish}, headers=NOT_KEPT)
