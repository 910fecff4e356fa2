"""Tries where the site will stand, in the thread of a job: what is typed is used, not written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Problem
from generator.intake.deputy_toml import home_of
from generator.intake.site_toml import clean_url
from generator.model import Site
from generator.publish.hosts.host import Address, LoginRefused, failed, read_address
from generator.publish.hosts.secrets import can_keep
from generator.publish.known_releases import open_known_releases
from generator.publish.trial import try_host
from generator.publish.verify import hosted_abroad
from generator.release.at_host import Visit, at_host
from generator.release.destination import Destination, readable_on_the_way
from generator.studio.sending.job import Job, Phase
from generator.studio.setup.place import Place, address_of


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried."""

    content: Path
    cache: Path
    place: Place
    url: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _TrialAsker:
    """Asks about an unknown key; where the password is refused, the page says so."""

    job: Job

    def allowed(self, questions: Sequence[Problem]) -> Iterator[Problem]:
        return iter(questions)

    def password(self, address: Address, *, refused: bool) -> str:
        return ""

    def may_keep_password(self, address: Address) -> bool:
        return can_keep()

    def trusts(self, host: str, fingerprint: str) -> bool:
        is_theirs = self.job.ask(Phase.KEY, host=host, fingerprint=fingerprint)
        self.job.show(Phase.CHECKING)
        return bool(is_theirs)

    def may_drop(self, files: int) -> bool:
        return False

    def may_rewrite(self) -> bool:
        return False


def try_place(trial: Trial, job: Job, typed: dict[str, str]) -> None:
    """Sign in, write, rename, read as a reader, remove; a password that works is kept.

    Without a keyring it goes into `typed`, by login. Raises Failed, Unfit and Stopped.
    """
    url, written = clean_url(trial.url), address_of(trial.place)
    address = read_address(written, "site.toml", home_of(trial.content))
    memory = open_known_releases(trial.cache, address)
    destination = Destination(address, Site(url=url), trial.cache, memory)
    visit = Visit(destination, _TrialAsker(job), password=trial.password)
    try:
        doubts = at_host(visit, lambda request: try_host(request, url))
    except LoginRefused as refused:
        raise failed(
            address.host,
            refused.problem.what,
            "copy both from the letter again, with no space at either end",
        ) from None
    if trial.password and not can_keep():
        typed[address.login] = trial.password
    abroad = hosted_abroad(url, address) if url else ()
    job.show(Phase.DONE, publish=written, doubts=(*readable_on_the_way(address), *doubts, *abroad))
