"""Content and a post's name in, the plan of its kit out."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from generator.errors import Level, Unfit
from generator.kinds import Answer, Campaign, Evidence, Kind
from generator.model import (
    Clip,
    ClipFacts,
    Content,
    Cut,
    MediaNote,
    Post,
    PostFacts,
    Site,
    Source,
    Text,
)
from generator.share.kit import (
    LIMIT_BYTES,
    ClipPart,
    Kit,
    find_post,
    lighter,
    messenger_recipe,
    part_of,
    picture_size,
    plan_kit,
    vertical_recipe,
)
from tests.support.read_content import default_theme

NOW = datetime(2026, 11, 23, 12)
THEME = default_theme()


def clip(seconds: float = 30, size: tuple[int, int] = (1920, 1080), **note: bool) -> Clip:
    facts = ClipFacts(*size, seconds=seconds, fps=30)
    return Clip(Source("2026-11-23 Жол/a.mp4", "d", 9), facts, MediaNote(**note))  # type: ignore[arg-type]


def post(
    *media: Clip, facts: PostFacts | None = None, path: str = "2026-11-23 Жол", slug: str = "zhol"
) -> Post:
    texts = (Text("kk", "Жол ашылды"), Text("ru", "Дорога открыта"))
    return Post(path, slug, date(2026, 11, 23), texts, media, facts=facts or PostFacts())


def planned(one: Post, site: Site | None = None) -> Kit:
    return plan_kit(Content(site or Site(), (one,)), THEME, one.slug, NOW)


def told(kit: Kit) -> list[str]:
    return [problem.what for problem in kit.problems]


# Which post


@pytest.mark.parametrize(
    "wanted",
    [
        "zhol",
        "2026-11-23 Жол",
        "news/2026-11-23 Жол",
        "content/news/2026-11-23 Жол/",
        "/home/aide/content/news/2026-11-23 Жол",
        "content\\news\\2026-11-23 Жол",
        "news/2026-11-23 Жол".replace("й", "и\u0306"),
    ],
)
def test_a_post_is_found_by_slug_folder_and_path(wanted: str) -> None:
    one = post(path="news/2026-11-23 Жол")
    assert find_post(Content(posts=(post(path="б", slug="b"), one)), wanted) is one


def test_a_lone_file_is_found_without_its_ending() -> None:
    one = post(path="2026-11-22 Жол.mp4")
    assert find_post(Content(posts=(one,)), "2026-11-22 Жол") is one


def test_a_part_of_a_name_is_enough_when_one_post_alone_has_it() -> None:
    school, road = post(path="2026-11-18 Мектеп", slug="a"), post(path="2026-11-19 Жол", slug="b")
    content = Content(posts=(school, road))
    assert find_post(content, "мектеп") is school
    with pytest.raises(Unfit):
        find_post(content, "2026-11")
    with pytest.raises(Unfit):
        find_post(content, "")


def test_a_post_that_is_not_there_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(Unfit) as caught:
        find_post(Content(posts=(post(),)), "zhul")
    assert caught.value.problem.hint == "the nearest name is {near}"
    assert dict(caught.value.problem.values) == {"near": "zhol"}


# Which part


def test_a_short_clip_is_taken_whole_and_nothing_is_said() -> None:
    assert part_of(post(), clip(45.5)) == (ClipPart(0.0, 45.5), ())


def test_of_a_long_clip_the_first_minute_is_taken_and_said() -> None:
    part, (doubt,) = part_of(post(), clip(75))
    assert part == ClipPart(0.0, 59.9)
    assert doubt.level is Level.DOUBT
    assert dict(doubt.values) == {"start": "0", "end": "60"}


@pytest.mark.parametrize(
    ("share_from", "share_to", "part"),
    [(None, None, (5.0, 15.0)), (0.0, 30.0, (5.0, 15.0)), (8.0, 12.0, (8.0, 4.0))],
)
def test_nothing_that_was_cut_off_a_clip_is_shared(
    share_from: float | None, share_to: float | None, part: tuple[float, float]
) -> None:
    cut = replace(clip(), note=MediaNote(cut=Cut(5.0, 20.0), poster_at=9.0))
    facts = PostFacts(share_from=share_from, share_to=share_to)
    taken, problems = part_of(post(cut, facts=facts), cut)
    assert (taken, problems) == (ClipPart(*part), ())
    assert vertical_recipe(cut, taken).poster_at == 9.0 - part[0]
    messenger = messenger_recipe(cut)
    assert messenger is not None and messenger.seconds == 15.0


def test_the_part_that_was_named_is_taken() -> None:
    facts = PostFacts(share_from=12.5, share_to=40)
    assert part_of(post(facts=facts), clip(75)) == (ClipPart(12.5, 27.5), ())
    part, (doubt,) = part_of(post(facts=PostFacts(share_from=10)), clip(75))
    assert part == ClipPart(10, 59.9)
    assert dict(doubt.values) == {"start": "10", "end": "70"}


@pytest.mark.parametrize(("start", "end"), [(80, None), (20, 10), (-5, None), (None, 0.5)])
def test_a_part_that_is_not_in_the_clip_is_said(start: float | None, end: float | None) -> None:
    part, (doubt,) = part_of(post(facts=PostFacts(share_from=start, share_to=end)), clip(40))
    assert part == ClipPart(0.0, 40)
    assert "do not fit" in doubt.what


# How it is made


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1920, 1080), (1080, 608)),
        ((320, 240), (1080, 810)),
        ((720, 720), (1080, 1080)),
        ((1080, 1920), (1080, 1920)),
        ((720, 1280), (1080, 1920)),
        ((1080, 1440), (1440, 1920)),
        ((478, 1080), (1080, 2440)),
    ],
)
def test_upright_clips_cover_the_frame_and_others_are_as_wide_as_it(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert picture_size(clip(size=size)) == shown


@pytest.mark.parametrize("seconds", [10.0, 59.9, 120.0, 300.0, 650.0])
def test_no_film_can_outgrow_its_limit(seconds: float) -> None:
    for recipe in (vertical_recipe(clip(), ClipPart(0, min(seconds, 59.9))),
                   messenger_recipe(clip(seconds))):  # fmt: skip
        assert recipe
        (one,) = recipe.renditions
        kbps = one.maxrate_kbps * (1 + 2 / recipe.seconds) + one.audio_kbps
        assert kbps * recipe.seconds * 1000 / 8 < LIMIT_BYTES


def test_a_clip_gets_smaller_with_its_length_until_it_cannot_be_seen() -> None:
    def short_px(seconds: float) -> int:
        recipe = messenger_recipe(clip(seconds))
        return recipe.renditions[0].height_px if recipe else 0

    assert [short_px(seconds) for seconds in (30, 180, 400, 900)] == [720, 720, 480, 0]


def test_a_second_try_is_lighter_than_the_first_was_too_heavy() -> None:
    recipe = vertical_recipe(clip(), ClipPart(0, 59.9))
    again = lighter(recipe, 2 * LIMIT_BYTES)
    assert again.renditions[0].maxrate_kbps < recipe.renditions[0].maxrate_kbps / 2


def test_a_chosen_poster_counts_from_the_beginning_of_the_part() -> None:
    noted = Clip(clip().source, clip().facts, MediaNote(poster_at=12.0))
    assert vertical_recipe(noted, ClipPart(10, 15)).poster_at == 2.0
    assert vertical_recipe(noted, ClipPart(15, 15)).poster_at == -1.0


# What it says


def test_links_lead_to_the_page_of_each_language() -> None:
    kit = planned(post(clip()), Site(url="https://example.kz/"))
    assert [words.link for words in kit.words] == [
        "https://example.kz/news/zhol.html",
        "https://example.kz/ru/news/zhol.html",
    ]
    assert [words.link for words in planned(post(clip())).words] == ["", ""]


def test_what_ai_made_is_labelled_in_both_languages() -> None:
    by_post, by_clip = planned(post(clip(), facts=PostFacts(ai=True))), planned(post(clip(ai=True)))
    for kit in (by_post, by_clip):
        labels = [words.labels for words in kit.words]
        assert labels == [("Жасанды интеллект жасаған",), ("Создано ИИ",)]
    assert planned(post(clip())).words[0].labels == ()


def test_an_answer_says_so_and_leads_with_the_fact() -> None:
    answer = Answer(
        (("kk", "Мектеп жабылады"),), (Evidence(url="https://a.kz"),), (("kk", "Мектеп ашық"),)
    )
    kit = planned(post(clip(), facts=PostFacts(kind=Kind.ANSWER, details=answer)))
    assert (kit.words[0].title, kit.words[0].labels) == ("Мектеп ашық", ("Жауап",))
    assert kit.words[1].title == "Дорога открыта"


def test_a_campaign_names_who_paid_and_is_silent_on_quiet_days() -> None:
    campaign = Campaign("Студия", "Штаб", "Қор")
    one = post(clip(), facts=PostFacts(kind=Kind.CAMPAIGN, details=campaign))
    words = planned(one).words[0]
    assert words.labels == ("Үгіт материалы",)
    assert words.notices[-1].endswith(": Қор")
    with pytest.raises(Unfit):
        planned(one, Site(quiet=(NOW.date(),)))


def test_a_post_without_a_clip_or_not_yet_published_is_said_aloud() -> None:
    assert told(planned(post())) == ["there is no clip: only pictures and texts are made"]
    draft = post(clip(), facts=PostFacts(draft=True))
    assert told(planned(draft)) == ["this post cannot be seen on the site now"]
