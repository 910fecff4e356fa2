"""What a region keeps of its deputies' sites."""

from generator.plan.deputy_summary import NEWEST, DeputySummary, gather, moved
from generator.plan.views import Card, ImageSet, Picture

PICTURE = Picture(
    (ImageSet("image/avif", (("media/a.avif", 100),)),),
    ImageSet("image/jpeg", (("media/a.jpg", 100),)),
    100,
    75,
    "100vw",
    "",
)


def card(day: str, **values: object) -> Card:
    return Card("news/a.html", "kk", day, day, "", picture=PICTURE, pinned=True)


def deputy(name: str, *cards: Card) -> DeputySummary:
    names = (("kk", name), ("ru", f"{name} (ru)"))
    return DeputySummary(name, names, (), (), (), PICTURE, (cards, cards[:1]))


def test_posts_of_all_deputies_are_gathered_with_paths_from_the_region() -> None:
    gathered = gather(
        [deputy("a", card("2026-11-01")), deputy("b", card("2026-11-02"))], ("kk", "ru")
    )
    assert [(kept.day, kept.owner) for kept in gathered.news[0]] == [
        ("2026-11-02", "b"),
        ("2026-11-01", "a"),
    ]
    newest = gathered.news[1][0]
    assert (newest.owner, newest.path) == ("b (ru)", "deputies/b/news/a.html")
    assert newest.picture == moved(PICTURE, "deputies/b/")


def test_what_a_deputy_pins_is_not_pinned_in_the_region() -> None:
    assert not gather([deputy("a", card("2026-11-01"))], ("kk",)).news[0][0].pinned


def test_only_the_newest_posts_are_kept() -> None:
    cards = [card(f"2026-{month:02}-01") for month in range(1, 13)]
    gathered = gather([deputy("a", *cards), deputy("b", *cards)], ("kk",))
    days = [kept.day for kept in gathered.news[0]]
    assert len(days) == NEWEST
    assert days == sorted(days, reverse=True)
    assert min(days) == "2026-03-01"
    assert all(kept.news == () for kept in gathered.members)


def test_a_language_that_the_region_does_not_have_is_left_out() -> None:
    assert len(gather([deputy("a", card("2026-11-01"))], ("kk",)).news) == 1


def test_a_moved_picture_has_all_its_files_below_the_root() -> None:
    picture = moved(PICTURE, "deputies/a/")
    assert picture.sets[0].files == (("deputies/a/media/a.avif", 100),)
    assert picture.fallback.files == (("deputies/a/media/a.jpg", 100),)
