"""How far a post is: four steps, decided by its files, the deputy and what readers have."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from generator.messages import Words
from generator.model import Approval, Content, Post, PostFacts, Site, Standing, Text, Verdict
from generator.plan.approval import shown_digest
from generator.serve.display import Shown
from generator.studio.home.public_site import PublicSite
from generator.studio.home.steps import Way, step_of, way_of

NOW = datetime(2026, 11, 25, 12, 0)
POST = Post("2026-11-24 Жол", "zhol", date(2026, 11, 24), (Text("kk", "Жол"),), digest="1")
PUBLIC = PublicSite(
    True, {}, 1.0, frozenset({"zhol"}), {POST.path: Standing("1", shown_digest(POST))}
)
NOBODY = PublicSite(True)


def answered(verdict: Verdict, of: Post = POST, **facts: object) -> Post:
    return replace(POST, approval=Approval(verdict, shown_digest(of)), facts=PostFacts(**facts))  # type: ignore[arg-type]


def shown(post: Post, *, asks: bool = False) -> Shown:
    site = Site(approval=date(2026, 11, 1) if asks else None)
    return Shown(content=Content(site=site, posts=(post,)), now=NOW)


EDITED = replace(POST, digest="2", texts=(Text("kk", "Жаңа жол"),))


@pytest.mark.parametrize(
    ("post", "asks", "public", "way"),
    [
        (replace(POST, facts=PostFacts(draft=True)), False, NOBODY, Way.WRITING),
        (replace(POST, facts=PostFacts(draft=True)), True, PUBLIC, Way.WRITING),
        (POST, False, NOBODY, Way.READY),
        (POST, True, NOBODY, Way.WITH_DEPUTY),
        (POST, True, PUBLIC, Way.PUBLIC),
        (POST, False, PUBLIC, Way.PUBLIC),
        (EDITED, False, PUBLIC, Way.READY),
        (EDITED, True, PUBLIC, Way.WITH_DEPUTY),
        (answered(Verdict.FINE), True, NOBODY, Way.READY),
        (answered(Verdict.FINE, EDITED), True, NOBODY, Way.CHANGED),
        (answered(Verdict.FINE, EDITED, draft=True), True, NOBODY, Way.CHANGED),
        (answered(Verdict.CHANGE), True, PUBLIC, Way.CHANGE),
        (answered(Verdict.CHANGE, draft=True), False, NOBODY, Way.CHANGE),
        (replace(POST, facts=PostFacts(publish_at=datetime(2026, 12, 1))), False, NOBODY,
         Way.WAITS),
        (replace(POST, facts=PostFacts(expires_at=datetime(2026, 11, 1))), False, PUBLIC,
         Way.OVER),
    ],
)  # fmt: skip
def test_a_post_stands_where_its_files_and_the_deputy_put_it(
    post: Post, asks: bool, public: PublicSite, way: Way
) -> None:
    assert way_of(post, shown(post, asks=asks), public) is way


@pytest.mark.parametrize(
    ("post", "public", "said"),
    [
        (POST, NOBODY, (3, "yes", "ready to go out")),
        (EDITED, PUBLIC, (3, "yes", "a correction is ready to go out")),
        (answered(Verdict.FINE), NOBODY, (3, "yes", "agreed with the deputy")),
        (answered(Verdict.CHANGE), NOBODY, (2, "no", "wants a change")),
        (POST, PUBLIC, (4, "", "on the site")),
    ],
)
def test_a_step_is_a_number_a_colour_and_words(
    post: Post, public: PublicSite, said: tuple[int, str, str]
) -> None:
    step = step_of(post, shown(post), public, Words("en"))
    assert (step.number, step.tone, step.words) == said
