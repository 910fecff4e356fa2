"""Digests tell values apart, and checksums notice what changed."""

from pathlib import Path

import msgspec
import pytest

from generator.digest import (
    add_checksum,
    digest_bytes,
    digest_file,
    digest_value,
    verify_checksum,
)


class Photo(msgspec.Struct, frozen=True):
    width: int


class Clip(msgspec.Struct, frozen=True):
    width: int


def test_bytes_and_a_file_of_them_have_one_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    assert digest_file(tmp_path / "a") == digest_bytes(b"hello")
    # The example of FIPS 180-4 for "abc".
    assert digest_bytes(b"abc").startswith("ba7816bf8f01cfea414140de5dae2223")


def test_the_type_the_order_and_the_borders_of_values_count() -> None:
    digests = {
        digest_value(Photo(1)),
        digest_value(Clip(1)),
        digest_value(Photo(2)),
        digest_value("ab", "c"),
        digest_value("a", "bc"),
        digest_value("abc"),
    }
    assert len(digests) == 6
    assert digest_value({"a": 1, "b": 2}) == digest_value({"b": 2, "a": 1})


@pytest.mark.parametrize("place", [0, 3, -1])
def test_one_changed_byte_is_noticed(place: int) -> None:
    kept = bytearray(add_checksum(b"hello"))
    assert verify_checksum(bytes(kept)) == b"hello"
    kept[place] ^= 1
    with pytest.raises(ValueError, match="not as it was written"):
        verify_checksum(bytes(kept))


def test_too_little_to_hold_a_checksum_is_no_content() -> None:
    with pytest.raises(ValueError, match="not as it was written"):
        verify_checksum(b"short")
