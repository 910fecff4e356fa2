"""Publishes over FTP and FTPS: explicit, or implicit on port 990."""

import ftplib
import io
import posixpath
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from generator.publish.hosts import failures
from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Connection,
    Failed,
    HttpHeaders,
    Missing,
    NoRename,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust, blind_context, untrusted

_SECONDS = 30
_BLOCK = 1 << 16
_IMPLICIT_PORT = 990

# FTP has no codes for these, so they are recognized by the words of the reply.
_FULL = ("space", "quota", "disk full", "exceeded")
_DENIED = ("denied", "permission", "privilege", "not permitted", "read-only", "read only")
_UNKNOWN_COMMAND = ("500", "502", "504")

# What ftplib raises where the server is gone, or replies with nonsense.
_LOST = (OSError, EOFError, ftplib.Error, ValueError)


class Ftp(Connection):
    """One login. A file is sent under another name, and renamed when it is whole."""

    resumes = True

    def __init__(self, address: Address, secret: Secret, trust: Trust, folder: Path) -> None:
        del folder
        self._address = address
        self._secret = secret
        self._server = _login(address, secret, trust)
        try:
            with self._translate_errors(""):
                # A path is relative to the folder of the login; with two slashes it is absolute.
                self._root = posixpath.join(self._server.pwd(), address.path.removeprefix("/"))
                self._server.voidcmd("TYPE I")
        except BaseException:
            self.close()
            raise

    def read(self, path: str) -> bytes:
        content = BytesIO()

        def take(block: bytes) -> None:
            if content.tell() > MOST_READ_BYTES:
                raise failures.broken_list()
            content.write(block)

        with self._translate_errors(path):
            self._server.retrbinary(f"RETR {self._at(path)}", take, _BLOCK)
        self._check(path, len(content.getvalue()))
        return content.getvalue()

    def size(self, path: str) -> int:
        try:
            with self._translate_errors(path):
                size = self._server.size(self._at(path))
        except (Missing, Failed) as error:
            if isinstance(error, Failed) and error.lost:
                raise
            return -1
        return -1 if size is None else size

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        with self._translate_errors(path):
            # storbinary would send TYPE before every file. REST 0 would mean the same as no REST,
            # but some servers do not know the command at all.
            command = f"STOR {self._at(path)}"
            with self._server.transfercmd(command, start if start else None) as stream:
                while block := content.read(_BLOCK):
                    stream.sendall(block)
                if isinstance(stream, ssl.SSLSocket):
                    stream.unwrap()
            self._server.voidresp()
        self._check(path, headers.size_bytes)

    def rename(self, old: str, new: str) -> None:
        with self._translate_errors(new):
            with _renaming():
                self._server.sendcmd(f"RNFR {self._at(old)}")
            try:
                with _renaming():
                    self._server.voidcmd(f"RNTO {self._at(new)}")
            except ftplib.error_perm:
                # Servers on Windows do not rename over an existing file.
                self._server.delete(self._at(new))
                self._server.rename(self._at(old), self._at(new))

    def remove(self, path: str) -> None:
        with suppress(Missing), self._translate_errors(path):
            self._server.delete(self._at(path))

    def make_folder(self, path: str) -> bool:
        with self._translate_errors(path):
            try:
                self._server.mkd(self._at(path))
            except ftplib.error_perm:
                if not self._is_folder(path):
                    raise
                return False
        return True

    def remove_folder(self, path: str) -> None:
        with suppress(Missing, Failed), self._translate_errors(path):
            self._server.rmd(self._at(path))

    def close(self) -> None:
        with suppress(*ftplib.all_errors):
            self._server.quit()
        self._server.close()

    def _check(self, path: str, size_bytes: int) -> None:
        """FTP ends a file by closing the connection, so a file that was cut off looks whole."""
        if self.size(path) not in (size_bytes, -1):
            raise failures.cut(self._address)

    def _is_folder(self, path: str) -> bool:
        try:
            self._server.cwd(self._at(path))
        except ftplib.error_perm:
            return False
        return True

    def _at(self, path: str) -> str:
        return posixpath.join(self._root, path) if path else self._root

    @contextmanager
    def _translate_errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except ftplib.error_perm as error:
            raise self._to_problem(path, str(error)) from None
        except ftplib.error_temp as error:
            reply = str(error)
            if reply.startswith("452") or any(word in reply.lower() for word in _FULL):
                raise failures.full(self._address) from None
            raise failures.cut(self._address) from None
        except _LOST:
            raise failures.cut(self._address) from None

    def _to_problem(self, path: str, reply: str) -> Exception:
        words = reply.lower()
        if reply.startswith("552") or any(word in words for word in _FULL):
            return failures.full(self._address)
        if any(word in words for word in _DENIED):
            return failures.denied(self._address, path)
        if reply.startswith("550"):
            return Missing(path)
        if reply.startswith("530"):
            return failures.refused(self._address)
        return failures.unwritten(self._address, path, self._secret.hide(reply))


