"""Write the deputy's answer to a small file beside its post."""

import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from generator.files import replace_file
from generator.intake.approval_toml import approval_path, write_approval
from generator.model import Approval, Post, Verdict
from generator.plan.approval import shown_digest


def keep_answer(content: Path, post: Post, verdict: Verdict, note: str, at: datetime) -> str:
    """Write the answer to the post as it is now; return the file's path in content/."""
    reply = Approval(verdict, shown_digest(post), " ".join(note.split()), at.replace(microsecond=0))
    path = approval_path(post, is_folder=(content / post.path).is_dir())
    target = content / path
    # A new file under a name that nobody can guess: a link planted there would lead elsewhere.
    draft = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("xb") as stream:
            stream.write(write_approval(reply))
        replace_file(draft, target)
    finally:
        with suppress(OSError):
            draft.unlink()
    return path
