"""Finds out which protocol a host of files speaks, from what it answers before any login."""

import ftplib
import socket
from contextlib import closing

from generator.publish.hosts import failures
from generator.publish.hosts.host import Address
from generator.publish.hosts.protocols import PROTOCOLS

_SECONDS = 8.0
_SSH = b"SSH-"


def discover_protocol(host: str, port: int = 0) -> str:
    """The scheme to use: "ftps" before "sftp" before "ftp"; with a port, what answers there.

    Letters of hosting companies name FTP most often, and its password may not be one of SSH.
    Raises Failed where nothing answers.
    """
    ftp_port, ssh_port = port or PROTOCOLS["ftp"].port, port or PROTOCOLS["sftp"].port
    speaks_ftp = _greeting(host, ftp_port).startswith(b"2")
    if speaks_ftp and _offers_tls(host, ftp_port):
        return "ftps"
    if _greeting(host, ssh_port) == _SSH:
        return "sftp"
    if speaks_ftp:
        return "ftp"
    raise failures.unreachable(Address("ftp", "", host, port))


def _greeting(host: str, port: int) -> bytes:
    """The first letters that a server says; b"" where none answers."""
    try:
        with socket.create_connection((host, port), _SECONDS) as link:
            return link.recv(len(_SSH))
    except (OSError, UnicodeError):
        return b""


def _offers_tls(host: str, port: int) -> bool:
    server = ftplib.FTP(timeout=_SECONDS)
    try:
        with closing(server):
            server.connect(host, port)
            server.voidcmd("AUTH TLS")
    except (OSError, EOFError, UnicodeError, ftplib.Error):
        return False
    return True
