"""The command itself, in a folder of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.command import Jarshy


@pytest.fixture
def jarshy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jarshy:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("JARSHY_PUBLISH_PASSWORD", raising=False)

    def run(*args: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["jarshy", *args])
        done = CliRunner().invoke(main, list(args))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert "Traceback" not in done.output
        return done

    return run
