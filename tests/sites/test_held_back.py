"""What nobody meant to publish stays: whole builds of folders as aides have them."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from generator.errors import Level
from generator.inputs import Built
from tests.support.building import BuildSite
from tests.support.caption_corpus import instruments
from tests.support.content import draw_photo, film, write_post
from tests.support.made_chats import chats
from tests.support.settings_names import settings_names

KK = "# Мектеп ашылды\n\nҚұрылысқа үш жүз адам қатысты."
CHAT = "20.11.2026, 10:15 - Тұрғын Үлгіұлы: Суды қашан береді?\n20.11.2026, 10:17 - Көмекші: Ертең"
PRIVATE = ("Үлгіұлы", "Суды қашан")


def in_output(output: Path, *words: str) -> list[str]:
    """The files of the site in which one of these words stands."""
    return [
        path.name
        for path in sorted(output.rglob("*"))
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    ]


def pages(output: Path) -> list[str]:
    """The addresses of the posts."""
    return sorted(path.stem for path in output.glob("news/*.html"))


def told_of(built: Built, path: str) -> list[str]:
    return [problem.what for problem in built.problems if problem.where == path]


def word_file(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_file(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("_chat.txt", CHAT.encode()),
        ("ru.md", f"# Су\n\n{CHAT}".encode()),
        ("ru.docx", word_file("Су", *CHAT.split("\n"))),
        ("messages.html", f"<p>{CHAT}</p>".replace("\n", "</p><p>").encode()),
        ("result.json", b'{"messages": [{"from": "a", "date": "2026-11-20"}]}'),
        ("Чат.zip", zip_file("Чат WhatsApp с A.txt", CHAT.encode())),
        ("Чат WhatsApp с A", CHAT.encode()),
        ("ru.txt", "Тұрғын Үлгіұлы, [20.11.2026 10:15]\nСуды қашан береді?".encode()),
    ],
)
def test_a_chat_holds_its_post_back_and_says_so(
    name: str, written: bytes, tmp_path: Path, build_site: BuildSite
) -> None:
    content = tmp_path / "content"
    write_post(content, "2026-11-21 Жол", KK)
    folder = write_post(content, "2026-11-20 Мектеп", KK)
    draw_photo(folder / "a.jpg")
    (folder / name).write_bytes(written)
    built = build_site()
    assert pages(tmp_path / "output") == ["2026-11-21-zhol"]
    assert in_output(tmp_path / "output", *PRIVATE) == []
    (what,) = told_of(built, f"2026-11-20 Мектеп/{name}")
    assert "chat" in what


def test_no_shape_of_a_chat_gets_into_a_site(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    write_post(content, "2026-11-21 Жол", KK)
    for number, chat in enumerate(chats()):
        folder = write_post(content, f"2026-11-20 Чат {number}")
        (folder / "kk.txt").write_text(chat, encoding="utf-8")
    built = build_site()
    assert pages(tmp_path / "output") == ["2026-11-21-zhol"]
    assert sum("chat" in problem.what for problem in built.problems) == number + 1


def test_no_note_of_an_instrument_gets_into_a_site(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    notes = [*instruments(count=56)]
    for number, file in enumerate(notes):
        folder = write_post(content, f"2026-11-20 Жол {number}", KK)
        film(folder / "DJI_0001.mp4")
        (folder / f"DJI_0001.{file.name.rpartition('.')[2]}").write_text(file.content, "utf-8")
    built = build_site()
    output = tmp_path / "output"
    assert len(pages(output)) == len(notes)
    assert list(output.rglob("*.vtt")) == []
    assert len(built.problems) >= len(notes)


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_captions_under_a_texts_ending_hold_their_post_back(
    ending: str, tmp_path: Path, build_site: BuildSite
) -> None:
    content = tmp_path / "content"
    write_post(content, "2026-11-21 Жол", KK)
    for number, file in enumerate(instruments(count=20)):
        folder = write_post(content, f"2026-11-20 Дала {number}")
        (folder / f"DJI_0001.{ending}").write_text(file.content, encoding="utf-8")
    built = build_site()
    assert pages(tmp_path / "output") == ["2026-11-21-zhol"]
    told = [problem.what for problem in built.problems]
    assert told == ["these are captions of a clip, not a text; the post waits"] * 20


def test_settings_are_obeyed_under_every_name(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    names = list(settings_names("post"))
    for number, name in enumerate(names):
        folder = write_post(content, f"2026-11-20 Бала {number}", KK)
        (folder / name).write_text("draft = true\nchildren = true\nconsent = true", "utf-8")
    write_post(content, "2026-11-21 Жол", KK)
    built = build_site()
    assert pages(tmp_path / "output") == ["2026-11-21-zhol"]
    assert in_output(tmp_path / "output", "draft = true") == []
    told = [problem.what for problem in built.problems]
    assert told == ["this file was read as {name}"] * (len(names) - 1)


def test_settings_that_nobody_can_read_hold_their_post_back(
    tmp_path: Path, build_site: BuildSite
) -> None:
    content = tmp_path / "content"
    for number, (name, written) in enumerate(
        [
            ("post.toml.docx", word_file("draft = true")),
            ("post.toml.txt", "draft = иә".encode()),
            ("post.toml.txt", "draft = true # ескі".encode("cp1251")),
            ("баптау.toml.txt", b"draft = true"),
            ("kk.txt", "Мектеп\n\ndraft = true".encode()),
        ]
    ):
        folder = write_post(content, f"2026-11-20 Мектеп {number}", ru="# Школа открыта")
        (folder / name).write_bytes(written)
    two = write_post(content, "2026-11-20 Екі", KK)
    (two / "post.toml").write_text("pin = true")
    (two / "post (1).toml").write_text("draft = true")
    write_post(content, "2026-11-21 Жол", KK)
    built = build_site()
    assert pages(tmp_path / "output") == ["2026-11-21-zhol"]
    held = [problem.where for problem in built.problems if problem.level is Level.PROBLEM]
    assert [where.partition("/")[0] for where in sorted(held)] == [
        "2026-11-20 Екі",
        *(f"2026-11-20 Мектеп {number}" for number in range(5)),
    ]


def test_settings_beside_a_lone_clip_are_its_own(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    film(content / "2026-11-22 Жол.mp4")
    (content / "2026-11-22 Жол.post.toml.txt").write_text("draft = true")
    film(content / "2026-11-22 Көпір.mp4")
    build_site()
    assert pages(tmp_path / "output") == ["2026-11-22-kopir"]


@pytest.mark.parametrize("name", ["site.toml.txt", "Site (1).TOML", "site.toml - копия"])
def test_a_sites_settings_are_read_under_any_ending(
    name: str, tmp_path: Path, build_site: BuildSite
) -> None:
    content = tmp_path / "content"
    write_post(content, "2026-11-21 Жол", KK)
    (content / name).write_text('name = "Үлгі ауданы"', "utf-8")
    built = build_site()
    assert "Үлгі ауданы" in (tmp_path / "output/index.html").read_text(encoding="utf-8")
    assert [problem.what for problem in built.problems] == ["this file was read as {name}"]


@pytest.mark.parametrize(
    "names",
    [("site.toml", "site.toml.txt"), ("site (1).toml", "site.toml.txt"), ("site.toml.docx",)],
)
def test_a_site_waits_where_its_settings_are_unclear(
    names: tuple[str, ...], tmp_path: Path, build_site: BuildSite
) -> None:
    content = tmp_path / "content"
    write_post(content, "2026-11-21 Жол", KK)
    for number, name in enumerate(names):
        text = f"quiet = [2026-11-{20 + number}]"
        is_word = name.endswith("docx")
        (content / name).write_bytes(word_file(text) if is_word else text.encode())
    built = build_site()
    assert built.stopped and len(built.problems) == 1
    assert pages(tmp_path / "output") == []


def test_an_approval_under_another_ending_is_no_text(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    folder = write_post(content, "2026-11-21 Жол", KK)
    (folder / "approval.toml.txt").write_text('verdict = "change"\nnote = "Үлгіұлы"', "utf-8")
    build_site()
    assert pages(tmp_path / "output") == ["2026-11-21-zhol"]
    assert in_output(tmp_path / "output", *PRIVATE) == []


def test_what_only_a_camera_named_is_a_draft(tmp_path: Path, build_site: BuildSite) -> None:
    content = tmp_path / "content"
    film(content / "2026-11-22 IMG_2044.mp4")
    film(content / "IMG-20261122-WA0003.mp4", 2)
    draw_photo(content / "2026-11-21" / "DSC00012.jpg")
    film(content / "2026-11-22 Жол.mp4", 3)
    titled = draw_photo(content / "2026-11-20" / "DSC00013.jpg", "navy").parent
    (titled / "post.toml").write_text('title = "Көпір"', encoding="utf-8")
    built = build_site()
    assert pages(tmp_path / "output") == ["2026-11-20", "2026-11-22-zhol"]
    assert in_output(tmp_path / "output", "IMG_2044", "DSC00012") == []
    drafts = [problem.where for problem in built.problems if "draft" in problem.what]
    assert sorted(drafts) == ["2026-11-21", "2026-11-22 IMG_2044.mp4", "IMG-20261122-WA0003.mp4"]
