"""New drafts: the folder that a button of the studio makes, and how the post in it is found."""

import os
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

from generator.errors import Unfit
from generator.intake.discover import is_ignored
from generator.intake.drops import drops, is_reserved, is_site_file
from generator.intake.new_post import write_new_post
from generator.kinds import Kind
from generator.kinds.answer import PINNED_DAYS
from generator.language.alphabet import slugify
from generator.language.dates import find_date
from generator.messages import Words
from generator.model import Source
from generator.serve.display import Shown
from generator.studio.editor.facts import read_facts
from generator.studio.editor.post_files import PostFiles, files_below

KINDS = (Kind.REPORT, Kind.ANSWER, Kind.EVENT)
"""What the studio begins; a campaign's payers are an office's matter, and stay in post.toml."""


def new_draft(content: Path, kind: Kind, today: date, words: Words) -> str:
    """Make a draft without words; returns the path of its folder in content/. Raises OSError."""
    lines = ["draft = true"]
    if kind is not Kind.REPORT:
        lines.insert(0, f'kind = "{kind.value}"')
    if kind is Kind.ANSWER:
        lines.append(f"checked_at = {today.isoformat()}")
        lines.append(f"pin_until = {(today + timedelta(days=PINNED_DAYS)).isoformat()}")
    name = f"{today.isoformat()} {_named(kind, words)}"
    return write_new_post(content, name, {"post.toml": "\n".join(lines) + "\n"}).name


def _named(kind: Kind, words: Words) -> str:
    names = {
        Kind.ANSWER: words("An answer"),
        Kind.EVENT: words("An announcement"),
    }
    return names.get(kind, words("A report"))


def find_post(content: Path, shown: Shown, slug: str) -> PostFiles | None:
    """The post with that slug, also one that is not shown: without words yet, or held back."""
    for post in shown.content.posts:
        if post.slug == slug:
            return PostFiles(content, post.path)
    displayed = {post.path for post in shown.content.posts}
    # A draft of the studio lies right in content/; only what is looked for in vain costs a walk.
    path = next((name for name in _folders(content, displayed) if slug_of_name(name) == slug), "")
    path = path or _hidden_path(content, shown, slug)
    return PostFiles(content, path) if path else None


def hidden_posts(content: Path, shown: Shown) -> list[tuple[str, str]]:
    """The path and the address in the studio of each post that is not shown."""
    paths = {post.path for post in shown.content.posts}
    return [(path, slug_of_name(name)) for path, name in _drops(content) if path not in paths]


def _folders(content: Path, displayed: Collection[str]) -> list[str]:
    """The folders right in content/ that are not on display, by name."""
    with os.scandir(content) as entries:
        names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    left_out = {*displayed, "pages", "deputies"}
    return sorted(name for name in names if name not in left_out and not is_ignored(name))


def _hidden_path(content: Path, shown: Shown, slug: str) -> str:
    """The path of a post that is not shown, by its name or by the slug in post.toml."""
    hidden = hidden_posts(content, shown)
    named = (path for path, address in hidden if address == slug)
    written = (path for path, _ in hidden if _written_slug(content, path) == slug)
    return next(named, "") or next(written, "")


def _written_slug(content: Path, path: str) -> str:
    try:
        return slugify(str(read_facts(PostFiles(content, path)).get("slug", "")))
    except (Unfit, OSError):
        return ""


def slug_of_name(name: str) -> str:
    """The address in the studio of a post that is not shown, by its folder's name."""
    day, rest = find_date(name)
    return f"{day.isoformat()}-{slugify(rest)}".rstrip("-") if day else slugify(name)


def _drops(content: Path) -> list[tuple[str, str]]:
    """The path and name of each post's files in content/, read or not."""
    paths = (path for path, _ in files_below(content) if not is_reserved(path))
    sources = [Source(path, "", 0) for path in paths if not is_site_file(path)]
    return [(drop.path, drop.name) for drop in drops(sources)]
