"""The first page over a real folder and a real host: states, what would go out, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.files import remove_folder
from generator.inputs import BuildRequest
from generator.store.cache import Cache
from generator.studio.app import routes
from generator.studio.home.outgoing import Outgoing, outgoing
from generator.studio.home.public_site import public_site
from tests.support.content import draw_photo, write_post
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A studio beside a host that has two posts."""
    root = tmp_path_factory.mktemp("home")
    (root / "host").mkdir()
    write_post(root / "content", "2026-11-20 Жол", "# Жол ашылды\n\nСөз.")
    write_post(root / "content", "2026-11-19 Су", "# Су келді\n\nСөз.")
    (root / "content/site.toml").write_text(f'name = "Депутат"\npublish = "{root}/host"\n')
    folders = [f"--{name}={root / name}" for name in ("content", "output", "cache")]
    assert CliRunner().invoke(main, ["publish", *folders]).exit_code == 0
    with preview_of(root, more=routes) as running:
        wait_until(lambda: "on the site" in running.text("_studio/"))
        yield running


def item(preview: Preview, title: str) -> str:
    """A post's part of the page, as text; "" where it is not listed."""
    items = re.findall(r'<li class="item">.*?\n</li>', preview.text("_studio/"), re.DOTALL)
    return next((re.sub(r"<[^>]*>|\s+", " ", part) for part in items if title in part), "")


@pytest.fixture
def write(preview: Preview) -> Iterator[Callable[..., Path]]:
    """Writes a post that goes when the test ends."""
    made: list[Path] = []

    def write(name: str, text: str, facts: str = "") -> Path:
        made.append(write_post(preview.content, name, text))
        if facts:
            (made[-1] / "post.toml").write_text(facts, encoding="utf-8")
        return made[-1]

    yield write
    for folder in made:
        remove_folder(folder)
    preview.wait_until_current()


def going(preview: Preview) -> Outgoing:
    request = BuildRequest(preview.content, preview.root / "output", preview.root / "cache")
    shown = preview.display.shown
    return outgoing(shown, public_site(request), Cache(request.cache))


def test_what_readers_have_is_on_the_site_and_nothing_goes_out(preview: Preview) -> None:
    page = preview.text("_studio/")
    assert page.count("on the site") >= 2 and "All is on the site" in page
    assert re.search(r"Last published: \d\d:\d\d", page)
    assert 'href="/_studio/publish"' in page and "Goes to the site" not in page


def test_a_new_post_goes_out_and_says_what_it_costs(
    preview: Preview, write: Callable[..., Path]
) -> None:
    draw_photo(write("2026-11-21 Бақ", "# Бақ өсті\n\nСөз.") / "a.jpg")
    wait_until(lambda: "ready to go out" in item(preview, "Бақ өсті"))
    preview.wait_until_current()
    cost = going(preview)
    assert [post.slug for post in cost.new] == ["2026-11-21-baq"] and cost.is_whole
    assert cost.files >= 3 and cost.size_bytes > 10_000 and cost.seconds >= 10
    page = preview.text("_studio/")
    assert "new posts: 1" in page and f"files: {cost.files}" in page and "kB" in page


def test_a_draft_stays_and_an_edit_is_a_correction(
    preview: Preview, write: Callable[..., Path]
) -> None:
    write("2026-11-22 Көпір", "# Көпір\n\nСөз.", "draft = true\n")
    wait_until(lambda: "being written" in item(preview, "Көпір"))
    assert not going(preview)
    text = preview.content / "2026-11-20 Жол/kk.md"
    before = text.read_bytes()
    text.write_text("# Жол ашылды\n\nЖаңа сөз.", encoding="utf-8")
    wait_until(lambda: "a correction is ready" in item(preview, "Жол ашылды"))
    assert "corrections: 1" in preview.text("_studio/")
    text.write_bytes(before)
    wait_until(lambda: "on the site" in item(preview, "Жол ашылды"))
    assert not going(preview)


def test_the_deputys_note_comes_first(preview: Preview, write: Callable[..., Path]) -> None:
    write("2026-11-01 Ескі", "# Ескі жазба\n\nСөз.")
    page = "news/2026-11-01-eski.html"
    preview.wait_until_shown(page, "Ескі жазба")
    note = "Саны <b>120</b> емес"
    assert preview.answer(page, "change", note) == 200
    wait_until(lambda: "wants a change" in item(preview, "Ескі жазба"))
    html = preview.text("_studio/")
    assert html.index("Ескі жазба") < html.index("Жол ашылды")
    assert "Саны &lt;b&gt;120&lt;/b&gt; емес" in html


def test_what_is_wrong_is_said_at_its_post_with_the_way_to_mend_it(
    preview: Preview, write: Callable[..., Path]
) -> None:
    folder = write("2026-11-23 Дала", "# Дала\n\nСөз.")
    (folder / "photo.jpg").write_bytes(b"no photo")
    wait_until(lambda: "photo.jpg" in item(preview, "Дала"))
    html = preview.text("_studio/")
    assert '<a href="/_studio/post/2026-11-23-dala">Mend</a>' in html
    settings = preview.content / "site.toml"
    before = settings.read_bytes()
    settings.write_bytes(before + b'accent = "nothing"\n')
    wait_until(lambda: "is not a colour" in preview.text("_studio/"))
    assert 'href="/_studio/setup">Mend' in preview.text("_studio/")
    settings.write_bytes(before)
    wait_until(lambda: "is not a colour" not in preview.text("_studio/"))


def test_an_empty_folder_says_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with preview_of(tmp_path, more=routes) as empty:
        page = empty.text("_studio/")
    assert "No posts yet" in page and "Goes to the site" not in page


def test_a_draft_without_words_and_a_post_that_is_held_back_stay_in_sight(
    preview: Preview, write: Callable[..., Path]
) -> None:
    begun = write("2026-11-24 Есеп", "")
    (begun / "post.toml").write_text("draft = true\n")
    wait_until(lambda: "nothing is written yet" in item(preview, "2026-11-24 Есеп"))
    assert '/_studio/post/2026-11-24-esep"' in preview.text("_studio/")
    write(
        "2026-11-25 Чат", "[23.11.2026, 10:15] Асқар: Сәлем\n[23.11.2026, 10:16] Айгүл: Сәлем\n" * 3
    )
    wait_until(lambda: "held back" in item(preview, "2026-11-25 Чат"))
    assert "kk.md" in item(preview, "2026-11-25 Чат")
