"""An address in, its password out: from the environment, the keyring, or whoever sits there."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec

from generator.publish.hosts.host import Address

SERVICE = "jarshy"

PASSWORD = "JARSHY_PUBLISH_PASSWORD"
USER = "JARSHY_PUBLISH_USER"
_AMAZON = {USER: "AWS_ACCESS_KEY_ID", PASSWORD: "AWS_SECRET_ACCESS_KEY"}

Ask = Callable[[], str]
"""Asks whoever sits there for the password; gives "" where nobody does."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A name and its password; the password is in no text that is made of it."""

    user: str = ""
    password: str = field(default="", repr=False)

    def hide(self, text: str) -> str:
        """The text without the password: servers may echo what they were told."""
        return text.replace(self.password, "•••") if self.password else text


def find_secret(address: Address, environment: Mapping[str, str] = os.environ) -> Secret:
    """What is known without asking. An empty password leaves keys and agents to be tried."""
    user = address.user or _from(environment, USER, address)
    password = _from(environment, PASSWORD, address) or _from_keyring(address, user)
    return Secret(user, password)


def keep_secret(address: Address, secret: Secret) -> bool:
    """Gives the password to this computer's keyring; False where there is none."""
    if find_spec("keyring") is None:
        return False
    import keyring  # noqa: PLC0415 - an extra
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(SERVICE, _kept_under(address, secret.user), secret.password)
    except (KeyringError, RuntimeError):
        return False
    return True


def _from(environment: Mapping[str, str], name: str, address: Address) -> str:
    other = _AMAZON[name] if address.scheme == "s3" else name
    return environment.get(name) or environment.get(other, "")


def _from_keyring(address: Address, user: str) -> str:
    if address.scheme == "file" or find_spec("keyring") is None:
        return ""
    import keyring  # noqa: PLC0415 - an extra
    from keyring.errors import KeyringError  # noqa: PLC0415

    with suppress(KeyringError, RuntimeError):
        return keyring.get_password(SERVICE, _kept_under(address, user)) or ""
    return ""


def _kept_under(address: Address, user: str) -> str:
    return address.login if address.user else f"{address.login}{user}"
