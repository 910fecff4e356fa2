"""A site of posts that attack their readers, in a real browser: nothing runs, nothing leaves."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Dialog, Page
from playwright.sync_api import Request as PageRequest

from generator.build import build
from generator.cli import main
from generator.errors import Level
from generator.inputs import BuildRequest, Built
from tests.support.building import NOW, snapshot
from tests.support.payloads import RAN, write_hostile_content
from tests.support.programs import CHROMIUM

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

_WATCH = """
addEventListener('securitypolicyviolation', (seen) => {
  window.__violations = (window.__violations || []).concat(
    seen.violatedDirective + ' ' + seen.blockedURI);
});
"""
_LOOK = """() => ({
  ran: window.__ran || null,
  violations: window.__violations || [],
  handlers: [...document.querySelectorAll('*')].flatMap((one) =>
    [...one.attributes].filter((given) => given.name.startsWith('on')).map((given) => given.name)),
  addresses: [...document.querySelectorAll('a[href]')].map((one) => one.protocol),
  scripts: [...document.scripts].filter((one) => !one.type && !one.src).length,
  foreign: document.querySelectorAll('iframe,object,embed,form[action],base,style,math').length,
  frames: window.frames.length,
})"""
_TOUCH = """() => document.querySelectorAll('*').forEach((one) => {
  for (const name of ['mouseover', 'focus', 'mouseenter', 'toggle'])
    one.dispatchEvent(new Event(name, { bubbles: true }));
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    write_hostile_content(root / "content")
    built = build(BuildRequest(root / "content", root / "output", root / "cache"), NOW)
    assert_only_expected_problems(built)
    return root / "output"


def assert_only_expected_problems(built: Built) -> None:
    assert not built.stopped
    stand = {one.where for one in built.problems if one.level is Level.PROBLEM}
    assert stand
    # An SVG is no photo, and a text may show only photos that are there.
    assert {Path(where).name for where in stand} <= {"b.svg", "kk.md", "ru.md"}


_REFRESH = re.compile(r'<meta http-equiv="refresh".*?>')
_POLICY = re.compile(r'<meta http-equiv="Content-Security.*?>')


class _Host(SimpleHTTPRequestHandler):
    """Leaves out of a page what its address names: ?refresh, ?refresh+policy."""

    def do_GET(self) -> None:
        path, _, left_out = self.path.partition("?")
        if left_out not in ("refresh", "refresh+policy"):
            super().do_GET()
            return
        text = Path(self.translate_path(path)).read_text(encoding="utf-8")
        text = _REFRESH.sub("", text)
        body = (_POLICY.sub("", text) if "policy" in left_out else text).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = partial(_Host, directory=site)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that notes every dialog, and every request to somebody else."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    seen: list[str] = []

    def refuse(dialog: Dialog) -> None:
        seen.append("dialog")
        dialog.dismiss()

    def note(request: PageRequest) -> None:
        if not request.url.startswith((address, "data:image/svg+xml,")):
            seen.append(request.url)

    page.on("dialog", refuse)
    page.on("request", note)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("popup", lambda popup: seen.append(popup.url))
    page.add_init_script(_WATCH)
    yield page
    page.close()
    assert seen == []


def look(page: Page) -> None:
    page.evaluate(_TOUCH)
    found = page.evaluate(_LOOK)
    where = page.url
    assert found["ran"] is None, where
    assert found["violations"] == [], where
    assert found["handlers"] == [], where
    assert set(found["addresses"]) <= {"http:", "https:", "tel:", "mailto:"}, where
    assert (found["scripts"], found["foreign"], found["frames"]) == (0, 0, 0), where


@in_browser
@pytest.mark.parametrize("policy", [True, False], ids=["as it is", "without its policy"])
def test_nothing_runs_and_nothing_leaves(
    policy: bool, page: Page, address: str, site: Path
) -> None:
    """Without the policy it is the escaping alone that holds."""
    # An old address leads on to the new one at once; here it is looked at itself.
    left_out = "?refresh" if policy else "?refresh+policy"
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(pages) > 40
    for path in pages:
        assert len(_POLICY.findall((site / path).read_text(encoding="utf-8"))) == 1
        page.goto(address + path + left_out)
        look(page)


@in_browser
def test_what_does_run_is_seen(page: Page, address: str) -> None:
    """The watch itself: without it all of the above would prove nothing."""
    page.goto(f"{address}robots.txt")
    page.set_content(f"<p><img src='{address}none.png' onerror=\"{RAN}='x'\"></p>")
    page.wait_for_function(f"{RAN} === 'x'")
    with pytest.raises(AssertionError):
        look(page)


@in_browser
def test_search_shows_attacks_as_words(page: Page, address: str) -> None:
    page.goto(f"{address}search/index.html?q=шабуыл")
    page.wait_for_selector("[data-list] a")
    assert page.locator("[data-list] a").count() >= 5
    look(page)


@in_browser
def test_players_and_viewer_run_nothing(page: Page, address: str, site: Path) -> None:
    for path in sorted(site.glob("news/2026*.html")):
        page.goto(f"{address}news/{path.name}")
        for button in page.locator("a.zoom, .play, [data-share]").all()[:3]:
            if button.is_visible():
                button.click()
                look(page)
                page.keyboard.press("Escape")


@in_browser
@pytest.mark.parametrize("path", ["feed.xml", "ru/feed.xml", "answers/feed.xml", "sitemap.xml"])
def test_feeds_are_xml_and_run_nothing(path: str, page: Page, address: str, site: Path) -> None:
    ElementTree.fromstring((site / path).read_bytes())
    page.goto(address + path)
    assert page.evaluate(f"() => {RAN} || null") is None


def test_what_machines_read_is_whole(site: Path) -> None:
    for path in site.rglob("*.webmanifest"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in site.rglob("*.html"):
        described = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8")
        )
        assert len(described) <= 1
        for one in described:
            json.loads(one)
    for path in site.rglob("*.ics"):
        lines = path.read_bytes().decode().split("\r\n")
        assert all(re.match(r"[A-Z-]+[:;]| |$", line) for line in lines), path
    for path in site.rglob("*.vtt"):
        assert "<" not in path.read_text(encoding="utf-8")


def test_every_file_stays_inside_output_under_a_plain_name(site: Path) -> None:
    beside = {path.name for path in site.parent.iterdir()}
    assert beside == {"content", "output", "cache"}
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", path) for path in snapshot(site))


def test_what_is_said_on_the_screen_commands_no_terminal(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    evil = "\x1b]0;title\x07\x1b[31m\x9b31mred\u202egnp"
    for at, name in enumerate((f"a{evil}.jpg", f"{evil}.md", "x\ny.mp4", "c\u202egnp.jpg")):
        (content / name).write_bytes(b"text" * at)
    (content / "site.toml").write_text(f'url = "{chr(0x9B)}[2J"', encoding="utf-8")
    for extra in ((), ("--json",)):
        args = ["build", *extra, "--lang", "en"]
        args += [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
        said = CliRunner().invoke(main, args).output
        assert said.count("\n") >= 4
        assert all(sign.isprintable() for sign in said if sign != "\n")
