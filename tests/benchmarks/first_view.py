"""A built site in, what a villager's phone pays for each page out.

    python tests/benchmarks/first_view.py OUTPUT [--all]

Every page is opened once with an empty cache on a phone of 360x800 points at two pixels a point,
from a server on loopback that compresses as hosts do. The first view is what was loaded when the
page came to rest, before any scroll. Then the home page and the heaviest posts are opened on a
line of 1 Mbit/s with 300 ms to the server and back: largest contentful paint, layout shift and
blocking time, median of three.
"""

import argparse
import gzip
import mimetypes
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

_POST_KB, _POST_REQUESTS, _HOME_KB = 60, 6, 100
_SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 125_000,
    "uploadThroughput": 60_000,
}
_WATCH = """
window.seen = {lcp: 0, cls: 0, long: 0};
new PerformanceObserver(all => { for (const one of all.getEntries()) seen.lcp = one.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(all => { for (const one of all.getEntries()) seen.cls += one.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(all => {
  for (const one of all.getEntries()) seen.long += Math.max(0, one.duration - 50);
}).observe({type: 'longtask', buffered: true});
"""


@dataclass(frozen=True, slots=True)
class View:
    """The first view of a page: bytes as sent, and requests."""

    path: str
    size_bytes: int
    requests: int


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("--all", action="store_true", help="print every page, not the heaviest")
    given = parser.parse_args()
    paths = sorted(
        path.relative_to(given.output).as_posix() for path in given.output.rglob("*.html")
    )
    with _server(given.output) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        views = [_first_view(browser, address, path) for path in paths]
        views.sort(key=lambda view: -view.size_bytes)
        posts = [view for view in views if "news/" in view.path]
        _print_weights(views if given.all else views[:12], posts, views)
        slow = ["index.html", *[view.path for view in posts[:3]]]
        _print_speeds(browser, address, slow)
        browser.close()


def _print_weights(shown: list[View], posts: list[View], views: list[View]) -> None:
    print(f"{'page':<58} {'kB':>6} requests")
    for view in shown:
        print(f"{view.path:<58} {view.size_bytes / 1000:>6.1f} {view.requests:>4}")
    home = max(view.size_bytes for view in views if view.path.endswith("index.html"))
    heaviest, most = max(v.size_bytes for v in posts), max(v.requests for v in posts)
    print(f"\n{len(posts)} posts: at most {heaviest / 1000:.1f} kB (budget {_POST_KB}), ", end="")
    print(
        f"{most} requests (budget {_POST_REQUESTS}); home and lists: {home / 1000:.1f} kB ", end=""
    )
    print(f"(budget {_HOME_KB})")


def _print_speeds(browser: Browser, address: str, paths: list[str]) -> None:
    print("\n1 Mbit/s, 300 ms: medians of three\n")
    print(f"{'page':<58} {'LCP ms':>7} {'CLS':>6} {'TBT ms':>7}")
    for path in paths:
        seen = [_slow_view(browser, address, path) for _ in range(3)]
        lcp, shift, blocked = (statistics.median(one[key] for one in seen) for key in _KEYS)
        print(f"{path:<58} {lcp:>7.0f} {shift:>6.3f} {blocked:>7.0f}")


_KEYS = ("lcp", "cls", "long")


def _phone(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 360, "height": 800},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )


def _first_view(browser: Browser, address: str, path: str) -> View:
    context = _phone(browser)
    page = context.new_page()
    network = context.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    network.on(
        "Network.requestWillBeSent",
        lambda event: asked.update({event["requestId"]: event["request"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: round(event["encodedDataLength"])}),
    )
    network.send("Network.enable")
    page.goto(address + path, wait_until="load")
    page.wait_for_timeout(600)
    context.close()
    # A data address is no request: its bytes are the page's own.
    sent = [number for number, url in asked.items() if not url.startswith("data:")]
    return View(path, sum(sizes.get(number, 0) for number in sent), len(sent))


def _slow_view(browser: Browser, address: str, path: str) -> dict[str, float]:
    context = _phone(browser)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", _SLOW)
    page.add_init_script(_WATCH)
    page.goto(address + path, wait_until="load")
    page.wait_for_timeout(1500)
    seen: dict[str, float] = page.evaluate("seen")
    context.close()
    return seen


@contextmanager
def _server(root: Path) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body, mime, packed = _answer(root, unquote(urlsplit(self.path).path))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", mime)
            self.send_header("Content-Length", str(len(body)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@cache
def _answer(root: Path, path: str) -> tuple[bytes, str, bool]:
    file = root / path.lstrip("/")
    if not file.is_file():
        return b"", "text/plain", False
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    body = file.read_bytes()
    if mime.startswith("text/") or file.suffix in (".js", ".svg", ".xml", ".webmanifest"):
        return gzip.compress(body, 6), mime, True
    return body, mime, False


if __name__ == "__main__":
    main()
