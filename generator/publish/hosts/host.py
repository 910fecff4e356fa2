"""The address of a site on a host, and what a connection to any kind of host can do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.errors import Problem, Unfit, problem, unfit
from generator.intake.site_toml import check_drive
from generator.publish.hosts.protocols import PROTOCOLS

MOST_READ_BYTES = 200_000_000
"""The largest list or pack read from a host. A site of 20,000 pages has about 20 MB of either."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to publish. Never holds a password: `read_address` refuses one."""

    scheme: str  # "file" for a folder
    path: str  # as the host spells it; for s3 the prefix
    host: str = ""  # for s3 the bucket
    port: int = 0
    user: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str:
        """The option of that name behind the question mark, or ""."""
        return dict(self.options).get(name, "")

    @property
    def login(self) -> str:
        """The account that a password belongs to: the name under which a keyring keeps it."""
        return f"{self.scheme}://{self.user}@{self.host}" + (f":{self.port}" if self.port else "")

    def __str__(self) -> str:
        if self.scheme == "file":
            return self.path
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port not in (0, PROTOCOLS[self.scheme].port) else ""
        return f"{self.scheme}://{user}{self.host}{port}/{self.path.lstrip('/')}"


def read_address(written: str, where: str, beside: Path = Path()) -> Address:
    """The address in `written`, a setting of the file or option `where`.

    A relative folder is taken from `beside`. Raises Unfit where there is a password in it, or no
    host that Jarshy knows; its problem repeats nothing that may be a secret.
    """
    written = written.strip()
    check_drive(written, where)
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
    if parts.scheme == "file":
        return Address("file", unquote(parts.path))
    protocol = PROTOCOLS.get(parts.scheme)
    if protocol is None or not (parts.hostname or parts.scheme == "git+file"):
        raise _no_address(where, written)
    try:
        port = parts.port or protocol.port
    except ValueError:
        raise _no_address(where, written) from None
    options = tuple(sorted(parse_qsl(parts.query)))
    host, user, path = parts.hostname or "", unquote(parts.username or ""), unquote(parts.path)
    if any(name not in protocol.options for name, _ in options) or not all(
        _is_harmless(name, value) for name, value in (("user", user), ("host", host), *options)
    ):
        raise _no_address(where, written)
    return Address(parts.scheme, path, host, port, user, options)


def _is_harmless(name: str, value: str) -> bool:
    """Whether other programs cannot take the value for an option of theirs."""
    if name == "branch":
        return re.fullmatch(r"\w[\w./-]*", value) is not None
    return value.isprintable() and not value.startswith("-")


def _no_address(where: str, written: str) -> Unfit:
    # What may be a password is not repeated, nor are keys behind a question mark.
    written = re.sub(r"(://[^:@]*):.*@", r"\1:•••@", written, flags=re.DOTALL).partition("?")[0]
    return unfit(
        where,
        "“{address}” is no address to publish to",
        "write for instance sftp://name@example.kz/var/www/site",
        address=written,
    )


@dataclass(frozen=True, slots=True)
class HttpHeaders:
    """What a host should send to browsers with a file."""

    content_type: str = "application/octet-stream"
    cache: str = ""  # the Cache-Control header
    size_bytes: int = 0


class Bytes(Protocol):
    """A stream of bytes, read from its current position."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; b"" at the end."""


class Connection(ABC):
    """A connection to a host. Paths are relative to the site's root, "/" between parts.

    Methods raise Failed, and Missing where a file or its folder does not exist.
    """

    whole: bool = False  # whether a write shows at once or not at all: no other name is needed
    resumes: bool = False  # whether a write can start in the middle of a file
    has_history: bool = False  # whether there was a release before the one that is public

    @abstractmethod
    def read(self, path: str) -> bytes:
        """A small file; Failed where it is larger than MOST_READ_BYTES."""

    @abstractmethod
    def size(self, path: str) -> int:
        """The size of a file in bytes; -1 where there is none."""

    @abstractmethod
    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        """Writes the rest of `content` into a file, from its byte `start` on."""

    def rename(self, old: str, new: str) -> None:
        """Moves a file, replacing another; raises NoRename where the host cannot."""
        raise NoRename

    @abstractmethod
    def remove(self, path: str) -> None:
        """Removes a file, if it exists."""

    @abstractmethod
    def make_folder(self, path: str) -> bool:
        """Makes a folder whose parent exists; False where it exists already."""

    def remove_folder(self, path: str) -> None:
        """Removes a folder if it is empty; otherwise does nothing."""
        return  # some hosts have no folders

    def claim(self, path: str) -> bool:
        """Makes a folder that only one computer can make; False where another did so first."""
        return self.make_folder(path)

    def finish(self, release: str, *, forget: bool = False) -> None:
        """Makes the release public, on hosts where that is a separate step.

        With `forget` the host's history goes; HistoryKept where the host does not allow that.
        """
        return

    def close(self) -> None:
        """Ends the connection."""
        return


@dataclass(frozen=True, slots=True)
class Host:
    """A host to publish to, and how many files it takes at a time."""

    connect: Callable[[], Connection]
    jobs: int
    shared: bool  # whether all threads use one connection
    keeps_history: bool = False  # whether it gives out what any former release held


class Failed(Exception):
    """A host did not do what it was asked."""

    def __init__(self, problem: Problem, *, lost: bool = False) -> None:
        super().__init__(problem.what)
        self.problem = problem
        self.lost = lost  # the connection broke: a new one may do better


class HistoryKept(Failed):
    """The host does not let its history go; nothing was changed."""


class LoginRefused(Failed):
    """The host does not accept the name or the password."""


class Occupied(Failed):
    """Where a file would go lies one of somebody else; nothing was changed."""


class Untrusted(Failed):
    """The host shows a key or certificate that nobody has accepted yet."""

    def __init__(self, problem: Problem, fingerprint: str) -> None:
        super().__init__(problem)
        self.fingerprint = fingerprint


def failed(
    where: str, what: str, hint: str = "", *, lost: bool = False, **values: object
) -> Failed:
    """The exception for a host that did not do what it was asked; arguments as of `problem`."""
    return Failed(problem(where, what, hint, **values), lost=lost)


class Missing(Exception):
    """There is no such file or folder."""


class NoRename(Exception):
    """The host cannot rename files."""
