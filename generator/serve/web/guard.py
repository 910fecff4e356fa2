"""A request in, whether it may come in out: by whom, from where, and with which PIN."""

import hmac
import ipaddress
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
COOKIE = "jarshy-preview"

_DIGITS = 6
_TRIES_EACH = 5  # of one device
_TRIES_IN_ALL = 25  # of all devices together: 25 of 1,000,000 PINs


class Pin:
    """A number that lets a phone in; whoever guesses too often is shut out until the next start."""

    def __init__(self) -> None:
        self.number = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        self._tokens: set[str] = set()
        self._wrong: dict[str, int] = {}

    def is_shut(self, device: str) -> bool:
        """Whether that device has used up its tries."""
        in_all = sum(self._wrong.values())
        return self._wrong.get(device, 0) >= _TRIES_EACH or in_all >= _TRIES_IN_ALL

    def enter(self, given: str, device: str) -> str:
        """A token for the right number; "" for a wrong one, and for whoever is shut out."""
        if self.is_shut(device):
            return ""
        if not hmac.compare_digest(given.strip().encode(), self.number.encode()):
            self._wrong[device] = self._wrong.get(device, 0) + 1
            return ""
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return token

    def knows(self, token: str) -> bool:
        """Whether it gave that token out."""
        return any(hmac.compare_digest(token.encode(), one.encode()) for one in self._tokens)


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may see the preview: this computer, and with `pin` the devices that know it."""

    port: int
    hosts: tuple[str, ...] = LOCAL_HOSTS
    pin: Pin | None = None
    _local: tuple[str, ...] = field(default=LOCAL_HOSTS, repr=False)

    def is_addressed(self, headers: Mapping[str, str]) -> bool:
        """Whether the request means this server by a name of its own.

        Another name that leads here (DNS rebinding) belongs to a site that must not read drafts.
        """
        host, port = _split(headers.get("host", ""))
        return host in self.hosts and port == self.port

    def is_own(self, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from a page of this server, or was typed by a person."""
        origin = headers.get("origin", "")
        if origin and not self._is_own_origin(origin):
            return False
        site = headers.get("sec-fetch-site", "none")
        return site in ("none", "same-origin") or headers.get("sec-fetch-mode") == "navigate"

    def is_known(self, device: str, cookies: Mapping[str, str]) -> bool:
        """Whether a device may see drafts: this computer itself, or one that knew the PIN."""
        if self.is_here(device):
            return True
        return self.pin is not None and self.pin.knows(cookies.get(COOKIE, ""))

    def is_here(self, device: str) -> bool:
        """Whether the device is this computer."""
        try:
            address = ipaddress.ip_address(device.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return (mapped or address).is_loopback

    def _is_own_origin(self, origin: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        host, port = _split(parts.netloc)
        return parts.scheme == "http" and host in self.hosts and port == self.port


def with_addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    """The names of this server: its own, and its addresses in the network."""
    return (*LOCAL_HOSTS, *addresses)


def _split(netloc: str) -> tuple[str, int]:
    """Host and port of "127.0.0.1:8000" or "[::1]:8000"; port 80 where none stands, -1 for none."""
    try:
        parts = urlsplit(f"//{netloc}")
        return parts.hostname or "", parts.port or 80
    except ValueError:
        return "", -1
