"""Publishes from the studio: build → look over → ask → send → verify, in the thread of a job."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from generator.errors import Problem
from generator.inputs import BuildRequest, Built, kazakhstan_now
from generator.language.addresses import shown_address
from generator.messages import printable
from generator.publish.inventory import Inventory
from generator.publish.outlook import Outlook, outlook
from generator.publish.publish import Published, publish
from generator.publish.request import PublishRequest, SoFar
from generator.recipes import ClipRecipe, Task
from generator.region.region import build_all
from generator.release.at_host import Terms, Visit, at_host
from generator.release.destination import Destination, find_destination
from generator.release.findings import Findings, look_over, may_go_out
from generator.release.stock import take_stock
from generator.release.twin import Twin, find_twin, keep_twin, replace_twin
from generator.release.verified import seen_by_readers
from generator.store.confirmed import without_answered
from generator.studio.sending.job import Job, Phase
from generator.studio.sending.page_asker import PageAsker
from generator.studio.sending.review import Review, review, shown_posts

_CLIPS_PART = 0.7  # of the bar, while the site is built: most of the time goes there


@dataclass(frozen=True, slots=True)
class Office:
    """What errands need of the studio."""

    request: BuildRequest
    touch: Callable[[str], None] = lambda path: None  # the preview reads it again
    made_ready: Callable[[Callable[[float], None]], None] = lambda show: None  # waits for clips
    typed: dict[str, str] = field(default_factory=dict, repr=False)  # passwords of this session


@dataclass(frozen=True, slots=True)
class Go:
    """A person's yes to a release."""

    agreed: frozenset[str] = frozenset()  # what the ticked questions ask
    keeps_twin: bool = True  # the posts of another computer stay
    drops: bool = False  # many pages may go


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done."""

    review: Review
    published: Published
    url: str  # of the site; "" where it is not known
    doubts: tuple[Problem, ...]
    at: datetime


def publish_site(office: Office, job: Job, *, eager: bool = False, take_over: bool = False) -> None:
    """Build, look over, ask, send, verify.

    With `eager`, what is left open alone is asked; with `take_over`, files of others are replaced.

    Raises Failed, Unfit, Broken, OSError and Stopped.
    """
    destination = find_destination(office.request.content, office.request.cache)
    asker = PageAsker(job, office.typed)
    while True:
        findings = _look(office, job)
        if findings.stops:
            job.show(Phase.STOPPED, findings=findings, titles=_titles(office))
            return
        release = _Release(office, job, destination, asker, findings, eager)
        visit = Visit(destination, asker, Terms(take_over=take_over), release.show)
        outcome = at_host(visit, release.run)
        if outcome:
            job.show(Phase.DONE, outcome=outcome)
            return


def _look(office: Office, job: Job) -> Findings:
    job.show(Phase.CHECKING)
    built = _build(office, job)
    job.tick(share=_CLIPS_PART)
    findings = look_over(office.request, built)
    job.tick(share=0.9)
    return findings


def _build(office: Office, job: Job) -> Built:
    office.made_ready(lambda share: job.tick(share=share * _CLIPS_PART))

    def report(task: Task, share: float) -> None:
        if isinstance(task.recipe, ClipRecipe):
            job.tick(share=share * _CLIPS_PART)

    built = build_all(replace(office.request, report=report))
    return replace(built, problems=without_answered(office.request.cache, built.problems))


def _titles(office: Office) -> Mapping[str, str]:
    return {post.path: post.title for post in shown_posts(office.request).values()}


@dataclass(slots=True)
class _Release:
    """The part of publishing that speaks to the host."""

    office: Office
    job: Job
    destination: Destination
    asker: PageAsker
    findings: Findings
    eager: bool
    keeps_twin: bool = True

    def show(self, so_far: SoFar) -> None:
        self.job.tick(so_far=so_far, share=so_far.share)

    def run(self, request: PublishRequest) -> Outcome | None:
        """None where the content changed while a person looked at it."""
        inventory = take_stock(self.destination, self.office.request.output).inventory
        view = outlook(request, inventory)
        twin = find_twin(request, view, inventory)
        shown = review(
            self.office.request, _shown_address(self.destination), self.findings, view, twin
        )
        if self._asks(shown):
            if not self._is_agreed(shown):
                return None
            if twin:
                self._settle(request, twin, view, inventory)
                inventory = take_stock(self.destination, self.office.request.output).inventory
        return self._send(request, inventory, shown)

    def _asks(self, shown: Review) -> bool:
        is_open = shown.findings.questions or shown.twin or shown.dropped or shown.is_empty
        return bool(is_open or not self.eager)

    def _is_agreed(self, shown: Review) -> bool:
        """Ask until each number has its tick; whether the content is what was asked about."""
        cache, is_again = self.office.request.cache, False
        while True:
            go: Go = self.job.ask(Phase.ASKED, review=shown, again=is_again)
            self.asker.agreed |= go.agreed
            self.asker.drops = go.drops
            self.keeps_twin = go.keeps_twin
            agreed = may_go_out(cache, shown.findings.questions, self.asker)
            if agreed and (go.drops or not shown.dropped):
                break
            is_again = True
        self.job.show(Phase.CHECKING)
        built = _build(self.office, self.job)
        return not (built.written.written or built.written.removed or built.stopped)

    def _settle(
        self, request: PublishRequest, twin: Twin, view: Outlook, inventory: Inventory
    ) -> None:
        if self.keeps_twin:
            keep_twin(request, twin, view, inventory)
        else:
            replace_twin(request, twin)

    def _send(self, request: PublishRequest, inventory: Inventory, shown: Review) -> Outcome:
        self.job.show(Phase.SENDING, review=shown)
        self.job.tick(began=time.monotonic())
        published = publish(request, inventory)
        self.job.show(Phase.VERIFYING, review=shown)
        doubts = (*published.problems, *seen_by_readers(self.destination, inventory))
        site = self.destination.site
        return Outcome(shown, published, site.url, doubts, kazakhstan_now())


def _shown_address(destination: Destination) -> str:
    """What readers type, where it is known; else where the files go."""
    url = destination.site.url
    return shown_address(url) if url else printable(str(destination.address))
