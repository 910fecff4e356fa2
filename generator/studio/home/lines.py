"""Posts as the studio's first page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.errors import Level, Problem
from generator.kinds import Kind
from generator.messages import Words, printable
from generator.model import Post
from generator.plan.approval import ApprovalState, approval_state
from generator.recipes import ClipRecipe, SourceInput, Task
from generator.serve.display import Shown
from generator.serve.web.service import STUDIO
from generator.serve.web.state import is_about
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
    kind: Kind
    day: str
    step: Step
    edit: str  # address of its editor
    thumb: str  # address of a small picture; "" where there is none yet
    note: str  # the deputy's
    noted_at: str
    making: tuple[str, ...]  # keys of the clips that are being made
    problems: tuple[Said, ...]


def lines(
    posts: Iterable[Post], shown: Shown, public: PublicSite, words: Words
) -> tuple[PostLine, ...]:
    """One line for each post, in their order."""
    return tuple(_line(post, shown, public, words) for post in posts)


def in_order(shown: Shown) -> list[Post]:
    """All posts: first those of which the deputy wants a change, then the newest."""
    posts = sorted(shown.content.posts, key=lambda post: (post.date, post.path), reverse=True)
    return sorted(posts, key=lambda post: approval_state(post) is not ApprovalState.CHANGE)


def site_problems(shown: Shown, words: Words) -> list[Said]:
    """What is wrong that lies in no post."""
    return [
        _said(problem, f"{STUDIO}setup", words)
        for problem in dict.fromkeys(shown.problems)
        if _is_wrong(problem) and not any(is_about(problem, post) for post in shown.content.posts)
    ]


def _line(post: Post, shown: Shown, public: PublicSite, words: Words) -> PostLine:
    title, locale = title_of(post, words)
    step, edit = step_of(post, shown, public, words), editor_of(post)
    is_noted = step.way is Way.CHANGE and post.approval is not None
    wrong = [p for p in dict.fromkeys(shown.problems) if _is_wrong(p) and is_about(p, post)]
    return PostLine(
        post.slug,
        title,
        locale,
        post.facts.kind,
        day_text(post, words),
        step,
        edit,
        _thumb(post, shown),
        post.approval.note if post.approval and is_noted else "",
        f"{post.approval.at:%H:%M}" if post.approval and is_noted and post.approval.at else "",
        tuple(key for key, task in shown.awaited.items() if _is_clip_of(task, post)),
        tuple(_said(problem, edit, words) for problem in wrong),
    )


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
