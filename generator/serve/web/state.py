"""The state of a page for its script: what it shows, what is wrong, what is being made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from generator.errors import Level, Problem
from generator.language.dates import long_date
from generator.messages import Words, printable
from generator.model import Post
from generator.plan.approval import ApprovalState, approval_state, needs_approval
from generator.plan.schedule import Showing, Visibility
from generator.recipes import ClipRecipe, SourceInput, Task
from generator.serve.display import Shown

_LANGUAGES_OF_DATES = ("kk", "ru")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who sees which page: the aide, or the deputy on a phone."""

    page: str  # path from the site's root
    words: Words
    is_deputy: bool = False


State = dict[str, Any]


def state_of(
    shown: Shown, shares: Mapping[str, float], viewer: Viewer, broken: Iterable[Problem] = ()
) -> State:
    """The page's state, as JSON values; the same state twice means that nothing changed."""
    post, words, awaited = shown.post_at(viewer.page), viewer.words, shown.awaited.items()
    return {
        "key": shown.key_at(viewer.page),
        "ribbon": _ribbon(shown, post, words),
        "problems": [] if viewer.is_deputy else _problems((*broken, *shown.problems), post, words),
        "asks": [] if viewer.is_deputy else _problems(shown.problems, post, words, (Level.ASK,)),
        "notes": 0 if viewer.is_deputy else _notes(shown.problems, post),
        "awaited": {key: _progress(shares.get(key), task, words) for key, task in awaited},
        "unread": words("Posts that are still to be read: {count}", count=shown.unread)
        if shown.unread
        else "",
        "deputy": _deputy(post, viewer, shown),
        "labels": _labels(words),
    }


def _ribbon(shown: Shown, post: Post | None, words: Words) -> str:
    if post is None:
        return ""
    visibility = shown.visibility(post)
    day = _moment(visibility, words)
    match visibility.showing:
        case Showing.DRAFT:
            return words("A draft: readers do not see it")
        case Showing.WAITS:
            return words("Readers will see it from {day}", day=day)
        case Showing.OVER:
            return words("Readers no longer see it, since {day}", day=day)
        case Showing.SILENCED:
            return words("A quiet day: readers do not see campaign material")
    return ""


def _moment(visibility: Visibility, words: Words) -> str:
    if visibility.moment is None:
        return ""
    day, language = visibility.moment.date(), words.language
    text = long_date(day, language) if language in _LANGUAGES_OF_DATES else day.isoformat()
    return f"{text}, {visibility.moment:%H:%M}"


def _problems(
    problems: Iterable[Problem],
    post: Post | None,
    words: Words,
    levels: tuple[Level, ...] = (Level.STOP, Level.PROBLEM),
) -> list[State]:
    """The problems of these levels, this page's own first."""
    states = [
        {
            "here": is_about(problem, post),
            "level": problem.level.value,
            "where": printable(problem.where) + (f":{problem.line}" if problem.line else ""),
            "what": printable(words(problem.what, **dict(problem.values))),
            "hint": printable(words(problem.hint, **dict(problem.values))) if problem.hint else "",
        }
        for problem in dict.fromkeys(problems)
        if problem.level in levels
    ]
    return sorted(states, key=lambda state: not state["here"])


def _notes(problems: Iterable[Problem], post: Post | None) -> int:
    """How much advice there is for this page's post, or for the whole site."""
    return sum(
        problem.level in (Level.ASK, Level.DOUBT, Level.REPAIR)
        and (post is None or is_about(problem, post))
        for problem in problems
    )


def is_about(problem: Problem, post: Post | None) -> bool:
    """Whether a problem lies in that post."""
    return post is not None and f"{problem.where}/".startswith(post.path + "/")


def _progress(share: float | None, task: Task, words: Words) -> str:
    if share is None:
        return words("is waiting for its turn")
    if isinstance(task.recipe, ClipRecipe) and isinstance(task.input, SourceInput):
        return words("is being prepared: {percent} %", percent=round(share * 100))
    return words("is being prepared")


def _deputy(post: Post | None, viewer: Viewer, shown: Shown) -> State | None:
    """The deputy's answer; on a phone also whether to ask for one, and what to read next."""
    if post is None:
        return None
    state = approval_state(post)
    if not viewer.is_deputy and state is ApprovalState.NOT_ASKED:
        return None
    unread = [other for other in unanswered(shown) if other is not post] if viewer.is_deputy else []
    return {
        "asks": viewer.is_deputy,
        "standing": state.value.replace(" ", "-"),
        "said": approval_words(state, viewer.words, to_deputy=viewer.is_deputy),
        "note": post.approval.note if post.approval else "",
        "next": quote(f"/{shown.page_of(unread[0])}") if unread else "",
        "left": viewer.words("Next ({count})", count=len(unread)),
    }


def unanswered(shown: Shown) -> list[Post]:
    """Posts that readers do not see yet and the deputy said nothing about, the newest first."""
    answered = (ApprovalState.FINE, ApprovalState.CHANGE)
    posts = [
        post
        for post in shown.content.posts
        if approval_state(post) not in answered
        and needs_approval(post, shown.content, {})
        and shown.page_of(post)
    ]
    return sorted(posts, key=lambda post: (post.date, post.path), reverse=True)


def approval_words(state: ApprovalState, words: Words, *, to_deputy: bool) -> str:
    """The deputy's answer in words, for the deputy or for the aide."""
    ask = words("Shall it go out like this?")
    match state:
        case ApprovalState.FINE:
            said = words("Your answer has arrived: you agree"), words("The deputy agreed")
        case ApprovalState.CHANGE:
            said = (
                words("Your answer has arrived: it needs a change"),
                words("The deputy wants a change"),
            )
        case ApprovalState.OUTDATED:
            said = (
                words("The post changed after your answer"),
                words("The post changed after the deputy's answer"),
            )
        case ApprovalState.FOREIGN:
            said = ask, words("The deputy's answer was not given on this computer")
        case _:
            said = ask, ask
    return said[0] if to_deputy else said[1]


def _labels(words: Words) -> State:
    return {
        "problems": words("To be mended"),
        "asks": words("Asked before publishing"),
        "notes": words("Advice for this page"),
        "close": words("Close the window"),
        "fine": words("I agree"),
        "change": words("Needs a change"),
        "question": words("Shall it go out like this?"),
        "note": words("What should change?"),
        "back": words("Go back"),
        "send": words("Send the answer"),
        "rethink": words("I changed my mind"),
        "unsent": words("Not sent: the Wi-Fi is gone. Your answer is kept and goes by itself."),
        "lost": words("The preview has stopped. Open Jarshy on the computer again."),
        "nothing": words("Nothing was found."),
    }
