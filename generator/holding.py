"""Hold back the posts and pages behind what the gate found, so that the rest can be written."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from generator.errors import Level, Problem
from generator.intake.drops import lone_stem
from generator.intake.places import locate_place
from generator.intake.shown_words import text_reader
from generator.model import Content, Source
from generator.plan.media.tasks import MediaPlan
from generator.plan.plan import Plan
from generator.plan.trace import owners_of, without_owners

_TEXTS = (".md", ".markdown", ".txt", ".toml", ".srt", ".vtt", ".ass")


def hold_back(
    content: Content, leaks: tuple[Problem, ...], plan: Plan, media: MediaPlan, files: "Files"
) -> Content | None:
    """The content without what leaks, with a problem for each post; None where it is nobody's."""
    by_path = {leak.where: leak for leak in leaks}
    owners = owners_of(frozenset(by_path), plan, media)
    if not owners:
        return None
    problems = [_problem(owner, made, by_path, files) for owner, made in owners.items()]
    held = without_owners(content, owners)
    return replace(held, problems=(*held.problems, *problems))


class Files:
    """The files of content/, to look up the line of a find."""

    def __init__(self, root: Path, sources: tuple[Source, ...]) -> None:
        self.folder = str(root.resolve())
        self.text_of = text_reader(sources, lambda source: (root / source.path).read_bytes())
        self._texts = [source.path for source in sources if source.path.lower().endswith(_TEXTS)]

    def texts_of(self, owner: str) -> Iterator[str]:
        """The texts of a post in a folder, of a lone file, and of a page."""
        inside, stem = f"{owner}/", lone_stem(owner)
        return (path for path in self._texts if path.startswith(inside) or lone_stem(path) == stem)


def _problem(
    owner: str, made: list[tuple[str, str]], leaks: Mapping[str, Problem], files: Files
) -> Problem:
    """What the gate found, at the aide's own file."""
    path, source = next(((path, source) for path, source in made if source), made[0])
    looked_at = [source] if source else list(files.texts_of(owner))
    where, line = locate_place(looked_at, files.text_of, files.folder)
    return replace(
        leaks[path],
        where=where or source or owner,
        line=line,
        level=Level.PROBLEM,
        hint="take it out: it waits until then; a link to a map may stay",
    )
