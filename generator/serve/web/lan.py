"""This computer's addresses in the room's network, found without asking the internet."""

import socket
from contextlib import suppress

# Nothing is sent: the system only says from which address it would. One of each private network,
# for a computer that has no way out and no default route.
_PLACES = ("10.255.255.254", "172.31.255.254", "192.168.255.254", "192.168.1.254", "192.168.43.1")


def addresses() -> tuple[str, ...]:
    """IPv4 addresses under which a phone finds this computer, the likeliest first."""
    found = [_towards(place) for place in _PLACES]
    with suppress(OSError):
        own = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(address[4][0]) for address in own]
    return tuple(dict.fromkeys(one for one in found if one and not one.startswith("127.")))


def _towards(place: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((place, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
