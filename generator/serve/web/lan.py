"""Find this computer's addresses in the local network, without asking the internet."""

import socket
from contextlib import suppress

# Nothing is sent: the system only says from which address it would send. One address of each
# private network, for a computer without a default route.
_TARGETS = ("10.255.255.254", "172.31.255.254", "192.168.255.254", "192.168.1.254", "192.168.43.1")


def addresses() -> tuple[str, ...]:
    """IPv4 addresses at which a phone reaches this computer, the likeliest first."""
    hosts = [_source_address(target) for target in _TARGETS]
    with suppress(OSError):
        entries = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        hosts += [str(entry[4][0]) for entry in entries]
    return tuple(dict.fromkeys(host for host in hosts if host and not host.startswith("127.")))


def _source_address(target: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((target, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
