"""Fixtures of all tests: a browser, an executor, a small site to build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from generator.build import build
from generator.inputs import BuildRequest, Built
from tests.support.building import NOW, BuildSite
from tests.support.house import ROOT
from tests.support.programs import CHROMIUM
from tests.support.waiting import LAST_RESORT_SECONDS

settings.register_profile("on any machine", deadline=None)  # a loaded one is normal
settings.load_profile("on any machine")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All cores for the whole suite; what is asked for by its path begins sooner in one process.

    One more, since a process that runs Windows' Python mostly waits.
    """
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return (os.cpu_count() or 1) + 1 if whole else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: Windows' Python takes a minute for each of its tests."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/windows/"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(
            "NOT TESTED: no Chromium was found, so no page was opened in a browser", red=True
        )
    skipped = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(skipped):
        if "NOT TESTED" in reason:
            terminalreporter.write_line(reason.removeprefix("Skipped: "), yellow=True)
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
    if find_spec("vosk") is None:
        terminalreporter.write_line(
            "NOT TESTED: the extra jarshy[captions] is not installed, so no speech was heard",
            yellow=True,
        )


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Jinja compiles each template once for all tests: with an empty cache, which most of them
    begin with, it is two thirds of a small build. What a build does with the code is its own."""
    really: Callable[..., Any] = jinja2.Environment.compile
    known: dict[tuple[object, ...], Any] = {}

    def compile(self: jinja2.Environment, source: str, *given: object, **named: object) -> Any:
        settings = (self.autoescape, self.trim_blocks, self.lstrip_blocks, self.undefined)
        key = (type(self), *settings, source, *given, *sorted(named.items()))
        if key not in known:
            known[key] = really(self, source, *given, **named)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jinja2.Environment, "compile", compile)
        yield


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def build_site(tmp_path: Path) -> BuildSite:
    """Builds tmp_path/content into tmp_path/output, at one fixed moment."""

    def run(
        output: str = "output", cache: str = "cache", url: str = "", fast: bool = False
    ) -> Built:
        request = BuildRequest(
            tmp_path / "content", tmp_path / output, tmp_path / cache, url, fast=fast
        )
        return build(request, NOW)

    return run


_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <match>
    <test qual="any" name="family" compare="not_eq"><string>monospace</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans</string></edit>
  </match>
</fontconfig>
"""


@pytest.fixture(scope="session")
def phone_font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings that give pages a font as wide as phones have: a bare Linux has a wider one."""
    path = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    folder = ROOT / "generator/fonts"
    path.write_text(_FONTS.format(folder=folder), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser(phone_font: Path) -> Iterator[Browser]:
    """A real Chromium. While it runs, asyncio.run works in other threads only."""
    expect.set_options(timeout=LAST_RESORT_SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            env={**os.environ, "FONTCONFIG_FILE": str(phone_font)},
        )
        yield browser
        browser.close()
