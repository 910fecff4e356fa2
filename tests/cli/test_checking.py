"""check: which files are text, and where the report goes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import checking
from generator.cli.checking import check_sites, text_of
from generator.cli.main import main
from generator.errors import Problem, doubt, problem
from generator.inputs import BuildRequest
from tests.support.written_region import write_region


def test_text_is_read_in_the_encoding_it_has(tmp_path: Path) -> None:
    text = "Мектеп ашылды, балалар қуанды.\n"
    (tmp_path / "kk.md").write_bytes(text.encode())
    (tmp_path / "RU.TXT").write_bytes("Школа открылась, дети рады.\n".encode("cp1251"))
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8")
    assert text_of(tmp_path, "kk.md") == text
    assert text_of(tmp_path, "RU.TXT") == "Школа открылась, дети рады.\n"
    assert text_of(tmp_path, "a.jpg") == text_of(tmp_path, "nowhere.docx") == ""


@pytest.mark.parametrize(
    ("problems", "code", "last"),
    [
        ([], 0, "Nothing to mend."),
        ([doubt("a.md", "odd")], 0, "? a.md — odd"),
        ([doubt("a.md", "odd"), problem("b.md", "broken")], 1, "✗ b.md — broken"),
    ],
)
def test_only_a_problem_is_a_failure(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problems: list[Problem],
    code: int,
    last: str,
) -> None:
    (tmp_path / "content").mkdir()
    monkeypatch.setattr(checking, "check_all", lambda *args: tuple(problems))
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    page = tmp_path / "report.html"
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["check", *folders, f"--html={page}"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (code, last)
    assert page.is_file()


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
