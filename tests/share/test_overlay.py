"""Words in, pictures of them out: inside the room there is, whatever is written."""

from pathlib import Path

import pytest
from PIL import Image

from generator.share.kit import KitWords
from generator.share.overlay import (
    CAPTION_PX,
    ROOM_PX,
    SQUARE_PX,
    Ground,
    draw_caption,
    draw_head,
    draw_title,
    make_picture,
)

LONG = "Ауылдық округтердегі ауыз су құбырларын жөндеу жұмыстары туралы есеп — қорытынды " * 3
CUE = "Павлодар облысының Ақтоғай ауданындағы әлеуметтік-экономикалық жағдай туралы айтты"


@pytest.mark.parametrize("title", ["Жол", "Мектеп «үлгі» болды: 5:1", LONG, "ы" * 200, ""])
def test_a_title_stays_in_its_room_and_has_at_most_three_lines(title: str) -> None:
    plate = draw_title(title, "")
    assert plate.width <= ROOM_PX
    assert plate.height <= 3 * 68 * 1.2 + 30
    assert (plate.width % 2, plate.height % 2) == (0, 0)


def test_long_labels_stand_below_each_other() -> None:
    words = KitWords("kk", "А", LONG, ("Үгіт материалы", "Жасанды интеллект жасаған"))
    head = draw_head(words, "#ffd400")
    assert head.width == ROOM_PX
    assert head.height < 200
    assert draw_head(KitWords("kk", "А", "Мәслихат депутаты"), "").height < 70


@pytest.mark.parametrize("said", ["Иә", CUE, f"{CUE} {CUE}"])
def test_a_caption_stands_at_the_foot_of_its_picture(said: str) -> None:
    caption = draw_caption(said)
    assert caption.size == CAPTION_PX
    box = caption.getchannel("A").getbbox()
    assert box is not None
    assert box[3] == CAPTION_PX[1]
    assert box[0] + box[2] == pytest.approx(ROOM_PX, abs=2)


def test_silence_leaves_nothing() -> None:
    assert draw_caption("").getchannel("A").getbbox() is None


@pytest.mark.parametrize("size", [(1200, 800), (600, 900), (4000, 300)])
def test_words_can_be_read_on_white_pictures(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size, "white").save(tmp_path / "a.png")
    square = make_picture(
        KitWords("ru", "", ""), SQUARE_PX, Ground(tmp_path / "a.png"), ""
    ).convert("L")
    assert square.size == SQUARE_PX
    assert max(square.crop((60, 1000, 916, 1020)).tobytes()) < 90
