"""check: prints what could be better in the posts, where, and how."""

import sys
from pathlib import Path
from typing import Any

from generator.check.report import html_report
from generator.cli.options import command, folders, option, places
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.inputs import BuildRequest
from generator.intake.site_toml import clean_url
from generator.release.check_sites import check_sites


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
