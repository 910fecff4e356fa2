"""From the fields of a letter to an address, and back."""

from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.studio.setup.place import Place, address_of, place_of
from tests.support.hosts import ftp

LETTERS = [
    (Place("files", "sftp", "example.kz", "/var/www", "deputat"),
     "sftp://deputat@example.kz/var/www"),
    (Place("files", "ftp", "example.kz:2121", "/public_html", "a@b"),
     "ftp://a%40b@example.kz:2121/public_html"),
    (Place("folder", path="D:\\сайт"), "D:\\сайт"),
    (Place("other", other="s3://bucket/site?region=kz"), "s3://bucket/site?region=kz"),
    (Place(), ""),
]  # fmt: skip


@pytest.mark.parametrize(("place", "address"), LETTERS)
def test_the_fields_make_an_address_and_come_back_from_it(place: Place, address: str) -> None:
    assert address_of(place) == address
    assert place_of(address) == place


@pytest.mark.parametrize("server", ["ftp.example.kz/", " ftp.example.kz ", "ftp://ftp.example.kz"])
def test_a_server_is_read_as_people_paste_it(server: str) -> None:
    assert address_of(Place("files", "ftp", server)) == "ftp://ftp.example.kz/"


@pytest.mark.parametrize("server", ["a b/c", "http://example.kz", "example.kz:99999999"])
def test_what_is_no_server_is_refused(server: str) -> None:
    with pytest.raises(Unfit):
        address_of(Place("files", "ftp", server))


def test_the_protocol_is_found_out_where_nobody_knows_it(tmp_path: Path) -> None:
    with ftp(tmp_path / "host") as host:
        place = Place("files", "", f"127.0.0.1:{host.port}", "/site", "deputat")
        assert address_of(place) == host.to
