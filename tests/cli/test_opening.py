"""studio: opens the browser at a studio of its own, or at the one that runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main, opening
from generator.serve.run import PreviewAddress


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses that the browser was asked to open."""
    addresses: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")

    def browse(url: str) -> bool:
        addresses.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    return addresses


@pytest.fixture
def jarshy(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def serve(request: Any, options: Any, ready: Any, more: Any) -> None:
        ready(PreviewAddress("http://127.0.0.1:8000/"))

    def run(*args: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["jarshy", *args])
        monkeypatch.setattr(opening, "serve", serve)
        return CliRunner().invoke(main, list(args), catch_exceptions=False)

    return run


@pytest.mark.parametrize("args", [(), ("studio",)])
def test_without_arguments_the_studio_opens_even_in_an_empty_folder(
    jarshy: Callable[..., Result], opened: list[str], tmp_path: Path, args: tuple[str, ...]
) -> None:
    said = jarshy(*args)
    assert (said.exit_code, opened) == (0, ["http://127.0.0.1:8000/_studio/setup"])
    assert "The studio: http://127.0.0.1:8000/_studio/" in said.output
    assert (tmp_path / "content").is_dir()
    (tmp_path / "content/site.toml").touch()
    assert jarshy(*args).exit_code == 0
    assert opened[1:] == ["http://127.0.0.1:8000/_studio/"]


def test_the_browser_stays_shut_where_nobody_wants_it(
    jarshy: Callable[..., Result], opened: list[str]
) -> None:
    assert "http://127.0.0.1:8000/_studio/" in jarshy("studio", "--no-browser").output
    assert opened == []


def test_a_second_start_opens_the_one_that_runs(
    jarshy: Callable[..., Result], opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://127.0.0.1:8011/_studio/"
    monkeypatch.setattr(opening, "running_at", lambda folder: address)
    said = jarshy()
    assert opened == [address]
    assert "running already" in said.output and "8000" not in said.output


def test_help_is_still_asked_for_by_its_name(
    jarshy: Callable[..., Result], opened: list[str]
) -> None:
    assert "Usage:" in jarshy("--help").output
    assert opened == []
