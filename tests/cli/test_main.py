"""The commands as people type them: what they say, what they leave, how they end."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator import __version__
from generator.cli import main
from generator.language.localized import KAZAKHSTAN
from tests.support.building import snapshot
from tests.support.content import draw_photo, write_post
from tests.support.house import ROOT
from tests.support.systems import speak


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    text: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


Jarshy = Callable[..., Said]


@pytest.fixture
def jarshy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jarshy:
    """Runs a command in tmp_path, in English unless it says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*args: str, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["jarshy", *args])
        done = CliRunner().invoke(main, list(args), input=typed)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.output)

    return run


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_post(folder, "2026-11-20 Мектеп", "# Мектеп ашылды\n\nСөз.", "# Школа\n\nСлово.")
    return folder


# init and new


def test_init_makes_content_with_a_site_toml_that_builds(jarshy: Jarshy, tmp_path: Path) -> None:
    said = jarshy("init")
    assert said.code == 0
    assert "content" in said.text
    assert (tmp_path / "content/site.toml").is_file()
    assert jarshy("build").code == 0
    assert (tmp_path / "output/index.html").is_file()


def test_init_makes_the_folder_it_is_given(jarshy: Jarshy, tmp_path: Path) -> None:
    assert jarshy("init", "Ауыл/сайт", "--json").events == [
        {"event": "made", "path": str(Path("Ауыл/сайт/content"))}
    ]
    assert (tmp_path / "Ауыл/сайт/content/site.toml").is_file()


def test_init_leaves_a_site_that_is_there(jarshy: Jarshy, content: Path) -> None:
    (content / "site.toml").write_text('name = "А"', encoding="utf-8")
    before = snapshot(content)
    said = jarshy("init")
    assert (said.code, "there already" in said.text) == (2, True)
    assert snapshot(content) == before


def test_new_makes_a_folder_with_the_title_in_both_languages(jarshy: Jarshy, content: Path) -> None:
    said = jarshy("new", "Жаңа көпір", "--ru", "Новый мост", "--date", "2026-11-23")
    assert said.code == 0
    folder = content / "2026-11-23 Жаңа көпір"
    assert snapshot(folder) == {
        "kk.md": "# Жаңа көпір\n\n".encode(),
        "ru.md": "# Новый мост\n\n".encode(),
    }


def test_new_takes_today_in_kazakhstan(jarshy: Jarshy, content: Path) -> None:
    before = datetime.now(KAZAKHSTAN).date()
    assert jarshy("new", "Көпір").code == 0
    after = datetime.now(KAZAKHSTAN).date()
    names = {path.name for path in content.iterdir()} - {"2026-11-20 Мектеп"}
    assert names <= {f"{before} Көпір", f"{after} Көпір"}
    assert len(names) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Су: бар ма?", "2026-11-23 Су бар ма"),
        ("../../етк", "2026-11-23 етк"),
        ("А/Б\\В", "2026-11-23 А Б В"),
        ("Көпір...", "2026-11-23 Көпір"),
        ("???", "2026-11-23"),
        ("Ұ" * 300, "2026-11-23 " + "Ұ" * 80),
    ],
)
def test_new_makes_a_name_that_every_system_allows(
    jarshy: Jarshy, content: Path, title: str, name: str
) -> None:
    assert jarshy("new", title, "--date", "2026-11-23").code == 0
    assert {path.name for path in content.iterdir()} == {"2026-11-20 Мектеп", name}


def test_new_does_not_touch_a_folder_that_is_there(jarshy: Jarshy, content: Path) -> None:
    before = snapshot(content)
    said = jarshy("new", "Мектеп", "--date", "2026-11-20")
    assert (said.code, "there already" in said.text) == (2, True)
    assert snapshot(content) == before


