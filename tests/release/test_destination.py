"""Where a site goes, and what is said of the way there."""

from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.publish.hosts.host import read_address
from generator.release.destination import find_destination, readable_on_the_way


def test_the_settings_name_the_host_and_the_command_another(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    with pytest.raises(Unfit):
        find_destination(content, tmp_path / "cache")
    (content / "site.toml").write_text('publish = "sftp://aide@example.kz/site"', encoding="utf-8")
    there = find_destination(content, tmp_path / "cache")
    assert (str(there.address), there.protocol.port) == ("sftp://aide@example.kz/site", 22)
    assert find_destination(content, tmp_path / "cache", "ftp://b.kz/x").address.host == "b.kz"


@pytest.mark.parametrize(
    ("address", "doubts"),
    [("ftp://a@b.kz/x", 1), ("ftps://a@b.kz/x", 0), ("ftp://a@127.0.0.1/x", 0), ("site", 0)],
)
def test_a_password_that_everybody_can_read_is_doubted(address: str, doubts: int) -> None:
    assert len(readable_on_the_way(read_address(address, "--to"))) == doubts
