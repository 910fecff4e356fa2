"""check: prints what could be better in the posts, where, and how."""

import sys
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.check.everything import check_all
from generator.check.report import html_report
from generator.cli.options import command, folders, option, places
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.errors import Problem
from generator.inputs import BuildRequest
from generator.intake.site_toml import clean_url
from generator.language.encoding import decode_text
from generator.pipeline import plan_from_cache, read_content
from generator.plan.permalinks import deputy_root
from generator.plan.personal import questions
from generator.region.region import each_site, moved
from generator.store.confirmed import without_answered


@command("check")
@option("--html", "page", default="", help="write the report as a page, too")
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def check_command(page: str, url: str, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen)
    request = BuildRequest(content, output, cache, clean_url(url))
    problems = check_sites(request)
    standing = screen.problems(problems)
    if page:
        report = html_report(problems, screen.words, screen.words.language)
        Path(page).write_text(report, encoding="utf-8", newline="\n")
    screen.event("done", found=len(problems), problems=standing)
    if not problems:
        screen.say("Nothing to mend.")
    sys.exit(PROBLEMS_STAND if standing else DONE)


def check_sites(request: BuildRequest, written: Collection[str] | None = None) -> list[Problem]:
    """What the check finds in the site and in those of its deputies, as they are built.

    With the paths that a build wrote, only the deputies among them are looked at: 150 deputies
    with 200 posts each take six minutes.
    """
    problems: list[Problem] = []
    for folder, site in each_site(request):
        if folder and written is not None and not _is_among(written, site.output.name):
            continue
        reading = read_content(site)
        asked = without_answered(request.cache, questions(reading.content))
        content = replace(reading.content, problems=(*reading.content.problems, *asked))
        plan = plan_from_cache(site, reading)
        found = check_all(content, plan, site.output, partial(text_of, site.content))
        problems += [moved(problem, folder) for problem in found] if folder else found
    return problems


def _is_among(written: Collection[str], slug: str) -> bool:
    return any(path.startswith(deputy_root(slug)) for path in written)


def text_of(content: Path, path: str) -> str:
    """The text of a file in content/; "" for one that is not text."""
    if not path.lower().endswith((".md", ".txt")):
        return ""
    return decode_text((content / path).read_bytes()).text
