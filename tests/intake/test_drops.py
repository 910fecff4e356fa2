"""Which files make one post: folders, lone files of one name, drawers of folders."""

import unicodedata

import pytest

from generator.intake.drops import drops, is_media, is_site_file, page_drops
from generator.language.alphabet import nfc
from tests.support.written_content import source_of


def grouped(*paths: str) -> dict[str, list[str]]:
    """The drops of these files: name and sorted files."""
    found = drops([source_of(path) for path in sorted(paths)])
    return {drop.name: sorted(source.path for source in drop.sources) for drop in found}


def test_a_folder_is_a_post_with_all_its_files() -> None:
    assert grouped("2026-11-23 Мектеп/kk.md", "2026-11-23 Мектеп/a.jpg") == {
        "2026-11-23 Мектеп": ["2026-11-23 Мектеп/a.jpg", "2026-11-23 Мектеп/kk.md"]
    }


def test_a_folder_without_a_date_is_a_post_too() -> None:
    assert grouped("Мектеп/a.jpg") == {"Мектеп": ["Мектеп/a.jpg"]}


def test_a_folder_of_photos_inside_a_post_belongs_to_it() -> None:
    assert grouped("2026-11-23 Мектеп/kk.md", "2026-11-23 Мектеп/фото/IMG_1.jpg") == {
        "2026-11-23 Мектеп": ["2026-11-23 Мектеп/kk.md", "2026-11-23 Мектеп/фото/IMG_1.jpg"]
    }


def test_a_dated_folder_with_only_a_folder_inside_is_a_post() -> None:
    assert grouped("2026-11-23 Мектеп/фото/IMG_1.jpg") == {
        "2026-11-23 Мектеп": ["2026-11-23 Мектеп/фото/IMG_1.jpg"]
    }


def test_a_lone_clip_is_a_post() -> None:
    (drop,) = drops([source_of("2026-11-22 Жол.mp4")])
    assert (drop.path, drop.name) == ("2026-11-22 Жол.mp4", "2026-11-22 Жол")


def test_lone_files_of_one_name_are_one_post() -> None:
    files = ["Жол.kk.md", "Жол.kk.srt", "Жол.mp4", "Жол.ru.md"]
    assert grouped(*files, "Көпір.mp4") == {"Жол": files, "Көпір": ["Көпір.mp4"]}


def test_a_lone_text_named_in_words_joins_its_clip() -> None:
    files = ["Жол қаз.docx", "Жол рус.docx", "Жол.mp4"]
    assert grouped(*files) == {"Жол": sorted(files)}


def test_drawers_for_years_and_months_are_opened() -> None:
    assert grouped(
        "2026/11 қараша/2026-11-23 Мектеп/kk.md",
        "2026/11 қараша/2026-11-24 Жол/kk.md",
        "2025/Бақ/a.jpg",
    ) == {
        "Бақ": ["2025/Бақ/a.jpg"],
        "2026-11-23 Мектеп": ["2026/11 қараша/2026-11-23 Мектеп/kk.md"],
        "2026-11-24 Жол": ["2026/11 қараша/2026-11-24 Жол/kk.md"],
    }


def test_names_as_apples_disks_spell_them_are_composed() -> None:
    split = unicodedata.normalize("NFD", "Жөндеу й")
    composed = unicodedata.normalize("NFC", split)
    assert split != composed
    assert list(grouped(f"{split}/a.jpg")) == [composed]
    lone = [f"{composed}.kk.md", f"{split}.mp4"]
    assert grouped(*lone) == {composed: sorted(lone)}
    assert nfc(split) == composed


def test_pages_are_grouped_as_posts_are() -> None:
    found = page_drops([source_of(path) for path in ("a.md", "pages/about/kk.md", "pages/x.ru.md")])
    assert [(drop.path, drop.name, [one.path for one in drop.sources]) for drop in found] == [
        ("pages/about", "about", ["pages/about/kk.md"]),
        ("pages/x.ru.md", "x", ["pages/x.ru.md"]),
    ]


@pytest.mark.parametrize(
    ("path", "media"),
    [
        *(("a.jpg", True), ("a", True), ("a.MOV", True), ("a.unknown", True)),
        *(("a.md", False), ("A.DOCX", False), ("a.kk.SRT", False), ("post.toml", False)),
        *(("a.pdf", False), ("a.txt", False)),
    ],
)
def test_all_but_texts_captions_and_settings_is_looked_at(path: str, media: bool) -> None:
    assert is_media(source_of(path)) is media


@pytest.mark.parametrize(
    ("path", "own"),
    [
        *(("site.toml", True), ("portrait.jpg", True), ("Portrait.HEIC", True)),
        *(("portrait.md", False), ("portraits.jpg", False), ("a/site.toml", False)),
    ],
)
def test_site_toml_and_the_portrait_are_no_posts(path: str, own: bool) -> None:
    assert is_site_file(path) is own


def test_a_stray_note_in_a_drawer_does_not_swallow_its_posts() -> None:
    assert grouped("2026/11 қараша/2026-11-20 Мектеп/kk.md", "2026/note.txt") == {
        "2026-11-20 Мектеп": ["2026/11 қараша/2026-11-20 Мектеп/kk.md"],
        "note": ["2026/note.txt"],
    }
