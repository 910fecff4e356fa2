"""The deputy's answer in, a small file beside the post out."""

from datetime import datetime
from pathlib import Path

from generator.intake.approval import approval_path, write_approval
from generator.model import Approval, Post, Verdict
from generator.plan.approval import shown_digest


def keep_answer(content: Path, post: Post, verdict: Verdict, note: str, at: datetime) -> str:
    """Writes what the deputy said of the post as it is now; gives the file's path in content/."""
    given = Approval(verdict, shown_digest(post), " ".join(note.split()), at.replace(microsecond=0))
    path = approval_path(post, is_folder=(content / post.path).is_dir())
    target = content / path
    draft = target.with_name(f".{target.name}.tmp")  # a name that nobody reads
    draft.write_bytes(write_approval(given))
    draft.replace(target)
    return path
