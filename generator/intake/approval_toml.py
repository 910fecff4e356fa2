"""Read and write approval.toml, the deputy's answer about a post."""

import hmac
import json

import msgspec

from generator.digest import digest_bytes
from generator.intake.drops import APPROVAL, lone_stem
from generator.intake.settings import convert, read_toml, without_controls
from generator.language.localized import Moment, moment
from generator.model import Approval, Post, Verdict


class ApprovalToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of approval.toml."""

    verdict: Verdict
    of: str = ""
    note: str = ""
    at: Moment = None
    seal: str = ""


def read_approval(content: bytes, path: str) -> Approval:
    """The answer in the file; Unfit where it has a mistake."""
    toml = convert(read_toml(content, path), ApprovalToml, path)
    return Approval(toml.verdict, toml.of, toml.note, moment(toml.at, path), toml.seal)


def write_approval(approval: Approval) -> bytes:
    """The content of a file that read_approval reads."""
    lines = [
        "# The deputy's answer from the preview. Delete this file to ask again.",
        f"verdict = {json.dumps(approval.verdict.value)}",
        # A JSON string is a TOML string too, once the characters that TOML forbids are gone.
        f"note = {json.dumps(without_controls(approval.note), ensure_ascii=False)}",
    ]
    if approval.at:
        lines.append(f"at = {approval.at.isoformat(sep=' ', timespec='seconds')}")
    lines.append(f"of = {json.dumps(approval.of)}")
    if approval.seal:
        lines.append(f"seal = {json.dumps(approval.seal)}")
    return ("\n".join(lines) + "\n").encode()


def answer_id(approval: Approval) -> str:
    """The digest of all that the answer says, its seal included."""
    return digest_bytes(write_approval(approval))


def seal_of(approval: Approval, key: bytes, slug: str) -> str:
    """The seal of an answer that the deputy of that slug gave in the project with that key."""
    note, at = without_controls(approval.note), approval.at
    parts = (slug, approval.verdict.value, approval.of, note, at.isoformat() if at else "")
    return hmac.new(key, json.dumps(parts).encode(), "sha256").hexdigest()


def approval_path(post: Post, is_folder: bool) -> str:
    """Path of the answer: in the post's folder, or beside a lone file under its name."""
    if is_folder:
        return f"{post.path}/{APPROVAL}"
    return f"{lone_stem(post.path)}.{APPROVAL}"
