"""Checks a site and those of its deputies, as they are built; problems come out."""

from collections.abc import Collection
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from generator.check.everything import check_all
from generator.errors import Problem
from generator.inputs import BuildRequest
from generator.language.encoding import decode_text
from generator.pipeline import plan_from_cache, read_content
from generator.plan.permalinks import deputy_root
from generator.plan.personal import questions
from generator.region.region import each_site, moved
from generator.store.confirmed import without_answered


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
