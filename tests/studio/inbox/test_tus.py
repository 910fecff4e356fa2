"""Headers of tus: what they say, and what is refused."""

import zlib
from base64 import b64encode

import pytest

from generator.limits import INBOX_METADATA_LETTERS
from generator.studio.inbox import tus
from generator.studio.inbox.tus import Refused


def coded(text: str) -> str:
    return b64encode(text.encode()).decode()


def test_metadata_is_decoded() -> None:
    written = f"filename {coded('Жол.jpg')}, filetype {coded('image/jpeg')},empty"
    pairs = {"filename": "Жол.jpg", "filetype": "image/jpeg", "empty": ""}
    assert tus.metadata_in({"upload-metadata": written}) == pairs
    assert tus.metadata_in({}) == {}


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("filename !!!", 400),
        ("filename /w==", 400),  # no UTF-8
        (f"a {coded('1')},a {coded('2')}", 400),
        ("a " + "A" * INBOX_METADATA_LETTERS, 413),
    ],
)
def test_broken_metadata_is_refused(written: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        tus.metadata_in({"upload-metadata": written})
    assert refused.value.status == status


@pytest.mark.parametrize("written", ["", "-1", "1.5", "١", "1e3", "9" * 16, " 5", "0x10"])
def test_a_length_is_a_whole_number(written: str) -> None:
    with pytest.raises(Refused) as refused:
        tus.number_in({"upload-length": written}, "upload-length")
    assert refused.value.status == 400


def test_checksums_add_up() -> None:
    stated = b64encode(zlib.crc32(b"abcdef").to_bytes(4, "big")).decode()
    checksum = tus.checksum_in({"upload-checksum": f"crc32 {stated}"})
    assert checksum is not None
    for block in (b"abc", b"def"):
        checksum[0].update(block)
    assert checksum[0].digest() == checksum[1]
    assert tus.checksum_in({}) is None
    for unknown in ("md5 AAAA", "crc32 ???", ""):
        with pytest.raises(Refused):
            tus.checksum_in({"upload-checksum": unknown})


def test_another_version_is_refused() -> None:
    tus.check_version({"tus-resumable": "1.0.0"})
    for headers in ({"x": ""}, {"tus-resumable": "0.2.2"}):
        with pytest.raises(Refused) as refused:
            tus.check_version(headers)
        assert refused.value.status == 412
