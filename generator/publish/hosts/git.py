"""Publishes to a branch of a git repository: one release is one commit and one push."""

import base64
import os
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from generator.publish.hosts import failures
from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Connection,
    Failed,
    HistoryKept,
    HttpHeaders,
    Missing,
    failed,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.ledger import FOLDER, LOCK
from generator.work.tools import ToolError, ToolMissing, answer

_SECONDS = 1800
_BLOCK = 1 << 20
_REMOTE, _OURS = "refs/jarshy/remote", "refs/heads/jarshy"


class Git(Connection):
    """A branch. Nothing is public before `finish`, and files of others stay."""

    whole = True

    def __init__(self, address: Address, secret: Secret, trust: Trust, folder: Path) -> None:
        del trust
        self._address = address
        self._secret = secret
        self._folder = folder / "git"
        self._branch = address.option("branch") or "gh-pages"
        self._written: dict[str, bytes] = {}  # our own small files that may be read again
        self._removed: set[str] = set()
        self._fetch()
        self._blobs = self._list_blobs()
        self.has_history = self._has_parent()
        self._stream = (self._folder / "jarshy-stream").open("w+b")

    def read(self, path: str) -> bytes:
        if path in self._written:
            return self._written[path]
        if path not in self._blobs or path in self._removed:
            raise Missing(path)
        if self.size(path) > MOST_READ_BYTES:
            raise failures.broken_list()
        return self._git("cat-file", "blob", self._blobs[path])

    def size(self, path: str) -> int:
        return int(self._git("cat-file", "-s", self._blobs[path])) if path in self._blobs else -1

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        del start
        self._removed.discard(path)
        if path.startswith(f"{FOLDER}/"):
            self._written[path] = content.read()
            if path.startswith(LOCK):  # only one of two computers can push: no lock is needed
                return
            content = BytesIO(self._written[path])
        self._queue(f"M 100644 inline {_quoted(path)}\ndata {headers.size_bytes}\n")
        while block := content.read(_BLOCK):
            self._stream.write(block)
        self._queue("\n")

    def remove(self, path: str) -> None:
        if path in self._written or path in self._blobs:
            self._written.pop(path, None)
            self._removed.add(path)
            if not path.startswith(LOCK):
                self._queue(f"D {_quoted(path)}\n")

    def make_folder(self, path: str) -> bool:
        return not any(file.startswith(f"{path}/" if path else "") for file in self._blobs)

    def claim(self, path: str) -> bool:
        return True

    def finish(self, release: str, *, forget: bool = False) -> None:
        """Commits and pushes the changes; Failed where another computer pushed first."""
        changes = self._stream.tell()
        self._stream.seek(0)
        head = self._folder / "jarshy-commit"
        with head.open("w+b") as commit:
            message = f"Publish {release}".encode()
            commit.write(f"commit {_OURS}\n".encode())
            commit.write(f"committer Jarshy <jarshy@localhost> {int(time.time())} +0000\n".encode())
            commit.write(b"data %d\n%s\n" % (len(message), message))
            commit.write(self._start(forget).encode())
            while changes > 0 and (block := self._stream.read(_BLOCK)):
                commit.write(block)
            commit.seek(0)
            self._git("fast-import", "--quiet", "--force", stdin=commit)
        head.unlink()
        self._push(forget)
        self._git("update-ref", _REMOTE, _OURS)
        self.has_history = self._has_parent()

    def _start(self, forget: bool) -> str:
        """What a commit begins with: the one before, or all of its files and no past."""
        if not self._blobs:
            return ""
        if not forget:
            return f"from {_REMOTE}^0\n"
        tree = self._git("rev-parse", f"{_REMOTE}^{{tree}}").decode().strip()
        return f'M 040000 {tree} ""\n'

    def _push(self, forget: bool) -> None:
        branch = f"refs/heads/{self._branch}"
        if not forget:
            self._git("push", "--quiet", "origin", f"{_OURS}:{branch}")
            return
        # Nobody's commit is lost unseen: the branch has to be where it was when it was read. A "+"
        # before the names would overrule that.
        seen = self._git("rev-parse", _REMOTE).decode().strip()
        lease = f"--force-with-lease={branch}:{seen}"
        try:
            self._git("push", "--quiet", lease, "origin", f"{_OURS}:{branch}")
        except _Refused as refused:
            raise HistoryKept(failures.history_kept(self._address, self._branch)) from refused

    def _has_parent(self) -> bool:
        # A shallow fetch hides the commits before, but not that there are any.
        if not self._blobs and not self._git("for-each-ref", _REMOTE):
            return False
        commit = self._git("cat-file", "commit", _REMOTE)
        return b"\nparent " in commit.partition(b"\n\n")[0]

    def close(self) -> None:
        self._stream.close()
        with suppress(OSError):
            (self._folder / "jarshy-stream").unlink()

    def _fetch(self) -> None:
        if not (self._folder / "HEAD").is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare")
        # Only trees are fetched: the contents of published files are not needed here.
        self._git("config", "remote.origin.url", _url(self._address))
        self._git("config", "remote.origin.promisor", "true")
        self._git("config", "remote.origin.partialclonefilter", "blob:none")
        branch = f"refs/heads/{self._branch}"
        if self._git("ls-remote", "origin", branch):
            options = ("--quiet", "--depth=1", "--no-tags", "--filter=blob:none")
            self._git("fetch", *options, "origin", f"+{branch}:{_REMOTE}")
        else:
            self._git("update-ref", "-d", _REMOTE)

    def _list_blobs(self) -> dict[str, str]:
        """The blob of every file on the branch, by path."""
        if not self._git("for-each-ref", _REMOTE):
            return {}
        # Names that others put there may not be UTF-8.
        listing = self._git("ls-tree", "-r", "-z", _REMOTE).decode("utf-8", "surrogateescape")
        blobs = {}
        for line in filter(None, listing.split("\0")):
            mode_type_blob, _, path = line.partition("\t")
            blobs[path] = mode_type_blob.split()[2]
        return blobs

    def _queue(self, command: str) -> None:
        self._stream.write(command.encode())

    def _git(self, *args: str, stdin: BinaryIO | None = None) -> bytes:
        try:
            return answer(
                ("git", f"--git-dir={self._folder}", *args), _SECONDS, stdin, self._environment()
            )
        except ToolMissing:
            raise failed(
                "", "git is not installed on this computer", "install it: https://git-scm.com"
            ) from None
        except ToolError as error:
            raise self._to_problem(error.tail) from None

    def _environment(self) -> dict[str, str]:
        variables = {
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
        }
        if self._secret.password and self._address.scheme in ("git+https", "git+http"):
            # Not among the arguments, which every program on the computer can see.
            login = f"{self._secret.user or 'git'}:{self._secret.password}".encode()
            variables |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "http.extraHeader",
                "GIT_CONFIG_VALUE_0": f"Authorization: Basic {base64.b64encode(login).decode()}",
            }
        return variables

    def _to_problem(self, stderr: str) -> Failed:
        address, branch = self._address, self._branch
        words = stderr.lower()
        # The first that fits: what a host rejects by its rules is rejected in more general words.
        known: tuple[tuple[Failed, tuple[str, ...]], ...] = (
            (failures.busy(), ("cannot lock ref",)),
            (
                _Refused(failures.denied(address, branch).problem),
                ("[remote rejected]", "protected branch", "hook declined"),
            ),
            (failures.busy(), ("rejected", "fetch first")),
            (failures.refused(address), ("authentication failed", "could not read", "publickey")),
            (failures.full(address), ("no space left",)),
            (failures.denied(address, branch), ("permission denied", "403")),
            (
                failures.unreachable(address),
                ("could not resolve", "unable to connect", "timed out"),
            ),
        )
        for failure, texts in known:
            if any(text in words for text in texts):
                return failure
        last = (words.splitlines() or [""])[-1]
        return failures.unwritten(address, branch, self._secret.hide(last))


class _Refused(Failed):
    """The host has rules against this push."""


def _quoted(path: str) -> str:
    """The path as fast-import reads it, with any character in it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _url(address: Address) -> str:
    """The URL as git wants it; there is never a password in it."""
    scheme = address.scheme.removeprefix("git+")
    user = f"{address.user}@" if address.user and scheme == "ssh" else ""
    port = f":{address.port}" if address.port else ""
    return f"{scheme}://{user}{address.host}{port}{address.path}"
