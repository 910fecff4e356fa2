"""The check of whole sites: which files are text, and which deputies are looked at."""

from pathlib import Path

import pytest

from generator.errors import doubt
from generator.inputs import BuildRequest
from generator.release import check_sites as checking
from generator.release.check_sites import check_sites, text_of
from tests.support.written_region import write_region


def test_text_is_read_in_the_encoding_it_has(tmp_path: Path) -> None:
    text = "Мектеп ашылды, балалар қуанды.\n"
    (tmp_path / "kk.md").write_bytes(text.encode())
    (tmp_path / "RU.TXT").write_bytes("Школа открылась, дети рады.\n".encode("cp1251"))
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8")
    assert text_of(tmp_path, "kk.md") == text
    assert text_of(tmp_path, "RU.TXT") == "Школа открылась, дети рады.\n"
    assert text_of(tmp_path, "a.jpg") == text_of(tmp_path, "nowhere.docx") == ""


def test_after_a_build_only_the_deputies_it_wrote_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_region(tmp_path / "content", "Aigul", "Bolat", posts=0)
    request = BuildRequest(tmp_path / "content", tmp_path / "output", tmp_path / "cache")
    monkeypatch.setattr(checking, "check_all", lambda *args: (doubt("a.md", "odd"),))
    assert [found.where for found in check_sites(request)] == [
        "a.md",
        "deputies/Aigul/a.md",
        "deputies/Bolat/a.md",
    ]
    written = ("index.html", "deputies/bolat/index.html")
    assert [found.where for found in check_sites(request, written)] == [
        "a.md",
        "deputies/Bolat/a.md",
    ]
