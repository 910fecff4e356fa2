"""check: what ends it with a failure, and where the report goes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.errors import Problem, doubt, problem
from generator.release import check_sites


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
    monkeypatch.setattr(check_sites, "check_all", lambda *args: tuple(problems))
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    page = tmp_path / "report.html"
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["check", *folders, f"--html={page}"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (code, last)
    assert page.is_file()
