"""Which posts readers see now, and when that changes without an edit."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from msgspec.structs import replace

from generator.errors import Problem, doubt, problem
from generator.kinds import Kind
from generator.model import Clip, Content, Post, Standing
from generator.plan.approval import held_back, needs_approval

# A folder may have the date of the event it announces; a year ahead is a typing mistake.
_FAR = timedelta(days=62)

FRESH = timedelta(days=14)
"""For how long a clip may open the home page, however much was posted since."""

_NOTHING: Mapping[str, Standing] = MappingProxyType({})


class Showing(StrEnum):
    """Whether readers see a post, and why not."""

    SEEN = "seen"
    DRAFT = "draft"
    WAITS = "waits"  # until publish_at
    OVER = "over"  # since expires_at
    SILENCED = "silenced"  # campaign material on a quiet day


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whether a post is shown, and since or until when."""

    showing: Showing = Showing.SEEN
    moment: datetime | None = None  # when it appears, or disappeared


def visible(
    content: Content, now: datetime, standing: Mapping[str, Standing] = _NOTHING
) -> Content:
    """The content with the posts that readers may see; of two with one address, the earlier one.

    Left out are drafts, posts before publish_at or after expires_at, campaign material on a quiet
    day, and posts that wait for the deputy's approval, each of those with a problem. `now` is
    Kazakhstan's time, without a zone; `standing` are the posts that are on the site already.
    """
    shown: list[Post] = []
    problems = list(content.problems)
    for post in content.posts:
        if visibility_of(post, content, now).showing is not Showing.SEEN:
            continue
        if needs_approval(post, content, standing):
            problems.append(held_back(post))
        else:
            shown.append(post)
    return without_twins(replace(content, posts=tuple(shown), problems=tuple(problems)), now)


def holding_back(content: Content, paths: Collection[str]) -> Content:
    """The content without the posts at these paths, for a site that has to go out at once."""
    posts = tuple(post for post in content.posts if post.path not in paths)
    return replace(content, posts=posts)


def without_twins(content: Content, now: datetime) -> Content:
    """The content, hidden posts included, with one post for each address: the earliest."""
    by_slug: dict[str, Post] = {}
    problems: list[Problem] = []
    for post in sorted(content.posts, key=lambda post: (post.date, post.path)):
        other = by_slug.setdefault(post.slug, post)
        if other is not post:
            problems.append(
                problem(
                    post.path,
                    "this post and “{other}” have one address: {slug}",
                    "give one of the folders another name",
                    other=other.path,
                    slug=post.slug,
                )
            )
        if post.date - now.date() > _FAR:
            problems.append(
                doubt(
                    post.path,
                    "the date of this post is far ahead: {day}",
                    "is the year right? publish_at lets a post wait",
                    day=post.date.isoformat(),
                )
            )
    return replace(content, posts=tuple(by_slug.values()), problems=(*content.problems, *problems))


def fresh_until(content: Content, now: datetime) -> datetime | None:
    """When the site changes next without an edit; None if it never does."""
    moments = [moment for moment in _moments(content) if moment > now]
    if any(post.date > now.date() for post in content.posts):
        # Until its own day a post counts as published today, so each midnight changes it.
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
        if facts.event:
            yield facts.event.end
        if post.hour:
            days.append(post.date)
        if any(isinstance(item, Clip) for item in post.media):
            days.append(post.date + FRESH)
    for day in days:
        midnight = datetime.combine(day, time.min)
        yield midnight
        if day < date.max:  # the calendar ends there
            yield midnight + timedelta(days=1)


def visibility_of(post: Post, content: Content, now: datetime) -> Visibility:
    """Whether readers see that post of the content at that moment."""
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
