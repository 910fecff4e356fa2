"""The addresses that files are sent to, as tus 1.0 wants them: requests in, answers out."""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from generator.limits import INBOX_DAYS
from generator.messages import Words
from generator.serve.web.rights import OFFICE, Door, Role, role_of
from generator.serve.web.service import NOT_KEPT
from generator.studio.inbox import tus
from generator.studio.inbox.file_kinds import with_ending
from generator.studio.inbox.inbox import Inbox
from generator.studio.inbox.quota import NotTaken, unwritten
from generator.studio.inbox.receiving import Piece, Turns, receive
from generator.studio.inbox.tus import Refused, misspoken
from generator.studio.inbox.uploads import Upload, new_id

UPLOADS = "/_studio/upload"
SENDER = "jarshy-sender"
"""The cookie by which a phone is known again, also after the computer was started anew."""

_HEADERS = {**NOT_KEPT, "Tus-Resumable": tus.VERSION}
_COOKIE_SECONDS = INBOX_DAYS * 24 * 3600
_NAME_LETTERS = 100

Handler = Callable[[Request], Awaitable[Response]]
WordsFor = Callable[[Request], Words]
"""The language that a visitor reads."""


@dataclass(frozen=True, slots=True)
class UploadDoors:
    """The handlers of uploads. Who began one, or the computer itself, may go on with it."""

    inbox: Inbox
    words: WordsFor
    turns: Turns = field(default_factory=Turns)

    def doors(self) -> list[Door]:
        return [
            Door(UPLOADS, self.under_way, roles=(Role.COMPUTER,)),
            Door(UPLOADS, answering(self.begin, self.words), roles=OFFICE, methods=["POST"]),
            Door(
                UPLOADS + "/{id}",
                answering(self.go_on, self.words),
                roles=OFFICE,
                methods=["HEAD", "PATCH", "DELETE", "POST"],
            ),
        ]

    async def under_way(self, request: Request) -> Response:
        """GET: what is on its way to the computer."""
        del request
        uploads = await run_in_threadpool(self.inbox.uploads.under_way)
        files = [
            {"name": upload.name, "received": upload.received_bytes, "size": upload.length_bytes}
            for upload in sorted(uploads, key=lambda upload: upload.name)
        ]
        return JSONResponse({"files": files}, headers=NOT_KEPT)

    async def begin(self, request: Request) -> Response:
        """POST: take note of a file to come."""
        tus.check_version(request.headers)
        sender = sender_of(request)
        upload = _announced(request, owner_of(request, sender))
        try:
            upload = await run_in_threadpool(self.inbox.begin, upload)
        except OSError as error:
            raise unwritten(upload.name, error) from None
        location = {"Location": f"{UPLOADS}/{upload.id}", "Upload-Offset": "0"}
        answer = Response(status_code=201, headers={**_HEADERS, **_expiry(), **location})
        know_again(answer, sender)
        return answer

    async def go_on(self, request: Request) -> Response:
        """HEAD, PATCH and DELETE; POST where another of them is meant."""
        tus.check_version(request.headers)
        upload_id = request.path_params["id"]
        self._owned(request, upload_id)
        async with self.turns.of(upload_id) as superseded:
            upload = self._owned(request, upload_id)
            match request.headers.get("x-http-method-override", request.method):
                case "HEAD":
                    return _standing(upload, 200)
                case "PATCH":
                    piece = _piece(request, upload)
                    return await self._receive(upload, piece, superseded)
                case "DELETE":
                    await run_in_threadpool(self.inbox.remove, upload)
                    return Response(status_code=204, headers=_HEADERS)
        raise misspoken(405)

    def _owned(self, request: Request, upload_id: str) -> Upload:
        """The upload, as it is now; Refused with 404 where it is unknown or another's."""
        upload = self.inbox.uploads.find(upload_id)
        owner = owner_of(request, sender_of(request))
        if upload is None or (role_of(request) is not Role.COMPUTER and upload.owner != owner):
            raise misspoken(404)
        return upload

    async def _receive(self, upload: Upload, piece: Piece, superseded: asyncio.Event) -> Response:
        """Receive a piece; with the last one, the file comes into content/."""
        try:
            upload = await receive(self.inbox.uploads, upload, piece, superseded)
            if upload.is_whole:
                upload = await run_in_threadpool(self.inbox.place, upload)
        except NotTaken:
            await run_in_threadpool(self.inbox.remove, upload)
            raise
        except OSError as error:
            raise unwritten(upload.name, error) from None
        return _standing(upload, 204)


def answering(handler: Handler, words: WordsFor) -> Handler:
    """The handler; what it refuses is answered with the reason, in the visitor's language."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            nameless = replace(refused.problem, where="")  # the page says it beside the name
            said = {"said": words(request).problem(nameless)}
            return JSONResponse(said, refused.status, _HEADERS)
        except ClientDisconnect:
            return Response(status_code=423, headers=_HEADERS)

    return answer


def sender_of(request: Request) -> str:
    """The phone's cookie, or a new one."""
    known = request.cookies.get(SENDER, "")
    return known if len(known) >= 32 else secrets.token_urlsafe(32)


def owner_of(request: Request, sender: str) -> str:
    """Who asks: a role, and for phones which of them. The sender itself is not kept."""
    role = role_of(request)
    which = "" if role is Role.COMPUTER else hashlib.sha256(sender.encode()).hexdigest()
    return f"{role.value} {which}".strip()


def know_again(answer: Response, sender: str) -> None:
    answer.set_cookie(SENDER, sender, _COOKIE_SECONDS, httponly=True, samesite="strict", path="/")


def _announced(request: Request, owner: str) -> Upload:
    """The upload that a request announces. Raises Refused."""
    metadata = tus.metadata_in(request.headers)
    post, batch = metadata.get("post", ""), metadata.get("batch", "")
    if max(len(post), len(batch)) > _NAME_LETTERS:
        raise misspoken(400)
    return Upload(
        new_id(),
        owner,
        with_ending(metadata.get("filename", ""), metadata.get("filetype", "")),
        tus.number_in(request.headers, "upload-length"),
        post,
        batch,
    )


def _piece(request: Request, upload: Upload) -> Piece:
    """The bytes that a request brings. Raises Refused where they cannot be part of the file."""
    headers = request.headers
    if headers.get("content-type") != tus.CONTENT_TYPE:
        raise misspoken(415)
    offset = tus.number_in(headers, "upload-offset")
    if "content-length" in headers:
        size_bytes = tus.number_in(headers, "content-length")
        if offset + size_bytes > upload.length_bytes:
            raise misspoken(413)
    return Piece(offset, aiter(request.stream()), tus.checksum_in(headers))


def _standing(upload: Upload, status: int) -> Response:
    """How far an upload is, and where the file lies once it is in content/."""
    headers = {"Upload-Offset": str(upload.received_bytes)}
    headers["Upload-Length"] = str(upload.length_bytes)
    if upload.is_placed:
        headers["Jarshy-Place"] = quote(upload.place)
    else:
        headers |= _expiry()
    return Response(status_code=status, headers={**_HEADERS, **headers})


def _expiry() -> dict[str, str]:
    until = datetime.now(UTC) + timedelta(days=INBOX_DAYS)
    return {"Upload-Expires": format_datetime(until, usegmt=True)}
