"""A bucket that speaks S3 as a place to publish to."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import obstore
from obstore import exceptions
from obstore.store import S3Store

from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Failed,
    HttpHeaders,
    Missing,
    broken_list,
    cut,
    denied,
    refused,
    unreachable,
    unwritten,
)
from generator.publish.hosts.secrets import Secret

_SECONDS = 30
# A larger file goes in parts, side by side; what S3 takes for a part is 5 MB and more.
_PART = 8 << 20

# How a bucket says who is wrong, in the XML that stands in every message
# (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
_REFUSED = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "AuthFailure")
_DENIED = ("AccessDenied", "AllAccessDisabled", "AccountProblem")
_NO_BUCKET = "NoSuchBucket"
# What never came as far as to be answered.
_UNREACHABLE = ("error sending request", "dns error", "tcp connect error", "Connect")


class S3:
    """A bucket. Every write is whole at once."""

    whole = True
    resumes = False

    def __init__(self, address: Address, secret: Secret) -> None:
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
                # Not every service has a host name for each bucket; a path does everywhere.
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
        with self._told(path):
            found = obstore.get(self._store, self._at(path))
            if found.meta["size"] > MOST_READ_BYTES:
                raise broken_list()
            return bytes(found.bytes())

    def size(self, path: str) -> int:
        try:
            with self._told(path):
                return obstore.head(self._store, self._at(path))["size"]
        except Missing:
            return -1

    def write(self, path: str, content: Bytes, start: int, nature: HttpHeaders) -> None:
        del start  # every write is a whole one
        attributes = {"Content-Type": nature.content_type, "Cache-Control": nature.cache}
        first = content.read(_PART)
        with self._told(path):
            if len(first) < _PART:
                obstore.put(self._store, self._at(path), first, attributes=attributes)
            else:
                obstore.put(
                    self._store,
                    self._at(path),
                    _blocks(first, content),
                    attributes=attributes,
                    chunk_size=_PART,
                    max_concurrency=4,
                )

    def rename(self, old: str, new: str) -> None:
        raise NotImplementedError  # nothing stands under another name here

    def remove(self, path: str) -> None:
        with suppress(Missing), self._told(path):
            obstore.delete(self._store, self._at(path))

    def make_folder(self, path: str) -> bool:
        """There are no folders; one is new as long as nothing has its name before its own."""
        with self._told(path):
            return not next(
                iter(obstore.list(self._store, self._at(path) or None, chunk_size=1)), []
            )

    def remove_folder(self, path: str) -> None:
        pass

    def claim(self, path: str) -> bool:
        name = f"{self._at(path)}/owner.json"
        try:
            with self._told(path):
                obstore.put(self._store, name, b"", mode="create")
        except _Taken:
            return False
        return True

    def finish(self, words: str) -> None:
        pass

    def close(self) -> None:
        pass

    def _at(self, path: str) -> str:
        return f"{self._prefix}/{path}".strip("/")

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
            raise _Taken from None
        except exceptions.NotSupportedError:
            return  # a service without "only if it is not there yet"
        except FileNotFoundError as error:
            if _NO_BUCKET in str(error):
                raise denied(self._address, self._address.host) from None
            raise Missing(path) from None
        except (exceptions.BaseError, OSError, ValueError) as error:
            raise self._no(path, str(error)) from None

    def _no(self, path: str, said: str) -> Failed:
        if any(word in said for word in _REFUSED):
            return refused(self._address)
        if any(word in said for word in _DENIED):
            return denied(self._address, path)
        if any(word in said for word in _UNREACHABLE):
            return unreachable(self._address)
        if "timed out" in said or "500" in said or "503" in said:
            return cut(self._address)
        # The rest of the message may hold whole requests.
        return unwritten(self._address, path, self._secret.hide(said)[:120])


class _Taken(Exception):
    """Somebody else was first."""


def _blocks(first: bytes, content: Bytes) -> Iterator[bytes]:
    block = first
    while block:
        yield block
        block = content.read(_PART)
