"""Trust in keys and certificates: what was accepted, and what that means for TLS."""

import ssl
from pathlib import Path

import pytest
import trustme

from generator.publish.hosts.trust import Trust, changed_key, fingerprint, unknown_key, untrusted


def test_a_fingerprint_is_written_as_openssh_does() -> None:
    # printf '' | openssl dgst -sha256 -binary | base64, without the padding
    assert fingerprint(b"") == "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"


def test_only_the_named_key_is_accepted_and_it_is_kept(tmp_path: Path) -> None:
    trust = Trust(tmp_path / "trusted", fingerprint(b"right"))
    assert not trust.accepts("example.kz", 22, b"wrong")
    assert trust.pinned("example.kz", 22) == b""
    assert trust.accepts("example.kz", 22, b"right")
    later = Trust(tmp_path / "trusted")
    assert later.pinned("example.kz", 22) == b"right"
    assert later.pinned("example.kz", 2222) == later.pinned("example.org", 22) == b""
    assert not later.accepts("example.kz", 22, b"right"), "nothing is being accepted now"


def test_a_host_is_no_way_out_of_the_folder(tmp_path: Path) -> None:
    trust = Trust(tmp_path / "trusted", fingerprint(b"key"))
    for host in ("::1", "../../x"):
        assert trust.accepts(host, 22, b"key")
        assert trust.pinned(host, 22) == b"key"
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {tmp_path / "trusted"}


def test_an_accepted_certificate_is_the_only_one(tmp_path: Path) -> None:
    leaf = trustme.CA().issue_cert("elsewhere.kz").cert_chain_pems[0].bytes().decode()
    certificate = ssl.PEM_cert_to_DER_cert(leaf)
    trust = Trust(tmp_path, fingerprint(certificate))
    usual = trust.context("example.kz", 990)
    assert usual.check_hostname and usual.verify_mode is ssl.CERT_REQUIRED
    assert trust.accepts("example.kz", 990, certificate)
    pinned = trust.context("example.kz", 990)
    assert not pinned.check_hostname
    assert pinned.verify_mode is ssl.CERT_REQUIRED
    assert pinned.verify_flags & ssl.VERIFY_X509_PARTIAL_CHAIN
    assert len(pinned.get_ca_certs()) == 0, "a leaf is no authority"


@pytest.mark.parametrize("failure", [unknown_key, changed_key])
def test_a_doubtful_key_is_named(failure: object) -> None:
    assert callable(failure)
    problem = failure("example.kz", b"").problem
    assert problem.where == "example.kz"
    assert dict(problem.values)["fingerprint"] == fingerprint(b"")
    assert "--accept {fingerprint}" in problem.hint


def test_a_certificate_is_doubted_with_the_reason() -> None:
    problem = untrusted("example.kz", b"", "certificate has expired").problem
    assert dict(problem.values)["reason"] == "certificate has expired"
