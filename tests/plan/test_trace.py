"""Files of a plan in, the posts and pages behind them out."""

from msgspec.structs import replace

from generator.model import Content, Page, Text
from generator.plan.media.tasks import plan_media
from generator.plan.site import plan_site
from generator.plan.trace import owners_of, without_owners
from tests.support.read_content import default_theme
from tests.support.written_site import NOW, post

ROAD, SCHOOL = post("2026-11-18", "Жол"), post("2026-11-20", "Мектеп", "Школа")
CONTENT = Content(
    posts=(ROAD, SCHOOL),
    pages=(Page("about", (Text("kk", "Біз"),)), Page("contacts", (Text("kk", ""),))),
)
MEDIA = plan_media(CONTENT, default_theme())
PLAN = plan_site(MEDIA, lambda key: None, NOW)


def owners(*paths: str) -> set[str]:
    return set(owners_of(frozenset(paths), PLAN, MEDIA))


def test_a_page_belongs_to_its_post_in_each_language() -> None:
    paths = {page.path for summary in PLAN.summaries.values() for page in summary.pages}
    assert owners(*paths) == {ROAD.path, SCHOOL.path}
    for page in PLAN.summaries[SCHOOL.path].pages:
        assert owners(page.path) == {SCHOOL.path}


def test_written_pages_have_names_of_their_own() -> None:
    assert owners("about.html", "ru/contacts.html") == {"pages/about", "pages/contacts"}


def test_lists_and_feeds_are_nobodys() -> None:
    shared = {"index.html", "ru/index.html", "feed.xml", "archive/index.html", "robots.txt"}
    assert shared <= {file.path for file in PLAN.files}
    assert owners(*shared) == set()


def test_posts_and_pages_are_left_out_by_name() -> None:
    left = without_owners(CONTENT, {ROAD.path, "pages/about"})
    assert left == replace(CONTENT, posts=(SCHOOL,), pages=CONTENT.pages[1:])
