"""serve: what is printed about a preview, and what is advised about a post."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from generator.cli import serving
from generator.cli.screen import Screen
from generator.cli.serving import _print_address, advice
from generator.errors import Problem, problem
from generator.model import Content, Page, Post
from generator.serve.display import Shown
from generator.serve.run import PreviewAddress

HERE = "http://127.0.0.1:8000/"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "argv", ["jarshy"])


@pytest.mark.parametrize(
    ("preview", "said", "unsaid"),
    [
        (PreviewAddress(HERE), (HERE,), ("PIN", "Wi-Fi")),
        (PreviewAddress(HERE, (), "123456"), (HERE, "No network was found"), ("123456",)),
        (
            PreviewAddress(HERE, ("http://10.0.0.5:8000/",), "123456"),
            ("Or open http://10.0.0.5:8000/ and type the PIN 123456", f"{HERE}_preview/phone"),
            ("No network",),
        ),
    ],
)
def test_where_the_preview_is(
    preview: PreviewAddress,
    said: tuple[str, ...],
    unsaid: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    _print_address(Screen(as_json=False), preview)
    text = capsys.readouterr().out
    assert all(part in text for part in said)
    assert not any(part in text for part in unsaid)


def test_the_firewalls_question_is_announced_before_the_port_is_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(sys, "argv", ["jarshy", "--lang=en"])
    monkeypatch.setattr(serving, "serve", lambda *_: heard.append(capsys.readouterr().out))
    (tmp_path / "content").mkdir()
    for platform, lan in (("win32", True), ("win32", False), ("linux", True)):
        monkeypatch.setattr(sys, "platform", platform)
        serving.serve_command.main(
            ["--content", str(tmp_path / "content"), *["--lan"] * lan], standalone_mode=False
        )
    assert ["Windows may ask" in text for text in heard] == [True, False, False]


def test_machines_get_one_event(capsys: pytest.CaptureFixture[str]) -> None:
    _print_address(Screen(as_json=True), PreviewAddress(HERE, ("http://10.0.0.5:8000/",), "123456"))
    (line,) = capsys.readouterr().out.splitlines()
    assert '"pin": "123456"' in line


def test_advice_about_a_post_is_about_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Content] = []

    def check_all(content: Content, *args: Any) -> tuple[Problem, ...]:
        checked.append(content)
        return (*content.problems, problem("site.toml", "no telephone"))

    monkeypatch.setattr(serving, "check_all", check_all)
    first, second = (cast(Post, SimpleNamespace(path=name)) for name in ("a", "b"))
    content = Content(posts=(first, second), pages=(Page("help", ()),))
    problems = [problem("a/kk.md", "x"), problem("b/kk.md", "y")]
    shown = cast(Shown, SimpleNamespace(content=content, plan=None, problems=problems))
    about_post = advice(Path("content"), Path("output"), shown, first)
    assert [each.where for each in about_post] == ["a/kk.md"]
    assert (checked[0].posts, checked[0].pages) == ((first,), ())
    about_site = advice(Path("content"), Path("output"), shown, None)
    assert [each.where for each in about_site] == ["a/kk.md", "b/kk.md", "site.toml"]
    assert (checked[1].posts, checked[1].pages) == (content.posts, content.pages)
