"""Decide whether a request may come in: by its host, origin, device and PIN."""

import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
COOKIE = "jarshy-preview"

_DIGITS = 6
_TRIES_EACH = 5  # for one device
_TRIES_IN_ALL = 25  # for all devices together: 25 of 1,000,000 PINs


class Pin:
    """A number that lets a phone in; too many wrong guesses shut it out until the next start."""

    def __init__(self) -> None:
        self.number = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        self._tokens: set[str] = set()
        self._wrong: dict[str, int] = {}

    def is_shut(self, device: str) -> bool:
        in_all = sum(self._wrong.values())
        return self._wrong.get(device, 0) >= _TRIES_EACH or in_all >= _TRIES_IN_ALL

    def enter(self, number: str, device: str) -> str:
        """A token for the right number; "" for a wrong one, and for a device that is shut out."""
        if self.is_shut(device):
            return ""
        if not hmac.compare_digest(number.strip().encode(), self.number.encode()):
            self._wrong[device] = self._wrong.get(device, 0) + 1
            return ""
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return token

    def knows(self, token: str) -> bool:
        """Whether `enter` returned that token."""
        return any(hmac.compare_digest(token.encode(), known.encode()) for known in self._tokens)


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may see the preview: this computer, and with `pin` the devices that entered it."""

    port: int
    hosts: tuple[str, ...] = LOCAL_HOSTS
    pin: Pin | None = None

    def is_addressed(self, headers: Mapping[str, str]) -> bool:
        """Whether the request names this server by one of its own hosts.

        Any other host that resolves to it (DNS rebinding) is a site that must not read drafts.
        """
        return self._is_named(headers.get("host", ""))

    def is_own(self, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from a page of this server, or from a person's address line."""
        origin = headers.get("origin", "")
        if origin and not self._is_own_origin(origin):
            return False
        site = headers.get("sec-fetch-site", "none")
        return site in ("none", "same-origin") or headers.get("sec-fetch-mode") == "navigate"

    def is_known(self, device: str, cookies: Mapping[str, str]) -> bool:
        """Whether a device may see drafts: this computer itself, or one that entered the PIN."""
        if self.is_here(device):
            return True
        return self.pin is not None and self.pin.knows(cookies.get(COOKIE, ""))

    def is_here(self, device: str) -> bool:
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
        return parts.scheme == "http" and self._is_named(parts.netloc)

    def _is_named(self, netloc: str) -> bool:
        """Whether "127.0.0.1:8000" or "[::1]:8000" is a host and the port of this server."""
        try:
            parts = urlsplit(f"//{netloc}")
            return parts.hostname in self.hosts and (parts.port or 80) == self.port
        except ValueError:
            return False
