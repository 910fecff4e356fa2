"""Where a site stands: from the fields of a letter to an address to publish to, and back."""

from urllib.parse import quote, urlsplit

import msgspec

from generator.errors import unfit
from generator.publish.hosts.discover_protocol import discover_protocol
from generator.publish.hosts.host import read_address
from generator.publish.hosts.protocols import PROTOCOLS

FILES = ("ftps", "sftp", "ftp")
"""The protocols that a letter of a hosting company means."""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of the page."""

    kind: str = "files"  # or "folder", "other"
    protocol: str = ""  # of FILES; "" to find out
    server: str = ""
    folder: str = ""
    login: str = ""
    path: str = ""  # of a folder here
    other: str = ""  # an address as site.toml has it


def place_of(publish: str) -> Place:
    """The fields for what the settings name."""
    if not publish:
        return Place()
    scheme = publish.partition("://")[0]
    if scheme not in FILES or "://" not in publish:
        is_folder = "://" not in publish
        return Place("folder", path=publish) if is_folder else Place("other", other=publish)
    address = read_address(publish, "site.toml")
    usual = PROTOCOLS[scheme].port
    server = address.host + (f":{address.port}" if address.port not in (0, usual) else "")
    return Place("files", scheme, server, address.path, address.user)


def address_of(place: Place) -> str:
    """What the settings then say; "" where nothing was filled in.

    Raises Unfit for fields that make no address, and Failed where nothing answers at a server whose
    protocol is not chosen.
    """
    match place.kind:
        case "folder":
            return place.path.strip()
        case "other":
            return place.other.strip()
    return _files_address(place)


def _files_address(place: Place) -> str:
    written = place.server.strip()
    if not written:
        return ""
    scheme, _, rest = written.rpartition("://")
    parts = urlsplit(f"//{rest.strip('/')}")
    try:
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        host, port = "", 0
    if not host or parts.path or (scheme and scheme not in FILES):
        raise unfit(
            written, "this is no name of a server", "copy it from the letter: ftp.example.kz"
        )
    protocol = scheme or (place.protocol if place.protocol in FILES else "")
    protocol = protocol or discover_protocol(host, port)
    login = f"{quote(place.login.strip(), safe='')}@" if place.login.strip() else ""
    folder = quote(place.folder.strip().lstrip("/"), safe="/")
    return f"{protocol}://{login}{host}{f':{port}' if port else ''}/{folder}"
