"""publish and undo: which options reach the upload."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import publishing
from generator.cli.building import MediaWorkers
from generator.cli.main import main
from generator.cli.uploading import Choices, choices_from


@pytest.fixture
def content(tmp_path: Path) -> str:
    (tmp_path / "content").mkdir()
    return f"--content={tmp_path / 'content'}"


def test_every_option_of_publish_is_a_choice(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []

    def publish_built(*args: Any) -> int:
        calls.append(args)
        return 0

    monkeypatch.setattr(publishing, "publish_built", publish_built)
    options = ("--to", "a", "--accept", "b", "--dry-run", "--allow-removal", "--forget")
    more = ("--allow-numbers", "--take-over", "--server-config", "--url", "example.kz")
    assert CliRunner().invoke(main, ["publish", content, *options, *more]).exit_code == 0
    ((_, _, choices, build),) = calls
    assert choices == Choices("a", "b", True, True, True, True, True, True, "example.kz")
    assert build.args[2:] == ("example.kz", MediaWorkers(), False)


def test_undo_takes_back_at_the_named_place(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "find_destination", lambda *args: args)
    monkeypatch.setattr(publishing, "take_back", lambda args: 5 if args[3].allow_removal else 6)
    assert CliRunner().invoke(main, ["undo", content, "--allow-removal"]).exit_code == 5
    assert CliRunner().invoke(main, ["undo", content, "--to", "a"]).exit_code == 6


def test_other_options_are_no_choices() -> None:
    assert choices_from({"to": "a", "jobs": 3, "content": "content"}) == Choices(to="a")
