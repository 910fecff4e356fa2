"""Posts as the studio's first page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from generator.errors import Level, Problem
from generator.kinds import Kind
from generator.messages import Words, printable
from generator.model import Post
from generator.plan.approval import ApprovalState, approval_state
from generator.recipes import ClipRecipe, SourceInput, Task
from generator.serve.display import Shown
from generator.serve.web.service import STUDIO
from generator.studio.home.public_site import PublicSite
from generator.studio.home.steps import Step, Way, step_of
from generator.studio.posts import day_text, editor_of, title_of

_SMALLEST_PX = 300  # of a thumbnail: as sharp as its 8rem are on most screens


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong, in words, and where it is mended."""

    name: str  # of the file or folder
    what: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in the list."""

    slug: str
    title: str
    locale: str
    edit: str  # address of its editor
    kind: Kind = Kind.REPORT
    day: str = ""
    step: Step | None = None  # None for what is not shown
    thumb: str = ""  # address of a small picture; "" where there is none yet
    note: str = ""  # the deputy's
    noted_at: str = ""
    making: tuple[str, ...] = ()  # keys of the clips that are being made
    problems: tuple[Said, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether it is being written."""
        return self.step is None or self.step.way is Way.WRITING


def lines(
    posts: Iterable[Post], shown: Shown, public: PublicSite, words: Words
) -> tuple[PostLine, ...]:
    """One line for each post, in their order."""
    return tuple(_line(post, shown, public, words) for post in posts)


def in_order(shown: Shown) -> list[Post]:
    """All posts: first those of which the deputy wants a change, then the newest."""
    posts = sorted(shown.content.posts, key=lambda post: (post.date, post.path), reverse=True)
    return sorted(posts, key=lambda post: approval_state(post) is not ApprovalState.CHANGE)


def hidden_lines(hidden: Iterable[tuple[str, str]], shown: Shown, words: Words) -> list[PostLine]:
    """Lines of posts that are not shown: nothing is written yet, or they are held back."""
    return [
        PostLine(
            slug, PurePath(path).stem, "", problems=_wrong_in(path, edit, shown, words), edit=edit
        )
        for path, slug in hidden
        for edit in (f"{STUDIO}post/{quote(slug)}",)
    ]


def site_problems(shown: Shown, lines: Iterable[PostLine], words: Words) -> list[Said]:
    """What is wrong that no line says."""
    said = {problem for line in lines for problem in line.problems}
    all_said = (_said(problem, f"{STUDIO}setup", words) for problem in _wrong(shown))
    owned = {(problem.name, problem.what) for problem in said}
    return [problem for problem in all_said if (problem.name, problem.what) not in owned]


def _line(post: Post, shown: Shown, public: PublicSite, words: Words) -> PostLine:
    title, locale = title_of(post, words)
    step, edit = step_of(post, shown, public, words), editor_of(post)
    approval = post.approval if step.way is Way.CHANGE else None
    return PostLine(
        post.slug,
        title,
        locale,
        edit,
        post.facts.kind,
        day_text(post, words),
        step,
        _thumb(post, shown),
        approval.note if approval else "",
        f"{approval.at:%H:%M}" if approval and approval.at else "",
        tuple(key for key, task in shown.awaited.items() if _is_clip_of(task, post)),
        _wrong_in(post.path, edit, shown, words),
    )


def _wrong_in(path: str, edit: str, shown: Shown, words: Words) -> tuple[Said, ...]:
    """What is wrong in the post at that path."""
    return tuple(
        _said(problem, edit, words)
        for problem in _wrong(shown)
        if f"{problem.where}/".startswith(f"{path}/")
    )


def _wrong(shown: Shown) -> Iterable[Problem]:
    return filter(_is_wrong, dict.fromkeys(shown.problems))


def _is_wrong(problem: Problem) -> bool:
    return problem.level in (Level.STOP, Level.PROBLEM)


def _said(problem: Problem, href: str, words: Words) -> Said:
    values = dict(problem.values)
    return Said(
        printable(problem.where.rpartition("/")[2]),
        printable(words(problem.what, **values)),
        printable(words(problem.hint, **values)) if problem.hint else "",
        href,
    )


def _thumb(post: Post, shown: Shown) -> str:
    summary = shown.plan.summaries.get(post.path)
    if summary is None or summary.picture is None:
        return ""
    files = summary.picture.fallback.files
    return next((f"/{path}" for path, width in files if width >= _SMALLEST_PX), f"/{files[-1][0]}")


def _is_clip_of(task: Task, post: Post) -> bool:
    """Whether a clip of that post is encoded by the task."""
    if not isinstance(task.recipe, ClipRecipe) or not isinstance(task.input, SourceInput):
        return False
    return f"{task.input.path}/".startswith(f"{post.path}/")
