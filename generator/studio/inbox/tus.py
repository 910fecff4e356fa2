"""The words of tus 1.0 (https://tus.io/protocols/resumable-upload): headers in, values out."""

import hashlib
import re
import zlib
from base64 import b64decode
from collections.abc import Mapping
from typing import Protocol

from generator.errors import Problem, problem
from generator.limits import INBOX_METADATA_LETTERS

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
CHECKSUMS = "crc32,sha1"
CONTENT_TYPE = "application/offset+octet-stream"

_NUMBER = re.compile(r"[0-9]{1,15}")


class Refused(Exception):
    """A request is refused with an HTTP status; `problem` says why, in the aide's words."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(status, problem)
        self.status = status
        self.problem = problem


def misspoken(status: int) -> Refused:
    """A refusal of what no page of ours sends."""
    return Refused(
        status, problem("", "this page and the computer do not understand each other", "reload it")
    )


def check_version(headers: Mapping[str, str]) -> None:
    """Refused with 412 where the client speaks another version, or none."""
    if headers.get("tus-resumable") != VERSION:
        raise misspoken(412)


def number_in(headers: Mapping[str, str], name: str) -> int:
    """The whole number in a header; Refused where there is none."""
    written = headers.get(name, "")
    if not _NUMBER.fullmatch(written):
        raise misspoken(400)
    return int(written)


def metadata_in(headers: Mapping[str, str]) -> dict[str, str]:
    """The pairs of Upload-Metadata, decoded. Raises Refused where they are too long or broken."""
    written = headers.get("upload-metadata", "")
    if len(written) > INBOX_METADATA_LETTERS:
        raise misspoken(413)
    pairs: dict[str, str] = {}
    for part in filter(None, map(str.strip, written.split(","))):
        key, _, value = part.partition(" ")
        try:
            decoded = b64decode(value.strip(), validate=True).decode()
        except ValueError:
            raise misspoken(400) from None
        if key in pairs:
            raise misspoken(400)
        pairs[key] = decoded
    return pairs


class Checksum(Protocol):
    """Adds up the bytes of one request."""

    def update(self, block: bytes, /) -> None:
        """Take in the next bytes."""

    def digest(self) -> bytes:
        """What the bytes so far add up to."""


class _Crc32:
    def __init__(self) -> None:
        self._sum = 0

    def update(self, block: bytes, /) -> None:
        self._sum = zlib.crc32(block, self._sum)

    def digest(self) -> bytes:
        return self._sum.to_bytes(4, "big")


def checksum_in(headers: Mapping[str, str]) -> tuple[Checksum, bytes] | None:
    """What adds up a request, and the sum it must have; None where the sender states none.

    Raises Refused with 400 for another algorithm.
    """
    if "upload-checksum" not in headers:
        return None
    algorithm, _, value = headers["upload-checksum"].partition(" ")
    try:
        expected = b64decode(value, validate=True)
    except ValueError:
        raise misspoken(400) from None
    if algorithm == "crc32":
        return _Crc32(), expected
    if algorithm == "sha1":
        return hashlib.sha1(usedforsecurity=False), expected
    raise misspoken(400)
