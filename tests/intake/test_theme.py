from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.intake.theme import read_theme
from generator.intake.theme_folder import theme_digest, theme_folder
from generator.model import Slot, Theme


@pytest.fixture(scope="module")
def default() -> Theme:
    return read_theme(theme_folder("default"), "")


def theme(tmp_path: Path, toml: str, name: str = "mine", **files: str) -> Path:
    """A theme of that theme.toml and those files: their paths with "__" for "/"."""
    folder = tmp_path / name
    for path, text in {"theme.toml": toml, **files}.items():
        file = folder / path.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> Theme:
    return read_theme(theme_folder(str(folder)), "")


def strings(theme: Theme, locale: str) -> dict[str, tuple[str, ...]]:
    return dict(dict(theme.strings)[locale])


def slot_of(tmp_path: Path, lines: str) -> Slot:
    return read(theme(tmp_path, f"[slots.card]\n{lines}")).slot("card")


def test_default_theme_limits_every_picture_that_readers_load(default: Theme) -> None:
    for slot in default.slots:
        assert len(slot.kilobytes) == (0 if slot.name == "share" else len(slot.widths_px))


def test_what_a_first_view_loads_is_within_its_budget(default: Theme) -> None:
    most = {
        (slot.name, width): kilobytes
        for slot in default.slots
        for width, kilobytes in zip(slot.widths_px, slot.kilobytes, strict=False)
    }
    assert most["photo", 720] + 2 * most["photo", 360] <= 60 - 20
    assert most["poster", 720] + 2 * most["photo", 360] <= 60 - 20
    cards = most["card", 720] + 2 * most["card", 540] + 4 * most["card", 240]
    assert cards + most["portrait", 256] + most["face", 96] <= 100 - 16


def test_limits_stay_with_their_widths(tmp_path: Path) -> None:
    slot = slot_of(tmp_path, "widths = [720, 360]\nkilobytes = [30, 40]")
    assert (slot.widths_px, slot.kilobytes) == ((360, 720), (40, 30))
    assert slot_of(tmp_path, "widths = [720, 360]").kilobytes == ()


@pytest.mark.parametrize(
    "toml",
    [
        "[slots.card]\nwidths = [360, 720]\nkilobytes = [9]",
        "[slots.card]\nratio = 1",
        "[slots.card]\nwidths = 360",
        'slots = "none"',
        "extends = ",
    ],
)
def test_theme_that_cannot_be_understood_is_reported(tmp_path: Path, toml: str) -> None:
    folder = theme(tmp_path, toml)
    with pytest.raises(Unfit) as caught:
        theme_folder(str(folder))
    assert caught.value.problem.what == "“{file}” of the theme “{name}” cannot be read"
    assert caught.value.problem.values == (("file", "theme.toml"), ("name", "mine"))


def test_broken_texts_and_templates_are_reported(tmp_path: Path) -> None:
    po = "locales/kk/LC_MESSAGES/messages.po"
    folder = theme(tmp_path, "", **{po: 'msgid "a'})
    with pytest.raises(Unfit) as caught:
        read(folder)
    assert dict(caught.value.problem.values) == {"file": po, "name": "mine"}
    theme(tmp_path, "", **{po: ""})
    (folder / "templates").mkdir()
    (folder / "templates" / "page.html").write_bytes("Сәлем".encode("utf-16"))
    with pytest.raises(Unfit) as caught:
        read(folder)
    assert dict(caught.value.problem.values) == {"file": "templates/page.html", "name": "mine"}


def test_theme_that_only_extends_is_its_parent(tmp_path: Path, default: Theme) -> None:
    child = read(theme(tmp_path, 'extends = "default"'))
    assert child.name == "mine"
    assert child.slots == default.slots
    assert (child.templates, child.assets) == (default.templates, default.assets)
    assert child.strings == default.strings


def test_slots_templates_and_assets_stand_in_the_place_of_the_parents(
    tmp_path: Path, default: Theme
) -> None:
    child = read(
        theme(
            tmp_path,
            'extends = "default"\n[slots.card]\nwidths = [100]\n[slots.own]\nwidths = [50]',
            templates__page="{{ page.title }}",
            **{"templates__tag.html": "tag", "assets__icon.svg": "<svg/>", "assets__a.txt": "a"},
        )
    )
    assert (child.slot("card"), child.slot("own")) == (Slot("card", (100,)), Slot("own", (50,)))
    assert child.slot("photo") == default.slot("photo")
    changed = {"page": "{{ page.title }}", "tag.html": "tag"}
    assert dict(child.templates) == {**dict(default.templates), **changed}
    added = {"icon.svg": b"<svg/>", "a.txt": b"a"}
    assert dict(child.assets) == {**dict(default.assets), **added}


