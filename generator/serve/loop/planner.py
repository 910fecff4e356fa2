"""A look and what is made in, the plan of the preview out; posts that did not change are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from generator.build import BuildRequest, code_digest, deputies_of, member_paths
from generator.model import Content
from generator.plan.deputy_summary import Deputies
from generator.plan.media.tasks import MediaPlan, Pace, plan_media, tasks_of, without_failed
from generator.plan.plan import Plan
from generator.plan.schedule import without_twins
from generator.plan.site import plan_site
from generator.plan.summary import Summary
from generator.recipes import Task
from generator.region import with_built_deputies
from generator.serve.loop.maker import BackgroundMaker
from generator.serve.loop.reader import Look
from generator.store.cache import Cache
from generator.store.memo import load_memo, save_memo
from generator.store.records import Planned


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan, the content it shows, and what it lacks."""

    plan: Plan
    content: Content
    missing: Mapping[str, Task]  # by key


class Planner:
    """Plans again and again, and keeps each post in brief for as long as nothing of it changes."""

    def __init__(self, request: BuildRequest, maker: BackgroundMaker) -> None:
        self._path = request.memory / "previewed"
        self._cache = Cache(request.cache)
        self._maker = maker
        self._request = request
        self._code = code_digest()
        self._summaries: Mapping[str, Summary] = load_memo(
            self._path, Planned(self._code)
        ).summaries
        self._gathered: tuple[dict[str, int], tuple[str, ...], Deputies | None] = ({}, (), None)
        self._owners: dict[str, set[str]] = {}  # of tasks that were missing: the posts, by key
        self._unlucky: set[str] = set()  # posts with something that could not be made

    def draw(self, look: Look, now: datetime) -> Drawn:
        """The site with all posts, hidden ones too, and with what is made until now."""
        self._forget_changed(self._maker.take_news())
        results = self._maker.results()
        content, media = self._without_failed(look, now, Pace(finished=results))
        deputies = self._deputies(content.site.locales)
        plan = plan_site(media, results.find, now.date(), self._summaries, deputies)
        self._summaries = plan.summaries
        unready = [path for path, summary in plan.summaries.items() if not summary.whole]
        missing: dict[str, Task] = {}
        for owner in (*unready, *(f"pages/{page.slug}" for page in content.pages)):
            for task in _tasks(media, owner):
                if task.key not in results:
                    missing[task.key] = task
                    self._owners.setdefault(task.key, set()).add(owner)
        own = [one.stills for one in media.site_photos] + ([media.icons] if media.icons else [])
        for task in own:
            if task.key not in results:
                missing[task.key] = task
                self._owners.setdefault(task.key, set())
        return Drawn(plan, content, missing)

    @property
    def has_news(self) -> bool:
        """Whether a deputy's site of the region was built since."""
        return self._stamp(with_built_deputies(self._request)) != self._gathered[0]

    def _deputies(self, locales: tuple[str, ...]) -> Deputies | None:
        """The deputies of a region, as their sites were built last."""
        request = with_built_deputies(self._request)
        stamp = self._stamp(request)
        if stamp != self._gathered[0] or locales != self._gathered[1]:
            self._gathered = stamp, locales, deputies_of(request, locales)
        return self._gathered[2]

    def _stamp(self, request: BuildRequest) -> dict[str, int]:
        paths = zip(request.deputies, member_paths(request), strict=True)
        return {slug: path.stat().st_mtime_ns for slug, path in paths}

    def forget(self) -> None:
        """Plans every post anew the next time."""
        self._summaries = {}

    def save(self) -> None:
        """Keeps what is known of whole posts for the next start."""
        whole = {path: summary for path, summary in self._summaries.items() if summary.whole}
        save_memo(self._path, Planned(self._code, whole), self._cache)

    def _forget_changed(self, news: Iterable[str]) -> None:
        """Forgets the posts for which something was made, or could not be."""
        for key in news:
            if key not in self._owners:  # made by a build beside this: nobody knows for whom
                self._summaries = {}
                return
            # One photo may stand in several posts.
            owners = self._owners.pop(key)
            self._summaries = {
                path: one for path, one in self._summaries.items() if path not in owners
            }
            if key in self._maker.failed:
                self._unlucky |= owners

    def _without_failed(self, look: Look, now: datetime, pace: Pace) -> tuple[Content, MediaPlan]:
        content, failed = without_twins(look.content, now), self._maker.failed
        while True:
            media = plan_media(content, look.theme, pace)
            owners = self._unlucky.intersection(media.owners())
            tasks = [task for owner in owners for task in _tasks(media, owner)]
            tasks += [one.stills for one in media.site_photos]
            found = {task.key: failed[task.key] for task in tasks if task.key in failed}
            if not found:
                return content, media
            content = without_failed(content, media, set(found))
            content = replace(content, problems=(*content.problems, *found.values()))


def _tasks(media: MediaPlan, owner: str) -> list[Task]:
    return [task for one in media.of(owner) for task in tasks_of(one)]
