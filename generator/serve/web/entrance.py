"""Where phones come in: a PIN for each role, and a token for each phone that entered one."""

import hmac
import secrets
from collections.abc import Iterable

from generator.serve.web.rights import Role

_DIGITS = 6
_TRIES_EACH = 5  # for one device
_TRIES_IN_ALL = 25  # for all devices together: with two PINs, one chance in 20,000


class Entrance:
    """The phones' way in. Closed at first; each opening has new PINs, and knows no phone."""

    def __init__(self, *roles: Role) -> None:
        self._roles = roles
        self.hosts: tuple[str, ...] = ()  # this computer's addresses, where phones ask for it
        self.aide_may_publish = False
        self._numbers: dict[Role, str] = {}
        self._tokens: dict[str, Role] = {}
        self._wrong: dict[str, int] = {}

    @property
    def is_open(self) -> bool:
        return bool(self._numbers)

    def open(self, hosts: Iterable[str]) -> None:
        """Let phones in that enter a PIN; what was known of phones is forgotten."""
        self.close()
        self.hosts = tuple(hosts)
        numbers: set[str] = set()
        while len(numbers) < len(self._roles):
            numbers.add(f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}")
        self._numbers = dict(zip(self._roles, numbers, strict=True))

    def close(self) -> None:
        """Let nobody in, and nobody stay."""
        self.hosts, self.aide_may_publish = (), False
        self._numbers, self._tokens, self._wrong = {}, {}, {}

    def number(self, role: Role) -> str:
        """The PIN of that role; "" while closed, and for a role that has none."""
        return self._numbers.get(role, "")

    def is_shut(self, device: str) -> bool:
        """Whether a device, or all of them together, guessed too often since the opening."""
        in_all = sum(self._wrong.values())
        return self._wrong.get(device, 0) >= _TRIES_EACH or in_all >= _TRIES_IN_ALL

    def enter(self, number: str, device: str) -> str:
        """A token for a right number; "" for a wrong one, and for a device that is shut out."""
        if self.is_shut(device):
            return ""
        role = _entry(self._numbers.items(), number.strip())
        if role is None:
            self._wrong[device] = self._wrong.get(device, 0) + 1
            return ""
        token = secrets.token_urlsafe(32)
        self._tokens[token] = role
        return token

    def role_of(self, token: str) -> Role | None:
        """The role that came with a token; None for one that `enter` did not return."""
        return _entry(((role, known) for known, role in self._tokens.items()), token)


def _entry(secrets_by_role: Iterable[tuple[Role, str]], said: str) -> Role | None:
    """The role whose secret was said, without telling by the time taken how much was right."""
    roles = [
        role
        for role, secret in list(secrets_by_role)
        if hmac.compare_digest(secret.encode(), said.encode("utf-8", "replace"))
    ]
    return roles[0] if roles else None
