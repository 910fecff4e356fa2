"""approval.toml in, the deputy's word out; and the same the other way round."""

import json

import msgspec

from generator.intake.drops import APPROVAL, lone_stem
from generator.intake.settings import Moment, convert, moment, read_toml, without_controls
from generator.model import Approval, Post, Verdict


class ApprovalToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of approval.toml."""

    verdict: Verdict
    of: str = ""
    note: str = ""
    at: Moment = None


def read_approval(content: bytes, path: str) -> Approval:
    """The deputy's word; Unfit where the file is not as it was written."""
    given = convert(read_toml(content, path), ApprovalToml, path)
    return Approval(given.verdict, given.of, given.note, moment(given.at, path))


def write_approval(given: Approval) -> bytes:
    """The file that read_approval reads."""
    lines = [
        "# The deputy's answer from the preview. Delete this file to ask again.",
        f"verdict = {json.dumps(given.verdict.value)}",
        # JSON's texts are TOML's too, once what TOML forbids in them is gone.
        f"note = {json.dumps(without_controls(given.note), ensure_ascii=False)}",
    ]
    if given.at:
        lines.append(f"at = {given.at.isoformat(sep=' ', timespec='seconds')}")
    lines.append(f"of = {json.dumps(given.of)}")
    return ("\n".join(lines) + "\n").encode()


def approval_path(post: Post, is_folder: bool) -> str:
    """Where the answer lies: in the post's folder, or beside a lone file under its name."""
    if is_folder:
        return f"{post.path}/{APPROVAL}"
    return f"{lone_stem(post.path)}.{APPROVAL}"
