"""Where a site can go: the address of a place, what every place can do, what goes wrong there."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.errors import Problem, Unfit, problem, unfit

PORTS = {"ftp": 21, "ftps": 21, "sftp": 22, "webdav": 80, "webdavs": 443}
"""Schemes of hosts that are logged in to, and their usual ports."""

OPEN_SCHEMES = ("ftp", "webdav")
"""Schemes that send the password readable for everybody on the way."""

MOST_READ_BYTES = 200_000_000
"""Of a list or a pack on a host: a site of 20,000 pages has some 20 MB of either."""

_GIT = ("git+https", "git+http", "git+ssh", "git+file")
_OPTIONS = {"s3": ("endpoint", "region"), **dict.fromkeys(_GIT, ("branch",))}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to publish. Holds no password: one in an address is refused."""

    scheme: str  # "file" for a folder
    path: str  # as the place spells it; for s3 the prefix
    host: str = ""  # for s3 the bucket
    port: int = 0
    user: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str:
        """What stands behind the question mark under that name, or ""."""
        return dict(self.options).get(name, "")

    @property
    def login(self) -> str:
        """Whom the password belongs to: the name it is kept under."""
        return f"{self.scheme}://{self.user}@{self.host}" + (f":{self.port}" if self.port else "")

    def __str__(self) -> str:
        if self.scheme == "file":
            return self.path
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port not in (0, PORTS.get(self.scheme)) else ""
        return f"{self.scheme}://{user}{self.host}{port}/{self.path.lstrip('/')}"


def read_address(written: str, where: str, beside: Path = Path()) -> Address:
    """The address; Unfit where it holds a password or names no place. Says nothing it must not.

    A folder that is not written whole is one from `beside`.
    """
    written = written.strip()
    if "://" not in written or re.match(r"[A-Za-z]:[\\/]", written):
        return Address("file", str(beside / Path(written).expanduser()))
    try:
        parts = urlsplit(written)
    except ValueError:
        raise _no_address(where, written) from None
    if parts.password is not None:
        raise unfit(
            where,
            "there is a password in the address to publish to",
            "take it out of the file; it belongs into JARSHY_PUBLISH_PASSWORD",
        )
    options = tuple(sorted(parse_qsl(parts.query)))
    known = _OPTIONS.get(parts.scheme, ())
    if parts.scheme == "file":
        return Address("file", unquote(parts.path))
    if (
        not (parts.scheme in PORTS or parts.scheme in _OPTIONS)
        or any(name not in known for name, _ in options)
        or not (parts.hostname or parts.scheme == "git+file")
    ):
        raise _no_address(where, written)
    try:
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _no_address(where, written) from None
    user, path = unquote(parts.username or ""), unquote(parts.path)
    words = (("user", user), ("host", parts.hostname or ""), *options)
    if not all(_is_harmless(name, value) for name, value in words):
        raise _no_address(where, written)
    return Address(parts.scheme, path, parts.hostname or "", port, user, options)


def _is_harmless(name: str, value: str) -> bool:
    """Whether other programs take it for what it is, and not for an option of theirs."""
    if name == "branch":
        return re.fullmatch(r"\w[\w./-]*", value) is not None
    return value.isprintable() and not value.startswith("-")


def _no_address(where: str, written: str) -> Unfit:
    # Neither what may be a password nor keys behind a question mark are repeated.
    written = re.sub(r"(://[^:@]*):.*@", r"\1:•••@", written, flags=re.DOTALL).partition("?")[0]
    return unfit(
        where,
        "“{address}” is no address to publish to",
        "write for instance sftp://name@example.kz/var/www/site",
        address=written,
    )


@dataclass(frozen=True, slots=True)
class HttpHeaders:
    """What a host should tell browsers about a file."""

    content_type: str = "application/octet-stream"
    cache: str = ""  # the Cache-Control header
    size_bytes: int = 0


class Bytes(Protocol):
    """What can be read from its place on."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; b"" at the end."""


class Connection(Protocol):
    """A connection to a place. Paths are relative to the site's root, "/" between parts.

    Methods raise Failed, and Missing where a file or its folder is not there.
    """

    whole: bool  # whether a write is seen at once or not at all, so that no other name is needed
    resumes: bool  # whether a write can go on in the middle of a file

    def read(self, path: str) -> bytes:
        """A small file."""

    def size(self, path: str) -> int:
        """Bytes of a file that stands there; -1 where there is none."""

    def write(self, path: str, content: Bytes, start: int, nature: HttpHeaders) -> None:
        """Writes what `content` still has to read, from byte `start` of the file on."""

    def rename(self, old: str, new: str) -> None:
        """Moves a file, over another one where there is one."""

    def remove(self, path: str) -> None:
        """Removes a file; a missing one is no failure."""

    def make_folder(self, path: str) -> bool:
        """Makes a folder whose parent is there; False where it is there already."""

    def remove_folder(self, path: str) -> None:
        """Removes a folder if it is empty; nothing else happens."""

    def claim(self, path: str) -> bool:
        """Makes a folder for one computer alone; False where another one was first."""

    def finish(self, words: str) -> None:
        """Makes all of it public, where that is a step of its own."""

    def close(self) -> None:
        """Ends the connection."""


class Failed(Exception):
    """A place did not do what it was asked."""

    def __init__(self, problem: Problem, *, lost: bool = False) -> None:
        super().__init__(problem.what)
        self.problem = problem
        self.lost = lost  # the connection, not the wish: a new one may do better


def failed(where: str, what: str, hint: str = "", **values: object) -> Failed:
    """The exception for a host that did not do what it was asked; arguments as of `problem`."""
    return Failed(problem(where, what, hint, **values))


class Missing(Exception):
    """There is no such file or folder."""


class NoRename(Exception):
    """The place has no renaming at all."""


def broken_list() -> Failed:
    """The list on the server is not one that was written by us."""
    return failed(
        "",
        "the list on the server is broken",
        "remove the folder .jarshy there, then publish with --take-over",
    )


def unreachable(address: Address) -> Failed:
    """The host is not there."""
    return Failed(
        problem(
            address.host,
            "this host does not answer",
            "is the internet there, and the address right? then publish again",
        ),
        lost=True,
    )


def cut(address: Address) -> Failed:
    """The connection went away."""
    return Failed(
        problem(
            address.host,
            "the connection to the host was lost",
            "publish again: it goes on from there",
        ),
        lost=True,
    )


def refused(address: Address) -> Failed:
    """The host knows no such name, or not with this password."""
    return failed(
        address.host,
        "the host does not accept this name or password",
        "check the name in the address, and the password in JARSHY_PUBLISH_PASSWORD",
    )


def denied(address: Address, path: str) -> Failed:
    """The host lets us in, but not write."""
    return failed(
        address.host or address.path,
        "the host does not allow to write here: {path}",
        "is it the right folder? ask the host for the right to write",
        path=path,
    )


def full(address: Address) -> Failed:
    """No room."""
    return failed(
        address.host or address.path,
        "there is no room left on the host",
        "make room there, then publish again: it goes on from there",
    )


def unwritten(address: Address, path: str, reason: str) -> Failed:
    """The host says no, and not clearly why."""
    return failed(
        address.host or address.path,
        "the host did not take {path}: {reason}",
        "is there room left, and the right to write? then publish again",
        path=path,
        reason=reason,
    )


def lacking(extra: str) -> Failed:
    """A library of an extra is not installed."""
    return failed(
        "",
        "this way of publishing needs a part that is not installed",
        "python -m pip install {package}",
        package=f'"jarshy[{extra}]"',
    )
