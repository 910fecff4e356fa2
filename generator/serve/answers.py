"""Write the deputy's answer to a small file beside its post."""

from datetime import datetime
from pathlib import Path

from generator.intake.approval_toml import approval_path, write_approval
from generator.intake.whole_file import write_whole
from generator.model import Approval, Post, Verdict
from generator.plan.approval import shown_digest


def keep_answer(content: Path, post: Post, verdict: Verdict, note: str, at: datetime) -> str:
    """Write the answer to the post as it is now; return the file's path in content/."""
    reply = Approval(verdict, shown_digest(post), " ".join(note.split()), at.replace(microsecond=0))
    path = approval_path(post, is_folder=(content / post.path).is_dir())
    write_whole(content / path, write_approval(reply))
    return path
