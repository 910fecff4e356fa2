"""Translations are read by message id; what is unfinished is left out."""

from pathlib import Path

import pytest

from generator.intake.strings import read_strings

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
RU = '"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : 1);\\n"\n'


def strings(tmp_path: Path, written: str) -> dict[str, tuple[str, ...]]:
    path = tmp_path / "messages.po"
    path.write_text(HEAD + written, encoding="utf-8")
    return dict(read_strings(path))


def test_texts_and_plural_forms_are_read_in_order(tmp_path: Path) -> None:
    plural = 'msgid "%(count)s post"\nmsgid_plural "%(count)s posts"\n'
    forms = 'msgstr[0] "пост"\nmsgstr[1] "поста"\nmsgstr[2] "постов"\n'
    read = strings(tmp_path, RU + '\nmsgid "b"\nmsgstr "б"\n\n' + plural + forms)
    assert read == {"%(count)s post": ("пост", "поста", "постов"), "b": ("б",)}
    assert list(read) == sorted(read)


@pytest.mark.parametrize(
    "entry", ['msgid "a"\nmsgstr ""\n', '#, fuzzy\nmsgid "a"\nmsgstr "а"\n'], ids=["empty", "fuzzy"]
)
def test_unfinished_translations_are_left_out(tmp_path: Path, entry: str) -> None:
    assert strings(tmp_path, "\n" + entry) == {}


def test_a_broken_catalogue_is_a_value_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="keyword"):
        strings(tmp_path, "\nnonsense\n")
