"""Where a password comes from, and in which order."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError

from generator.publish.hosts.host import Address
from generator.publish.hosts.secrets import (
    PASSWORD,
    USER,
    Secret,
    can_keep,
    find_secret,
    keep_secret,
)

FTP = Address("ftp", "/site", "example.kz", 21)
S3 = Address("s3", "/docs", "bucket")


class _Ring(KeyringBackend):
    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.passwords: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringError
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringError
        self.passwords[service, username] = password


@pytest.fixture
def ring() -> Iterator[_Ring]:
    before, ring = keyring.get_keyring(), _Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_the_environment_comes_before_the_keyring(ring: _Ring) -> None:
    keep_secret(FTP, Secret("a", "kept"))
    assert find_secret(FTP, {USER: "a"}) == Secret("a", "kept")
    assert find_secret(FTP, {USER: "a", PASSWORD: "typed"}) == Secret("a", "typed")
    assert find_secret(FTP, {USER: "b"}) == Secret("b", "")


def test_the_name_in_the_address_comes_before_the_environment(ring: _Ring) -> None:
    address = Address("ftp", "/site", "example.kz", 21, "aide")
    keep_secret(address, Secret("aide", "kept"))
    assert list(ring.passwords) == [("jarshy", "ftp://aide@example.kz:21")]
    assert find_secret(address, {USER: "other"}) == Secret("aide", "kept")


def test_names_of_amazon_count_for_buckets_alone(ring: _Ring) -> None:
    environment = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "key"}
    assert find_secret(S3, environment) == Secret("id", "key")
    assert find_secret(S3, environment | {PASSWORD: "ours"}) == Secret("id", "ours")
    assert find_secret(FTP, environment) == Secret()


def test_a_locked_keyring_is_as_none(ring: _Ring) -> None:
    assert keep_secret(FTP, Secret("a", "kept"))
    ring.is_locked = True
    assert not keep_secret(FTP, Secret("a", "kept"))
    assert find_secret(FTP, {}) == Secret()


def test_a_computer_without_a_keyring_says_so(ring: _Ring) -> None:
    assert can_keep()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    assert not can_keep()
    assert not keep_secret(FTP, Secret("a", "kept"))


def test_a_folder_has_no_password(ring: _Ring) -> None:
    folder = Address("file", "/site")
    keep_secret(folder, Secret("", "kept"))
    assert find_secret(folder, {}) == Secret()
