"""Titles and texts: read as people wrote them, kept as Markdown, and nothing is ever lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from generator.files import FileHeld
from generator.intake.text import TextFile, read_text
from generator.studio.editor.bin import Bin
from generator.studio.editor.conflict import Conflict
from generator.studio.editor.post_files import PostFiles
from generator.studio.editor.texts import WrittenText, read_texts, restore_text, write_text
from tests.support.content import write_post

LOCALES = ("kk", "ru")
NAME = "2026-11-20 Жол"
RUSSIAN = "# Дорога готова\n\nДорогу до школы отремонтировали: дети теперь приезжают вовремя."


def post_in(root: Path, kk: str = "", ru: str = "") -> PostFiles:
    return PostFiles(root / "content", write_post(root / "content", NAME, kk, ru).name)


def texts_of(post: PostFiles) -> dict[str, WrittenText]:
    return read_texts(post, LOCALES)


def edit(
    post: PostFiles, locale: str, title: str | None = None, text: str | None = None
) -> dict[str, WrittenText]:
    """The texts after an edit on a page that was opened just now."""
    now = texts_of(post)[locale]
    title, text = now.title if title is None else title, now.text if text is None else text
    return write_text(post, replace(now, title=title, text=text), LOCALES)


def files_of(post: PostFiles) -> dict[str, str]:
    return {name: path.read_text(encoding="utf-8") for name, path in post.by_name().items()}


@pytest.mark.parametrize(
    ("written", "title", "text"),
    [
        ("# Жол *жөнделді*\n\nБала **қуанды**.\n", "Жол *жөнделді*", "Бала **қуанды**."),
        ("\ufeff# Жол\r\n\r\nБала.\r\nАна.\r\n", "Жол", "Бала.\nАна."),
        ("Жол жөнделді.\n\nБала мектепке барады.\n", "Жол жөнделді", "Бала мектепке барады."),
        ("Жол жөнделді\nБала мектепке барады.\n", "Жол жөнделді", "Бала мектепке барады."),
        ("---\ntitle: Жаңа жол # иә\npin: true\n---\nБала.\n\nАна.\n", "Жаңа жол", "Бала.\n\nАна."),
        ("# Жол \\# 5 &amp; 6 #\n", "Жол # 5 & 6", ""),
        ("", "", ""),
    ],
)
def test_a_text_is_read_as_it_was_written(
    tmp_path: Path, written: str, title: str, text: str
) -> None:
    post = post_in(tmp_path, written or " ")
    now = texts_of(post)["kk"]
    assert (now.title, now.text, now.file) == (title, text, "kk.md")
    assert texts_of(post)["ru"] == WrittenText("ru")


def test_a_paragraph_alone_stays_whole_and_its_first_sentence_is_suggested(tmp_path: Path) -> None:
    now = texts_of(post_in(tmp_path, "Жол жөнделді. Бала мектепке барады.\n"))["kk"]
    assert (now.title, now.text) == ("", "Жол жөнделді. Бала мектепке барады.")
    assert now.suggested == "Жол жөнделді"


def test_an_edit_is_kept_and_read_again_as_it_was_typed(tmp_path: Path) -> None:
    post = post_in(tmp_path, "# Жол\n\nБала.\n")
    typed = "  Бірінші\n\n- а\n- б\n\n# Тақырып емес пе?\n\n*соңы*"
    now = edit(post, "kk", "Жол & көпір 5 * 4", typed)["kk"]
    assert (now.title, now.text) == ("Жол & көпір 5 * 4", typed)
    assert texts_of(post)["kk"] == now


def test_a_second_language_gets_its_own_file(tmp_path: Path) -> None:
    post = post_in(tmp_path, "# Жол\n")
    edit(post, "ru", "Дорога", "Готова.")
    assert files_of(post) == {"kk.md": "# Жол\n", "ru.md": "# Дорога\n\nГотова.\n"}


def test_front_matter_stays_but_for_the_title_that_is_edited(tmp_path: Path) -> None:
    post = post_in(tmp_path, "---\ntitle: Ескі\ndraft: true  # әзірге\n---\nБала.\n")
    edit(post, "kk", "Жаңа")
    assert files_of(post) == {"kk.md": "---\ndraft: true  # әзірге\n---\n# Жаңа\n\nБала.\n"}
    edit(post, "kk", "", "")
    assert files_of(post) == {"kk.md": "---\ndraft: true  # әзірге\n---\n"}  # still a draft


def test_a_text_that_begins_with_dashes_is_no_front_matter(tmp_path: Path) -> None:
    post = post_in(tmp_path)
    typed = "---\nсөз: бала\n---\nБала"
    now = edit(post, "kk", "", typed)["kk"]
    assert now.problem is None
    assert f"{now.title}\n{now.text}" == typed


def test_a_setting_among_the_words_is_mended_where_it_was_typed(tmp_path: Path) -> None:
    post = post_in(tmp_path, "# Жол\n")
    now = edit(post, "kk", text="draft: true")["kk"]
    assert now.problem is not None and (now.title, now.text) == ("Жол", "draft: true")
    assert edit(post, "kk", text="Бала.")["kk"].problem is None


def test_a_word_file_becomes_markdown_and_lies_in_the_bin(tmp_path: Path) -> None:
    post = post_in(tmp_path)
    document = docx.Document()
    document.add_heading("Жол жөнделді", 1)
    document.add_paragraph("Бала мектепке ").add_run("тез").bold = True
    document.add_paragraph("Көпір де дайын", style="List Bullet")
    word = post.place("kk.docx")
    document.save(str(word))
    before, now = word.read_bytes(), texts_of(post)["kk"]
    assert (now.title, now.file) == ("Жол жөнделді", "kk.docx")
    assert now.text == "Бала мектепке **тез**\n\n- Көпір де дайын"
    edit(post, "kk", "Жол дайын")
    assert files_of(post) == {"kk.md": f"# Жол дайын\n\n{now.text}\n"}
    bin = Bin(post.content)
    assert bin.folder == tmp_path / "bin"
    assert bin.names(NAME) == (f"{NAME}/kk.docx",)
    assert bin.take(f"{NAME}/kk.docx", word).read_bytes() == before


def test_a_file_in_two_languages_is_parted_and_the_other_text_stays(tmp_path: Path) -> None:
    both = f"# Жол жөнделді\n\nМектепке дейінгі жол жөнделіп, балалар тез жетеді.\n\n{RUSSIAN}\n"
    post = post_in(tmp_path)
    post.place("мәтін.txt").write_text(both, encoding="utf-8")
    assert {text.file for text in texts_of(post).values()} == {"мәтін.txt"}
    now = edit(post, "kk", text="Бітті.")
    assert files_of(post) == {"kk.md": "# Жол жөнделді\n\nБітті.\n", "ru.md": RUSSIAN + "\n"}
    assert Bin(post.content).names(NAME) == (f"{NAME}/мәтін.txt",)
    assert now["ru"].digest == texts_of(post)["ru"].digest  # the page goes on with it


def test_an_emptied_text_goes_into_the_bin(tmp_path: Path) -> None:
    post = post_in(tmp_path, "# Жол\n", RUSSIAN)
    assert edit(post, "ru", " ", "\n")["ru"] == WrittenText("ru")
    assert list(files_of(post)) == ["kk.md"]
    assert Bin(post.content).names(NAME) == (f"{NAME}/ru.md",)
    edit(post, "ru", "Дорога")
    edit(post, "ru", "", "")  # a second one, beside the first
    assert Bin(post.content).names(NAME) == (f"{NAME}/ru 2.md", f"{NAME}/ru.md")


@pytest.mark.parametrize("before", ["# Жол\n", ""])
def test_what_somebody_wrote_meanwhile_is_not_overwritten(tmp_path: Path, before: str) -> None:
    post = post_in(tmp_path, before)
    opened = texts_of(post)["kk"]
    post.place("kk.md").write_text("# Word жазды\n\nБұл да керек.\n", encoding="utf-8")
    with pytest.raises(Conflict) as told:
        write_text(post, replace(opened, title="Менікі"), LOCALES)
    assert told.value.theirs == texts_of(post)["kk"]
    assert files_of(post) == {"kk.md": "# Word жазды\n\nБұл да керек.\n"}


def test_a_word_file_comes_back_in_place_of_what_was_made_of_it(tmp_path: Path) -> None:
    post = post_in(tmp_path, ru=RUSSIAN)
    post.place("kk.txt").write_text("Жол жөнделді\nБала.\n", encoding="utf-8")
    edit(post, "kk", "Жаңа")
    restore_text(post, f"{NAME}/kk.txt", LOCALES)
    assert list(files_of(post)) == ["kk.txt", "ru.md"]
    assert texts_of(post)["kk"].title == "Жол жөнделді"
    assert Bin(post.content).names(NAME) == (f"{NAME}/kk.md",)
    with pytest.raises(KeyError):
        restore_text(post, f"{NAME}/../../kk.md", LOCALES)


def test_what_somebody_writes_while_a_file_is_read_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = post_in(tmp_path, "# Жол\n")
    opened = texts_of(post)["kk"]

    def read_slowly(*given: Any) -> TextFile:
        post.place("kk.md").write_text("# Word жазды\n", encoding="utf-8")
        return read_text(*given)

    monkeypatch.setattr("generator.studio.editor.texts.read_text", read_slowly)
    with pytest.raises(Conflict) as told:
        write_text(post, replace(opened, title="Менікі"), LOCALES)
    assert told.value.theirs == texts_of(post)["kk"]
    assert files_of(post) == {"kk.md": "# Word жазды\n"}


def test_a_file_that_word_holds_leaves_no_second_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = post_in(tmp_path)
    post.place("kk.txt").write_text("Жол жөнделді\nБала.\n", encoding="utf-8")

    def held(self: Bin, file: Path) -> str:
        raise FileHeld(13, "held", str(file))

    monkeypatch.setattr(Bin, "put", held)
    with pytest.raises(FileHeld):
        edit(post, "kk", "Жаңа")
    assert list(files_of(post)) == ["kk.txt"]


def test_a_file_that_is_no_text_says_so_and_is_not_written(tmp_path: Path) -> None:
    post = post_in(tmp_path)
    post.place("kk.docx").write_bytes(b"PK\x03\x04 no Word file")
    now = texts_of(post)["kk"]
    assert now.problem is not None and now.file == "kk.docx"
    with pytest.raises(Conflict):
        write_text(post, replace(now, title="Жаңа"), LOCALES)
    assert list(post.by_name()) == ["kk.docx"]


def test_a_link_is_no_file_of_the_post(tmp_path: Path) -> None:
    post = post_in(tmp_path, "# Жол\n")
    secret = tmp_path / "secret.md"
    secret.write_text("# Құпия\n", encoding="utf-8")
    post.place("ru.md").symlink_to(secret)
    assert texts_of(post)["ru"] == WrittenText("ru")
    edit(post, "ru", "Дорога", "Готова.")
    assert secret.read_text(encoding="utf-8") == "# Құпия\n"
