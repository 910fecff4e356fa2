"""Values and bytes in, addresses out: what has the same digest is the same thing."""

import hashlib
from pathlib import Path

import msgspec

from generator.files import READING_SECONDS, patiently

_CHECKSUM_BYTES = 32


def digest_bytes(content: bytes) -> str:
    """SHA-256 of the bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def digest_file(path: Path, patience_seconds: float = READING_SECONDS) -> str:
    """SHA-256 of a file's bytes; raises OSError where it cannot be read."""

    def digest() -> str:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    return patiently(digest, path, patience_seconds)


def digest_value(*values: object) -> str:
    """Digest of frozen values, whole: the type's name and every field of each one count."""
    hasher = hashlib.sha256()
    for value in values:
        encoded = msgspec.json.encode(value, order="deterministic")
        hasher.update(f"{type(value).__qualname__}\0{len(encoded)}\0".encode())
        hasher.update(encoded)
    return hasher.hexdigest()


def add_checksum(content: bytes) -> bytes:
    """The content with its SHA-256 behind it."""
    return content + hashlib.sha256(content).digest()


def verify_checksum(sealed: bytes) -> bytes:
    """The content again; ValueError where it is not as it was sealed."""
    content = sealed[:-_CHECKSUM_BYTES]
    if add_checksum(content) != sealed:
        raise ValueError("not as it was written")
    return content
