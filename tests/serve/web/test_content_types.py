"""Content types come from a table of our own, by the extension alone."""

import mimetypes

import pytest

from generator.serve.web.content_types import content_type


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("media/A.WEBP", "image/webp"),
        ("media/clip-480.mp4", "video/mp4"),
        ("a.html.m4a", "audio/mp4"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
    ],
)
def test_the_last_extension_decides(path: str, expected: str) -> None:
    assert content_type(path) == expected


@pytest.mark.parametrize("path", ["program.exe", "html", "media.mp4/file", ""])
def test_other_files_are_bytes(path: str) -> None:
    assert content_type(path) == "application/octet-stream"


def test_what_is_installed_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mimetypes.types_map, ".js", "text/plain")  # as some Windows registries do
    assert content_type("a.js") == "text/javascript; charset=utf-8"
