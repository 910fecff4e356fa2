"""Does something at the host: with its key accepted, and the password known or asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from generator.publish.hosts.host import LoginRefused, Untrusted
from generator.publish.hosts.open import open_host
from generator.publish.hosts.secrets import Secret, find_secret, keep_secret
from generator.publish.hosts.trust import Trust
from generator.publish.request import PublishRequest, SoFar
from generator.release.asker import Asker
from generator.release.destination import Destination

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person allowed beforehand."""

    accept: str = ""  # fingerprint of a host's new key or certificate
    take_over: bool = False  # replace another computer's release, and files of others
    forget: bool = False  # keep nothing of earlier releases on the host


@dataclass(frozen=True, slots=True)
class Visit:
    """One errand to the host."""

    destination: Destination
    asker: Asker
    terms: Terms = Terms()
    show: Callable[[SoFar], None] = lambda so_far: None
    password: str = field(default="", repr=False)  # typed beforehand: before what is known

    def request(self, secret: Secret) -> PublishRequest:
        """The request for this host with that password."""
        destination, terms = self.destination, self.terms
        trust = Trust(destination.cache / "publish" / "trusted", terms.accept)
        folder = destination.memory.folder
        return PublishRequest(
            open_host(destination.address, secret, trust, folder),
            destination.memory,
            show=self.show,
            may_drop=self.asker.may_drop,
            may_rewrite=self.asker.may_rewrite,
            take_over=terms.take_over,
            forget=terms.forget,
        )


def at_host(visit: Visit, work: Callable[[PublishRequest], T]) -> T:
    """Does the work with the known password, or one that is asked for and may then be kept.

    Where the host shows an unknown key or refuses the password, the person is asked, and the work
    begins anew. Raises Failed.
    """
    address, asker = visit.destination.address, visit.asker
    secret, typed = find_secret(address), visit.password
    if typed:
        secret = replace(secret, password=typed)
    elif not secret.password and visit.destination.protocol.needs_password:
        typed = asker.password(address, refused=False)
        secret = replace(secret, password=typed)
    while True:
        try:
            done = work(visit.request(secret))
            break
        except Untrusted as error:
            if not asker.trusts(error.problem.where, error.fingerprint):
                raise
            visit = replace(visit, terms=replace(visit.terms, accept=error.fingerprint))
        except LoginRefused:
            typed = asker.password(address, refused=True)
            if not typed:
                raise
            secret = replace(secret, password=typed)
    if typed and asker.may_keep_password(address):
        keep_secret(address, secret)
    return done