def test_style_sheet_comes_after_the_parents(tmp_path: Path, default: Theme) -> None:
    folder = theme(tmp_path, 'extends = "default"', **{"assets__style.css": "\ufeff:root{--a:red}"})
    style = dict(default.assets)["style.css"]
    assert dict(read(folder).assets)["style.css"] == style + b":root{--a:red}"
    alone = theme(tmp_path, "", "alone", **{"assets__style.css": "p{}"})
    assert dict(read(alone).assets) == {"style.css": b"p{}"}


def test_words_are_replaced_one_by_one(tmp_path: Path, default: Theme) -> None:
    known, kept = sorted(strings(default, "kk"))[:2]
    po = f'msgid "{known}"\nmsgstr "Басқа"\n\nmsgid "New"\nmsgstr "Жаңа"\n'
    child = read(
        theme(tmp_path, 'extends = "default"', **{"locales__kk__LC_MESSAGES__messages.po": po})
    )
    assert strings(child, "kk")[known] == ("Басқа",)
    assert strings(child, "kk")["New"] == ("Жаңа",)
    assert strings(child, "kk")[kept] == strings(default, "kk")[kept]
    assert strings(child, "ru") == strings(default, "ru")


def test_theme_extends_one_beside_it_which_extends_another(tmp_path: Path, default: Theme) -> None:
    theme(tmp_path, 'extends = "default"', "region", **{"assets__style.css": "a{}"})
    folder = theme(tmp_path, 'extends = "region"', **{"assets__style.css": "b{}"})
    child = read(folder)
    assert dict(child.assets)["style.css"].endswith(b"a{}b{}")
    assert child.slots == default.slots


def test_what_systems_leave_in_folders_is_no_part_of_a_theme(tmp_path: Path) -> None:
    folder = theme(tmp_path, "", **{"assets__.DS_Store": "x", "templates__.DS_Store": "x"})
    assert (read(folder).assets, read(folder).templates) == ((), ())


@pytest.mark.parametrize(
    ("name", "toml"), [("mine", 'extends = "mine"'), ("one", 'extends = "two"')]
)
def test_theme_that_extends_itself_is_reported(tmp_path: Path, name: str, toml: str) -> None:
    theme(tmp_path, 'extends = "one"', "two")
    folder = theme(tmp_path, toml, name)
    with pytest.raises(Unfit) as caught:
        theme_folder(str(folder))
    assert caught.value.problem.what == "the theme “{name}” extends itself"


def test_missing_theme_and_missing_parent_are_reported(tmp_path: Path) -> None:
    folder = theme(tmp_path, 'extends = "none"')
    with pytest.raises(Unfit) as caught:
        theme_folder(str(folder))
    assert dict(caught.value.problem.values) == {"name": "mine", "parent": "none"}
    with pytest.raises(Unfit) as caught:
        theme_folder("none")
    assert dict(caught.value.problem.values) == {"name": "none"}


def test_digest_covers_the_parents_files(tmp_path: Path) -> None:
    parent = theme(tmp_path, "", "region", **{"assets__style.css": "a{}"})
    folder = theme(tmp_path, 'extends = "region"', **{"assets__style.css": "b{}"})
    first, stamps = theme_digest(folder, {})
    assert theme_digest(folder, stamps)[0] == first
    assert len(stamps) == 4
    (parent / "assets" / "style.css").write_text("c{}", encoding="utf-8")
    second, stamps = theme_digest(folder, stamps)
    assert second != first
    (parent / "assets" / "style.css").unlink()
    third, stamps = theme_digest(folder, stamps)
    assert third not in (first, second)
    assert len(stamps) == 3


def test_same_file_in_parent_and_child_is_not_mixed_up(tmp_path: Path) -> None:
    theme(tmp_path, "", "region", **{"assets__style.css": "a{}"})
    folder = theme(tmp_path, 'extends = "region"', **{"assets__style.css": "b{}"})
    first, _ = theme_digest(folder, {})
    theme(tmp_path, "", "region", **{"assets__style.css": "b{}"})
    theme(tmp_path, 'extends = "region"', **{"assets__style.css": "a{}"})
    assert theme_digest(folder, {})[0] != first


def test_a_path_is_one_from_the_folder_beside_content(tmp_path: Path) -> None:
    (tmp_path / "looks/own").mkdir(parents=True)
    (tmp_path / "looks/own/theme.toml").write_text('extends = "default"', encoding="utf-8")
    assert theme_folder("looks/own", tmp_path) == tmp_path / "looks/own"
    with pytest.raises(Unfit):
        theme_folder("looks/own", tmp_path / "looks")
