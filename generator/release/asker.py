"""What publishing asks of a person: answered at a terminal, or on a page of the studio."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from generator.errors import Problem
from generator.publish.hosts.host import Address


class Asker(Protocol):
    """Puts each question to a person when it comes up. Where nobody is there, the answer is no."""

    def allowed(self, questions: Sequence[Problem]) -> Iterator[Problem]:
        """Those of the questions about personal numbers that are answered with yes.

        A yes is remembered as soon as it is yielded.
        """

    def password(self, address: Address, *, refused: bool) -> str:
        """The password for that login, or ""; `refused` where the host did not take the last."""

    def may_keep_password(self, address: Address) -> bool:
        """Whether this computer remembers the password that was typed, and worked."""

    def trusts(self, host: str, fingerprint: str) -> bool:
        """Whether that key or certificate, unknown so far, is the host's."""

    def may_drop(self, files: int) -> bool:
        """Whether so many pages may go from the site at once."""

    def may_rewrite(self) -> bool:
        """Whether the history of a branch may go, commits of others among it."""
