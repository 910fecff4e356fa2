"""The gate finds what must not go out in every kind of file, and nothing in clean ones."""

import json
from pathlib import Path

import docx
import pytest

from generator.digest import digest_file
from generator.errors import Level
from generator.gate.gate import Gate, gate_for
from tests.support.clean_files import MAKERS, clean_file
from tests.support.planted import PLANTS

PAGE = '<p>{}</p><a href="https://2gis.kz/pavlodar?m=76.967400%2C52.287300%2F16">Карта</a>'


@pytest.mark.parametrize("ending", MAKERS)
def test_a_clean_file_goes_out(ending: str, tmp_path: Path) -> None:
    file = clean_file(tmp_path, ending)
    assert Gate().check_file(file, file.name) is None
    assert Gate().check_bytes(file.read_bytes(), file.name) is None


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_place_is_found(plant: str, tmp_path: Path) -> None:
    ending, put = PLANTS[plant]
    file = clean_file(tmp_path, ending)
    put(file)
    found = Gate().check_file(file, f"media/{file.name}")
    assert found is not None
    assert found.level is Level.STOP
    assert found.where == f"media/{file.name}"
    assert Gate().check_bytes(file.read_bytes(), f"media/{file.name}") == found


@pytest.mark.parametrize(
    "words",
    [
        "+52.2873+076.9674/",
        "+52.2873+076.9674+112.5CRSWGS_84/",
        "geo:52.2873,76.9674",
        "GPSLatitude: 52.2873",
        "GPS (76.9674, 52.2873, 19)",
        "HOME(E: 76.9674, N: 52.2873)",
        "[latitude: 52.287300] [longitude: 76.967400]",
        "lat=52.28731 lon=76.96742",
        "$GPRMC,081836,A,3751.65,S,14507.36,E",
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    ],
)
def test_a_place_as_machines_write_it_is_found_in_a_page(words: str) -> None:
    found = Gate().check_bytes(PAGE.format(words).encode(), "news/a.html")
    assert found is not None
    assert dict(found.values)["found"]


@pytest.mark.parametrize(
    "words",
    [
        "GPS-навигатор",
        "широта 52.2873, долгота 76.9674",
        "Latitude is a word",
        "1.2345 + 2.3456 / 3",
        "lat 52",
        "Тел. +7 718 255 00 00/01",
        "+77182.55",
    ],
)
def test_words_and_a_map_that_people_wrote_are_fine(words: str) -> None:
    assert Gate().check_bytes(PAGE.format(words).encode(), "news/a.html") is None


def test_a_file_of_content_is_known_by_its_bytes(tmp_path: Path) -> None:
    original = clean_file(tmp_path, ".jpg")
    gate = gate_for({digest_file(original): original.stat().st_size}, tmp_path)
    assert gate.check_bytes(original.read_bytes(), "assets/a.jpg") is not None
    assert gate.check_bytes(clean_file(tmp_path, ".webp").read_bytes(), "a.webp") is None
    # Captions may stay as they came: there is nothing in them but words.
    captions = clean_file(tmp_path, ".vtt")
    gate = gate_for({digest_file(captions): captions.stat().st_size}, tmp_path)
    assert gate.check_file(captions, "media/captions.vtt") is None


def test_documents_do_not_go_out(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    docx.Document().save(str(path))
    assert Gate().check_file(path, "assets/report.docx") is not None
    assert Gate().check_bytes(b"%PDF-1.7\n", "assets/report.pdf") is not None


def test_the_folder_of_this_computer_is_not_told(tmp_path: Path) -> None:
    gate = gate_for({}, tmp_path / "content")
    assert gate.check_bytes(f"<p>{tmp_path / 'content/a.md'}</p>".encode(), "a.html") is not None
    assert gate.check_bytes(b"<p>content/a.md</p>", "a.html") is None
    for written in (r"C:\Users\Aigul\a.md", "C:/Users/Aigul/a.md", "file:///C:/a/b.md"):
        for name in ("a.html", "assets/search.json", "feed.xml"):
            told = Gate().check_bytes(json.dumps([written]).encode(), name)
            assert told is not None
            assert "Aigul" in dict(told.values)["found"] or "file:" in dict(told.values)["found"]


def test_nothing_is_wrong_with_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert Gate().check_file(tmp_path / "a.txt", "a.txt") is None


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".avif", ".ico", ".mp4", ".webm"])
def test_a_file_cut_anywhere_is_looked_at_without_a_fall(ending: str, tmp_path: Path) -> None:
    content = clean_file(tmp_path, ending).read_bytes()
    for end in range(1, len(content), max(1, len(content) // 60)):
        Gate().check_bytes(content[:end], f"a{ending}")
