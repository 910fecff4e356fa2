"""Records of drops are used while nothing that decides them changed."""

from generator.files import FileHeld
from generator.intake.parse import Parsed, ReadingContext, parse
from generator.model import Source
from tests.support.written_content import read_content, source_of, told

ROAD, WATER = "2026-11-20 Жол/kk.md", "2026-11-21 Су/kk.md"
HELD = "held by Word"
FILES = {ROAD: "# Жол", WATER: "# Су"}


def parsed(
    files: dict[str, str], before: Parsed | None = None, context: ReadingContext | None = None
) -> tuple[Parsed, list[str]]:
    """What is parsed, and the paths of the files that were read for it."""
    paths: list[str] = []

    def read(source: Source) -> bytes:
        paths.append(source.path)
        if files[source.path] == HELD:
            raise FileHeld(13, "held", source.path)
        return files[source.path].encode()

    sources = tuple(source_of(path, text) for path, text in sorted(files.items()))
    return parse(sources, {}, read, before.records if before else {}, context), paths


def test_only_what_changed_is_read_again() -> None:
    first, _ = parsed(FILES)
    second, paths = parsed(FILES | {WATER: "# Таза су"}, first)
    assert paths == [WATER]
    assert second.records["2026-11-20 Жол"] is first.records["2026-11-20 Жол"]
    assert second.content.posts[1].texts[0].title == "Таза су"


def test_another_set_of_languages_reads_all_texts_again() -> None:
    first, _ = parsed(FILES)
    _, paths = parsed(FILES | {"site.toml": 'locales = ["kk"]'}, first)
    assert set(paths) == {"site.toml", ROAD, WATER}


def test_a_file_that_cannot_be_read_makes_its_post_read_again() -> None:
    first, _ = parsed(FILES)
    context = ReadingContext(unread=frozenset({"2026-11-21 Су/post.toml"}))
    second, paths = parsed(FILES, first, context)
    assert paths == [WATER]
    assert [post.path for post in second.content.posts] == ["2026-11-20 Жол"]


def test_records_of_what_is_gone_are_not_returned() -> None:
    first, _ = parsed(FILES)
    second, _ = parsed({ROAD: FILES[ROAD]}, first)
    assert set(second.records) == {"2026-11-20 Жол"}
    assert set(first.records) == {"2026-11-20 Жол", "2026-11-21 Су"}


def test_campaign_posts_wait_while_the_quiet_days_are_not_known() -> None:
    facts = 'kind = "campaign"\nproducer = "А"\nclient = "Б"\npayer = "В"'
    files = {ROAD: "# Жол", "2026-11-20 Жол/post.toml": facts, WATER: "# Су"}
    assert len(read_content(files).posts) == 2
    content = read_content(files | {"site.toml": "name ="})
    assert [post.path for post in content.posts] == ["2026-11-21 Су"]
    assert ("2026-11-20 Жол", "campaign posts wait: the quiet days in site.toml are not known") in (
        told(content)
    )


def test_a_page_cannot_take_the_sites_own_address() -> None:
    content = read_content({"pages/index/kk.md": "# Басты", "pages/about/kk.md": "# Депутат"})
    assert [page.slug for page in content.pages] == ["about"]
    assert ("pages/index", "there is another page with the address index") in told(content)


def test_a_post_with_a_held_text_stays_as_it_was_until_that_can_be_read() -> None:
    first, _ = parsed(FILES)
    second, _ = parsed(FILES | {WATER: HELD}, first)
    third, _ = parsed(FILES | {WATER: HELD}, second)
    assert third.content.posts == first.content.posts
    assert third.content.problems == second.content.problems
    assert told(third.content) == [
        (WATER, "another program holds this file; the site shows what was in it before")
    ]
    last, _ = parsed(FILES | {WATER: "# Таза су"}, third)
    assert last.content.posts[1].texts[0].title == "Таза су"
    assert not last.content.problems


def test_a_new_post_with_a_held_text_waits() -> None:
    first, _ = parsed(FILES | {WATER: HELD})
    assert [post.path for post in first.content.posts] == ["2026-11-20 Жол"]
    assert told(first.content) == [(WATER, "another program holds this file")]
