"""A person who answers what publishing asks from a list made beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.errors import Problem
from generator.publish.hosts.host import Address


@dataclass
class Answers:
    """Answers each question as written down here, and notes what was asked."""

    passwords: list[str] = field(default_factory=list)  # typed, in turn
    keeps: bool = False
    trusted: str = ""  # the fingerprint that is accepted
    agreed: Sequence[Problem] = ()
    drops: bool = False
    asked: list[object] = field(default_factory=list)

    def allowed(self, questions: Sequence[Problem]) -> Iterator[Problem]:
        return (question for question in questions if question in self.agreed)

    def password(self, address: Address, *, refused: bool) -> str:
        self.asked.append("again" if refused else address.login)
        return self.passwords.pop(0) if self.passwords else ""

    def may_keep_password(self, address: Address) -> bool:
        self.asked.append("keep")
        return self.keeps

    def trusts(self, host: str, fingerprint: str) -> bool:
        self.asked.append(fingerprint)
        return fingerprint == self.trusted

    def may_drop(self, files: int) -> bool:
        self.asked.append(files)
        return self.drops

    def may_rewrite(self) -> bool:
        return self.drops
