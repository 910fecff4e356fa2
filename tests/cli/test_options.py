"""What all commands share: folders that can be used, and how errors end a command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.options import command, folders, option, places
from generator.errors import Unfit, unfit
from tests.support.systems import speak


def chosen(content: Path, **others: str) -> dict[str, str]:
    return {"content": str(content), "output": "output", "cache": ""} | others


def test_the_cache_is_beside_content(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert places(chosen(tmp_path / "content")) == (
        tmp_path / "content",
        Path("output"),
        tmp_path / ".cache",
    )
    assert places(chosen(tmp_path / "content", cache="other"))[2] == Path("other")


@pytest.mark.parametrize("name", ["output", "cache"])
@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_nothing_is_written_into_content(tmp_path: Path, name: str, inside: str) -> None:
    (tmp_path / "content").mkdir()
    folder = str(tmp_path / "content" / inside)
    with pytest.raises(Unfit) as error:
        places(chosen(tmp_path / "content", output=str(tmp_path / "output")) | {name: folder})
    assert error.value.problem.what == "this folder cannot be inside content/"


def test_content_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(Unfit) as error:
        places(chosen(tmp_path / "content"))
    assert error.value.problem.hint == "make one with: jarshy init"


@pytest.mark.parametrize(
    ("error", "code", "what"),
    [
        (unfit("site.toml", "broken"), 2, "broken"),
        (PermissionError(13, "denied", "a.jpg"), 1, "you may not read or write this"),
        (KeyboardInterrupt(), 1, None),
    ],
)
def test_an_error_is_a_problem_on_the_screen(
    error: BaseException, code: int, what: str | None
) -> None:
    @command("fail")
    @folders
    def fail(**chosen: object) -> None:
        raise error

    done = CliRunner(env={"LC_ALL": "C"}).invoke(fail, ["--json"])
    assert done.exit_code == code
    events = [json.loads(line) for line in done.output.splitlines()]
    assert [event["what"] for event in events] == ([what] if what else [])
    said = CliRunner(env={"LC_ALL": "C"}).invoke(fail, [])
    assert said.exit_code == code
    assert (what or "Stopped. Nothing was written.") in said.output


def test_options_of_a_site_come_in_one_order_and_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @command("show")
    @folders
    @option("--url", default="", help="address of the site, as in site.toml")
    def show(**chosen: object) -> None: ...

    assert [parameter.name for parameter in show.params] == [
        "content",
        "output",
        "cache",
        "lang",
        "as_json",
        "url",
    ]
    speak("ru", monkeypatch)
    done = CliRunner().invoke(show, ["--help"])
    assert "папка" in done.output.lower()
