"""A host is tried with a small file: what works, what readers would miss, what stays there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.publish.hosts.host import Failed, LoginRefused
from generator.publish.hosts.open import open_host
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.known_releases import open_known_releases
from generator.publish.request import PublishRequest
from generator.publish.trial import try_host
from tests.support.hosts import KINDS, Host, ftp
from tests.support.published import computer
from tests.support.read_site import Ranges, site_at
from tests.support.servers import ftp_server


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with KINDS[request.param](tmp_path / "host") as one:
        yield one


def request_for(home: Path, to: str, secret: Secret, accept: str = "") -> PublishRequest:
    address = computer(home, to).address
    memory = open_known_releases(home / "cache", address)
    return PublishRequest(open_host(address, secret, Trust(home, accept), memory.folder), memory)


def test_every_host_is_tried_and_nothing_stays(host: Host, tmp_path: Path) -> None:
    request = request_for(tmp_path / "aide", host.to, host.secret, host.accept)
    assert try_host(request) == ()
    if not host.to.startswith("git"):
        assert host.public() == {}


def test_a_wrong_password_is_told_from_a_folder_without_rights(tmp_path: Path) -> None:
    with ftp(tmp_path / "host") as host, pytest.raises(LoginRefused):
        try_host(request_for(tmp_path / "aide", host.to, Secret("deputat", "wrong")))
    with ftp_server(tmp_path / "host", rights="elr") as port:
        to = f"ftp://deputat@127.0.0.1:{port}/"
        with pytest.raises(Failed) as denied:
            try_host(request_for(tmp_path / "aide", to, host.secret))
    assert not isinstance(denied.value, LoginRefused)


@pytest.mark.parametrize("ranges", Ranges)
def test_readers_get_the_file_and_parts_of_it(ranges: Ranges, tmp_path: Path) -> None:
    site = tmp_path / "site"
    request = request_for(tmp_path / "aide", str(site), Secret())
    with site_at(site, ranges) as url:
        doubts = [doubt.what for doubt in try_host(request, url)]
    wanted = "the host does not send parts of a file: clips will not play on an iPhone"
    assert doubts == ([] if ranges is Ranges.YES else [wanted])
    assert list(site.iterdir()) == []


def test_an_address_that_shows_another_folder_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    request = request_for(tmp_path / "aide", str(tmp_path / "site"), Secret())
    with site_at(tmp_path / "other") as url:
        (doubt,) = try_host(request, url)
    assert doubt.what == "this address does not show the site: {reason}"
