"""Locations as machines write them, in text and in binary files."""

import pytest

from generator.gate.text_leaks import line_of_place, marks_in, places_in


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("at geo:52.2873,76.9674", ["geo:52.2873,76.9674"]),
        ("GPSLatitudeRef=N", ["GPSLatitude"]),
        ("+52.2873+076.9674+112.5CRSWGS_84/", ["+52.2873+076.9674+112.5CRSWGS_84/"]),
        ("[Latitude: 52.287]", ["Latitude: 52"]),
        ("lon=-7.123, lat=52.287", ["lon=-7", "lat=52"]),
        ("$GNRMC,0818", ["$GNRMC,"]),
        ('<svg sodipodi:docname="/home/a.svg">', ["sodipodi:docname="]),
    ],
)
def test_each_place_is_named_by_its_start(text: str, places: list[str]) -> None:
    assert list(places_in(text.encode())) == places


@pytest.mark.parametrize(
    "text",
    ["geo:52.2,76.9", "GPS 52.2873", "latitude: 52.28", "flat: 52.287", "+52.2873+076.9674", ""],
)
def test_numbers_without_precision_or_name_are_no_place(text: str) -> None:
    assert list(places_in(text.encode())) == []


def test_a_long_match_is_cut_at_40_characters() -> None:
    (place,) = places_in(b"+522873.287300+0769674.967400+" + b"1" * 30 + b"/")
    assert place == "+522873.287300+0769674.967400+1111111111"


def test_marks_of_metadata_are_found_anywhere_in_binary_files() -> None:
    assert list(marks_in(b"\0\1pixelsExif\0\0MM")) == ["Exif"]
    both = b"\xff" * 99 + b"<x:xmpmeta" + b"com.apple.quicktime.location"
    assert list(marks_in(both)) == ["com.apple.quicktime.", "<x:xmpmeta"]
    assert list(marks_in(b"Exif in a caption")) == []


def test_the_line_of_a_place_is_where_it_begins() -> None:
    assert line_of_place("Жол\n\nlat: 52.287") == (3, "lat: 52")
    assert line_of_place("Жол\nlatitude:\n43.238949\n") == (2, "latitude:\n43")
    assert line_of_place("Жол\nGPS (\n52.2873,\n76.9674)") == (2, "GPS (\n52.2873")
    assert line_of_place("Жол 52.2873\nlat") is None
