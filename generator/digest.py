"""Values and bytes in, addresses out: what has the same digest is the same thing."""

import hashlib
from pathlib import Path

import msgspec


def digest_bytes(content: bytes) -> str:
    """SHA-256 of the bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes; raises OSError where it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_value(*values: object) -> str:
    """Digest of frozen values, whole: the type's name and every field of each one count."""
    hasher = hashlib.sha256()
    for value in values:
        encoded = msgspec.json.encode(value, order="deterministic")
        hasher.update(f"{type(value).__qualname__}\0{len(encoded)}\0".encode())
        hasher.update(encoded)
    return hasher.hexdigest()
