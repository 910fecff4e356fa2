"""What a person sees before publishing: posts, findings, numbers, another computer's release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.errors import Level, Problem
from generator.inputs import BuildRequest
from generator.kinds import Kind
from generator.model import Post
from generator.pipeline import read_content
from generator.plan.approval import ApprovalState, approval_state
from generator.plan.permalinks import deputy_root
from generator.publish.difference import drops_much
from generator.publish.outlook import Outlook
from generator.region.region import each_site
from generator.release.cost import seconds_to_send
from generator.release.findings import Findings
from generator.release.posts import changes
from generator.release.twin import Twin


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as a list names it."""

    key: str  # its site's root and its slug, as `post_of` gives it
    title: str
    locale: str = ""  # of the title
    path: str = ""  # in content/; "" where it is not here
    kind: Kind = Kind.REPORT
    approved_at: str = ""  # "10:12" or "2026-11-20" of the deputy's yes; "" without one

    @property
    def slug(self) -> str:
        return self.key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Review:
    """What would go out, and what has to be answered first."""

    address: str  # where it goes
    findings: Findings
    new: tuple[ShownPost, ...] = ()
    changed: tuple[ShownPost, ...] = ()
    gone: tuple[ShownPost, ...] = ()
    files: int = 0  # to be sent
    size_bytes: int = 0
    removed: int = 0
    seconds: int = 0
    dropped: int = 0  # pages that go, where these are many
    twin: Twin | None = None
    is_cut: bool = False  # a release was begun and never completed
    titles: Mapping[str, str] = field(default_factory=dict)  # of posts by their paths in content/

    @property
    def is_empty(self) -> bool:
        """Whether readers have all of this already."""
        return not (self.files or self.removed or self.twin)

    @property
    def waiting(self) -> tuple[Problem, ...]:
        """Posts and files that stay at home, with the reason."""
        problems = self.findings.problems
        return tuple(problem for problem in problems if problem.level is Level.PROBLEM)

    @property
    def advice(self) -> tuple[Problem, ...]:
        problems = self.findings.problems
        return tuple(p for p in problems if p.level in (Level.DOUBT, Level.REPAIR))


def review(
    request: BuildRequest,
    address: str,
    findings: Findings,
    view: Outlook,
    twin: Twin | None,
) -> Review:
    """The review of a release."""
    posts = shown_posts(request)
    change = changes(view.steps, view.shown, view.wanted)

    def named(keys: tuple[str, ...]) -> tuple[ShownPost, ...]:
        others = twin.titles if twin else {}
        return tuple(posts.get(key) or ShownPost(key, others.get(key, key)) for key in keys)

    files = len(view.steps.put)
    return Review(
        address,
        findings,
        named(change.new),
        named(change.changed),
        named(tuple(key for key in change.gone if not (twin and key in twin.titles))),
        files,
        view.size_bytes,
        len(view.steps.remove),
        seconds_to_send(files, view.size_bytes),
        len(view.steps.drop) if drops_much(view.steps, view.shown) else 0,
        twin,
        view.is_cut,
        {post.path: post.title for post in posts.values()},
    )


def shown_posts(request: BuildRequest) -> dict[str, ShownPost]:
    """All posts in content/, hidden ones too, by `post_of`."""
    return {post.key: post for post in _shown_posts(request)}


def _shown_posts(request: BuildRequest) -> Iterator[ShownPost]:
    for folder, site in each_site(request):
        root = deputy_root(site.output.name) if folder else ""
        for post in read_content(site).content.posts:
            text, path = post.texts[0], f"{folder}/{post.path}".removeprefix("/")
            yield ShownPost(
                f"{root}{post.slug}", text.title, text.locale, path, post.facts.kind, _yes(post)
            )


def _yes(post: Post) -> str:
    moment = post.approval.at if post.approval else None
    is_fine = approval_state(post) is ApprovalState.FINE
    return f"{moment:%d.%m, %H:%M}" if is_fine and moment else ""
