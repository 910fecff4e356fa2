"""Real servers on loopback, each started for one test: FTP, FTPS, SFTP; and a line to be cut."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import trustme
from cheroot import wsgi
from cheroot.ssl.builtin import BuiltinSSLAdapter
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer
from wsgidav.wsgidav_app import WsgiDAVApp

from tests.support.systems import start_no_server_under_wine
from tests.support.waiting import LAST_RESORT_SECONDS

USER, PASSWORD = "deputat", "құпия-s3cret"
ALL_RIGHTS = "elradfmwMT"


# FTP


@contextmanager
def ftp_server(
    root: Path,
    *,
    certificate: Path | None = None,
    rights: str = ALL_RIGHTS,
    kind: type[FTPHandler] | None = None,
) -> Iterator[int]:
    """pyftpdlib in a thread; gives its port. With a certificate it wants TLS everywhere."""
    start_no_server_under_wine()
    log = logging.getLogger("pyftpdlib")
    log.setLevel(logging.WARNING)
    log.addHandler(logging.NullHandler())  # else it sets up its own, and tells everything
    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, str(root), perm=rights)
    base = kind or (TLS_FTPHandler if certificate else FTPHandler)
    # It would wait for three seconds after a wrong password.
    chosen: dict[str, Any] = {"authorizer": authorizer, "banner": "ready", "auth_failed_timeout": 0}
    if certificate:
        chosen |= {
            "certfile": str(certificate),
            "tls_control_required": True,
            "tls_data_required": True,
        }
    handler = type("Handler", (base,), chosen)
    loop = IOLoop()
    server = FTPServer(("127.0.0.1", 0), handler, ioloop=loop)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            loop.loop(timeout=0.02, blocking=False)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.address[1]
    finally:
        stop.set()
        thread.join()
        server.close_all()


# SFTP


class _Guard(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        del username
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@contextmanager
def ssh_server(
    root: Path,
    key: asyncssh.SSHKey,
    *,
    port: int = 0,
    kind: type[asyncssh.SFTPServer] = asyncssh.SFTPServer,
    users: Path | None = None,
) -> Iterator[int]:
    """An SSH server with SFTP alone, whose root is that folder; gives its port."""
    start_no_server_under_wine()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            port,
            server_factory=_Guard,
            server_host_keys=[key],
            sftp_factory=lambda channel: kind(channel, chroot=str(root).encode()),
            authorized_client_keys=str(users) if users else None,
        )

    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    try:
        yield acceptor.get_port()
    finally:

        async def stop() -> None:
            acceptor.close()
            await acceptor.wait_closed()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


# WebDAV


@contextmanager
def webdav_server(root: Path, *, certificate: Path | None = None) -> Iterator[int]:
    """wsgidav behind cheroot; gives its port."""
    start_no_server_under_wine()
    logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=8)
    if certificate:
        server.ssl_adapter = BuiltinSSLAdapter(str(certificate), str(certificate))
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server.bind_addr[1]
    finally:
        server.stop()
        thread.join()


# Certificates


@dataclass(frozen=True, slots=True)
class Certificates:
    """A good certificate for localhost, an expired one, and who signed them."""

    authority: Path
    good: Path
    expired: Path


def make_certificates(folder: Path) -> Certificates:
    """Writes them as PEM files, key and chain together."""
    from datetime import UTC, datetime, timedelta

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    good = authority.issue_cert("localhost")
    expired = authority.issue_cert(
        "localhost",
        not_after=datetime.now(UTC) - timedelta(days=1),
        not_before=datetime(2020, 1, 1, tzinfo=UTC),
    )
    for name, leaf in (("good", good), ("expired", expired)):
        leaf.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.pem")
    return Certificates(folder / "authority.pem", folder / "good.pem", folder / "expired.pem")


# A line that is cut


_PASSIVE = re.compile(rb"\(127,0,0,1,(\d+),(\d+)\)")


class Line:
    """A TCP proxy that cuts every connection once so many bytes went through it."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._left = -1
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.carried = 0
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: int) -> None:
        """From now on: that many bytes, then nothing, until `mend`."""
        with self._lock:
            self._left = count

    def mend(self) -> None:
        """Lets everything through again."""
        with self._lock:
            self._left = -1

    def close(self) -> None:
        """Ends everything."""
        self._listening.close()
        self._cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._left == 0:
                    near.close()
                    continue
                self._join(near, self._to)

    def _join(self, near: socket.socket, port: int) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", port))
        except OSError:
            near.close()
            return
        for end in (near, far):  # else each small packet waits for 40 ms
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _passive(self, match: re.Match[bytes]) -> bytes:
        """FTP names another port for each file: that goes over this line, too."""
        high, low = int(match[1]), int(match[2])
        listening = socket.create_server(("127.0.0.1", 0))

        def accept() -> None:
            with suppress(OSError):
                listening.settimeout(LAST_RESORT_SECONDS)
                near, _ = listening.accept()
                near.settimeout(None)
                self._join(near, high * 256 + low)
            listening.close()

        threading.Thread(target=accept, daemon=True).start()
        port = listening.getsockname()[1]
        return b"(127,0,0,1,%d,%d)" % (port // 256, port % 256)

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(1 << 14):
                block = _PASSIVE.sub(self._passive, block)
                with self._lock:
                    self.carried += len(block)
                    allowed = len(block) if self._left < 0 else min(len(block), self._left)
                    self._left = self._left if self._left < 0 else self._left - allowed
                    ended = self._left == 0
                sink.sendall(block[:allowed])
                if ended:
                    self.cuts += 1
                    self._cut()
                    return
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _cut(self) -> None:
        with self._lock:
            ends, self._open = self._open, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
