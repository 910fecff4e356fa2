"""Decides whether to trust a host key or certificate, by those accepted earlier."""

import base64
import hashlib
import re
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from generator.errors import problem
from generator.publish.hosts.host import Untrusted

# X509_V_FLAG_NO_CHECK_TIME of OpenSSL's x509_vfy.h; the ssl module has no name for it.
_NO_CHECK_TIME = 0x200000
_SECONDS = 30


def fingerprint(key: bytes) -> str:
    """The fingerprint as OpenSSH writes it: "SHA256:" and the digest in base64."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Trust:
    """Keys and certificates accepted earlier, and the fingerprint being accepted now."""

    folder: Path
    accepted: str = ""

    def pinned(self, host: str, port: int) -> bytes:
        """The key or certificate accepted for this host; b"" where there is none."""
        try:
            return self._file(host, port).read_bytes()
        except OSError:
            return b""

    def accepts(self, host: str, port: int, key: bytes) -> bool:
        """Whether this key is being accepted now; if so, it is kept for later."""
        if fingerprint(key) != self.accepted:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file(host, port).write_bytes(key)
        return True

    def context(self, host: str, port: int) -> ssl.SSLContext:
        """The TLS settings for this host: the accepted certificate alone, or the usual rules."""
        pinned = self.pinned(host, port)
        if not pinned:
            return ssl.create_default_context()
        context = ssl.create_default_context(cadata=pinned)
        # Exactly this certificate was accepted, whatever names and dates it holds.
        context.check_hostname = False
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VerifyFlags(_NO_CHECK_TIME)
        return context

    def _file(self, host: str, port: int) -> Path:
        return self.folder / re.sub(r"[^\w.-]", "_", f"{host}_{port}")


def trusted_context(trust: Trust, host: str, port: int) -> ssl.SSLContext:
    """The TLS settings for a host, tried once; Failed where its certificate is not trusted."""
    context = trust.context(host, port)
    try:
        _certificate(context, host, port)
    except ssl.SSLCertVerificationError as error:
        certificate = _certificate(blind_context(), host, port)
        if not trust.accepts(host, port, certificate):
            raise untrusted(host, certificate, error.verify_message) from None
        return trust.context(host, port)
    return context


def _certificate(context: ssl.SSLContext, host: str, port: int) -> bytes:
    with (
        socket.create_connection((host, port), timeout=_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        return secure.getpeercert(binary_form=True) or b""


def blind_context() -> ssl.SSLContext:
    """Settings for reading a certificate only; nothing may be sent over such a connection."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def unknown_key(host: str, key: bytes) -> Untrusted:
    """No key of this host has been accepted yet."""
    shown = fingerprint(key)
    unknown = problem(
        host,
        "the key of this host is not known yet: {fingerprint}",
        "is it the one your host names? then: jarshy publish --accept {fingerprint}",
        fingerprint=shown,
    )
    return Untrusted(unknown, shown)


def changed_key(host: str, key: bytes) -> Untrusted:
    """The host presents another key than the known one."""
    shown = fingerprint(key)
    changed = problem(
        host,
        "the host shows another key than before: {fingerprint}",
        "ask the host first, it may be somebody else's; then: "
        "jarshy publish --accept {fingerprint}",
        fingerprint=shown,
    )
    return Untrusted(changed, shown)


def untrusted(host: str, certificate: bytes, reason: str) -> Untrusted:
    """The certificate does not prove the identity of the host."""
    shown = fingerprint(certificate)
    unproven = problem(
        host,
        "the certificate of this host is not trusted ({reason}): {fingerprint}",
        "ask the host to mend it; if it is the right one: jarshy publish --accept {fingerprint}",
        reason=reason,
        fingerprint=shown,
    )
    return Untrusted(unproven, shown)
