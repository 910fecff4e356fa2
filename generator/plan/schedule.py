"""All posts in, those to be seen now out; and when that changes by itself."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from generator.errors import Problem, doubt, problem
from generator.model import Content, Kind, Post

# A folder may bear the day of the event it announces; a year ahead is a slip of the finger.
_FAR = timedelta(days=62)


def visible(content: Content, now: datetime) -> Content:
    """The content without drafts, posts whose time has not come or is over, and twins.

    `now` is Kazakhstan's time, without a zone. Of two posts with one address the earlier stays.
    """
    by_slug: dict[str, Post] = {}
    problems: list[Problem] = []
    posts = [post for post in content.posts if _is_seen(post, content, now)]
    for post in sorted(posts, key=lambda post: (post.date, post.path)):
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


def _is_seen(post: Post, content: Content, now: datetime) -> bool:
    facts = post.facts
    waits = facts.publish_at is not None and facts.publish_at > now
    over = facts.expires_at is not None and facts.expires_at <= now
    silenced = facts.kind is Kind.CAMPAIGN and now.date() in content.site.quiet
    return not (facts.draft or waits or over or silenced)


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
