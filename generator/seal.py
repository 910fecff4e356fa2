"""Bytes to keep in, the same with their digest behind them out, and back: what rots is noticed."""

import hashlib

_DIGEST_BYTES = 32


def seal(content: bytes) -> bytes:
    """The content with its SHA-256 behind it."""
    return content + hashlib.sha256(content).digest()


def unseal(sealed: bytes) -> bytes:
    """The content again; ValueError where it is not as it was sealed."""
    content = sealed[:-_DIGEST_BYTES]
    if seal(content) != sealed:
        raise ValueError("not as it was written")
    return content
