"""build: who makes the media, what is printed at the end, and what --publish hands on."""

import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import publishing
from generator.cli.building import MediaWorkers, _report
from generator.cli.main import main
from generator.cli.screen import Screen
from generator.cli.uploading import Choices
from generator.errors import Unfit, doubt, problem, stop
from generator.inputs import Built
from generator.store.output_ledger import Written


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "argv", ["jarshy"])


def test_this_computer_needs_no_connection() -> None:
    with MediaWorkers(jobs=3).connect() as cluster:
        assert cluster is None


@pytest.mark.parametrize(
    ("workers", "where"),
    [
        (MediaWorkers(cluster="tcp://host:8786"), "--cluster"),
        (MediaWorkers(store="s3://bucket"), "--store"),
    ],
)
def test_a_cluster_and_its_store_are_named_together(workers: MediaWorkers, where: str) -> None:
    with pytest.raises(Unfit) as error:
        workers.connect()
    assert error.value.problem.where == where


def test_a_cluster_without_dask_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "generator.cluster.cluster", None)
    with pytest.raises(Unfit) as error:
        MediaWorkers(cluster="tcp://host:8786", store="s3://bucket").connect()
    assert "jarshy[cluster]" in error.value.problem.hint


@pytest.mark.parametrize(
    ("built", "code", "sentence"),
    [
        (Built((), 5, Written()), 0, "Nothing changed: 5 files are in place."),
        (
            Built((), 5, Written(("a", "b")), made=1),
            0,
            "The site is ready: 5 files, 2 new. Clips and photos made: 1.",
        ),
        (
            Built((), 5, Written(removed=("a",))),
            0,
            "The site is ready: 5 files, 0 new. Clips and photos made: 0.",
        ),
        (
            Built((doubt("a", "odd"),), 5, Written()),
            0,
            "Nothing changed: 5 files are in place.",
        ),
        (
            Built((problem("a", "broken"),), 5, Written()),
            1,
            "Nothing changed: 5 files are in place.",
        ),
        (
            Built((), 5, Written(), stopped=True),
            1,
            "Nothing was published; the site in output is as it was.",
        ),
    ],
)
def test_the_outcome_is_one_sentence_and_an_exit_code(
    built: Built, code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _report(built, Path("output"), Screen(as_json=False)) == code
    lines = [line for line in capsys.readouterr().out.splitlines() if " — " not in line]
    assert lines[0] == sentence
    assert lines[1:] == ([] if built.stopped else [f"Open {Path('output/index.html')}"])


def test_what_matters_most_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    problems = (doubt("a", "x"), problem("c", "x"), problem("b", "x"), stop("d", "x"))
    _report(Built(problems, 5, Written()), Path("output"), Screen(as_json=False))
    lines = [line for line in capsys.readouterr().out.splitlines() if " — x" in line]
    assert [line[2] for line in dict.fromkeys(lines)] == ["d", "b", "c", "a"]


def test_publish_builds_as_build_was_asked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[tuple[Choices, Any]] = []

    def publish_built(screen: Screen, folders: object, choices: Choices, build: Any) -> int:
        published.append((choices, build))
        return 7

    monkeypatch.setattr(publishing, "publish_built", publish_built)
    (tmp_path / "content").mkdir()
    content = f"--content={tmp_path / 'content'}"
    options = ("--publish", "--fast", "--jobs", "3", "--url", "example.kz", content)
    assert CliRunner().invoke(main, ["build", *options]).exit_code == 7
    ((choices, build),) = published
    assert choices == Choices(url="example.kz")
    assert build.args[1][0] == tmp_path / "content"
    assert build.args[2:] == ("example.kz", MediaWorkers(jobs=3), True)
