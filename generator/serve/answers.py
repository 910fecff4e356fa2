"""The deputy's answer in, a small file beside the post out."""

import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from generator.intake.approval_toml import approval_path, write_approval
from generator.model import Approval, Post, Verdict
from generator.plan.approval import shown_digest


def keep_answer(content: Path, post: Post, verdict: Verdict, note: str, at: datetime) -> str:
    """Writes what the deputy said of the post as it is now; gives the file's path in content/."""
    given = Approval(verdict, shown_digest(post), " ".join(note.split()), at.replace(microsecond=0))
    path = approval_path(post, is_folder=(content / post.path).is_dir())
    target = content / path
    # A new file under a name that nobody reads, nor can guess: a link in its place leads elsewhere.
    draft = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("xb") as stream:
            stream.write(write_approval(given))
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink()
    return path
