"""Progress: events for machines, bars for people, and nothing for photos."""

import json
import sys

import pytest

from generator.cli import progress as module
from generator.cli.progress import Progress
from generator.cli.screen import Screen
from generator.recipes import ClipRecipe, PhotoRecipe, ResultInput, SourceInput, Task


class Bars:
    """Stands in for rich."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.updates: list[tuple[int, float, bool]] = []
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def add_task(self, name: str, total: float) -> int:
        self.names.append(name)
        return len(self.names) - 1

    def update(self, task: int, completed: float, visible: bool) -> None:
        self.updates.append((task, completed, visible))


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> list[Bars]:
    opened: list[Bars] = []

    def open_bars() -> Bars:
        opened.append(Bars())
        return opened[-1]

    monkeypatch.setattr(module, "_open_bars", open_bars)
    monkeypatch.setattr(sys, "argv", ["jarshy"])
    return opened


def test_a_bar_for_each_name_that_goes_when_it_is_full(bars: list[Bars]) -> None:
    progress = Progress(Screen(as_json=False))
    assert bars == []
    progress.show("a\x1b.mp4", 0.25)
    progress.show("b.mp4", 0.5, "key of b")
    progress.show("b.mp4", 1, "key of b")
    (shown,) = bars
    assert shown.names == ["a\ufffd.mp4", "b.mp4"]
    assert shown.updates == [(0, 0.25, True), (1, 0.5, True), (1, 1, False)]
    assert shown.running


def test_closing_takes_the_bars_away_until_there_is_more(bars: list[Bars]) -> None:
    progress = Progress(Screen(as_json=False))
    progress.show("a.mp4", 0.5)
    progress.close()
    progress.close()
    assert not bars[0].running
    progress.show("a.mp4", 0.75)
    assert bars[1].updates == [(0, 0.75, True)]


def test_only_clips_have_a_bar(bars: list[Bars]) -> None:
    progress = Progress(Screen(as_json=False))
    source = SourceInput("a/clip.mp4", "0" * 64)
    progress.report(Task("1", PhotoRecipe(()), source), 0.5)
    progress.report(Task("2", ClipRecipe((), 1.0), ResultInput("3", "av1.mp4")), 0.5)
    assert bars == []
    progress.report(Task("4", ClipRecipe((), 1.0), source), 0.5)
    progress.report(Task("5", ClipRecipe((), 1.0), source), 0.5)
    assert bars[0].names == ["a/clip.mp4", "a/clip.mp4"], "two tasks of one source are two bars"


def test_machines_get_events(bars: list[Bars], capsys: pytest.CaptureFixture[str]) -> None:
    Progress(Screen(as_json=True)).show("a\x07.mp4", 0.333)
    assert bars == []
    assert json.loads(capsys.readouterr().out) == {
        "event": "progress",
        "path": "a\ufffd.mp4",
        "done": 0.33,
    }
