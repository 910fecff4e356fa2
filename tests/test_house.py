"""The house keeps its own rules: format, lint, types, floors, strings, texts, package."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.intake.strings import read_strings
from generator.intake.theme_folder import themes_folder
from tests.support.house import ROOT, message_ids, planned_strings

LOCALES = ("kk", "ru")


def run(*args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *args], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "."),
        ("mypy",),
    ],
    ids=" ".join,
)
def test_the_source_is_clean(command: tuple[str, ...]) -> None:
    assert run(*command) == ""


def test_imports_point_down() -> None:
    # import-linter has no __main__; its command stands beside the interpreter.
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_translated(locale: str) -> None:
    path = ROOT / "generator/locales" / locale / "LC_MESSAGES/messages.po"
    translated = {message for message, _ in read_strings(path)}
    assert message_ids() - translated == set()
    assert translated - message_ids() == set()


def test_commands_that_are_shown_work_in_cmd_and_in_powershell() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("generator/help/*.md"), *ROOT.glob("themes/*.md")]
    shown = [page.read_text(encoding="utf-8") for page in pages]
    for locale in LOCALES:
        path = ROOT / "generator/locales" / locale / "LC_MESSAGES/messages.po"
        shown += [text for message, forms in read_strings(path) for text in (message, *forms)]
    begins = r"(?:jarshy|python|pip|dask|pip-audit) [a-z-]"
    commands = [
        command
        for text in shown
        for command in re.findall(rf"(?:^ *|`|: )({begins}[^`\n]*)", text, re.MULTILINE)
    ]
    assert len(commands) > 100
    for command in commands:
        # A single quote is a letter in cmd, "#" begins no comment there, "&&" is none of
        # PowerShell 5; what stands in double quotes passes in both. Only what installs Jarshy is
        # two commands on one line, and README.md says how to write it in PowerShell 5.
        outside = re.sub('"[^"]*"', "", command)
        if command.startswith("python -m pip install "):
            outside = outside.replace(" && ", " ", 1)
        assert not re.search(r"['#&|<>^%;]", outside), command
        assert "$" not in command, command


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_their_fields(locale: str) -> None:
    path = ROOT / "generator/locales" / locale / "LC_MESSAGES/messages.po"
    for message, forms in read_strings(path):
        fields = set(re.findall(r"\{(\w+)\}", message))
        assert set(re.findall(r"\{(\w+)\}", forms[0])) == fields, message


def theme_messages() -> set[str]:
    folder = themes_folder() / "default/templates"
    templates = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    return {
        *planned_strings(),
        *re.findall(r"""\b(?:_|n_)\("([^"]+)"[),]""", templates),
        *re.findall(r"""in_locale\([^,]+, "([^"]+)"\)""", templates),
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_every_string_of_the_theme_is_translated(locale: str) -> None:
    path = themes_folder() / "default/locales" / locale / "LC_MESSAGES/messages.po"
    translated = {message for message, _ in read_strings(path)}
    assert len(theme_messages()) > 30
    assert theme_messages() - translated == set()
    assert translated - theme_messages() == set()


def test_the_wheel_holds_themes_and_messages(tmp_path: Path) -> None:
    assert run("hatchling", "build", "-t", "wheel", "-d", str(tmp_path)) == ""
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "generator/themes/default/templates/base.html" in names
    assert "generator/themes/default/locales/kk/LC_MESSAGES/messages.po" in names
    assert "generator/locales/ru/LC_MESSAGES/messages.po" in names
    assert "generator/example/site.toml" in names
    assert {
        "generator/serve/web/assets/preview.js",
        "generator/serve/web/templates/enter.html",
        "generator/studio/assets/studio.css",
        "generator/studio/templates/base.html",
    } <= names
    assert {"generator/help/kk.md", "generator/help/ru.md"} <= names
    assert {"generator/fonts/NotoSans-Bold.ttf", "generator/fonts/OFL.txt"} <= names
    assert not any(name.startswith(("tests", "content", "output")) for name in names)
