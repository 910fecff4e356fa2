"""clean: what a build wrote goes, what others wrote stays."""

import json
from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import main


def test_only_files_of_a_build_are_removed(tmp_path: Path) -> None:
    post = tmp_path / "content/2026-11-20 Мектеп"
    post.mkdir(parents=True)
    (post / "kk.md").write_text("# Мектеп\n\nСөз.\n", encoding="utf-8")
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    runner = CliRunner(env={"LC_ALL": "C"})
    assert runner.invoke(main, ["build", *folders]).exit_code == 0
    built = [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
    (tmp_path / "output/own.txt").write_text("mine")
    done = runner.invoke(main, ["clean", *folders, "--json"])
    assert json.loads(done.output) == {"event": "done", "removed": len(built)}
    assert [path.name for path in (tmp_path / "output").rglob("*")] == ["own.txt"]
    again = runner.invoke(main, ["clean", *folders])
    assert again.output == "Removed 0 files. Finished clips and photos are kept.\n"
