"""Write the deputy's answer to a small file beside its post."""

from datetime import datetime

from msgspec.structs import replace

from generator.inputs import BuildRequest
from generator.intake.approval_toml import approval_path, seal_of, write_approval
from generator.intake.deputy_toml import parent_region
from generator.intake.whole_file import write_whole
from generator.model import Approval, Post, Verdict
from generator.plan.approval import shown_digest
from generator.store.answers import make_answer_key


def keep_answer(
    request: BuildRequest, post: Post, verdict: Verdict, note: str, at: datetime
) -> str:
    """Write the answer to the post as it is now; return the file's path in content/."""
    content, parent = request.content, parent_region(request.content)
    reply = Approval(verdict, shown_digest(post), " ".join(note.split()), at.replace(microsecond=0))
    seal = seal_of(reply, make_answer_key(request.cache), parent.slug if parent else "")
    path = approval_path(post, is_folder=(content / post.path).is_dir())
    write_whole(content / path, write_approval(replace(reply, seal=seal)))
    return path
