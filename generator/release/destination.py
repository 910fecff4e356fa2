"""Where a site goes: the host that is named, and what this computer knows of it."""

from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, Unfit, doubt, unfit
from generator.intake.deputy_toml import home_of, parent_region, settings_name, settings_of
from generator.intake.settings import LostKey
from generator.model import Site
from generator.publish.hosts.host import Address, read_address
from generator.publish.hosts.protocols import PROTOCOLS, Protocol
from generator.publish.known_releases import KnownReleases, open_known_releases

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a site goes, and what is known of it."""

    address: Address
    site: Site
    cache: Path
    memory: KnownReleases

    @property
    def protocol(self) -> Protocol:
        """What its host can do."""
        return PROTOCOLS[self.address.scheme]


def find_destination(content: Path, cache: Path, to: str = "") -> Destination:
    """The host that `to` or else the settings name; Unfit where there is none."""
    settings = settings_name(parent_region(content))
    lost: list[LostKey] = []
    site = settings_of(content, lost)
    wrong = next((one.problem for one in lost if one.key == "publish"), None)
    if wrong and not to:
        raise Unfit(wrong)
    if to:
        address = read_address(to, "--to")
    elif site.publish:
        address = read_address(site.publish, settings, home_of(content))
    else:
        raise unfit(
            settings,
            "it is not said where to publish",
            'write publish = "sftp://name@example.kz/var/www/site", or --to',
        )
    return Destination(address, site, cache, open_known_releases(cache, address))


def readable_on_the_way(address: Address) -> tuple[Problem, ...]:
    """A doubt where the password goes through the network without encryption."""
    if PROTOCOLS[address.scheme].encrypted or address.host in _LOCAL_HOSTS:
        return ()
    return (
        doubt(
            address.host,
            "the password goes to this host readable for everybody on the way",
            "if it has SFTP or FTPS, use that",
        ),
    )
