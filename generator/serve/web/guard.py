"""Decide whether a request may come in, and who asks: by its host, origin, device and token."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator.serve.web.entrance import Entrance
from generator.serve.web.rights import Role, Visitor

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
COOKIE = "jarshy-preview"
READING = ("GET", "HEAD")
METHODS = (*READING, "POST", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may see the preview: this computer, and devices that entered a PIN."""

    port: int
    entrance: Entrance = field(default_factory=Entrance)

    @property
    def addresses(self) -> tuple[str, ...]:
        """URLs for phones, the likeliest first; none while they may not come in."""
        return tuple(f"http://{host}:{self.port}/" for host in self.entrance.hosts)

    def is_addressed(self, headers: Mapping[str, str]) -> bool:
        """Whether the request names this server by one of its own hosts.

        Any other host that resolves to it (DNS rebinding) is a site that must not read drafts.
        """
        return self._is_named(headers.get("host", ""))

    def is_own(self, headers: Mapping[str, str], method: str = "GET") -> bool:
        """Whether a request comes from a page of this server, or from a person's address line.

        A link on another site may lead here, but writes nothing.
        """
        origin = headers.get("origin", "")
        if origin and not self._is_own_origin(origin):
            return False
        if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
            return True
        return method in READING and headers.get("sec-fetch-mode") == "navigate"

    def visitor(self, device: str, cookies: Mapping[str, str]) -> Visitor:
        """Who asks: this computer itself, or the role whose PIN a device entered."""
        if is_here(device):
            return Visitor(Role.COMPUTER, may_publish=True)
        role = self.entrance.role_of(cookies.get(COOKIE, "")) or Role.STRANGER
        return Visitor(role, role is Role.AIDE and self.entrance.aide_may_publish)

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
            hosts = (*LOCAL_HOSTS, *self.entrance.hosts)
            return parts.hostname in hosts and (parts.port or 80) == self.port
        except ValueError:
            return False


def is_here(device: str) -> bool:
    """Whether an address is this computer's own."""
    try:
        address = ipaddress.ip_address(device.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
