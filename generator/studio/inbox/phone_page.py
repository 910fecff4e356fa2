"""The page with which a phone sends files, and the computer's page about it."""

import json
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from generator.limits import INBOX_WORDS_BYTES
from generator.messages import Words
from generator.plan.schedule import Showing
from generator.serve.display import Shown
from generator.serve.web.bodies import read_json
from generator.serve.web.rights import OFFICE, Door, Role
from generator.serve.web.service import NOT_KEPT
from generator.studio.inbox.inbox import Inbox
from generator.studio.inbox.quota import unwritten
from generator.studio.inbox.tus import misspoken
from generator.studio.inbox.upload_doors import answering, know_again, owner_of, sender_of
from generator.studio.invitation import Invitation, invitation
from generator.studio.pages import page
from generator.studio.studio import Studio

PHONE = "/_studio/phone"
FROM_PHONE = "/_studio/from-phone"
_DRAFTS = 6  # to choose from


@dataclass(frozen=True, slots=True)
class PhonePage:
    """The handlers of the pages, and of the words that a phone sends with its files."""

    studio: Studio
    inbox: Inbox

    def doors(self) -> list[Door]:
        write_words = answering(self.write_words, self.studio.words)
        return [
            Door(PHONE, self.phone, roles=OFFICE),
            Door(f"{PHONE}/words", write_words, roles=OFFICE, methods=["POST"]),
            Door(FROM_PHONE, self.from_phone, roles=(Role.COMPUTER,)),
        ]

    async def phone(self, request: Request) -> Response:
        """The page for a phone; `?post=` names the post that its files are for."""
        answer = self._page(request, "phone.html", None)
        know_again(answer, sender_of(request))
        return answer

    async def from_phone(self, request: Request) -> Response:
        """How a phone reaches this computer, and what to do where none does."""
        invited = invitation(self.studio, Role.AIDE, request.query_params.get("post", ""))
        return self._page(request, "from-phone.html", invited)

    async def write_words(self, request: Request) -> Response:
        """Keep the words beside the files of the same batch."""
        body = await read_json(request, INBOX_WORDS_BYTES)
        values = [body.get(name, "") for name in ("batch", "post", "words")]
        batch, post, text = (value if isinstance(value, str) else "" for value in values)
        if not 1 <= len(batch) <= 100:
            raise misspoken(400)
        owner = owner_of(request, sender_of(request))
        try:
            await run_in_threadpool(self.inbox.write_words, owner, batch, post, text)
        except OSError as error:
            raise unwritten("", error) from None
        return JSONResponse({"done": True}, headers=NOT_KEPT)

    def _page(self, request: Request, template: str, invited: Invitation | None) -> Response:
        said = json.dumps(_sentences(self.studio.words(request)), ensure_ascii=False)
        wanted = request.query_params.get("post", "")
        drafts = _drafts(self.studio.shown, wanted)
        if wanted and all(draft["slug"] != wanted for draft in drafts):
            path = self.inbox.path_of(wanted)  # a draft without a word yet
            drafts[:0] = [{"slug": wanted, "title": path, "locale": ""}] if path else []
        return page(
            self.studio, request, template, said=said, drafts=drafts, post=wanted, invited=invited
        )


def _drafts(shown: Shown, wanted: str) -> list[dict[str, str]]:
    """The posts that files may be for: the wanted one, and the newest that nobody sees yet."""
    posts = [
        post
        for post in shown.content.posts
        if post.slug == wanted or shown.visibility(post).showing is Showing.DRAFT
    ]
    posts.sort(key=lambda post: (post.slug == wanted, post.date, post.path), reverse=True)
    return [
        {
            "slug": post.slug,
            "title": post.texts[0].title or post.slug,
            "locale": post.texts[0].locale,
        }
        for post in posts[:_DRAFTS]
    ]


def _sentences(words: Words) -> dict[str, str]:
    """What the page's script says, by the names that it has for it."""
    return {
        "mb": words("MB"),
        "count": words("Arrived: {done} of {all}", done="{done}", all="{all}"),
        "minutes": words("{n} min left", n="{n}"),
        "seconds": words("{n} s left", n="{n}"),
        "here": words(
            "On the computer: files {count}, {size} MB. You may close the page.",
            count="{count}",
            size="{size}",
        ),
        "half": words(
            "Half here: {name}, {sent} of {size} MB.", name="{name}", sent="{sent}", size="{size}"
        ),
        "done": words("All has arrived"),
        "lost": words("The connection is lost"),
        "arrived": words("has arrived"),
        "stop": words("Stop"),
        "pin": words("The computer asks for the PIN again."),
        "busy": words("The computer cannot take it now. It is tried again by itself."),
        "unreadable": words("The phone cannot read this file any more: choose it again"),
        "kept": words("Kept on the computer"),
        "unkept": words("Not kept yet: it is tried again by itself"),
    }
