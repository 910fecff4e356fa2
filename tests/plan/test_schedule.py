"""What is to be seen at a moment, and when that changes by itself."""

from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from generator.errors import Level, doubt, stop
from generator.kinds import Answer, Campaign, Event, Evidence, Kind
from generator.messages import Words
from generator.model import Clip, ClipFacts, Content, Post, PostFacts, Site, Source, Text
from generator.plan.schedule import fresh_until, holding_back, visible

NOW = datetime(2026, 11, 23, 12, 0)
POST = Post("А", "a", date(2026, 11, 20), (Text("kk", "А"),))
CLIP = Clip(Source("А/a.mp4", "1", 1), ClipFacts(1280, 720, 45.0, 30))
CAMPAIGN = PostFacts(kind=Kind.CAMPAIGN, details=Campaign("А", "Б", "В"))


def is_shown(facts: PostFacts, quiet: tuple[date, ...] = (), now: datetime = NOW) -> bool:
    content = Content(Site(quiet=quiet), (replace(POST, facts=facts),))
    return len(visible(content, now).posts) == 1


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        (PostFacts(), True),
        (PostFacts(draft=True), False),
        (PostFacts(publish_at=datetime(2026, 11, 23, 12, 1)), False),
        (PostFacts(publish_at=NOW), True),
        (PostFacts(expires_at=NOW), False),
        (PostFacts(expires_at=datetime(2026, 11, 23, 12, 1)), True),
        (PostFacts(draft=True, publish_at=datetime(2020, 1, 1)), False),
    ],
)
def test_drafts_and_posts_out_of_their_time_stay_hidden(facts: PostFacts, shown: bool) -> None:
    assert is_shown(facts) is shown


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (datetime(2026, 11, 22, 23, 59), True),
        (datetime(2026, 11, 23, 0, 0), False),
        (datetime(2026, 11, 23, 23, 59), False),
        (datetime(2026, 11, 24, 0, 0), True),
    ],
)
def test_campaign_posts_are_hidden_on_quiet_days_only(now: datetime, shown: bool) -> None:
    assert is_shown(CAMPAIGN, (date(2026, 11, 23),), now) is shown
    assert is_shown(PostFacts(), (date(2026, 11, 23),), now)


def test_of_two_posts_with_one_address_the_earlier_stays() -> None:
    later = replace(POST, path="0", date=date(2026, 11, 21))
    shown = visible(Content(posts=(later, POST)), NOW)
    assert shown.posts == (POST,)
    (found,) = shown.problems
    assert (found.where, found.level) == ("0", Level.PROBLEM)
    assert "“А”" in Words("en").problem(found)


def test_a_hidden_twin_hides_nothing() -> None:
    draft = replace(POST, path="0", date=date(2026, 1, 1), facts=PostFacts(draft=True))
    shown = visible(Content(posts=(draft, POST)), NOW)
    assert (shown.posts, shown.problems) == ((POST,), ())


ANSWER = Answer((("kk", "А"),), (Evidence(url="https://a.kz"),), pin_until=date(2026, 11, 25))


@pytest.mark.parametrize(
    ("facts", "quiet", "until"),
    [
        (PostFacts(), (), None),
        (PostFacts(publish_at=datetime(2026, 11, 23, 18, 0)), (), datetime(2026, 11, 23, 18, 0)),
        (PostFacts(publish_at=datetime(2026, 11, 23, 11, 0)), (), None),
        (
            PostFacts(publish_at=datetime(2026, 12, 1), expires_at=datetime(2026, 11, 30)),
            (),
            datetime(2026, 11, 30),
        ),
        (CAMPAIGN, (date(2026, 11, 28),), datetime(2026, 11, 28)),
        (CAMPAIGN, (date(2026, 11, 23),), datetime(2026, 11, 24)),
        (PostFacts(kind=Kind.ANSWER, details=ANSWER), (), datetime(2026, 11, 25)),
    ],
)
def test_the_next_change_by_itself_is_known(
    facts: PostFacts, quiet: tuple[date, ...], until: datetime | None
) -> None:
    assert fresh_until(Content(Site(quiet=quiet), (replace(POST, facts=facts),)), NOW) == until


def test_a_pinned_answer_is_looked_at_again_after_its_last_day() -> None:
    post = replace(POST, facts=PostFacts(kind=Kind.ANSWER, details=ANSWER))
    now = datetime(2026, 11, 25, 9, 0)
    assert fresh_until(Content(posts=(post,)), now) == datetime(2026, 11, 26)


def test_the_last_day_of_the_calendar_has_no_day_after() -> None:
    pinned = replace(POST, facts=PostFacts(details=replace(ANSWER, pin_until=date.max)))
    content = Content(Site(quiet=(date.max,)), (pinned,))
    assert fresh_until(content, NOW) == datetime(9999, 12, 31)
    assert fresh_until(content, datetime(9999, 12, 31, 12, 0)) is None


def test_a_day_to_come_makes_a_site_stale_at_midnight() -> None:
    ahead = Content(posts=(replace(POST, date=date(2026, 12, 24)),))
    assert fresh_until(ahead, NOW) == datetime(2026, 11, 24)
    corrected = replace(POST, facts=PostFacts(updates=((date(2026, 11, 30), ()),)))
    assert fresh_until(Content(posts=(corrected,)), NOW) == datetime(2026, 11, 30)
    assert fresh_until(Content(posts=(POST,)), NOW) is None


@pytest.mark.parametrize(("day", "doubted"), [(date(2026, 12, 31), 0), (date(2027, 11, 20), 1)])
def test_a_date_far_ahead_is_doubted_and_shown(day: date, doubted: int) -> None:
    seen = visible(Content(posts=(replace(POST, date=day),)), NOW)
    assert len(seen.posts) == 1
    assert [problem.level for problem in seen.problems] == [Level.DOUBT] * doubted


def test_held_back_posts_wait_and_a_stop_stays_one() -> None:
    other = replace(POST, path="Б", slug="b")
    content = Content(posts=(POST, other), problems=(stop("В", "why"), doubt("Б", "why")))
    held = holding_back(content, ("А",))
    assert held.posts == (other,)
    assert held.problems == content.problems


@pytest.mark.parametrize(
    ("post", "until"),
    [
        (
            replace(POST, facts=PostFacts(details=Event(NOW, (), datetime(2026, 11, 23, 17, 0)))),
            datetime(2026, 11, 23, 17, 0),
        ),
        (replace(POST, date=NOW.date(), hour=time(9, 5)), datetime(2026, 11, 24)),
        (replace(POST, media=(CLIP,)), datetime(2026, 12, 4)),
    ],
)
def test_the_site_changes_by_itself_when_an_event_ends_and_news_grow_old(
    post: Post, until: datetime
) -> None:
    assert fresh_until(Content(posts=(post,)), NOW) == until
    assert post.facts.event is None or fresh_until(Content(posts=(post,)), until) is None
