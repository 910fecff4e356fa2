"""Run every check on a site that is built."""

from pathlib import Path

from generator.check import ReadText
from generator.check.completeness import check_words
from generator.check.links_and_weight import check_site
from generator.check.photos_and_clips import check_media
from generator.check.plain import check_plain
from generator.errors import Problem
from generator.model import Content
from generator.plan.personal import account_doubts
from generator.plan.plan import Plan


def check_all(content: Content, plan: Plan, output: Path, read: ReadText) -> tuple[Problem, ...]:
    """The problems of reading and of every check, once each, sorted by file and line.

    `output` has the plan's files.
    """
    problems = (
        *content.problems,
        *check_words(content),
        *check_plain(content, read),
        *check_media(content),
        *account_doubts(content),
        *check_site(content, plan, output, read),
    )
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.where, problem.line)))
