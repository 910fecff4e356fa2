"""Finds the password for an address: in the environment, or in the keyring of this computer."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import ModuleType

from generator.publish.hosts.host import Address

SERVICE = "jarshy"

PASSWORD = "JARSHY_PUBLISH_PASSWORD"
USER = "JARSHY_PUBLISH_USER"
_AMAZON = {USER: "AWS_ACCESS_KEY_ID", PASSWORD: "AWS_SECRET_ACCESS_KEY"}


@dataclass(frozen=True, slots=True)
class Secret:
    """A user name and its password, which is in no text made of this value."""

    user: str = ""
    password: str = field(default="", repr=False)

    def hide(self, text: str) -> str:
        """The text without the password: servers may echo what was sent to them."""
        return text.replace(self.password, "•••") if self.password else text


def find_secret(address: Address, environment: Mapping[str, str] = os.environ) -> Secret:
    """What is known without asking. With an empty password, keys and agents are tried."""
    user = address.user or _from(environment, USER, address)
    password = _from(environment, PASSWORD, address) or _from_keyring(address, user)
    return Secret(user, password)


def keep_secret(address: Address, secret: Secret) -> bool:
    """Stores the password in the keyring of this computer; whether it is there afterwards."""
    if keyring := _load_keyring():
        account = _account(address, secret.user)
        with suppress(keyring.errors.KeyringError, RuntimeError):
            keyring.set_password(SERVICE, account, secret.password)
            return bool(keyring.get_password(SERVICE, account) == secret.password)
    return False


def can_keep() -> bool:
    """Whether this computer has a keyring that works."""
    keyring = _load_keyring()
    # The one that stands for none has the priority 0.
    return keyring is not None and keyring.get_keyring().priority > 0


def _from(environment: Mapping[str, str], name: str, address: Address) -> str:
    alias = _AMAZON[name] if address.scheme == "s3" else name
    return environment.get(name) or environment.get(alias, "")


def _from_keyring(address: Address, user: str) -> str:
    if address.scheme != "file" and (keyring := _load_keyring()):
        with suppress(keyring.errors.KeyringError, RuntimeError):
            return keyring.get_password(SERVICE, _account(address, user)) or ""
    return ""


def _load_keyring() -> ModuleType | None:
    if find_spec("keyring") is None:
        return None
    # Import inside: an extra on Linux.
    import keyring  # noqa: PLC0415

    return keyring


def _account(address: Address, user: str) -> str:
    return address.login if address.user else f"{address.login}{user}"
