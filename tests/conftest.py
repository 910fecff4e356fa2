"""What many tests stand on: a browser, a small site to build, folders to compare."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ffmpeg
import jinja2
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from generator.build import BuildRequest, Built, build
from generator.work.tools import ffmpeg_path, run

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
STRACE = shutil.which("strace")
SETPRIV = shutil.which("setpriv")
NOW = datetime(2026, 11, 23, 12, 0)


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
    if find_spec("vosk") is None:
        terminalreporter.write_line(
            "NOT TESTED: the extra jarshy[captions] is not installed, so no speech was heard",
            yellow=True,
        )


def draw_photo(path: Path, colour: str = "teal", size: tuple[int, int] = (640, 480)) -> Path:
    """A small JPEG with something to see."""
    photo = Image.new("RGB", size, colour)
    wide, high = size
    ImageDraw.Draw(photo).ellipse((wide // 8, high // 8, wide // 2, high // 2), fill="gold")
    path.parent.mkdir(parents=True, exist_ok=True)
    photo.save(path, "JPEG")
    return path


def film(
    path: Path, seconds: float = 1.0, *, index_first: bool = False, size: str = "192x108"
) -> Path:
    """A small clip with a tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = ffmpeg.input(f"testsrc2=s={size}:r=25:d={seconds}", f="lavfi")
    sound = ffmpeg.input(f"sine=f=440:d={seconds}", f="lavfi")
    made = ffmpeg.output(
        picture,
        sound,
        str(path),
        vcodec="libx264",
        preset="ultrafast",
        pix_fmt="yuv420p",
        acodec="aac",
        **({"movflags": "+faststart"} if index_first else {}),
    )
    run([ffmpeg_path(), *made.overwrite_output().get_args()], 60)
    return path


def write_post(content: Path, name: str, kk: str = "", ru: str = "") -> Path:
    """A folder post with texts in one or both languages."""
    folder = content / name
    folder.mkdir(parents=True, exist_ok=True)
    for locale, words in (("kk", kk), ("ru", ru)):
        if words:
            (folder / f"{locale}.md").write_text(words, encoding="utf-8")
    return folder


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Processes started in here hear of it: those of a shell's background job ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def loaded_by_build(root: Path, wanted: set[str]) -> set[str]:
    """Which of these packages a build of that folder's content/ loads, in a process of its own."""
    code = (
        "import sys; from generator.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    folders = [f"--{name}={root / name}" for name in ("content", "output", "cache")]
    done = subprocess.run(
        [sys.executable, "-c", code, "build", *folders],
        cwd=Path(__file__).parent.parent, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split()) & wanted


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones too, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


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


BuildSite = Callable[..., Built]


@pytest.fixture
def build_site(tmp_path: Path, executor: ThreadPoolExecutor) -> BuildSite:
    """Builds tmp_path/content into tmp_path/output, at one fixed moment."""

    def run(
        output: str = "output", cache: str = "cache", url: str = "", fast: bool = False
    ) -> Built:
        request = BuildRequest(
            tmp_path / "content", tmp_path / output, tmp_path / cache, executor, url, fast=fast
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
    folder = Path(__file__).resolve().parent.parent / "generator/fonts"
    path.write_text(_FONTS.format(folder=folder), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(phone_font: Path) -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            env={**os.environ, "FONTCONFIG_FILE": str(phone_font)},
        )
        yield browser
        browser.close()
