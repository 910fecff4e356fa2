"""Asks on the page what publishing has to know; passwords stay in this process and the keyring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.errors import Problem
from generator.publish.hosts.host import Address
from generator.publish.hosts.secrets import can_keep
from generator.studio.sending.job import Job, Phase


@dataclass(frozen=True, slots=True)
class TypedPassword:
    """What a person typed."""

    password: str = field(repr=False)
    keep: bool = False


@dataclass(slots=True)
class PageAsker:
    """The person at the page. What was typed is remembered as long as the studio runs."""

    job: Job
    typed: dict[str, str] = field(repr=False)  # passwords of this session, by login
    agreed: frozenset[str] = frozenset()  # what the ticked questions ask
    drops: bool = False  # whether many pages may go, or a branch's history
    _last: TypedPassword | None = field(default=None, repr=False)
    _offered: bool = False

    def allowed(self, questions: Sequence[Problem]) -> Iterator[Problem]:
        """Those that were ticked."""
        return (question for question in questions if question.asks in self.agreed)

    def password(self, address: Address, *, refused: bool) -> str:
        """The one of this session, or the one that is typed now."""
        known = self.typed.get(address.login, "")
        if known and not self._offered:
            self._offered = True
            return known
        self.typed.pop(address.login, None)
        before = self.job.state
        self._last = self.job.ask(
            Phase.PASSWORD, login=_account(address), refused=refused, can_keep=can_keep()
        )
        self.job.show(before.phase, **before.facts)
        return self._last.password if self._last else ""

    def may_keep_password(self, address: Address) -> bool:
        """As the tick beside it says."""
        if self._last is None:
            return False
        self.typed[address.login] = self._last.password
        return self._last.keep

    def trusts(self, host: str, fingerprint: str) -> bool:
        """Whether a person finds the key in the letter of the host."""
        before = self.job.state
        is_theirs = self.job.ask(Phase.KEY, host=host, fingerprint=fingerprint)
        self.job.show(before.phase, **before.facts)
        return bool(is_theirs)

    def may_drop(self, files: int) -> bool:
        return self.drops

    def may_rewrite(self) -> bool:
        return self.drops


def _account(address: Address) -> str:
    """How a letter of the host would name it."""
    return f"{address.user}@{address.host}" if address.user else address.host
