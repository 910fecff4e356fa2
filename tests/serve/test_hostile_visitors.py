"""What may come to the preview from elsewhere: odd requests and answers, links, attacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from generator.inputs import BuildRequest
from generator.intake.approval_toml import read_approval
from generator.model import Verdict
from generator.serve.answers import keep_answer
from tests.support.content import write_post
from tests.support.served import Preview, preview_of

PAGE = "news/2026-11-20-zhol.html"
ATTACK = '"><script>alert(1)</script>'
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("site")
    write_post(root / "content", "2026-11-20 Жол", f"# Жол {ATTACK}\n\nАшылды.", "# Дорога\n")
    with preview_of(root, lan=True) as running:
        running.wait_until_shown("_preview/drafts", "Жол")
        yield running


def answer(preview: Preview, body: bytes, **headers: str) -> int:
    return preview.ask("POST", "/_preview/answer", JSON | headers, body).status


@pytest.mark.parametrize("origin", ["http://[", "http://a]b", "null", "//", "file://", "\xff"])
def test_an_origin_that_is_none_is_refused(preview: Preview, origin: str) -> None:
    assert preview.ask("GET", "/", {"Origin": origin}).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 19_000,
        b'{"a":' * 3_000,
        b"\xff\xfe",
        b'{"verdict": "fine", "page": "\\ud800"}',
        b"null",
        b"[]",
        b'{"verdict": "fine"}',
        b'{"verdict": {}, "page": ""}',
        b'{"verdict": "change", "note": "\\ud800", "page": "news/2026-11-20-zhol.html"}',
    ],
)
def test_an_odd_answer_is_refused(preview: Preview, body: bytes) -> None:
    assert answer(preview, body) == 400
    assert not (preview.root / "cache/serve.log").exists()
    assert not list(preview.content.rglob("*approval*"))


def test_a_long_answer_is_not_read_to_its_end(preview: Preview) -> None:
    body = b'{"verdict": "fine", "page": "' + b"x" * 1_000_000 + b'"}'
    assert answer(preview, body) == 413
    assert not list(preview.content.rglob("*approval*"))


@pytest.mark.parametrize("page", ["../../x", "", "index.html", "/" + PAGE, "\x00"])
def test_an_answer_is_about_a_post(preview: Preview, page: str) -> None:
    assert answer(preview, json.dumps({"verdict": "fine", "page": page}).encode()) == 404


def test_no_other_site_can_answer(preview: Preview) -> None:
    body = json.dumps({"verdict": "fine", "page": PAGE}).encode()
    assert answer(preview, body, Origin="https://evil.example") == 403
    assert answer(preview, body, Host=f"evil.example:{preview.port}") == 421
    as_a_form = {"Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site"}
    assert answer(preview, body, **as_a_form, **{"Sec-Fetch-Mode": "no-cors"}) == 403
    assert answer(preview, body, **as_a_form, **{"Sec-Fetch-Mode": "navigate"}) == 403
    assert answer(preview, body, **{"Content-Type": "text/plain"}) == 415
    strange = {"Origin": "https://evil.example"}
    assert preview.ask("GET", f"/_preview/events?page={PAGE}", strange).status == 403


def test_attacks_in_names_and_titles_stay_words(preview: Preview) -> None:
    for path in (f"{PAGE}", "_preview/drafts", "_preview/enter?pin=%3Cscript%3Ealert(1)"):
        html = preview.ask("GET", f"/{path}").text
        assert "<script>alert" not in html
    missing = preview.ask("GET", "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E.html")
    assert missing.status == 404 and "<script>alert" not in missing.text
    assert preview.state(PAGE)["problems"] == preview.state(PAGE + ATTACK)["problems"]


def _request(content: Path) -> BuildRequest:
    return BuildRequest(content, content.parent / "output", content.parent / "cache")


def test_a_note_is_a_note_and_nothing_else(preview: Preview, tmp_path: Path) -> None:
    post = preview.display.shown.post_at(PAGE)
    assert post is not None
    folder = tmp_path / post.path
    folder.mkdir()
    at = datetime(2026, 11, 20, 10, 0)
    note = 'a"\nverdict = "fine"\n\x00\x1b[2J\x7f\\ \u2028 """ # ' + "'" * 3
    path = keep_answer(_request(tmp_path), post, Verdict.CHANGE, note, at)
    kept = read_approval((tmp_path / path).read_bytes(), path)
    assert kept.verdict is Verdict.CHANGE
    assert 'verdict = "fine"' in kept.note and "\x1b" not in kept.note


def test_an_answer_is_written_through_no_link(preview: Preview, tmp_path: Path) -> None:
    post = preview.display.shown.post_at(PAGE)
    assert post is not None
    folder = tmp_path / "content" / post.path
    folder.mkdir(parents=True)
    (tmp_path / "thesis.txt").write_text("years of work")
    try:
        for name in ("approval.toml", ".approval.toml.tmp"):
            (folder / name).symlink_to(tmp_path / "thesis.txt")
    except OSError:
        pytest.skip("this system lets nobody make links")
    at = datetime(2026, 11, 20, 10, 0)
    path = keep_answer(_request(tmp_path / "content"), post, Verdict.FINE, "", at)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    assert not (tmp_path / "content" / path).is_symlink()
    assert sorted(path.name for path in folder.iterdir()) == [".approval.toml.tmp", "approval.toml"]
