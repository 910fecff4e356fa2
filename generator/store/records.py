"""What earlier builds read and planned, kept apart from the memo: an unchanged site loads none."""

from collections.abc import Container
from datetime import date

import msgspec

from generator.intake.parse import Record
from generator.model import Content, Theme
from generator.plan.deputy_summary import DeputySummary
from generator.plan.media.tasks import MediaPlan
from generator.plan.plan import Plan
from generator.plan.site import known_posts
from generator.plan.summary import Summary


class Read(msgspec.Struct):
    """What each drop was read as, by its path."""

    code: str
    drops: dict[str, Record] = {}


class KeptTheme(msgspec.Struct):
    """The theme as it was read; the sites of a region share one."""

    code: str
    theme: Theme | None = None


class KeptMember(msgspec.Struct):
    """A deputy's site in brief, as it was written last."""

    code: str
    member: DeputySummary | None = None


class Planned(msgspec.Struct):
    """Each post in brief, by its path."""

    code: str
    summaries: dict[str, Summary] = {}

    def known(self, media: MediaPlan, today: date) -> frozenset[str]:
        """The posts of which nothing has to be made, because nothing of theirs changed."""
        return known_posts(media, today, self.summaries)

    def remember(
        self, plan: Plan, shown: Content, wanted: Content, hurried: Container[str]
    ) -> None:
        """Keeps the briefs of the posts that are shown as they were wanted, and whole."""
        asked = {post.path: post for post in wanted.posts}
        self.summaries = {
            post.path: plan.summaries[post.path]
            for post in shown.posts
            if post == asked[post.path]
            and plan.summaries[post.path].whole
            and not any(one.source.path in hurried for one in post.media)
        }
