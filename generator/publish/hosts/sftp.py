"""Publishes over SFTP: by password, key or agent. The key of the host is always checked."""

import asyncio
import posixpath
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncssh
from asyncssh.constants import FXF_WRITE

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
from generator.publish.hosts.trust import Trust, changed_key, unknown_key

T = TypeVar("T")

_SECONDS = 30
_BLOCK = 1 << 18  # asyncssh splits it into requests that are under way at the same time
_ONE_REQUEST_BYTES = 1 << 15  # every server takes as much in one request: nothing to split

# One call into OpenSSL a packet; asyncssh's own first choice, ChaCha20, needs six.
_FAST_CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com"


class Sftp(Connection):
    """One connection, on which many files are under way at once."""

    resumes = True

    def __init__(self, address: Address, secret: Secret, trust: Trust, folder: Path) -> None:
        del folder
        self._address = address
        self._secret = secret
        self._closing = threading.Lock()
        self._closed = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._connection, self._files = self._run(self._open(secret, trust), "")
        except BaseException:
            self._end_loop()
            raise
        # "/~/site" is relative to the folder of the login; anything else is absolute.
        self._root = address.path.removeprefix("/~/") or "."

    def read(self, path: str) -> bytes:
        async def read() -> bytes:
            async with self._files.open(self._at(path), "rb") as file:
                if ((await file.stat()).size or 0) > MOST_READ_BYTES:
                    raise failures.broken_list()
                return cast(bytes, await file.read())  # its type ignores "rb"

        return self._run(read(), path)

    def size(self, path: str) -> int:
        try:
            return self._run(self._files.stat(self._at(path)), path).size or 0
        except Missing:
            return -1

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        fits = headers.size_bytes <= _ONE_REQUEST_BYTES
        options: dict[str, Any] = {"block_size": 0} if fits else {}

        async def write() -> None:
            mode = FXF_WRITE if start else "wb"
            # asyncssh takes a numeric mode for text unless the encoding is None.
            async with self._files.open(self._at(path), mode, encoding=None, **options) as file:
                offset = start
                while block := content.read(_BLOCK):
                    await file.write(block, offset)
                    offset += len(block)

        self._run(write(), path)

    def rename(self, old: str, new: str) -> None:
        self._run(self._rename(self._at(old), self._at(new)), new)

    def remove(self, path: str) -> None:
        with suppress(Missing):
            self._run(self._files.remove(self._at(path)), path)

    def make_folder(self, path: str) -> bool:
        async def make() -> bool:
            try:
                await self._files.mkdir(self._at(path))
            except (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
                if not await self._files.isdir(self._at(path)):
                    raise
                return False
            return True

        return self._run(make(), path)

    def remove_folder(self, path: str) -> None:
        with suppress(Missing, Failed):
            self._run(self._files.rmdir(self._at(path)), path)

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
            end = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        end.result()
        self._end_loop()

    async def _end(self) -> None:
        """Cancels the requests that other threads are waiting for."""
        self._connection.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _open(
        self, secret: Secret, trust: Trust
    ) -> tuple[asyncssh.SSHClientConnection, asyncssh.SFTPClient]:
        address = self._address
        host_keys = _HostKeys(address, trust)
        login: dict[str, Any] = {"username": secret.user} if secret.user else {}
        if secret.password:
            login |= {"password": secret.password, "passphrase": secret.password}
        try:
            connection = await asyncssh.connect(
                address.host,
                address.port,
                client_factory=lambda: host_keys,
                known_hosts=host_keys.known,
                connect_timeout=_SECONDS,
                login_timeout=_SECONDS,
                keepalive_interval=_SECONDS,
                encryption_algs=_FAST_CIPHERS,
                **login,
            )
        except asyncssh.HostKeyNotVerifiable:
            raise host_keys.failure() from None
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
            raise failures.refused(address) from None
        return connection, await connection.start_sftp_client()

    async def _rename(self, old: str, new: str) -> None:
        try:
            await self._files.posix_rename(old, new)
        except asyncssh.SFTPOpUnsupported:
            # The first SFTP versions do not rename over an existing file.
            with suppress(asyncssh.SFTPNoSuchFile):
                await self._files.remove(new)
            await self._files.rename(old, new)

    def _at(self, path: str) -> str:
        return posixpath.join(self._root, path) if path else self._root

    def _run(self, work: Coroutine[Any, Any, T], path: str) -> T:
        with self._closing:
            if self._closed:
                work.close()
                raise failures.cut(self._address)
            answer = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return answer.result()
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            raise Missing(path) from None
        except (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect):
            raise failures.denied(self._address, path) from None
        except (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded):
            raise failures.full(self._address) from None
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, CancelledError):
            raise failures.cut(self._address) from None
        except asyncssh.SFTPError as error:
            reason = self._secret.hide(error.reason)
            raise failures.unwritten(self._address, path, reason) from None
        except asyncssh.PermissionDenied:
            raise failures.refused(self._address) from None
        except (TimeoutError, OSError, asyncssh.DisconnectError, asyncssh.ChannelOpenError):
            failure = failures.cut if hasattr(self, "_files") else failures.unreachable
            raise failure(self._address) from None

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class _HostKeys(asyncssh.SSHClient):
    """Decides whether to trust the key that a host presents."""

    def __init__(self, address: Address, trust: Trust) -> None:
        self._address = address
        self._trust = trust
        self._pinned = trust.pinned(address.host, address.port)
        self._presented = b""
        # () lets asyncssh read ~/.ssh/known_hosts; a key accepted earlier takes precedence.
        self.known: Any = ([], [], []) if self._pinned else ()

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        """Called by asyncssh where the key is not among `known`."""
        del host, addr, port
        self._presented = key.public_data
        if self._presented == self._pinned:
            return True
        return self._trust.accepts(self._address.host, self._address.port, self._presented)

    def failure(self) -> Failed:
        known = self._pinned or _known_before(self._address)
        return (changed_key if known else unknown_key)(self._address.host, self._presented)


def _known_before(address: Address) -> bool:
    """Whether ~/.ssh/known_hosts has another key of that host."""
    path = Path("~/.ssh/known_hosts").expanduser()
    try:
        known = asyncssh.read_known_hosts(str(path))
    except (OSError, ValueError):
        return False
    return any(known.match(address.host, "", address.port)[:1])
