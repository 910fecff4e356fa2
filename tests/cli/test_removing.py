"""remove, as a frightened aide types it: one command, and nothing of the post is anywhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from generator import takedown
from generator.cli import removing
from generator.cli.screen import Screen
from tests.support.building import snapshot
from tests.support.command import Jarshy
from tests.support.content import draw_photo, write_post
from tests.support.hosts import KINDS, Host, mentions
from tests.support.published import public
from tests.support.servers import PASSWORD
from tests.support.systems import start_no_server_under_wine
from tests.support.written_region import write_region

POST = "2026-11-20 Сыныптың суреті"
PAGE = "2026-11-20-synyptyn-sureti"
WORDS = "Оқушылардың тізімі".encode()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_post(folder, POST, f"# Сынып\n\n{WORDS.decode()}.", "# Класс\n\nСписок учеников.")
    draw_photo(folder / POST / "1.jpg", "maroon")
    write_post(folder, "2026-11-19 Жол", "# Жол жөнделді\n\nСөз.", "# Дорога\n\nСлово.")
    draw_photo(folder / "2026-11-19 Жол/2.jpg", "navy")
    (folder / "site.toml").write_text('publish = "site"', encoding="utf-8")
    return folder


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with KINDS[request.param](tmp_path / "host") as one:
        yield one


def without_marks(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: held for path, held in files.items() if not path.endswith("post.toml")}


def test_nothing_of_the_post_is_left_on_any_host_and_no_file_of_the_aide_is_lost(
    host: Host, jarshy: Jarshy, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JARSHY_PUBLISH_PASSWORD", PASSWORD)
    monkeypatch.setenv("JARSHY_PUBLISH_USER", "key")
    accept = ("--accept", host.accept) if host.accept else ()
    to = ("--to", host.to, *accept, "--url", "http://127.0.0.1:9/")
    assert jarshy("publish", *to).exit_code == 0
    page = content / POST / "kk.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nТағы.", encoding="utf-8")
    assert jarshy("publish", *to).exit_code == 0
    before, files = host.public(), snapshot(content)
    for wanted in (WORDS, PAGE.encode()):
        assert mentions(host.everything(), wanted)

    done = jarshy("remove", "Сыныптың", "--yes", "--lang", "en", *to)
    assert done.exit_code == 0, done.output
    assert "Off the site: Сынып" in done.output
    after = host.public()
    media = [before[path] for path in before.keys() - after.keys() if "media/" in path]
    assert len(media) >= 4, "photos and share cards in both languages"
    everything = host.everything()
    for wanted in (WORDS, PAGE.encode(), "Список учеников".encode(), *media):
        assert mentions(everything, wanted) == []
    assert mentions(everything, "Дорога".encode()), "the other post stays"
    assert without_marks(snapshot(content)) == files
    assert (content / POST / "post.toml").read_text(encoding="utf-8").startswith("draft = true")

    again = jarshy("publish", *to)
    assert again.exit_code == 0
    assert mentions(host.everything(), WORDS) == [], "it stays off"


@pytest.mark.parametrize(
    "wanted",
    [
        POST,
        f"{POST}/",
        f"content\\{POST}\\",
        "сынып",
        f"«{POST}»",
        f"https://example.kz/site/ru/news/{PAGE}.html?from=wa#photo-1",
        f"news/{PAGE}.html",
        f"https://example.kz/news/{PAGE}.html",
        PAGE,
    ],
)
def test_a_post_is_found_by_folder_piece_or_address(
    wanted: str, jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    del content
    jarshy("publish")
    assert jarshy("remove", wanted, "--yes").exit_code == 0
    assert not list((tmp_path / "site").rglob(f"*{PAGE}*"))
    assert list((tmp_path / "site/news").iterdir())


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        ("2026-11", "several posts fit: 2026-11-19 Жол, 2026-11-20 Сыныптың суреті"),
        ("мектеп", "there is no such post"),
        ("", "there is no such post"),
        ("https://example.kz/news/2026-01-01-zhoq.html", "there is no such post"),
    ],
)
def test_what_is_not_one_post_changes_nothing(
    wanted: str, what: str, jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    jarshy("publish")
    before = snapshot(tmp_path / "site"), snapshot(content)
    said = jarshy("remove", wanted, "--yes", "--lang", "en")
    assert (said.exit_code, what in said.output) == (2, True), said.output
    assert (snapshot(tmp_path / "site"), snapshot(content)) == before


@pytest.mark.parametrize("answer", [True, False])
def test_it_says_what_goes_and_asks_once(
    answer: bool, jarshy: Jarshy, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jarshy("publish")
    before = snapshot(tmp_path / "site"), snapshot(content)
    unasked = jarshy("remove", POST, "--lang", "en")
    assert (unasked.exit_code, "nobody to ask" in unasked.output) == (2, True)
    assert (snapshot(tmp_path / "site"), snapshot(content)) == before
    asked: list[str] = []

    def agrees(self: Screen, question: str) -> bool:
        asked.append(question)
        return answer

    monkeypatch.setattr(removing, "can_ask", lambda screen: True)
    monkeypatch.setattr(Screen, "agrees", agrees)
    said = jarshy("remove", POST, "--lang", "en")
    assert asked == ["Is that meant?"]
    assert f"news/{PAGE}.html, ru/news/{PAGE}.html" in said.output
    assert said.exit_code == 0
    assert ((snapshot(tmp_path / "site"), snapshot(content)) == before) is not answer


def test_posts_that_are_not_public_yet_stay_so_and_drafts_too(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    jarshy("publish")
    write_post(content, "2026-11-21 Жартысы", "# Жартысы\n\nӘлі жазылып жатыр.")
    write_post(content, "2026-11-22 Нобай", "# Нобай\n\nНобай сөз.")
    (content / "2026-11-22 Нобай/post.toml").write_text("draft = true", encoding="utf-8")
    said = jarshy("remove", POST, "--yes", "--lang", "en")
    assert said.exit_code == 0
    assert "Not on the site yet, and waiting: 2026-11-21 Жартысы" in said.output
    host = snapshot(tmp_path / "site")
    assert mentions(host, "Әлі жазылып".encode()) == mentions(host, "Нобай сөз".encode()) == []
    jarshy("publish")
    assert mentions(snapshot(tmp_path / "site"), "Әлі жазылып".encode())
    assert mentions(snapshot(tmp_path / "site"), WORDS) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("post.toml", "children = true"),
        ("post.toml", "tags = ["),
        ("post.toml", 'kind = "answer"'),
        ("a.pdf", "%PDF"),
        ("kk.md", "# Жол\n\nГде: +43.2389+076.8897+700.000/"),
    ],
)
def test_it_goes_through_whatever_is_wrong_with_another_post(
    name: str, text: str, jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    jarshy("publish")
    (content / "2026-11-19 Жол" / name).write_text(text, encoding="utf-8")
    said = jarshy("remove", POST, "--yes", "--lang", "en")
    assert (said.exit_code, "Off the site: Сынып" in said.output) == (1, True)
    assert "2026-11-19 Жол" in said.output, "what is wrong is said"
    assert mentions(snapshot(tmp_path / "site"), WORDS) == []


@pytest.mark.parametrize("text", ["children = true", "tags = [", "draft = false\npin = true"])
def test_it_goes_through_whatever_its_own_settings_say(
    text: str, jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    jarshy("publish")
    (content / POST / "post.toml").write_text(text, encoding="utf-8")
    assert "Off the site" in jarshy("remove", POST, "--yes", "--lang", "en").output
    assert mentions(snapshot(tmp_path / "site"), WORDS) == []
    jarshy("publish")
    assert mentions(snapshot(tmp_path / "site"), WORDS) == []


def test_a_lone_file_goes_too(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    draw_photo(content / "2026-11-18 Балалар.jpg", "teal")
    jarshy("publish")
    assert (tmp_path / "site/news/2026-11-18-balalar.html").exists()
    said = jarshy("remove", "Балалар", "--yes", "--lang", "en")
    assert "out of 2026-11-18 Балалар.post.toml" in said.output
    assert mentions(snapshot(tmp_path / "site"), b"balalar") == []
    assert (content / "2026-11-18 Балалар.jpg").is_file()
    jarshy("publish")
    assert mentions(snapshot(tmp_path / "site"), b"balalar") == []


def test_without_a_network_it_says_that_the_post_is_still_public(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    """The host is away, comes back, and the next plain publish ends what was begun."""
    del content
    jarshy("publish")
    (tmp_path / "site").rename(tmp_path / "elsewhere")
    (tmp_path / "site").write_bytes(b"")  # as a share that is not mounted
    said = jarshy("remove", POST, "--yes", "--lang", "en")
    assert said.exit_code == 1
    assert "this post is still public, or a part of it" in said.output
    assert f"once more: jarshy remove “{POST}”" in said.output
    (tmp_path / "site").unlink()
    (tmp_path / "elsewhere").rename(tmp_path / "site")
    assert mentions(snapshot(tmp_path / "site"), WORDS)
    assert jarshy("publish").exit_code == 0
    assert mentions(snapshot(tmp_path / "site"), WORDS) == []


def test_another_computers_release_is_not_overwritten(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    del content
    jarshy("publish")
    shutil.rmtree(tmp_path / ".cache/publish")  # this computer has never published there
    before = snapshot(tmp_path / "site")
    said = jarshy("remove", POST, "--yes", "--lang", "en")
    assert (said.exit_code, "still public" in said.output) == (1, True)
    assert "published from another computer" in said.output
    assert snapshot(tmp_path / "site") == before
    assert jarshy("remove", POST, "--yes", "--take-over").exit_code == 0
    assert mentions(snapshot(tmp_path / "site"), WORDS) == []


def test_a_branch_that_keeps_its_history_loses_at_least_the_page(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    del content
    with KINDS["git"](tmp_path / "host") as host:
        jarshy("publish", "--to", host.to)
        config = tmp_path / "host/site.git/config"
        config.write_text(config.read_text() + "[receive]\ndenyNonFastForwards = true\n")
        said = jarshy("remove", POST, "--yes", "--to", host.to, "--lang", "en")
        assert said.exit_code == 1
        assert "does not let the history of the branch gh-pages go" in said.output
        assert mentions(host.public(), WORDS) == []
        assert mentions(host.everything(), WORDS)


def test_a_deputys_post_goes_from_the_deputys_pages_and_from_the_regions(
    jarshy: Jarshy, tmp_path: Path
) -> None:
    write_region(tmp_path / "content", "aigul", "bolat", posts=2)
    with (tmp_path / "content/site.toml").open("a", encoding="utf-8") as settings:
        settings.write('publish = "site"\n')
    assert jarshy("publish").exit_code == 0
    write_post(tmp_path / "content/deputies/bolat", "2026-11-21 Жаңа", "# Жаңа\n\nЖартысы.")
    title = "Жол жөнделді 0-1".encode()
    assert len(mentions(snapshot(tmp_path / "site"), title)) > 5
    address = "https://example.kz/deputies/aigul/news/2026-10-06-zhol-0-1.html"
    said = jarshy("remove", address, "--yes", "--lang", "en")
    assert said.exit_code == 0, said.output
    host = snapshot(tmp_path / "site")
    assert mentions(host, title) == []
    assert mentions(host, "Жол жөнделді 0-0".encode())
    assert mentions(host, "Жартысы".encode()) == [], "nor does what another deputy is writing"
    marked = tmp_path / "content/deputies/aigul/2026-10-06 Жол 0-1/post.toml"
    assert marked.read_text(encoding="utf-8").startswith("draft = true")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_an_address_that_still_answers_is_told(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    start_no_server_under_wine()
    del content
    jarshy("publish")
    shutil.copytree(tmp_path / "site", tmp_path / "cached")  # as a cache before the host
    handler = partial(_Quiet, directory=str(tmp_path / "cached"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        said = jarshy("remove", POST, "--yes", "--lang", "en", "--url", url)
    finally:
        server.shutdown()
        server.server_close()
    assert f"{url}news/{PAGE}.html — this address still shows what was taken off" in said.output
    assert said.output.count("still shows what was taken off") > 3, "photos, too"


def test_machines_are_told_what_went(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    del content
    jarshy("publish")
    before = public(tmp_path / "site")
    lines = jarshy("remove", POST, "--yes", "--json").output.splitlines()
    (removed,) = [event for event in map(json.loads, lines) if event["event"] == "removed"]
    assert (removed["post"], removed["settings"]) == (POST, f"{POST}/post.toml")
    assert {f"news/{PAGE}.html", f"ru/news/{PAGE}.html"} < set(removed["gone"])
    gone = before.keys() - public(tmp_path / "site").keys()
    assert set(removed["gone"]) == {
        path for path in gone if "news/" in path or path.startswith("media/")
    }


class Killed(BaseException):
    """The program ends here."""


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("step", ["mark_as_draft", "published_files", "build_all", "publish"])
@pytest.mark.parametrize("kind", ["folder", "git"])
def test_killed_at_any_step_the_next_run_completes_it(
    step: str, kind: str, jarshy: Jarshy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    remove = ("remove", POST, "--yes")
    with KINDS[kind](tmp_path / "host") as host:
        for next_run in (remove, ("publish",)):
            jarshy("publish", "--to", host.to)
            with monkeypatch.context() as patched:
                patched.setattr(takedown, step, kill)
                with pytest.raises(Killed):
                    jarshy(*remove, "--to", host.to)
            assert mentions(host.public(), WORDS), "the site is whole, as it was"
            # Before the mark nothing was done, and nothing is noted.
            command = remove if step == "mark_as_draft" else next_run
            assert jarshy(*command, "--to", host.to).exit_code == 0
            assert mentions(host.everything(), WORDS) == []
            (tmp_path / "content" / POST / "post.toml").unlink()
