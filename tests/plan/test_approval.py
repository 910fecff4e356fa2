"""Whether a post waits for the deputy, and what makes an approval void."""

from datetime import date

import pytest
from msgspec.structs import replace

from generator.kinds import Answer, Campaign
from generator.model import (
    Approval,
    Block,
    Body,
    Clip,
    ClipFacts,
    Content,
    Cut,
    MediaNote,
    Photo,
    PhotoFacts,
    Post,
    PostFacts,
    Site,
    Source,
    Standing,
    Subtitle,
    Text,
    Verdict,
)
from generator.plan.approval import (
    ApprovalState,
    approval_state,
    held_back,
    needs_approval,
    shown_digest,
    standing_posts,
)

DAY = date(2026, 11, 20)
TEXT = Text("kk", "Жол", Body.of(Block(html="<p>Жол <b>дайын</b></p>")), "Қысқаша", ("Жол",))
PHOTO = Photo(Source("a.jpg", "1", 1), PhotoFacts(800, 600), MediaNote(caption=(("kk", "Көпір"),)))
CLIP = Clip(
    Source("a.mp4", "2", 1),
    ClipFacts(640, 360, 9.0, 25),
    subtitles=(Subtitle(Source("a.vtt", "3", 1), "kk"),),
)
POST = Post("a", "a", DAY, (TEXT,), (PHOTO, CLIP))


def answered(verdict: Verdict = Verdict.FINE, note: str = "", of: str = "") -> Post:
    return replace(POST, approval=Approval(verdict, of or shown_digest(POST), note))


def foreign(verdict: Verdict = Verdict.FINE, of: str = "") -> Post:
    post = answered(verdict, of=of)
    assert post.approval
    return replace(post, approval=replace(post.approval, is_foreign=True))


@pytest.mark.parametrize(
    ("post", "state"),
    [
        (POST, ApprovalState.NOT_ASKED),
        (answered(), ApprovalState.FINE),
        (answered(Verdict.CHANGE), ApprovalState.CHANGE),
        (foreign(), ApprovalState.FOREIGN),
        (foreign(Verdict.CHANGE), ApprovalState.CHANGE),
        (foreign(of="another"), ApprovalState.OUTDATED),
        (answered(of="another"), ApprovalState.OUTDATED),
        (answered(Verdict.CHANGE, of="another"), ApprovalState.OUTDATED),
    ],
)
def test_an_answer_counts_for_the_post_as_it_was_then(post: Post, state: ApprovalState) -> None:
    assert approval_state(post) is state


@pytest.mark.parametrize(
    ("since", "post", "waits"),
    [
        (None, POST, False),
        (date(2026, 11, 21), POST, False),
        (DAY, POST, True),
        (date.min, POST, True),
        (DAY, answered(), False),
        (DAY, answered(Verdict.CHANGE), True),
        (DAY, answered(of="another"), True),
        (DAY, foreign(), True),
    ],
)
def test_posts_wait_from_the_day_on_which_the_site_asks(
    since: date | None, post: Post, waits: bool
) -> None:
    assert needs_approval(post, Content(Site(approval=since)), {}) is waits


@pytest.mark.parametrize(
    ("post", "waits"),
    [
        (POST, False),
        (foreign(), False),
        (answered(of="another"), False),
        (replace(POST, digest="saved again"), False),
        (answered(Verdict.CHANGE), True),
        (replace(POST, digest="edited", texts=(replace(TEXT, title="Көпір"),)), True),
        (replace(POST, path="b"), True),
    ],
)
def test_what_is_on_the_site_stays_as_it_is_unless_the_deputy_wants_a_change(
    post: Post, waits: bool
) -> None:
    standing = standing_posts([replace(POST, digest="first")], {})
    assert needs_approval(post, Content(Site(approval=date.min)), standing) is waits


def test_a_post_with_the_same_files_stands_as_before() -> None:
    before = {"a": Standing("first", "digest")}
    assert standing_posts([replace(POST, digest="first")], before) == before
    after = standing_posts([replace(POST, digest="second")], before)
    assert after == {"a": Standing("second", shown_digest(POST))}


@pytest.mark.parametrize(
    ("post", "what"),
    [
        (foreign(), "the deputy's yes to this post was not given on this computer"),
        (POST, "the deputy has not said yes to this post yet"),
        (answered(of="another"), "the post changed after the deputy said yes"),
        (answered(Verdict.CHANGE, "Қысқарту"), "the deputy wants a change: “{note}”"),
    ],
)
def test_a_waiting_post_says_why(post: Post, what: str) -> None:
    assert (held_back(post).where, held_back(post).what) == ("a", what)
    if post.approval and post.approval.note:
        assert dict(held_back(post).values) == {"note": "Қысқарту"}


SHOWN_FACTS = (
    PostFacts(ai=True),
    PostFacts(credit="А. Б."),
    PostFacts(people=("А. Б.",)),
    PostFacts(updates=((DAY, (("kk", "Сан"),)),)),
    PostFacts(details=Campaign("А", "Б", "В")),
    PostFacts(details=Answer((("kk", "Су жоқ"),), ())),
)


@pytest.mark.parametrize(
    "post",
    [
        replace(POST, texts=(replace(TEXT, title="Жол!"),)),
        replace(POST, texts=(replace(TEXT, summary="Ұзын"),)),
        replace(POST, texts=(replace(TEXT, tags=("Көпір",)),)),
        replace(POST, texts=(replace(TEXT, body=Body.of(Block(html="<p>Жол жоқ</p>"))),)),
        replace(POST, texts=(TEXT, Text("ru", "Дорога"))),
        replace(POST, cover="a.jpg"),
        replace(POST, media=(CLIP, PHOTO)),
        replace(POST, media=(replace(PHOTO, note=MediaNote()), CLIP)),
        replace(POST, media=(replace(PHOTO, note=replace(PHOTO.note, ai=True)), CLIP)),
        replace(POST, media=(PHOTO, replace(CLIP, subtitles=()))),
        replace(POST, media=(PHOTO, replace(CLIP, note=MediaNote(cut=Cut(1.0))))),
        *(replace(POST, facts=facts) for facts in SHOWN_FACTS),
    ],
)
def test_whatever_readers_see_makes_an_approval_void(post: Post) -> None:
    assert shown_digest(post) != shown_digest(POST)


@pytest.mark.parametrize(
    "post",
    [
        replace(POST, facts=PostFacts(draft=True, pin=True)),
        replace(POST, date=date(2026, 11, 21), digest="1", slug="b"),
        replace(
            POST, texts=(replace(TEXT, body=Body.of(Block(html="<div>Жол <i>дайын</i>\n</div>"))),)
        ),
        replace(POST, media=(replace(PHOTO, source=Source("b.jpg", "1", 2)), CLIP)),
    ],
)
def test_dates_and_markup_leave_an_approval_as_it_is(post: Post) -> None:
    assert shown_digest(post) == shown_digest(POST)
