"""All posts in, those to be seen now out; and when that changes by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from msgspec.structs import replace

from generator.errors import Problem, doubt, problem
from generator.kinds import Kind
from generator.model import Content, Post
from generator.plan.approval import held_back, needs_approval

# A folder may bear the day of the event it announces; a year ahead is a slip of the finger.
_FAR = timedelta(days=62)


class Showing(StrEnum):
    """Whether readers see a post, and why not."""

    SEEN = "seen"
    DRAFT = "draft"
    WAITS = "waits"  # until publish_at
    OVER = "over"  # since expires_at
    SILENCED = "silenced"  # campaign material on a quiet day


@dataclass(frozen=True, slots=True)
class Visibility:
    """Where a post stands in time."""

    showing: Showing = Showing.SEEN
    moment: datetime | None = None  # of its coming or going


def visible(content: Content, now: datetime) -> Content:
    """The content without drafts, posts whose time has not come or is over, and twins.

    Nor does it hold posts that wait for the deputy's yes, where the site asks for one.

    `now` is Kazakhstan's time, without a zone. Of two posts with one address the earlier stays.
    """
    posts = [
        post for post in content.posts if visibility_of(post, content, now).showing is Showing.SEEN
    ]
    waiting = [post for post in posts if needs_approval(post, content)]
    problems = (*content.problems, *map(held_back, waiting))
    held = {post.path for post in waiting}
    kept = tuple(post for post in posts if post.path not in held)
    return without_twins(replace(content, posts=kept, problems=problems), now)


def without_twins(content: Content, now: datetime) -> Content:
    """The content with one post an address, the earlier one, hidden ones included."""
    by_slug: dict[str, Post] = {}
    problems: list[Problem] = []
    for post in sorted(content.posts, key=lambda post: (post.date, post.path)):
        other = by_slug.setdefault(post.slug, post)
        if other is not post:
            problems.append(_twins(post, other))
        if post.date - now.date() > _FAR:
            problems.append(_far_ahead(post))
    return replace(content, posts=tuple(by_slug.values()), problems=(*content.problems, *problems))


def fresh_until(content: Content, now: datetime) -> datetime | None:
    """The next moment at which the site changes without any edit; None where there is none."""
    moments = [moment for moment in _moments(content) if moment > now]
    if any(post.date > now.date() for post in content.posts):
        # Until its own day a post counts as published today.
        moments.append(datetime.combine(now.date(), time.min) + timedelta(days=1))
    return min(moments, default=None)


def _moments(content: Content) -> Iterator[datetime]:
    days = list(content.site.quiet)
    for post in content.posts:
        facts = post.facts
        yield from (moment for moment in (facts.publish_at, facts.expires_at) if moment)
        days += [day for day, _ in facts.updates]
        if facts.answer and facts.answer.pin_until:
            days.append(facts.answer.pin_until)
    for day in days:
        midnight = datetime.combine(day, time.min)
        yield midnight
        if day < date.max:  # after which there is no day
            yield midnight + timedelta(days=1)


def visibility_of(post: Post, content: Content, now: datetime) -> Visibility:
    """Where a post of that content stands at that moment."""
    facts = post.facts
    if facts.draft:
        return Visibility(Showing.DRAFT, facts.publish_at)
    if facts.publish_at is not None and facts.publish_at > now:
        return Visibility(Showing.WAITS, facts.publish_at)
    if facts.expires_at is not None and facts.expires_at <= now:
        return Visibility(Showing.OVER, facts.expires_at)
    if facts.kind is Kind.CAMPAIGN and now.date() in content.site.quiet:
        return Visibility(Showing.SILENCED)
    return Visibility()


def _far_ahead(post: Post) -> Problem:
    return doubt(
        post.path,
        "the date of this post is far ahead: {day}",
        "is the year right? publish_at lets a post wait",
        day=post.date.isoformat(),
    )


def _twins(post: Post, other: Post) -> Problem:
    return problem(
        post.path,
        "this post and “{other}” have one address: {slug}",
        "give one of the folders another name",
        other=other.path,
        slug=post.slug,
    )
