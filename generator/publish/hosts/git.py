"""A branch of a git repository as a place to publish to: one release, one commit, one push."""

import base64
import os
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from generator.publish.hosts.host import (
    MOST_READ_BYTES,
    Address,
    Bytes,
    Failed,
    HttpHeaders,
    Missing,
    broken_list,
    denied,
    failed,
    full,
    refused,
    unreachable,
    unwritten,
)
from generator.publish.hosts.secrets import Secret
from generator.publish.ledger import FOLDER, LOCK
from generator.work.tools import ToolError, ToolMissing, answer

_SECONDS = 1800
_BLOCK = 1 << 20
_REMOTE, _OURS = "refs/jarshy/remote", "refs/heads/jarshy"


class Git:
    """A branch. Nothing is public before `finish`; and what others have on it stays."""

    whole = True
    resumes = False

    def __init__(self, address: Address, secret: Secret, folder: Path) -> None:
        self._address = address
        self._secret = secret
        self._folder = folder
        self._branch = address.option("branch") or "gh-pages"
        self._own: dict[str, bytes] = {}  # small files of ours, as they are now
        self._gone: set[str] = set()
        self._fetch()
        self._there = self._list()
        self._stream = (folder / "jarshy-stream").open("w+b")

    def read(self, path: str) -> bytes:
        if path in self._own:
            return self._own[path]
        if path not in self._there or path in self._gone:
            raise Missing(path)
        if self.size(path) > MOST_READ_BYTES:
            raise broken_list()
        return self._git("cat-file", "blob", self._there[path])

    def size(self, path: str) -> int:
        return int(self._git("cat-file", "-s", self._there[path])) if path in self._there else -1

    def write(self, path: str, content: Bytes, start: int, nature: HttpHeaders) -> None:
        del start
        self._gone.discard(path)
        if path.startswith(f"{FOLDER}/"):
            self._own[path] = content.read()
            if path.startswith(LOCK):  # the push itself is what only one computer can do
                return
            content = BytesIO(self._own[path])
        self._say(f"M 100644 inline {_quoted(path)}\ndata {nature.size_bytes}\n")
        while block := content.read(_BLOCK):
            self._stream.write(block)
        self._say("\n")

    def rename(self, old: str, new: str) -> None:
        raise NotImplementedError  # nothing stands under another name here

    def remove(self, path: str) -> None:
        if path in self._own or path in self._there:
            self._own.pop(path, None)
            self._gone.add(path)
            if not path.startswith(LOCK):
                self._say(f"D {_quoted(path)}\n")

    def make_folder(self, path: str) -> bool:
        return not any(there.startswith(f"{path}/" if path else "") for there in self._there)

    def remove_folder(self, path: str) -> None:
        pass

    def claim(self, path: str) -> bool:
        return True

    def finish(self, words: str) -> None:
        """One commit on what is there, and one push of it; refused where another was first."""
        changes = self._stream.tell()
        self._stream.seek(0)
        head = self._folder / "jarshy-commit"
        with head.open("w+b") as commit:
            said = f"Publish {words}".encode()
            commit.write(f"commit {_OURS}\n".encode())
            commit.write(f"committer Jarshy <jarshy@localhost> {int(time.time())} +0000\n".encode())
            commit.write(b"data %d\n%s\n" % (len(said), said))
            commit.write(f"from {_REMOTE}^0\n".encode() if self._there else b"")
            while changes > 0 and (block := self._stream.read(_BLOCK)):
                commit.write(block)
            commit.seek(0)
            self._git("fast-import", "--quiet", "--force", given=commit)
        head.unlink()
        self._git("push", "--quiet", "origin", f"{_OURS}:refs/heads/{self._branch}")
        self._git("update-ref", _REMOTE, _OURS)

    def close(self) -> None:
        self._stream.close()
        with suppress(OSError):
            (self._folder / "jarshy-stream").unlink()

    def _fetch(self) -> None:
        url = _url(self._address)
        if not (self._folder / "HEAD").is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare")
        # Trees alone: media that others published are not needed here.
        for name, value in (
            ("url", url),
            ("promisor", "true"),
            ("partialclonefilter", "blob:none"),
        ):
            self._git("config", f"remote.origin.{name}", value)
        found = self._git("ls-remote", "origin", f"refs/heads/{self._branch}")
        if found:
            wanted = f"+refs/heads/{self._branch}:{_REMOTE}"
            self._git(
                "fetch", "--quiet", "--depth=1", "--no-tags", "--filter=blob:none", "origin", wanted
            )
        else:
            self._git("update-ref", "-d", _REMOTE)

    def _list(self) -> dict[str, str]:
        """Every file on the branch, with the name of its blob."""
        if not self._git("for-each-ref", _REMOTE):
            return {}
        # Others may have put names there that are in no encoding.
        listed = self._git("ls-tree", "-r", "-z", _REMOTE).decode("utf-8", "surrogateescape")
        lines = listed.split("\0")
        return {
            path: about.split()[2]
            for about, _, path in (line.partition("\t") for line in lines if line)
        }

    def _say(self, words: str) -> None:
        self._stream.write(words.encode())

    def _git(self, *args: str, given: BinaryIO | None = None) -> bytes:
        try:
            return answer(
                ("git", f"--git-dir={self._folder}", *args), _SECONDS, given, self._environment()
            )
        except ToolMissing:
            raise failed(
                "", "git is not installed on this computer", "install it: https://git-scm.com"
            ) from None
        except ToolError as error:
            raise self._no(error.tail) from None

    def _environment(self) -> dict[str, str]:
        chosen = {
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
        }
        if self._secret.password and self._address.scheme in ("git+https", "git+http"):
            # In the environment, not among the arguments: those are for every program to see.
            told = f"{self._secret.user or 'git'}:{self._secret.password}".encode()
            chosen |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "http.extraHeader",
                "GIT_CONFIG_VALUE_0": f"Authorization: Basic {base64.b64encode(told).decode()}",
            }
        return chosen

    def _no(self, said: str) -> Failed:
        words = said.lower()
        if "rejected" in words or "fetch first" in words or "cannot lock ref" in words:
            return failed(
                "",
                "another computer is publishing this site right now",
                "wait until it is done; nothing was changed",
            )
        if any(one in words for one in ("authentication failed", "could not read", "publickey")):
            return refused(self._address)
        if "no space left" in words:
            return full(self._address)
        if "permission denied" in words or "403" in words:
            return denied(self._address, self._branch)
        if any(one in words for one in ("could not resolve", "unable to connect", "timed out")):
            return unreachable(self._address)
        last = (words.splitlines() or [""])[-1]
        return unwritten(self._address, self._branch, self._secret.hide(last))


def _quoted(path: str) -> str:
    """As fast-import reads it whatever is in it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _url(address: Address) -> str:
    """As git itself wants it; it never holds a password."""
    scheme = address.scheme.removeprefix("git+")
    user = f"{address.user}@" if address.user and scheme == "ssh" else ""
    port = f":{address.port}" if address.port else ""
    return f"{scheme}://{user}{address.host}{port}{address.path}"
