"""Packs: former pages in one file on the host."""

from pathlib import Path

from generator.digest import digest_bytes
from generator.publish.pack import pack_path, read_pack, write_pack

PAGES = {digest_bytes(page): page for page in (b"<html>1", b"<html>2", b"<html>3")}


def packed(folder: Path) -> bytes:
    folder.mkdir()
    for digest, page in PAGES.items():
        (folder / digest).write_bytes(page)
    write_pack({digest: folder / digest for digest in PAGES}, folder / "pack")
    return (folder / "pack").read_bytes()


def test_a_pack_gives_back_the_wanted_pages(tmp_path: Path) -> None:
    content = packed(tmp_path / "pages")
    first, second, _ = PAGES
    (tmp_path / "into").mkdir()
    pages = read_pack(content, {first, second, digest_bytes(b"elsewhere")}, tmp_path / "into")
    assert pages == {digest: tmp_path / "into" / digest for digest in (first, second)}
    assert {path.name: path.read_bytes() for path in (tmp_path / "into").iterdir()} == {
        digest: PAGES[digest] for digest in (first, second)
    }


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    assert packed(tmp_path / "here") == packed(tmp_path / "there")


def test_a_page_that_is_not_what_its_name_says_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"something else")
    write_pack({digest_bytes(b"a page"): tmp_path / "page"}, tmp_path / "pack")
    (tmp_path / "into").mkdir()
    content = (tmp_path / "pack").read_bytes()
    assert read_pack(content, {digest_bytes(b"a page")}, tmp_path / "into") == {}
    assert list((tmp_path / "into").iterdir()) == []


def test_packs_are_in_our_own_folder() -> None:
    assert pack_path("0" * 12) == ".jarshy/packs/000000000000.tar.gz"
