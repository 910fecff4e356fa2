"""new: dates as people write them, and folders of posts."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.cli.writing import _parse_date
from generator.errors import Unfit


@pytest.mark.parametrize("written", ["2026-11-23", "2026-11-23 18:30", "23.11.2026"])
def test_a_date_may_have_a_time(written: str) -> None:
    assert _parse_date(written) == date(2026, 11, 23)


@pytest.mark.parametrize("written", ["tomorrow", "2026-02-30"])
def test_what_is_no_date_is_repeated(written: str) -> None:
    with pytest.raises(Unfit) as error:
        _parse_date(written)
    assert dict(error.value.problem.values) == {"value": written}


def test_a_post_has_texts_in_the_languages_of_its_titles(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    args = ["new", "Көпір", "--date", "2026-11-23", f"--content={content}"]
    runner = CliRunner(env={"LC_ALL": "C"})
    assert runner.invoke(main, args).exit_code == 0
    folder = content / "2026-11-23 Көпір"
    assert [path.name for path in folder.iterdir()] == ["kk.md"]
    again = runner.invoke(main, [*args, "--ru", "Мост"])
    assert (again.exit_code, again.output) == (
        2,
        "✗ 2026-11-23 Көпір — this folder is there already — give another title\n",
    )
    assert [path.name for path in folder.iterdir()] == ["kk.md"]


def test_a_title_or_an_answer_is_needed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    args = ["new", f"--content={tmp_path / 'content'}"]
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, args)
    assert (done.exit_code, "there is no title" in done.output) == (2, True)
    stopped = CliRunner(env={"LC_ALL": "C"}).invoke(main, [*args, "--answer"], input="")
    assert (stopped.exit_code, "Stopped. Nothing was written." in stopped.output) == (1, True)
    assert list((tmp_path / "content").iterdir()) == []
