"""A Reading and its Plan in, all that a second pair of eyes would say out."""

from collections.abc import Callable
from pathlib import Path

from generator.check.completeness import check_words
from generator.check.links_and_weight import check_site
from generator.check.photos_and_clips import check_media
from generator.check.plain import check_plain
from generator.check.privacy import check_privacy
from generator.errors import Problem
from generator.model import Content
from generator.plan.plan import Plan


def check_all(
    content: Content, plan: Plan, output: Path, read: Callable[[str], str]
) -> tuple[Problem, ...]:
    """What reading found and what each family of rules adds, by file and line.

    `read` gives a text file's text by its path in content/, "" for what is no text.
    """
    found = (
        *content.problems,
        *check_words(content),
        *check_plain(content, read),
        *check_media(content),
        *check_privacy(content, read),
        *check_site(content, plan, output, read),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.where, one.line)))
