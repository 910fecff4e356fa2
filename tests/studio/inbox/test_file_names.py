"""Names that phones and attackers give become names that every computer opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.intake.discover import is_ignored
from generator.intake.names import opens_on_windows
from generator.studio.inbox.file_names import clean_name, free_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("IMG_2044.HEIC", "IMG_2044.HEIC"),
        ("Мектеп жөндеу.mp4", "Мектеп жөндеу.mp4"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        (r"C:\Users\x\a.jpg", "a.jpg"),
        ("..", "file"),
        ("", "file"),
        ("a\0b\n.jpg", "ab.jpg"),
        ("\u202egpj.exe.jpg", "gpj.exe.jpg"),
        (".hidden.jpg", "hidden.jpg"),
        ("~lock.jpg", "lock.jpg"),
        ("a .jpg. ", "a.jpg"),
        ("con.jpg", "file con.jpg"),
        ("NUL", "file NUL"),
        ('a<b>:"|?*.jpg', "a b.jpg"),
        ("и\u0306.jpg", "й.jpg"),
        ("😀" * 300 + ".jpg", "😀" * 50 + ".jpg"),
        ("a." + "b" * 300, "a." + "b" * 78),
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=400))
def test_every_name_opens_everywhere(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned and opens_on_windows(cleaned) and not is_ignored(cleaned.split(".")[0])
    assert not set('/\\\0\n<>:"|?*') & set(cleaned)
    assert len(cleaned.encode()) <= 255
    assert clean_name(cleaned) == cleaned


def test_a_number_is_added_to_what_is_taken() -> None:
    taken = ["image.jpg", "IMAGE-2.JPG", "й.png"]
    assert free_name("image.jpg", taken) == "image-3.jpg"
    assert free_name("и\u0306.png", taken) == "и\u0306-2.png"
    assert free_name("image.mov", taken) == "image.mov"
