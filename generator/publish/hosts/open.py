"""Opens the host behind an address; the library of its protocol is loaded only then."""

from importlib import import_module
from pathlib import Path

from generator.publish.hosts.failures import lacking
from generator.publish.hosts.host import Address, Host
from generator.publish.hosts.protocols import PROTOCOLS
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust


def open_host(address: Address, secret: Secret, trust: Trust, folder: Path) -> Host:
    """The host, not yet connected to. Its connections may keep files in `folder`.

    Raises Failed where the extra for this protocol is not installed.
    """
    protocol = PROTOCOLS[address.scheme]
    try:
        module = import_module(f"generator.publish.hosts.{protocol.module}")
    except ImportError:
        if not protocol.extra:
            raise
        raise lacking(protocol.extra) from None
    connect = getattr(module, protocol.connection)
    return Host(
        lambda: connect(address, secret, trust, folder),
        jobs=protocol.jobs,
        shared=protocol.shared,
        keeps_history=protocol.keeps_history,
    )
