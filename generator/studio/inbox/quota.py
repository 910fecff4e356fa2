"""Whether there is room for one more file: decided before its first byte comes."""

import errno
from collections.abc import Sequence

from generator.errors import problem
from generator.limits import INBOX_BYTES, INBOX_OPEN, INBOX_SPARE_BYTES
from generator.studio.inbox.file_kinds import kind_of
from generator.studio.inbox.tus import Refused
from generator.studio.inbox.uploads import Upload

_MEGABYTE = 1_000_000
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NotTaken(Refused):
    """What is neither photo nor clip, sound or text, is not received any further."""

    def __init__(self, name: str) -> None:
        super().__init__(
            415,
            problem(name, "this is not a photo, a clip, a sound or a text", "choose another file"),
        )


def check_room(upload: Upload, under_way: Sequence[Upload], free_bytes: int) -> None:
    """Refused where the file is of no kind that is taken, too large, one too many, or has no room.

    `free_bytes` of the disk are promised to what is under way first.
    """
    name, size_bytes = upload.name, upload.length_bytes
    kind = kind_of(name)
    if kind is None:
        raise NotTaken(name)
    if not size_bytes:
        raise Refused(400, problem(name, "the file is empty", "choose it again"))
    if size_bytes > kind.most_bytes:
        raise _too_large(name, kind.most_bytes)
    if len(under_way) >= INBOX_OPEN:
        raise Refused(
            429, problem(name, "too many files are under way", "wait until some files have arrived")
        )
    if size_bytes + sum(other.length_bytes for other in under_way) > INBOX_BYTES:
        raise Refused(
            413,
            problem(name, "too much is under way at once", "wait until some files have arrived"),
        )
    promised = sum(other.length_bytes - other.received_bytes for other in under_way)
    if size_bytes + promised + INBOX_SPARE_BYTES > free_bytes:
        raise _no_room(name)


def unwritten(name: str, error: OSError) -> Refused:
    """The refusal where the computer cannot keep a file."""
    if error.errno in _FULL:
        return _no_room(name)
    return Refused(
        503, problem(name, "the computer cannot write this file", "tell the one at the computer")
    )


def _no_room(name: str) -> Refused:
    return Refused(
        507, problem(name, "the computer's disk is full", "free some space there, then try again")
    )


def _too_large(name: str, most_bytes: int) -> Refused:
    return Refused(
        413,
        problem(
            name,
            "the file is too large: {megabytes} MB at most",
            "cut out the part that matters, or send a smaller copy",
            megabytes=round(most_bytes / _MEGABYTE),
        ),
    )
