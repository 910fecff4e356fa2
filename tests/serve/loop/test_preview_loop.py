"""The preview as a whole, on a real port: what is edited is shown, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.building import snapshot
from tests.support.content import draw_photo, film, write_post
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жаңа жол\n\nАшылды.", "# Новая дорога\n")
    write_post(tmp_path / "content", "2026-11-21 Бақ", "# Бақ\n\nОтырғызылды.")
    with preview_of(tmp_path) as running:
        running.wait_until_made()  # the icons
        yield running


def post_toml(preview: Preview, words: str) -> None:
    (preview.content / "2026-11-20 Жол" / "post.toml").write_text(words, encoding="utf-8")


def test_an_edit_is_shown_and_other_pages_stay(preview: Preview) -> None:
    before = preview.get("news/2026-11-21-baq.html").headers["etag"]
    old = preview.get("news/2026-11-20-zhol.html").headers["etag"]
    write_post(preview.content, "2026-11-20 Жол", "# Жаңа жол\n\nКеше ашылды.")
    preview.wait_until_shown("news/2026-11-20-zhol.html", "Кеше ашылды")
    assert preview.get("news/2026-11-20-zhol.html").headers["etag"] != old
    assert preview.get("news/2026-11-21-baq.html").headers["etag"] == before
    assert preview.get("news/2026-11-21-baq.html", If_None_Match=before).status == 304


def test_a_new_folder_a_new_name_and_a_deletion_are_seen(preview: Preview) -> None:
    folder = write_post(preview.content, "2026-11-22 Су", "# Су келді")
    preview.wait_until_shown("index.html", "Су келді")
    folder.rename(folder.with_name("2026-11-22 Ауыз су"))
    wait_until(lambda: preview.get("news/2026-11-22-auyz-su.html").status == 200)
    wait_until(lambda: preview.get("news/2026-11-22-su.html").status == 404)
    (preview.content / "2026-11-22 Ауыз су" / "kk.md").unlink()
    wait_until(lambda: preview.get("news/2026-11-22-auyz-su.html").status == 404)


def test_a_photo_and_a_clip_take_their_places_when_they_are_made(preview: Preview) -> None:
    draw_photo(preview.content / "2026-11-20 Жол" / "a.jpg")
    film(preview.content / "2026-11-21 Бақ" / "b.mp4")
    preview.wait_until_shown("news/2026-11-20-zhol.html", "photo-640.jpg")
    preview.wait_until_shown("news/2026-11-21-baq.html", "-480.mp4")
    wait_until(lambda: "awaited/" not in preview.get("index.html").text)


def test_drafts_show_with_a_ribbon_and_never_in_output(preview: Preview) -> None:
    page = "news/2026-11-20-zhol.html"
    assert preview.state(page)["ribbon"] == ""
    post_toml(preview, "draft = true\n")
    wait_until(lambda: preview.state(page)["ribbon"] == "A draft: readers do not see it")
    post_toml(preview, "publish_at = 2126-01-02 09:30:00\n")
    coming = "Readers will see it from 2126-01-02, 09:30"
    wait_until(lambda: preview.state(page)["ribbon"] == coming)
    post_toml(preview, "expires_at = 2020-01-02 09:30:00\n")
    gone = "Readers no longer see it, since 2020-01-02, 09:30"
    wait_until(lambda: preview.state(page)["ribbon"] == gone)
    assert preview.get(page).status == 200
    assert not (preview.root / "output").exists()


def test_a_problem_stands_over_the_last_good_page_until_it_is_mended(preview: Preview) -> None:
    page = "news/2026-11-20-zhol.html"
    good = preview.text(page)
    post_toml(preview, "drft = true\n")
    wait_until(lambda: bool(preview.state(page)["problems"]))
    (told,) = preview.state(page)["problems"]
    assert told["here"] and told["where"] == "2026-11-20 Жол/post.toml"
    assert told["hint"] == "did you mean “draft”?"
    assert preview.text(page) == good
    assert "Жаңа жол" in preview.text("index.html")
    (elsewhere,) = preview.state("index.html")["problems"]
    assert not elsewhere["here"]
    post_toml(preview, "pin = true\n")
    wait_until(lambda: not preview.state(page)["problems"])


def test_what_stops_a_build_does_not_stop_the_preview(preview: Preview) -> None:
    (preview.content / "site.toml").write_text('name = "Үлгі', encoding="utf-8")
    wait_until(lambda: bool(preview.state("index.html")["problems"]))
    assert preview.state("index.html")["problems"][0]["level"] == "stop"
    write_post(preview.content, "2026-11-21 Бақ", "# Бақ\n\nӨсті.")
    preview.wait_until_shown("news/2026-11-21-baq.html", "Өсті")


def test_a_slip_in_site_toml_leaves_every_page_as_it_is(preview: Preview) -> None:
    site = preview.content / "site.toml"
    site.write_text('name = "Үлгі ауданы"\n', encoding="utf-8")
    preview.wait_until_shown("index.html", "Үлгі ауданы")
    site.write_text('name = "Үлгі', encoding="utf-8")
    wait_until(lambda: bool(preview.state("index.html")["problems"]))
    assert preview.state("index.html")["problems"][0]["where"] == "site.toml:1"
    assert "Үлгі ауданы" in preview.text("index.html")
    site.write_text('name = "Жаңа аудан"\n', encoding="utf-8")
    preview.wait_until_shown("index.html", "Жаңа аудан")
    assert preview.state("index.html")["problems"] == []


def test_a_theme_that_breaks_leaves_the_last_good_page(tmp_path: Path) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    (tmp_path / "content/site.toml").write_text('theme = "own"\n', encoding="utf-8")
    template = tmp_path / "own/templates/post.html"
    template.parent.mkdir(parents=True)
    (tmp_path / "own/theme.toml").write_text('extends = "default"\n', encoding="utf-8")
    template.write_text("<html><head></head><body>Бір {{ page.title }}</body>", encoding="utf-8")
    with preview_of(tmp_path) as preview:
        page = "news/2026-11-20-zhol.html"
        preview.wait_until_shown(page, "Бір Жол")
        template.write_text("<html><head></head><body>{{ page.ttle }}", encoding="utf-8")
        wait_until(lambda: bool(preview.text(page) and preview.state(page)["problems"]))
        assert "Бір Жол" in preview.text(page)
        assert "ttle" in preview.state(page)["problems"][0]["what"]
        template.write_text("<html><head></head><body>Екі {{ page.title }}", encoding="utf-8")
        preview.wait_until_shown(page, "Екі Жол")
        assert preview.state(page)["problems"] == []


def test_content_and_cache_alone_are_touched(preview: Preview) -> None:
    before = snapshot(preview.content)
    preview.text("index.html")
    assert snapshot(preview.content) == before
    assert {path.name for path in preview.root.iterdir()} == {"content", "cache"}


def test_what_is_made_finally_is_shown_rather_than_a_preview_of_it(
    tmp_path: Path, build_site: object
) -> None:
    draw_photo(write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол") / "a.jpg")
    assert callable(build_site)
    build_site()
    with preview_of(tmp_path) as preview:
        preview.wait_until_shown("news/2026-11-20-zhol.html", ".avif")
        assert preview.display.shown.awaited == {}


def drop_twins(preview: Preview, photo: bytes) -> tuple[str, str]:
    """Two posts with one photo arrive in one moment; their pages."""
    for name in ("2026-10-01 Бір", "2026-10-02 Екі"):
        post = write_post(preview.root / "drawer", name, f"# {name}")
        (post / "a.jpg").write_bytes(photo)
    (preview.root / "drawer").rename(preview.content / "drawer")
    return "news/2026-10-01-bir.html", "news/2026-10-02-eki.html"


def test_one_photo_in_two_posts_takes_both_places(preview: Preview) -> None:
    for page in drop_twins(preview, draw_photo(preview.root / "a.jpg").read_bytes()):
        preview.wait_until_shown(page, "photo-640.jpg")


def test_one_broken_photo_in_two_posts_is_told_and_nothing_waits_for_it(preview: Preview) -> None:
    whole = draw_photo(preview.root / "a.jpg").read_bytes()
    pages = drop_twins(preview, whole[: len(whole) // 2])
    wait_until(lambda: bool(preview.state("index.html")["problems"]))
    preview.wait_until_made()
    for page in pages:
        assert "awaited/" not in preview.text(page)
