"""Plan the preview: the pipeline's Planner, with the results that are made so far."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.errors import Problem
from generator.inputs import BuildRequest
from generator.model import Content
from generator.pipeline import Planner, read_deputies
from generator.plan.deputy_summary import Deputies
from generator.plan.media.tasks import Encoders, MediaPlan, Pace, tasks_of
from generator.plan.plan import Plan
from generator.plan.schedule import without_twins
from generator.plan.summary import Summary
from generator.recipes import Task
from generator.region.region import with_built_deputies
from generator.serve.loop.maker import BackgroundMaker
from generator.serve.loop.reader import Snapshot
from generator.store.memory import Memory, Table
from generator.work.make import codecs

# Apart from those of builds: a preview makes lighter pictures, and pages without share cards.
_PREVIEWED = Table("previewed", Summary, is_large=True)


@dataclass(frozen=True, slots=True)
class PreviewPlan:
    """A plan, the content it shows, and the tasks whose results it lacks."""

    plan: Plan
    content: Content
    missing: Mapping[str, Task]  # by key


class PreviewPlanner:
    """Plans again and again; a post whose files and results did not change is not planned again."""

    def __init__(self, request: BuildRequest, memory: Memory, maker: BackgroundMaker) -> None:
        self._maker = maker
        self._request = request
        self._planner = Planner(memory, _PREVIEWED)
        self._region = request
        self._deputies: tuple[tuple[str, ...], Deputies | None] = ((), None)
        self._owners: dict[str, set[str]] = {}  # posts that lack a result, by its key
        self._unlucky: set[str] = set()  # posts with a task that failed

    def plan(self, snapshot: Snapshot, now: datetime) -> PreviewPlan:
        """The site with all posts, hidden ones too, and with the results that are made so far."""
        self._forget_changed(self._maker.take_news())
        results = self._maker.results()
        content = without_twins(snapshot.content, now)
        encoders = Encoders(codecs, results.__contains__)
        pace = Pace(finished=results, encoders=encoders)
        media = self._planner.plan_media(content, snapshot.theme, pace, self._failures)
        deputies = self._read_deputies(content.site.locales)
        plan = self._planner.plan(media, results.find, now, deputies)
        missing: dict[str, Task] = {}
        for task, owner in _owned_tasks(media, plan):
            if task.key not in results:
                missing[task.key] = task
                self._owners.setdefault(task.key, set()).update({owner} if owner else ())
        return PreviewPlan(plan, media.content, missing)

    @property
    def has_news(self) -> bool:
        """Whether a deputy's site of the region was built since the last plan."""
        return with_built_deputies(self._request) != self._region

    def _read_deputies(self, locales: tuple[str, ...]) -> Deputies | None:
        """The deputies of a region, as their sites were built last."""
        region = with_built_deputies(self._request)
        if region != self._region or locales != self._deputies[0]:
            self._region, self._deputies = region, (locales, read_deputies(region, locales))
        return self._deputies[1]

    def forget(self) -> None:
        """Plan every post anew the next time."""
        self._planner.summaries = {}

    def save(self) -> None:
        """Remember the posts that are whole for the next start."""
        self._planner.save()

    def _forget_changed(self, news: Iterable[str]) -> None:
        """Forget the posts that lacked a result which is made now, or failed."""
        for key in news:
            if key not in self._owners:  # made by a build beside this: its posts are not known
                self.forget()
                return
            owners = self._owners.pop(key)  # one photo may stand in several posts
            self._planner.forget(owners)
            if key in self._maker.failed:
                self._unlucky |= owners

    def _failures(self, media: MediaPlan) -> tuple[Mapping[str, Problem], Collection[str]]:
        failed = self._maker.failed
        owners = self._unlucky.intersection(media.owners())
        tasks = [task for owner in owners for task in _tasks(media, owner)]
        tasks += [photo.stills for photo in media.site_photos]
        problems = {task.key: failed[task.key] for task in tasks if task.key in failed}
        return problems, owners


def _owned_tasks(media: MediaPlan, plan: Plan) -> list[tuple[Task, str]]:
    """The tasks of posts that are not whole and of pages, with their owner; "" for the site."""
    unready = [path for path, summary in plan.summaries.items() if not summary.whole]
    pages = [f"pages/{page.slug}" for page in media.content.pages]
    owned = [(task, owner) for owner in (*unready, *pages) for task in _tasks(media, owner)]
    owned += [(photo.stills, "") for photo in media.site_photos]
    return owned + ([(media.icons, "")] if media.icons else [])


def _tasks(media: MediaPlan, owner: str) -> list[Task]:
    return [task for item in media.of(owner) for task in tasks_of(item)]
