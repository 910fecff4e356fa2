"""What is somebody's own is found behind every door of a post, with its file and line."""

import io

import docx
import pytest

from generator.errors import Problem
from generator.language.personal_kind import Personal
from generator.model import ClipFacts, PersonalDetail, PhotoFacts
from tests.support.personal_numbers import IDENTITY, SPELT
from tests.support.written_content import CLIP, PHOTO, Files, read_content

CAPTIONS = "1\n00:00:01,000 --> 00:00:04,000\n{}\n\n2\n00:00:05,000 --> 00:00:06,000\nСоңы\n"


def details(files: Files) -> list[PersonalDetail]:
    seen: dict[str, PhotoFacts | ClipFacts | Problem] = {}
    seen |= {name: PHOTO for name in files if name.endswith(".jpg")}
    seen |= {name: CLIP for name in files if name.endswith(".mp4")}
    content = read_content(files, seen)
    found = [post.personal for post in content.posts] + [page.personal for page in content.pages]
    return [*content.site.personal, *(one for personal in found for one in personal)]


def places(files: Files) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.kind.value) for one in details(files)]


def word(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        for cell, words in zip(document.add_table(1, len(table)).rows[0].cells, table, strict=True):
            cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


DOORS: dict[str, tuple[Files, str, int]] = {
    "title": ({"Жол/kk.md": f"# ЖСН {IDENTITY}\n\nСөз."}, "Жол/kk.md", 1),
    "text": ({"Жол/kk.txt": f"Жол\n\nСөз.\n\nЖСН {IDENTITY}"}, "Жол/kk.txt", 5),
    "markup": (
        {"Жол/kk.md": f"# Жол\n\n{IDENTITY[:4]}**{IDENTITY[4:8]}**{IDENTITY[8:]}"},
        "Жол/kk.md",
        3,
    ),
    "entities": ({"Жол/kk.md": f"# Жол\n\n{IDENTITY[:6]}&nbsp;{IDENTITY[6:]}"}, "Жол/kk.md", 3),
    "tags": (
        {"Жол/kk.md": f"# Жол\n\n{IDENTITY[:6]}<!-- x --><b>{IDENTITY[6:]}</b>"},
        "Жол/kk.md",
        3,
    ),
    "table": (
        {"Жол/kk.md": "# Жол\n\n| ЖСН | Аты |\n|---|---|\n| " + IDENTITY + " | А |"},
        "Жол/kk.md",
        5,
    ),
    "two lines": (
        {"Жол/kk.md": f"# Жол\n\nЖСН {IDENTITY[:6]}\n{IDENTITY[6:]} бар"},
        "Жол/kk.md",
        3,
    ),
    "link": ({"Жол/kk.md": "# Жол\n\nСөз\n\n[Жазыңыз](https://wa.me/77011234567)"}, "Жол/kk.md", 5),
    "tel": ({"Жол/kk.md": "# Жол\n\n[Қоңырау](tel:+77011234567)"}, "Жол/kk.md", 3),
    "alt in a text": (
        {"Жол/kk.md": f"# Жол\n\n![{IDENTITY}](1.jpg)", "Жол/1.jpg": b"1"},
        "Жол/kk.md",
        3,
    ),
    "front matter": (
        {"Жол/kk.md": f"---\ncredit: {IDENTITY[:6]}-{IDENTITY[6:]}\n---\n# Жол"},
        "Жол/kk.md",
        2,
    ),
    "title in front matter": (
        {"Жол/kk.md": f"---\ntitle: ЖСН {IDENTITY}\n---\nСөз."},
        "Жол/kk.md",
        2,
    ),
    "tag": (
        {"Жол/kk.md": "# Жол", "Жол/post.toml": f'tags = ["a", "{IDENTITY}"]'},
        "Жол/post.toml",
        1,
    ),
    "alt": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/1.jpg": b"1",
            "Жол/post.toml": f'\n[media."1.jpg"]\nalt = "{IDENTITY}"',
        },
        "Жол/post.toml",
        3,
    ),
    "caption": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/1.jpg": b"1",
            "Жол/post.toml": f'[media."1.jpg"]\ncaption.kk = "{IDENTITY}"',
        },
        "Жол/post.toml",
        2,
    ),
    "correction": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/post.toml": f'[[updates]]\ndate = 2026-11-23\nreason = "{IDENTITY}"',
        },
        "Жол/post.toml",
        3,
    ),
    "event": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/post.toml": 'kind = "event"\nwhen = 2026-11-26\nwhere = "Абай көшесі 1, кв. 34"',
        },
        "Жол/post.toml",
        3,
    ),
    "answer": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/post.toml": f'kind = "answer"\nclaim = "Өтірік"\nevidence = ["Хат", "{IDENTITY}"]',
        },
        "Жол/post.toml",
        3,
    ),
    "campaign": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/post.toml": f'kind = "campaign"\nproducer = "А"\nclient="Б"\npayer="{IDENTITY}"',
        },
        "Жол/post.toml",
        4,
    ),
    "subtitles": (
        {"Жол/kk.md": "# Жол", "Жол/1.mp4": b"1", "Жол/1.kk.srt": CAPTIONS.format(IDENTITY)},
        "Жол/1.kk.srt",
        3,
    ),
    "subtitles of two lines": (
        {
            "Жол/kk.md": "# Жол",
            "Жол/1.mp4": b"1",
            "Жол/1.kk.srt": CAPTIONS.format(f"{IDENTITY[:6]}\n{IDENTITY[6:]}"),
        },
        "Жол/1.kk.srt",
        3,
    ),
    "Word": ({"Жол/kk.docx": word("Жол", "Сөз.", f"ЖСН {IDENTITY}")}, "Жол/kk.docx", 0),
    "a table in Word": (
        {"Жол/kk.docx": word("Жол", table=("ЖСН", "870615300001"))},
        "Жол/kk.docx",
        0,
    ),
    "folder": ({f"Жол {IDENTITY}/kk.md": "# Жол"}, f"Жол {IDENTITY}", 0),
    "file": ({"Жол/kk.md": "# Жол", "Жол/87011234567.jpg": b"1"}, "Жол/87011234567.jpg", 0),
    "lone file": ({f"2026-11-20 {IDENTITY}.md": "# Жол"}, f"2026-11-20 {IDENTITY}.md", 0),
    "page": ({"pages/about/kk.md": f"# Біз\n\nЖСН {IDENTITY}"}, "pages/about/kk.md", 3),
    "settings": ({"site.toml": f'name = "А"\ntagline = "{IDENTITY}"'}, "site.toml", 2),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_number_is_found_behind_every_door(door: str) -> None:
    files, path, line = DOORS[door]
    assert (path, line) in [(one.path, one.line) for one in details(files)]


