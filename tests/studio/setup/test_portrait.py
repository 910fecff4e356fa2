"""The portrait is judged by its bytes, and there is one."""

from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.studio.setup.portrait import keep_portrait
from tests.support.content import draw_photo


def test_a_new_portrait_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    photo = draw_photo(tmp_path / "IMG.jpg").read_bytes()
    content = tmp_path / "content"
    content.mkdir()
    (content / "portrait.png").write_bytes(b"old")
    assert keep_portrait(content, photo) == "portrait.jpg"
    assert [path.name for path in content.iterdir()] == ["portrait.jpg"]


@pytest.mark.parametrize("cut", [0, 3, 400])
def test_what_is_no_photo_or_cut_short_changes_nothing(cut: int, tmp_path: Path) -> None:
    photo = draw_photo(tmp_path / "IMG.jpg").read_bytes()[:cut]
    content = tmp_path / "content"
    content.mkdir()
    (content / "portrait.png").write_bytes(b"old")
    with pytest.raises(Unfit):
        keep_portrait(content, photo)
    assert [path.name for path in content.iterdir()] == ["portrait.png"]
