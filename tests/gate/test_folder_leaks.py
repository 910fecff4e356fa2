"""Folders of somebody's computer, however they are written, and texts that only look so."""

import json
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

import pytest

from generator.gate.folder_leaks import folders_in, spellings

WINDOWS = (
    r"C:\Users\Айгүл\сайт",
    r"c:\users\aigul\site",
    "C:/Users/Айгүл/сайт",
    r"D:\жұмыс\сайт\content",
    r"E:\site work\content\kk.md",
    "C:/Пользователи/Айгуль/сайт",
    r"C:\Documents and Settings\Aigul\site",
    r"\\server\сайт\content",
    r"\\192.168.0.5\share$\a",
)
UNIX = ("/home/aigul/site/content", "/Users/Aigul/site", "/mnt/c/Users/aigul/site")


def found(text: str) -> list[str]:
    return list(folders_in(f'<p>{text}</p><a title="{text}">'.encode()))


@pytest.mark.parametrize("path", [*WINDOWS, *UNIX])
def test_a_folder_is_found_however_it_is_written(path: str) -> None:
    for written in (
        path,
        json.dumps(path, ensure_ascii=False)[1:-1],
        json.dumps(path)[1:-1],
        quote(path, safe=""),
        quote(path, safe="/:"),
        path.replace(":\\", ":&#92;").replace("s\\", "s&#92;"),
        path.replace("/", "\\/"),
    ):
        assert found(written), written


@pytest.mark.parametrize(
    "address",
    [
        *("file:///C:/Users/a/b.html", "file:///home/a", "FILE://server/share/a.html"),
        *("file:///D:/%D1%81%D0%B0%D0%B9%D1%82/a", "file%3A%2F%2F%2FC%3A%2Fa%2Fb"),
        *(r"file:\/\/\/C:\/a", "file:/C:/a/b"),
    ],
)
def test_an_address_of_a_file_is_found(address: str) -> None:
    assert found(address)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.kz/home/news/2026/",
        "https://example.kz/Users/aigul/photo",
        "https://wa.me/?text=https%3A%2F%2Fexample.kz%2Fhome%2Fnews%2Fa.html",
        "../home/news/a.html",
        "a:b/c, 1:/2, A:/B",
        "Сағат 10:30/11:30, бет 5/6, және/немесе",
        r"C:\ дискісі",
        r"C:\Users\Public\Documents",
        r"D:\ немесе E:\ дискісін таңдаңыз",
        "profile: Users, settings",
        "file: есеп.pdf",
        "profile://",
        r"\\u0430\\u0431\\u0432",
        r"\\n\\nkelesi",
        r"\\u003cscript\u003ewindow",
        r"/\d+\\w/.test(a)",
        r"content:\2014\a0",
        "https://example.kz/?q=%5C%5C",
        "Home / Басты бет / Users",
        r"\alpha\beta \\ \gamma",
    ],
)
def test_ordinary_texts_and_scripts_are_fine(text: str) -> None:
    assert found(text) == []


def test_what_is_shown_is_short() -> None:
    assert found("C:/Users/" + "a" * 900)[0] == "C:/Users/" + "a" * 51


def test_a_folder_has_several_spellings() -> None:
    windows = [name.decode() for name in spellings(PureWindowsPath(r"C:\Есік 5\content"))]
    for written in (r"C:\Есік 5\content", "C:/Есік 5/content", r"C:\\Есік 5\\content"):
        assert written in windows
    assert quote(r"C:\Есік 5\content", safe="") in windows
    assert b"/tmp/a b" in spellings(PurePosixPath("/tmp/a b"))