@pytest.mark.parametrize("day", ["ертең", "2026-02-30", "23.11"])
def test_new_refuses_what_is_no_date(jarshy: Jarshy, content: Path, day: str) -> None:
    said = jarshy("new", "Көпір", "--date", day)
    assert (said.code, f"“{day}” is not a date" in said.text) == (2, True)
    assert len(list(content.iterdir())) == 1


def test_a_new_post_is_built(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    jarshy("new", "Көпір ашылды", "--date", "2026-11-23")
    assert jarshy("build").code == 0
    assert (tmp_path / "output/news/2026-11-23-kopir-ashyldy.html").is_file()


# build and clean


def test_an_answer_is_asked_for_in_six_questions_and_is_built(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    typed = [
        "Мектеп жабылады / Школу закроют",
        "Мектеп жабылмайды / Школу не закроют",
        "Ол қарашада жөнделді / Её починили в ноябре",
        "https://example.org/a.pdf",
        "WhatsApp",
        "",
    ]
    asked = jarshy("new", "--answer", "--date", "2026-11-23", typed="\n".join(typed) + "\n")
    assert asked.code == 0
    assert asked.text.count("> ") == 6
    assert jarshy("build", "--fast").code == 0
    for path, title in (("", "Мектеп жабылмайды"), ("ru/", "Школу не закроют")):
        page = (tmp_path / f"output/{path}answers/index.html").read_text(encoding="utf-8")
        assert title in page


def test_an_answer_that_is_broken_off_leaves_nothing(jarshy: Jarshy, content: Path) -> None:
    before = {path.name for path in content.iterdir()}
    assert jarshy("new", "--answer", typed="Мектеп жабылады\n").code == 1
    assert {path.name for path in content.iterdir()} == before


def test_new_without_a_title_says_what_it_needs(jarshy: Jarshy, content: Path) -> None:
    assert jarshy("new").code == 2


def test_build_makes_the_site_and_then_has_nothing_to_do(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    before = snapshot(content)
    first = jarshy("build")
    assert first.code == 0
    assert first.text.startswith("The site is ready: ")
    assert "Мектеп ашылды" in (tmp_path / "output/index.html").read_text(encoding="utf-8")
    again = jarshy("build")
    assert (again.code, again.text.startswith("Nothing changed: ")) == (0, True)
    assert snapshot(content) == before


def test_build_takes_folders_and_the_address(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    content.rename(tmp_path / "мазмұн")
    folders = ("--content", "мазмұн", "--output", "сайт", "--cache", "кэш")
    assert jarshy("build", *folders, "--url", "example.kz", "--jobs", "1").code == 0
    sitemap = (tmp_path / "сайт/sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.kz/news/2026-11-20-mektep.html" in sitemap
    assert (tmp_path / "кэш").is_dir()
    assert not (tmp_path / "output").exists()


def test_a_problem_is_told_in_one_line_and_the_rest_is_built(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    write_post(content, "2026-11-21 Жол", "---\ndraft: tru: e\n---\nСөз")
    said = jarshy("build")
    assert said.code == 1
    (line,) = [line for line in said.text.splitlines() if "kk.md" in line]
    assert line.startswith("✗ 2026-11-21 Жол/kk.md — the lines between --- ")
    assert "(line 2) — " in line
    assert (tmp_path / "output/news/2026-11-20-mektep.html").is_file()
    assert not (tmp_path / "output/news/2026-11-21-zhol.html").exists()
    assert jarshy("build").code == 1, "problems still stand when nothing changed"


def test_a_doubt_is_told_and_is_no_failure(jarshy: Jarshy, content: Path) -> None:
    write_post(content, "Жол", "# Жол\n\nСөз.")
    said = jarshy("build")
    assert (said.code, "? Жол — no date in the name" in said.text) == (0, True)


@pytest.mark.parametrize(
    "broken",
    [
        b"naem = 'A'",
        b"[name]\nkz = 'A'",
        b"theme = 5",
        b"theme = 'nowhere'",
        b"locales = []",
        b"quiet = 5",
    ],
)
def test_a_wrong_key_of_site_toml_is_told_and_the_posts_are_built(
    jarshy: Jarshy, content: Path, tmp_path: Path, broken: bytes
) -> None:
    (content / "site.toml").write_bytes(broken)
    said = jarshy("build")
    assert said.code == 1
    assert "✗ site.toml — " in said.text
    assert "Traceback" not in said.text
    assert (tmp_path / "output/news/2026-11-20-mektep.html").is_file()


def test_json_tells_each_problem_and_the_end(jarshy: Jarshy, content: Path) -> None:
    write_post(content, "Жол", "# Жол\n\nСөз.")
    (content / "Жол" / "есеп.pdf").write_bytes(b"%PDF")
    said = jarshy("build", "--json")
    assert said.code == 1
    *problems, done = said.events
    assert [(one["level"], one["where"]) for one in problems] == [
        ("problem", "Жол/есеп.pdf"),
        ("doubt", "Жол"),
    ]
    assert problems[0]["hint"] == "save it as .docx"
    assert (done["event"], done["problems"], done["files"] > 5) == ("done", 1, True)


def test_check_names_file_and_line_and_writes_a_report(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    long = "Біз " + "бүгін " * 25 + "келдік."
    (content / "2026-11-20 Мектеп/kk.md").write_text(f"# Мектеп\n\nСөз.\n\n{long}\n", "utf-8")
    said = jarshy("check", "--html", "report.html")
    assert said.code == 0
    (line,) = [line for line in said.text.splitlines() if "kk.md:5" in line]
    assert line.startswith("? 2026-11-20 Мектеп/kk.md:5 — ")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "kk.md" in report
    assert not (tmp_path / "output").exists()
    (event, *_, done) = jarshy("check", "--json").events
    assert (event["where"], event["line"], event["level"]) == (
        "2026-11-20 Мектеп/kk.md",
        5,
        "doubt",
    )
    assert (done["event"], done["problems"]) == ("done", 0)


def test_check_has_nothing_to_say_about_a_plain_post(jarshy: Jarshy, content: Path) -> None:
    said = jarshy("check")
    assert (said.code, said.text) == (0, "Nothing to mend.\n")


def test_a_wrong_address_is_one_problem_for_every_command(jarshy: Jarshy, content: Path) -> None:
    for command in (("build",), ("check",), ("share", "Мектеп")):
        said = jarshy(*command, "--url", "ht tp://")
        assert said.code == 2
        assert "is not a web address" in said.text


def test_check_tells_what_would_stop_the_build(jarshy: Jarshy, content: Path) -> None:
    (content / "2026-11-20 Мектеп/post.toml").write_text("children = true", encoding="utf-8")
    assert jarshy("check").code == 1


def test_share_makes_a_kit_beside_content(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    draw_photo(content / "2026-11-20 Мектеп/a.jpg")
    assert jarshy("share", "2026-11-20 Мектеп").code == 0
    (kit,) = (tmp_path / "share").iterdir()
    assert {path.name for path in kit.iterdir()} == {
        f"{locale}-{what}.jpg" for locale in ("kk", "ru") for what in ("cover", "square")
    } | {"texts-kk.txt", "texts-ru.txt"}
    assert jarshy("share", "Жоқ").code == 2


def test_captions_say_what_they_lack(
    jarshy: Jarshy, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JARSHY_VOSK_MODEL", raising=False)
    said = jarshy("captions", "2026-11-20 Мектеп")
    assert said.code == 1
    assert len(said.text.splitlines()) == 1


def test_clean_removes_what_was_built_and_nothing_else(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    jarshy("build")
    own = tmp_path / "output/own.txt"
    own.write_bytes(b"mine")
    before = snapshot(content)
    files = len(snapshot(tmp_path / "output")) - 1
    assert jarshy("clean", "--json").events == [{"event": "done", "removed": files}]
    assert snapshot(tmp_path / "output") == {"own.txt": b"mine"}
    assert snapshot(content) == before
    assert jarshy("build").text.startswith("The site is ready: ")


# Wrong usage


@pytest.mark.parametrize("command", [("build",), ("clean",), ("new", "Көпір")])
def test_without_content_a_command_says_how_to_make_it(
    jarshy: Jarshy, command: tuple[str, ...], tmp_path: Path
) -> None:
    said = jarshy(*command)
    assert said.code == 2
    assert said.text == "✗ content — there is no such folder — make one with: jarshy init\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "folders",
    [
        ("--output", "content"),
        ("--output", "content/site"),
        ("--output", "content/../content/2026-11-20 Мектеп"),
        ("--cache", "content/.cache"),
    ],
)
@pytest.mark.parametrize("command", ["build", "clean"])
def test_nothing_is_ever_put_into_content(
    jarshy: Jarshy, content: Path, folders: tuple[str, str], command: str
) -> None:
    before = snapshot(content)
    said = jarshy(command, *folders)
    assert (said.code, "cannot be inside content/" in said.text) == (2, True)
    assert snapshot(content) == before


@pytest.mark.parametrize("url", ["ftp://example.kz", "javascript://x", "https://"])
def test_an_address_that_is_none_is_refused(
    jarshy: Jarshy, content: Path, url: str, tmp_path: Path
) -> None:
    said = jarshy("build", "--url", url)
    assert (said.code, "is not a web address" in said.text) == (2, True)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    "args", [("bild",), ("build", "--jobs", "0"), ("build", "--lang", "de"), ("new",)]
)
def test_a_command_that_does_not_exist_is_wrong_usage(
    jarshy: Jarshy, content: Path, args: tuple[str, ...]
) -> None:
    assert jarshy(*args).code == 2


def test_a_file_in_the_way_is_told_without_a_traceback(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    (tmp_path / "output").write_bytes(b"a file")
    for command in (("build",), ("init", "output")):
        said = jarshy(*command)
        assert said.code == 1
        assert "✗ " in said.text
        assert "cannot be read or written" in said.text
    assert (tmp_path / "output").read_bytes() == b"a file"


# Languages and help


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("kk", "✗ content — мұндай қалта жоқ"),
        ("ru", "✗ content — такой папки нет"),
        ("en", "✗ content — there is no such folder"),
    ],
)
@pytest.mark.parametrize("how", ["option", "equals", "environment"])
def test_messages_come_in_three_languages(
    jarshy: Jarshy, monkeypatch: pytest.MonkeyPatch, language: str, told: str, how: str
) -> None:
    options = {"option": ("--lang", language), "equals": (f"--lang={language}",)}
    if how == "environment":
        speak(language, monkeypatch)
    assert jarshy("build", *options.get(how, ())).text.startswith(told)


@pytest.mark.parametrize(
    ("language", "told"),
    [("kk", "Сайтты жасау"), ("ru", "Собрать сайт"), ("en", "Build the site")],
)
def test_help_comes_in_the_readers_language(
    jarshy: Jarshy, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    speak(language, monkeypatch)
    said = jarshy("--help")
    assert said.code == 0
    assert told in said.text
    for command in ("build", "clean", "doctor", "init", "new"):
        assert command in said.text


def test_the_version_is_told(jarshy: Jarshy) -> None:
    assert __version__ in jarshy("--version").text


def test_doctor_says_what_was_looked_at(jarshy: Jarshy) -> None:
    said = jarshy("doctor", "--json")
    good = [one["good"] for one in said.events]
    assert said.code == (0 if all(good) else 1)
    assert len(good) in (5, 6)  # one more where the computer has an ffmpeg of its own
    assert all(one["good"] == (one["hint"] == "") for one in said.events)
    assert said.events[0]["what"].startswith("Python 3.")


def test_the_module_runs_as_a_program_without_a_utf_8_console(
    content: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1251"}
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--lang", "kk"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert "index.html" in done.stdout.decode("cp1251")