@contextmanager
def _renaming() -> Iterator[None]:
    try:
        yield
    except ftplib.error_perm as error:
        if str(error)[:3] in _UNKNOWN_COMMAND:
            raise NoRename from None
        raise


class _Plain(ftplib.FTP):
    """FTP that accepts replies in any encoding: old servers greet in Windows-1251."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "file" and isinstance(value, io.TextIOWrapper):
            value.reconfigure(errors="replace")
        super().__setattr__(name, value)


class _Tls(_Plain, ftplib.FTP_TLS):
    """FTP over TLS whose data connections resume the session of the control connection: vsftpd
    and ProFTPD accept no others (https://github.com/python/cpython/issues/63699).
    """

    implicit = False

    def connect(
        self,
        host: str = "",
        port: int = 0,
        timeout: float | None = -999,
        source_address: tuple[str, int] | None = None,
    ) -> str:
        if not self.implicit:
            return super().connect(host, port, timeout or -999, source_address)
        self.host, self.port = host, port
        plain = socket.create_connection((host, port), timeout, source_address)
        self.sock = self.context.wrap_socket(plain, server_hostname=host)
        self.af = self.sock.family
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(plain, server_hostname=self.host, session=session), size


def _login(address: Address, secret: Secret, trust: Trust) -> ftplib.FTP:
    is_plain = address.scheme == "ftp"
    try:
        server = _connect(address, None if is_plain else trust.context(address.host, address.port))
    except ssl.SSLCertVerificationError as error:
        certificate = _certificate(address)
        if not trust.accepts(address.host, address.port, certificate):
            raise untrusted(address.host, certificate, error.verify_message) from None
        return _login(address, secret, Trust(trust.folder))
    except _LOST:
        raise failures.unreachable(address) from None
    try:
        server.login(secret.user or "anonymous", secret.password)
        if isinstance(server, _Tls):
            server.prot_p()
    except ftplib.error_perm:
        server.close()
        raise failures.refused(address) from None
    except _LOST:
        server.close()
        raise failures.cut(address) from None
    return server


def _connect(address: Address, context: ssl.SSLContext | None) -> ftplib.FTP:
    server = _Tls(encoding="utf-8", context=context) if context else _Plain(encoding="utf-8")
    try:
        if isinstance(server, _Tls):
            server.implicit = address.port == _IMPLICIT_PORT
        server.connect(address.host, address.port, _SECONDS)
        if isinstance(server, _Tls) and not server.implicit:
            server.auth()
    except BaseException:
        server.close()
        raise
    return server


def _certificate(address: Address) -> bytes:
    """The certificate that the host presents; nothing is sent to the host."""
    try:
        server = _connect(address, blind_context())
    except _LOST:
        raise failures.unreachable(address) from None
    with closing(server):
        sock = server.sock
        certificate = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else b""
        return certificate or b""
