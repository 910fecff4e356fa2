"""Publishes into a bucket of any service that speaks S3."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import obstore
from obstore import exceptions
from obstore.store import S3Store

from generator.publish.hosts import failures
from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Connection,
    Failed,
    HttpHeaders,
    Missing,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust

_SECONDS = 30
# A larger file is sent in parts, several at a time; S3 takes no part below 5 MB.
_PART_BYTES = 8 << 20

# Error codes in the XML that every message quotes
# (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
_REFUSED = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "AuthFailure")
_DENIED = ("AccessDenied", "AllAccessDisabled", "AccountProblem")
_NO_BUCKET = "NoSuchBucket"
# Messages of obstore for requests that got no answer.
_UNREACHABLE = ("error sending request", "dns error", "tcp connect error", "Connect")


class S3(Connection):
    """A bucket. An object appears whole or not at all."""

    whole = True

    def __init__(self, address: Address, secret: Secret, trust: Trust, folder: Path) -> None:
        del trust, folder
        self._address = address
        self._secret = secret
        self._prefix = address.path.strip("/")
        endpoint = address.option("endpoint")
        self._store = S3Store(
            address.host,
            config={
                "access_key_id": secret.user,
                "secret_access_key": secret.password,
                "region": address.option("region") or "us-east-1",
                # Not every service has a host name for each bucket; every one takes a path.
                "virtual_hosted_style_request": False,
                **({"endpoint": endpoint} if endpoint else {}),
            },
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=_SECONDS),
                "timeout": timedelta(minutes=10),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=_SECONDS)},
        )

    def read(self, path: str) -> bytes:
        with self._translate_errors(path):
            answer = obstore.get(self._store, self._at(path))
            if answer.meta["size"] > MOST_READ_BYTES:
                raise failures.broken_list()
            return bytes(answer.bytes())

    def size(self, path: str) -> int:
        try:
            with self._translate_errors(path):
                return obstore.head(self._store, self._at(path))["size"]
        except Missing:
            return -1

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        del start  # an object cannot be appended to
        attributes = {"Content-Type": headers.content_type, "Cache-Control": headers.cache}
        first = content.read(_PART_BYTES)
        with self._translate_errors(path):
            if len(first) < _PART_BYTES:
                obstore.put(self._store, self._at(path), first, attributes=attributes)
            else:
                obstore.put(
                    self._store,
                    self._at(path),
                    _blocks(first, content),
                    attributes=attributes,
                    chunk_size=_PART_BYTES,
                    max_concurrency=4,
                )

    def remove(self, path: str) -> None:
        with suppress(Missing), self._translate_errors(path):
            obstore.delete(self._store, self._at(path))

    def make_folder(self, path: str) -> bool:
        # A bucket has no folders: one is new while no key begins with its name.
        with self._translate_errors(path):
            return not next(
                iter(obstore.list(self._store, self._at(path) or None, chunk_size=1)), []
            )

    def claim(self, path: str) -> bool:
        name = f"{self._at(path)}/owner.json"
        try:
            with self._translate_errors(path):
                obstore.put(self._store, name, b"", mode="create")
        except _KeyTaken:
            return False
        return True

    def _at(self, path: str) -> str:
        return f"{self._prefix}/{path}".strip("/")

    @contextmanager
    def _translate_errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
            raise _KeyTaken from None
        except exceptions.NotSupportedError:
            return  # the service knows no conditional write
        except FileNotFoundError as error:
            if _NO_BUCKET in str(error):
                raise failures.denied(self._address, self._address.host) from None
            raise Missing(path) from None
        except (exceptions.BaseError, OSError, ValueError) as error:
            raise self._to_problem(path, str(error)) from None

    def _to_problem(self, path: str, message: str) -> Failed:
        if any(code in message for code in _REFUSED):
            return failures.refused(self._address)
        if any(code in message for code in _DENIED):
            return failures.denied(self._address, path)
        if any(text in message for text in _UNREACHABLE):
            return failures.unreachable(self._address)
        if "timed out" in message or "500" in message or "503" in message:
            return failures.cut(self._address)
        # The rest of the message may hold whole requests.
        return failures.unwritten(self._address, path, self._secret.hide(message)[:120])


class _KeyTaken(Exception):
    """An object of that name exists already."""


def _blocks(first: bytes, content: Bytes) -> Iterator[bytes]:
    yield first
    yield from iter(lambda: content.read(_PART_BYTES), b"")
