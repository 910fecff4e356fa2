"""How far a post is on its way to readers: written, with the deputy, agreed, on the site."""

from dataclasses import dataclass
from enum import StrEnum

from generator.messages import Words
from generator.model import Post
from generator.plan.approval import ApprovalState, approval_state, needs_approval
from generator.plan.schedule import Showing
from generator.serve.display import Shown
from generator.studio.home.public_site import PublicSite


class Way(StrEnum):
    """Where a post stands, and with it what its next action is."""

    WRITING = "writing"
    WITH_DEPUTY = "with-deputy"
    CHANGE = "change"  # the deputy wants one
    CHANGED = "changed"  # after the deputy's yes
    WAITS = "waits"  # until its day
    READY = "ready"
    PUBLIC = "public"
    OVER = "over"  # its time has passed


_STEPS = {
    Way.WRITING: 1,
    Way.WITH_DEPUTY: 2,
    Way.CHANGE: 2,
    Way.CHANGED: 2,
    Way.WAITS: 3,
    Way.READY: 3,
    Way.PUBLIC: 4,
    Way.OVER: 4,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps, in words."""

    way: Way
    words: str

    @property
    def number(self) -> int:
        return _STEPS[self.way]

    @property
    def tone(self) -> str:
        """The class that colours it: green for what goes out, red for what has to be mended."""
        if self.way is Way.READY:
            return "yes"
        return "no" if self.way in (Way.CHANGE, Way.CHANGED) else ""


def step_of(post: Post, shown: Shown, public: PublicSite, words: Words) -> Step:
    way = way_of(post, shown, public)
    return Step(way, _said(way, post, public, words))


def way_of(post: Post, shown: Shown, public: PublicSite) -> Way:
    state, showing = approval_state(post), shown.visibility(post).showing
    if state is ApprovalState.CHANGE:
        return Way.CHANGE
    if showing is Showing.OVER:
        return Way.OVER
    if showing is Showing.DRAFT:
        return Way.CHANGED if state is ApprovalState.OUTDATED else Way.WRITING
    if needs_approval(post, shown.content, public.standing):
        return Way.CHANGED if state is ApprovalState.OUTDATED else Way.WITH_DEPUTY
    if public.is_current(post):
        return Way.PUBLIC
    return Way.READY if showing is Showing.SEEN else Way.WAITS


def _said(way: Way, post: Post, public: PublicSite, words: Words) -> str:
    if way is Way.READY and public.has(post):
        return words("a correction is ready to go out")
    if way is Way.READY and approval_state(post) is ApprovalState.FINE:
        return words("agreed with the deputy")
    return {
        Way.WRITING: words("being written"),
        Way.WITH_DEPUTY: words("with the deputy"),
        Way.CHANGE: words("wants a change"),
        Way.CHANGED: words("changed after the yes"),
        Way.WAITS: words("waits for its day"),
        Way.READY: words("ready to go out"),
        Way.PUBLIC: words("on the site"),
        Way.OVER: words("its time has passed"),
    }[way]
