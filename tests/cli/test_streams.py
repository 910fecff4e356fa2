"""Every letter gets to a console, a pipe or a file, or a legible one in its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.streams import can_print, legible
from tests.support.content import write_post
from tests.support.house import ROOT

KAZAKH = "Әңгіме ғой, қалың өң, Ұлы үй, һәм №5 — «іс» ✓ ✗ ■ … ₸"


ONE_AFTER_ANOTHER = """
import json, sys
from generator.cli import main
for args in json.loads(sys.argv[1]):
    try:
        main(args)
    except SystemExit as end:
        assert end.code in (0, 1), (args, end.code)
    print("ended:", args[0], flush=True)
"""


def run(*args: str, code: str = "", **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = ["-c", code] if code else ["-m", "generator"]
    return subprocess.run(
        [sys.executable, *command, *args],
        cwd=ROOT, env={**os.environ, **variables}, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", KAZAKH),
        ("cp1251", "Ангіме гой, калын он, Улы уй, hам №5 — «іс» + x # … тг"),
        ("cp866", 'Ангiме гой, калын он, Улы уй, hам №5 - "iс" + x ■ ... тг'),
    ],
)
def test_letters_that_a_code_page_lacks_stay_legible(encoding: str, shown: str) -> None:
    written = []
    for letter in KAZAKH:
        try:
            written.append(letter.encode(encoding).decode(encoding))
        except UnicodeEncodeError as error:
            written.append(legible(error, encoding)[0])
    assert "".join(written) == shown
    assert legible(UnicodeEncodeError(encoding, "\u0306", 0, 1, ""), encoding) == ("", 1)
    assert all(text.encode(encoding) for text in written)


@pytest.mark.parametrize("encoding", ["cp866", "cp1251"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_command_stumbles_over_a_code_page(tmp_path: Path, encoding: str, language: str) -> None:
    write_post(tmp_path / "content", "Ағаш", "# Ағаш отырғызу", "# Сажаем деревья")
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    variables = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    calls = [["--help"]]
    for args in (["help"], ["build", "-h"], ["check", *folders], ["build", *folders]):
        calls.append([*args, f"--lang={language}"])
    done = run(json.dumps(calls), code=ONE_AFTER_ANOTHER, **variables)
    text = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == 0
    assert "Traceback" not in text
    assert "Unicode" not in text
    text = text.rpartition("ended: check")[2]
    assert "Агаш" in text
    assert "? Агаш" in text  # a doubt's mark, and no other letter has become one
    assert text.count("?") == 1


def test_a_file_gets_all_letters(tmp_path: Path) -> None:
    target = tmp_path / "list.txt"
    with target.open("wb") as stream:
        subprocess.run(
            [sys.executable, "-m", "generator", "help", "--lang=kk"],
            cwd=ROOT, stdout=stream, check=True, env={**os.environ, "PYTHONIOENCODING": ""},
        )  # fmt: skip
    assert "қ" in target.read_text(encoding="utf-8")


def test_machines_get_utf_8_whatever_the_code_page(tmp_path: Path) -> None:
    write_post(tmp_path / "content", "Ағаш", "# Ағаш отырғызу")
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    done = run("build", "--json", *folders, PYTHONIOENCODING="cp866")
    assert '"where": "Ағаш"' in done.stdout.decode("utf-8")


def test_without_a_console_a_command_does_its_work(tmp_path: Path) -> None:
    write_post(tmp_path / "content", "2026-11-20 Ағаш", "# Ағаш отырғызу")
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    code = "import sys; sys.stdout = sys.stderr = None\nfrom generator.cli import main; main()"
    assert run("build", *folders, code=code).returncode == 0
    assert (tmp_path / "output/index.html").is_file()


def test_what_can_be_printed_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_print("aбв")
    monkeypatch.setattr(sys, "stdout", None)
    assert can_print("█")
