"""Opening hosts: by the table of protocols, whose libraries are loaded only then."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from generator.publish.hosts.host import Address, Connection, Failed
from generator.publish.hosts.open import open_host
from generator.publish.hosts.protocols import PROTOCOLS
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust


@pytest.mark.parametrize("scheme", PROTOCOLS)
def test_every_protocol_has_a_connection(scheme: str, tmp_path: Path) -> None:
    protocol = PROTOCOLS[scheme]
    module = import_module(f"generator.publish.hosts.{protocol.module}")
    assert issubclass(getattr(module, protocol.connection), Connection)
    host = open_host(Address(scheme, "/", "nowhere.kz"), Secret(), Trust(tmp_path), tmp_path)
    assert (host.jobs, host.shared) == (protocol.jobs, protocol.shared)


def test_the_connection_gets_the_address(tmp_path: Path) -> None:
    host = open_host(Address("file", str(tmp_path)), Secret(), Trust(tmp_path), tmp_path)
    (tmp_path / "a.html").write_bytes(b"a")
    assert host.connect().read("a.html") == b"a"


@pytest.mark.parametrize(
    ("scheme", "library"), [("sftp", "asyncssh"), ("s3", "obstore"), ("webdavs", "httpx")]
)
def test_a_missing_extra_is_named(
    scheme: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protocol = PROTOCOLS[scheme]
    monkeypatch.delitem(sys.modules, f"generator.publish.hosts.{protocol.module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(Failed) as error:
        open_host(Address(scheme, "/", "nowhere.kz"), Secret(), Trust(tmp_path), tmp_path)
    problem = error.value.problem
    assert problem.what == "this way of publishing needs a part that is not installed"
    assert dict(problem.values) == {"package": f'"jarshy[{protocol.extra}]"'}


def test_a_protocol_without_an_extra_fails_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "generator.publish.hosts.folder", None)
    with pytest.raises(ImportError):
        open_host(Address("file", "/"), Secret(), Trust(tmp_path), tmp_path)
