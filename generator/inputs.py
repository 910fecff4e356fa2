"""What to build, and what it is made of: found without reading the files that did not change."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.digest import digest_value
from generator.errors import Problem
from generator.intake.deputy_toml import ParentRegion, parent_region
from generator.intake.discover import FileStamp, Listing, discover
from generator.intake.theme_folder import site_theme, theme_digest
from generator.language.localized import KAZAKHSTAN
from generator.model import Standing
from generator.store.answers import genuine_answers, load_answer_key
from generator.store.memory import Memory, Table, memory_folder, program_digest
from generator.store.output_ledger import Written

if TYPE_CHECKING:
    from generator.store.execute import Report, Workers

CONTENT_STAMPS = Table("content stamps", FileStamp)
THEME_STAMPS = Table("theme stamps", FileStamp)
DEPUTY_SUMMARIES = "deputy summaries"


def kazakhstan_now() -> datetime:
    """The moment by the clocks of Kazakhstan, without a zone."""
    return datetime.now(KAZAKHSTAN).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build, where, and how."""

    content: Path
    output: Path
    cache: Path
    url: str = ""  # overrides site.toml
    report: "Report | None" = None  # called with the progress of each photo and clip
    fast: bool = False  # clips that are not made yet are made small; the next build does the rest
    workers: "Workers | None" = None  # make photos and clips instead of threads of this process
    region_url: str = ""  # of a deputy's site: overrides the region's site.toml
    deputies: tuple[tuple[str, str], ...] = ()  # of a region: slug and checksum of each summary
    anew: bool = False  # build although nothing changed
    held_back: tuple[str, ...] = ()  # paths of posts that wait, whatever they say
    jobs: int = 0  # photos and clips made at a time; 0 for one on each core

    @property
    def memory_folder(self) -> Path:
        """Where the cache keeps what it knows of this content alone."""
        return memory_folder(self.content, self.cache)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    problems: tuple[Problem, ...]
    files: int  # of ours in output/
    written: Written
    made: int = 0  # photos, clips and captions that were not in the cache
    stopped: bool = False  # nothing was written: something in content/ must not be published


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a site is made of, found without reading the files that did not change."""

    listing: Listing
    theme: Path
    theme_digest: str
    parent: ParentRegion | None  # of a deputy's site
    genuine: frozenset[str] = frozenset()  # ids of the deputy's answers that were given here
    standing: Mapping[str, Standing] = field(default_factory=dict)  # the posts on the site, by path
    digest: str = ""  # of all that decides the site; "" where nobody asked


def scan_inputs(request: BuildRequest, memory: Memory) -> Inputs:
    """What lies in content/ and in the theme. Raises OSError where content/ cannot be opened."""
    listing, stamps = discover(request.content, memory.all(CONTENT_STAMPS))
    memory.replace(CONTENT_STAMPS, stamps)
    inputs = inputs_around(request, listing, memory)
    program, own = program_digest(), (request.url, request.deputies, request.held_back)
    answers = sorted(inputs.genuine)
    deciding = (inputs.listing, inputs.theme_digest, inputs.parent, answers, program, own)
    return dataclasses.replace(inputs, digest=digest_value(*deciding))


def inputs_around(request: BuildRequest, listing: Listing, memory: Memory) -> Inputs:
    """The listing with the theme that its settings name, its region, and the answers in it."""
    parent = parent_region(request.content, request.region_url)
    folder, problems = site_theme(request.content, listing.sources, parent)
    digest, stamps = theme_digest(folder, memory.all(THEME_STAMPS))
    memory.replace(THEME_STAMPS, stamps)
    listing = replace(listing, problems=(*listing.problems, *problems))
    owner = (load_answer_key(request.cache), parent.slug if parent else "")
    genuine = genuine_answers(request.content, listing.sources, owner, memory)
    return Inputs(listing, folder, digest, parent, genuine)
