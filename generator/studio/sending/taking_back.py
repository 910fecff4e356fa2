"""Takes a post off the site, or brings the release before back, in the thread of a job."""

from dataclasses import dataclass

from generator.errors import Problem, problem
from generator.publish.http_headers import is_lasting
from generator.publish.outlook import outlook_back
from generator.publish.publish import undo
from generator.publish.request import PublishRequest, SoFar
from generator.publish.verify import verify_gone
from generator.release.at_host import Terms, Visit, at_host
from generator.release.destination import Destination, find_destination
from generator.release.posts import changes
from generator.release.stock import take_stock
from generator.studio.sending.errands import Office
from generator.studio.sending.job import Job, Phase, Stopped
from generator.studio.sending.page_asker import PageAsker
from generator.studio.sending.review import ShownPost, shown_posts
from generator.takedown import TakenOff, find_takedown, take_off


@dataclass(frozen=True, slots=True)
class Off:
    """A post that was taken off the site, or was to be."""

    done: TakenOff
    forget: bool  # nothing of it was to stay on the host
    keeps_history: bool  # the host may keep old commits for some weeks

    @property
    def is_public(self) -> bool:
        """Whether readers still have it."""
        return self.done.published is None


@dataclass(frozen=True, slots=True)
class Back:
    """The release before, and what bringing it back does."""

    moment: str  # UTC, ISO 8601; "" where it is not known
    is_cut: bool  # what goes is a release that was never completed
    gone: tuple[ShownPost, ...]
    changed: tuple[ShownPost, ...]
    new: tuple[ShownPost, ...]


def take_post_off(office: Office, job: Job, path: str, *, forget: bool) -> None:
    """Take the post at that path in content/ off the site; with `forget` nothing of it stays there.

    Raises Failed, Unfit, Broken, OSError and Stopped.
    """
    request = office.request
    destination = find_destination(request.content, request.cache)
    takedown = find_takedown(request, path)
    asker = PageAsker(job, office.typed, drops=True)

    def work(at: PublishRequest) -> TakenOff:
        return take_off(
            takedown, request, at, lambda: take_stock(destination, request.output).inventory
        )

    visit = Visit(destination, asker, Terms(forget=forget), lambda so_far: _tick(job, so_far))
    try:
        done = at_host(visit, work)
    finally:
        office.touch(takedown.where)
    keeps = destination.protocol.keeps_history
    off = Off(done, forget, keeps)
    job.show(Phase.OFF, off=off, problems=_problems(destination, off))


def _problems(destination: Destination, off: Off) -> tuple[Problem, ...]:
    done, url = off.done, destination.site.url
    if done.published is None:
        return (*done.problems, _still_public(done))
    # Media stay on the host until nothing can be brought back any more.
    gone = {path: entry for path, entry in done.gone.items() if off.forget or not is_lasting(path)}
    unmarked = () if done.settings else done.problems
    stays = (done.history_stays,) if done.history_stays else ()
    return (*unmarked, *(verify_gone(url, gone) if url else ()), *stays)


def _still_public(done: TakenOff) -> Problem:
    return problem(
        done.takedown.where,
        "this post is still public, or a part of it",
        "when the reason above is gone, take it off once more. If it cannot wait, ask the host to "
        "close the site",
    )


def bring_back(office: Office, job: Job) -> None:
    """Bring the release before back, after a yes to what that changes.

    Raises Failed, Unfit, OSError and Stopped.
    """
    destination = find_destination(office.request.content, office.request.cache)
    asker = PageAsker(job, office.typed)

    def work(at: PublishRequest) -> None:
        back = _back(office, at)
        asker.drops = bool(job.ask(Phase.UNDO, back=back))
        if not asker.drops:
            raise Stopped
        job.show(Phase.SENDING)
        undo(at)
        job.show(Phase.UNDONE, back=back)

    at_host(Visit(destination, asker, show=lambda so_far: _tick(job, so_far)), work)


def _back(office: Office, at: PublishRequest) -> Back:
    view, posts = outlook_back(at), shown_posts(office.request)
    change = changes(view.steps, view.shown, view.wanted)
    lists = (change.gone, change.changed, change.new)
    named = (tuple(posts.get(key) or ShownPost(key, key) for key in keys) for keys in lists)
    return Back(view.after.at if view.after else "", view.is_cut, *named)


def _tick(job: Job, so_far: SoFar) -> None:
    job.tick(so_far=so_far, share=so_far.share)
