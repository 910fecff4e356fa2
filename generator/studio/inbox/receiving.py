"""Receive the bytes of one request into an upload: all of them, or as many as are sure."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from generator.limits import INBOX_STALLED_SECONDS
from generator.studio.inbox.file_kinds import START_BYTES
from generator.studio.inbox.inbox import begins_well
from generator.studio.inbox.quota import NotTaken, unwritten
from generator.studio.inbox.tus import Checksum, misspoken
from generator.studio.inbox.uploads import PartFile, Upload, UploadFolder


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one request, where they begin in the file, and what they add up to."""

    offset: int
    blocks: AsyncIterator[bytes]
    checksum: tuple[Checksum, bytes] | None = None


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    superseded: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0


class Turns:
    """One request at a time for each upload. A newer one ends the older.

    A phone that changed its network begins anew while its old connection still looks alive here.
    """

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def of(self, upload_id: str) -> AsyncIterator[asyncio.Event]:
        """Have the upload alone, until the event is set."""
        turn = self._turns.setdefault(upload_id, _Turn())
        turn.waiting += 1
        turn.superseded.set()
        try:
            async with turn.lock:
                turn.superseded = asyncio.Event()
                yield turn.superseded
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                self._turns.pop(upload_id, None)


async def receive(
    uploads: UploadFolder, upload: Upload, piece: Piece, superseded: asyncio.Event
) -> Upload:
    """Write the piece, and return the upload with it.

    Raises Refused, after which nothing of the piece is kept; NotTaken, after which nothing of the
    file should be; and ClientDisconnect, after which all that came is kept, unless a checksum was
    to be met.
    """
    if piece.offset != upload.received_bytes:
        raise misspoken(409)
    async with _part_of(uploads, upload) as part:
        writing = _Writing(uploads, upload, part, piece.checksum)
        try:
            await writing.take_all(_until(superseded, piece.blocks))
        except ClientDisconnect:
            if not piece.checksum:
                await writing.settle()
            raise
        return await writing.settle()


@asynccontextmanager
async def _part_of(uploads: UploadFolder, upload: Upload) -> AsyncIterator[PartFile]:
    """The upload's bytes, to be written on; cut back to what they were where that fails."""
    try:
        part = await run_in_threadpool(PartFile, uploads.bytes_of(upload.id), upload.received_bytes)
    except OSError as error:
        raise unwritten(upload.name, error) from None
    try:
        yield part
    except ClientDisconnect:
        raise
    except BaseException as error:
        part.cut(upload.received_bytes)
        if isinstance(error, OSError):
            raise unwritten(upload.name, error) from None
        raise
    finally:
        part.close()


class _Writing:
    """A piece on its way to the disk."""

    def __init__(
        self,
        uploads: UploadFolder,
        upload: Upload,
        part: PartFile,
        checksum: tuple[Checksum, bytes] | None,
    ) -> None:
        self._uploads, self._upload, self._part = uploads, upload, part
        self._checksum = checksum
        self._received = upload.received_bytes

    async def take_all(self, blocks: AsyncIterator[bytes]) -> None:
        """Write all blocks. Raises Refused beyond the stated length, and for another checksum."""
        async for block in blocks:
            self._received += len(block)
            if self._received > self._upload.length_bytes:
                raise misspoken(413)
            await run_in_threadpool(self._part.write, block)
            if self._checksum:
                self._checksum[0].update(block)
        if self._checksum and self._checksum[0].digest() != self._checksum[1]:
            raise misspoken(460)

    async def settle(self) -> Upload:
        """Have the disk keep it, and then the record say so."""
        return await run_in_threadpool(self._settle)

    def _settle(self) -> Upload:
        told_by = min(START_BYTES, self._upload.length_bytes)
        if self._upload.received_bytes < told_by <= self._received and not begins_well(
            self._upload, self._part.start(START_BYTES)
        ):
            raise NotTaken(self._upload.name)
        self._part.settle()
        received = replace(self._upload, received_bytes=self._received)
        self._uploads.keep(received)
        return received


async def _until(superseded: asyncio.Event, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The blocks; ClientDisconnect where none comes for long, or a newer request waits."""
    newer = asyncio.ensure_future(superseded.wait())
    try:
        while True:
            coming = asyncio.ensure_future(anext(blocks, None))
            await asyncio.wait(
                {coming, newer},
                timeout=INBOX_STALLED_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not coming.done():
                coming.cancel()
                raise ClientDisconnect
            block = coming.result()
            if block is None:
                return
            yield block
    finally:
        newer.cancel()