@pytest.mark.parametrize("kind", SPELT)
def test_all_spellings_are_found_in_a_text(kind: str) -> None:
    for text in SPELT[kind]:
        assert kind in [one.kind.value for one in details({"Жол/kk.txt": f"Жол\n\n{text}"})], text


@pytest.mark.parametrize("kind", SPELT)
def test_spellings_are_found_in_a_word_file(kind: str) -> None:
    for text in SPELT[kind][::10]:
        assert kind in [one.kind.value for one in details({"Жол/kk.docx": word("Жол", text)})], text


def test_a_phone_in_each_language_is_found_in_each_file_once() -> None:
    files = {
        "Жол/kk.md": "# Жол\n\n8 701 123 45 67, тағы 87011234567",
        "Жол/ru.md": "# Путь\n\n+77011234567",
    }
    assert places(files) == [("Жол/kk.md", 3, "phone"), ("Жол/ru.md", 3, "phone")]


def test_who_agreed_is_not_asked_about() -> None:
    files = {"Жол/kk.md": f"# Жол\n\nЖСН {IDENTITY}", "Жол/post.toml": "people_agreed = true"}
    assert places(files) == []
    assert places({**files, "Жол/post.toml": "people_agreed = false"}) != []


def test_a_yes_is_for_the_sentence() -> None:
    def digest(text: str) -> str:
        (one,) = details({"Жол/kk.md": f"# Жол\n\n{text}"})
        return one.digest

    asked = digest("Сөз. Асқар: 8 701 123 45 67. Соңы.")
    assert digest("Басқа сөз.\n\nТағы.  Асқар:  8 701 123 45 67. Жаңа соңы.") == asked
    assert digest("Сөз. Асқар үйде: 8 701 123 45 67. Соңы.") != asked
    assert digest("Сөз. Асқар: 8 701 123 45 68. Соңы.") != asked


def test_reports_do_not_repeat_an_identity_number() -> None:
    (one,) = details({"Жол/kk.md": f"# Жол\n\n{IDENTITY}"})
    assert (one.kind, one.shown) == (Personal.IDENTITY, f"{IDENTITY[:4]}…{IDENTITY[-2:]}")
