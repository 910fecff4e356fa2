"""The table of commands: each is loaded when it is called, and none before."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from generator.cli.main import COMMANDS, main
from generator.cli.options import TranslatedCommand

ROOT = Path(__file__).resolve().parent.parent.parent

HEAVY = (
    "starlette",
    "uvicorn",
    "asyncssh",
    "httpx",
    "generator.publish",
    "generator.check",
    "generator.serve",
    "generator.share",
    "generator.captions",
)


def loaded_after(*args: str) -> set[str]:
    """The modules that a process has loaded when a command ends."""
    code = (
        "import sys; from generator.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_an_unchanged_site_loads_no_other_command(tmp_path: Path) -> None:
    (tmp_path / "content/2026-11-20 Мектеп").mkdir(parents=True)
    (tmp_path / "content/2026-11-20 Мектеп/kk.md").write_text("# Мектеп\n\nСөз.\n", "utf-8")
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    loaded_after("build", *folders)
    loaded = loaded_after("build", *folders)
    assert "generator.cli.building" in loaded
    assert {name for name in HEAVY if name in loaded} == set()
    others = {name for name in loaded if name.startswith("generator.cli.")} - {
        f"generator.cli.{name}"
        for name in ("main", "options", "screen", "streams", "progress", "building")
    }
    assert others == set()


def test_help_loads_no_command() -> None:
    loaded = loaded_after("--help")
    assert {name for name in loaded if name.startswith("generator.cli.")} == {
        f"generator.cli.{name}" for name in ("main", "options", "screen", "streams")
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_line_of_the_table_leads_to_a_command(name: str) -> None:
    command = COMMANDS[name].load()
    assert isinstance(command, TranslatedCommand)
    assert command.name == name
    assert command.help == COMMANDS[name].help
    assert command.callback is not None
    assert COMMANDS[name].make_context(name, ["--help"], resilient_parsing=True).command is command


def test_help_lists_all_commands_in_order() -> None:
    context = click.Context(main)
    names = main.list_commands(context)
    assert names == sorted(COMMANDS)
    lines = [line.split()[0] for line in main.get_help(context).splitlines() if line[:2] == "  "]
    assert [line for line in lines if line in COMMANDS] == names
