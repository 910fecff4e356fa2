"""Tells which of the deputy's answers were given in this project: their seals, and their key.

The key lies in the cache, beside what else belongs to this project alone and is never published. A
file that somebody copied, wrote by hand or brought from another project has no seal of that key.
Where the cache is lost, or on a second computer, the answers have to be given again, or the key is
brought along; each post that waits for that says so.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.digest import digest_bytes
from generator.errors import Unfit
from generator.files import read_file
from generator.intake.approval_toml import answer_id, read_approval, seal_of
from generator.intake.drops import is_approval
from generator.limits import SETTINGS_BYTES
from generator.model import Source
from generator.store.memory import Memory, Table

ANSWER_KEY = "answers.key"
"""The file in the cache that holds the key."""

_KEY_BYTES = 32
_SEALED = Table("sealed answers", tuple[str, str])  # by digest of the file: owner, and its id


def load_answer_key(cache: Path) -> bytes:
    """The key of this project's answers; empty where none was ever given."""
    try:
        return bytes.fromhex((cache / ANSWER_KEY).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return b""


def make_answer_key(cache: Path) -> bytes:
    """The key, made now where there is none. Raises OSError where it cannot be kept."""
    if key := load_answer_key(cache):
        return key
    cache.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with (
        suppress(FileExistsError),  # a preview beside this one was first
        open(cache / ANSWER_KEY, "x", opener=lambda path, _: os.open(path, flags, 0o600)) as file,
    ):
        file.write(os.urandom(_KEY_BYTES).hex())
    return load_answer_key(cache)


def genuine_answers(
    content: Path, sources: Iterable[Source], owner: tuple[bytes, str], memory: Memory
) -> frozenset[str]:
    """The ids of the answers that bear the seal of this key and deputy; see `answer_id`."""
    answers = {source.digest: source for source in sources if is_approval(source.path)}
    if not answers:
        return frozenset()
    name = digest_bytes(b"\0".join((owner[0], owner[1].encode())))
    known = memory.all(_SEALED)
    sealed = dict[str, tuple[str, str]]()
    for digest, source in answers.items():
        answer = "" if digest in known else _sealed(content, source, owner)
        if digest in known or answer:
            sealed[digest] = known.get(digest, (name, answer))
    memory.replace(_SEALED, sealed)
    return frozenset(answer for sealer, answer in sealed.values() if sealer == name)


def _sealed(content: Path, source: Source, owner: tuple[bytes, str]) -> str:
    """The id of the answer in that file, where it bears the owner's seal; else ""."""
    key, slug = owner
    if not key or source.size_bytes > SETTINGS_BYTES:
        return ""
    try:
        approval = read_approval(read_file(content / source.path), source.path)
    except (OSError, Unfit):
        return ""
    return answer_id(approval) if approval.seal == seal_of(approval, key, slug) else ""
