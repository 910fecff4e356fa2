"""The editor's routes, asked as its page asks them and as nobody should."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generator.limits import TEXT_LETTERS
from generator.studio.app import routes
from tests.support.content import draw_photo, film, write_post
from tests.support.served import Answer, Preview, preview_of
from tests.support.waiting import wait_until

SLUG = "2026-11-20-zhol"
NAME = "2026-11-20 Жол"
HOSTILE = ("../site.toml", "..%2fsite.toml", "/etc/passwd", "kk.md", "a.jpg/..", "", "\x00", "nul")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("editor")
    post = write_post(root / "content", NAME, "# Жол\n\nАшылды.\n")
    draw_photo(post / "a.jpg")
    film(post / "b.mp4", 3.0)
    (root / "content/site.toml").write_text("# сайт\n", encoding="utf-8")
    with preview_of(root, more=routes) as running:
        running.wait_until_current()  # photos are read once they have stopped growing
        yield running


@pytest.fixture
def folder(preview: Preview) -> Path:
    """The post as it was at first."""
    folder = preview.content / NAME
    for path in folder.iterdir():
        if path.name not in ("a.jpg", "b.mp4"):
            path.unlink()
    (folder / "kk.md").write_text("# Жол\n\nАшылды.\n", encoding="utf-8")
    return folder


def send(preview: Preview, path: str, values: Any, kind: str = "application/json") -> Answer:
    body = values if isinstance(values, bytes) else json.dumps(values, ensure_ascii=False).encode()
    headers = {"Content-Type": kind, "Origin": preview.address.rstrip("/")}
    return preview.ask("POST", f"/_studio/{path}", headers, body)


def frame(preview: Preview, at: str) -> Answer:
    return preview.ask("GET", f"/_studio/post/{SLUG}/frame/b.mp4?at={at}")


def state(preview: Preview, slug: str = SLUG) -> dict[str, Any]:
    answer = preview.get(f"_studio/post/{slug}/state")
    assert answer.status == 200
    shown: dict[str, Any] = json.loads(answer.body)
    return shown


def edit(preview: Preview, **values: object) -> Answer:
    """An edit of the Kazakh text by a page that has just been opened."""
    now = state(preview)["texts"]["kk"]
    kept = {key: now[key] for key in ("title", "text", "digest")}
    return send(preview, f"post/{SLUG}/text", {"locale": "kk", **kept, **values})


def test_a_text_is_kept_and_shown(preview: Preview, folder: Path) -> None:
    answer = edit(preview, title="Жаңа жол", text="Бала **тез** жетеді.")
    assert answer.status == 200
    assert (folder / "kk.md").read_text(encoding="utf-8") == "# Жаңа жол\n\nБала **тез** жетеді.\n"
    texts = json.loads(answer.body)["texts"]
    assert texts == state(preview)["texts"]
    preview.wait_until_shown(f"news/{SLUG}.html", "Бала <strong>тез</strong> жетеді.")


def test_two_pages_that_edit_at_once_lose_nothing(preview: Preview, folder: Path) -> None:
    opened = state(preview)["texts"]["kk"]["digest"]
    assert edit(preview, text="Бірінші.", digest=opened).status == 200
    refused = edit(preview, text="Екінші.", digest=opened)
    assert refused.status == 409
    theirs = json.loads(refused.body)["text"]
    assert theirs["text"] == "Бірінші." and "Бірінші." in (folder / "kk.md").read_text("utf-8")
    kept = edit(preview, text="Екінші.", digest=theirs["digest"], keep=True)
    assert kept.status == 200 and "Екінші." in (folder / "kk.md").read_text("utf-8")
    copies = [path.read_text("utf-8") for path in (preview.root / "bin" / NAME).glob("kk*.md")]
    assert any("Бірінші." in copy for copy in copies)


def test_facts_are_changed_and_a_title_of_theirs_gives_way_to_the_typed_one(
    preview: Preview, folder: Path
) -> None:
    settings = '# ескерту\ntitle = { kk = "Ескі", ru = "Старое" }\n'
    (folder / "post.toml").write_text(settings, encoding="utf-8")
    assert state(preview)["texts"]["kk"]["title"] == "Ескі"
    assert edit(preview, title="Жаңа").status == 200
    assert state(preview)["texts"]["kk"]["title"] == "Жаңа"
    digest = state(preview)["facts"]["digest"]
    change = {"people": ["Мәслихат депутаты"], "publish_at": "2026-12-01T09:00"}
    answer = send(preview, f"post/{SLUG}/facts", {"change": change, "digest": digest})
    assert json.loads(answer.body)["facts"]["values"]["publish_at"] == "2026-12-01T09:00"
    written = (folder / "post.toml").read_text(encoding="utf-8")
    assert written.startswith("# ескерту\n")
    assert tomllib.loads(written)["title"] == {"ru": "Старое"}
    again = send(preview, f"post/{SLUG}/facts", {"change": {"ai": True}, "digest": digest})
    assert again.status == 409


def test_settings_that_cannot_be_read_are_said_and_the_text_is_kept(
    preview: Preview, folder: Path
) -> None:
    (folder / "post.toml").write_text("draft = ture\n", encoding="utf-8")
    now = state(preview)
    assert len(now["problems"]) >= 1 and now["texts"]["kk"]["title"] == "Жол"
    assert edit(preview, text="Бәрібір жазамын.").status == 200
    change = {"change": {"draft": True}, "digest": "?"}
    assert send(preview, f"post/{SLUG}/facts", change).status == 422
    assert (folder / "post.toml").read_text(encoding="utf-8") == "draft = ture\n"


def test_a_photo_goes_into_the_bin_and_comes_back(preview: Preview, folder: Path) -> None:
    before = (folder / "a.jpg").read_bytes()
    taken = send(preview, f"post/{SLUG}/remove", {"name": "a.jpg"})
    assert taken.status == 200 and not (folder / "a.jpg").exists()
    name = json.loads(taken.body)["bin"]
    assert (preview.root / "bin" / name).read_bytes() == before
    assert send(preview, f"post/{SLUG}/restore", {"name": name}).status == 200
    assert (folder / "a.jpg").read_bytes() == before
    wait_until(lambda: {item["kind"] for item in state(preview)["media"]} == {"photo", "clip"})


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", ["remove", "restore"])
def test_only_photos_and_clips_of_the_post_are_moved(
    preview: Preview, folder: Path, path: str, name: str
) -> None:
    files = {path: path.read_bytes() for path in preview.content.rglob("*") if path.is_file()}
    assert send(preview, f"post/{SLUG}/{path}", {"name": name}).status == 404
    assert all(path.read_bytes() == content for path, content in files.items())


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", ["picture", "frame"])
def test_only_photos_and_clips_of_the_post_are_seen(preview: Preview, path: str, name: str) -> None:
    assert preview.get(f"_studio/post/{SLUG}/{path}/{name}").status == 404


def test_photos_and_clips_are_seen_small_and_clips_at_any_second(
    preview: Preview, folder: Path
) -> None:
    preview.preview_loop.touch(folder.name)
    preview.wait_until_current()
    for name in ("a.jpg", "b.mp4"):
        answer = preview.get(f"_studio/post/{SLUG}/picture/{name}")
        assert answer.status == 200
        with Image.open(io.BytesIO(answer.body)) as picture:
            assert picture.format == "JPEG" and picture.width > picture.height
    frames = {frame(preview, at).body for at in ("0", "1.5", "99")}
    assert len(frames) == 3 and all(png.startswith(b"\x89PNG") for png in frames)
    for at in ("nan", "inf", "-1", "x"):
        assert frame(preview, at).status == 404


@pytest.mark.parametrize(
    ("kind", "word", "keys"),
    [
        ("report", "a-report", {"draft"}),
        ("answer", "an-answer", {"draft", "kind", "checked_at", "pin_until"}),
        ("event", "an-announcement", {"draft", "kind"}),
    ],
)
def test_a_draft_begins_and_its_page_opens_before_a_word_is_written(
    preview: Preview, kind: str, word: str, keys: set[str]
) -> None:
    made = send(preview, "new", {"kind": kind})
    page = made.headers["location"]
    assert made.status == 303 and page.endswith(word)
    assert page.split("/")[2] == ("post" if kind == "report" else kind)
    opened = preview.get(page.removeprefix("/"))
    assert opened.status == 200 and f'data-slug="{page.rpartition("/")[2]}"' in opened.text
    slug = page.rpartition("/")[2]
    assert set(state(preview, slug)["facts"]["values"]) == keys
    second = send(preview, "new", {"kind": kind}).headers["location"]
    assert second == f"{page}-2"
    # The page of another kind leads to the right one.
    other = "event" if kind != "event" else "answer"
    led = preview.get(f"_studio/{other}/{slug}")
    assert led.status == 303 and led.headers["location"] == page


def test_a_written_draft_waits_no_longer(preview: Preview, folder: Path) -> None:
    (folder / "post.toml").write_text("draft = true\npin = true\n", encoding="utf-8")
    assert send(preview, f"post/{SLUG}/ready", {}).status == 200
    assert (folder / "post.toml").read_text(encoding="utf-8") == "pin = true\n"


def test_a_held_back_post_is_found_by_its_slug(preview: Preview) -> None:
    folder = write_post(preview.content, "2026-11-21 Бақ", "# Бақ\n")
    (folder / "post.toml").write_text('slug = "park"\nchildren = true\n', encoding="utf-8")
    assert state(preview, "park")["texts"]["kk"]["title"] == "Бақ"
    assert preview.get("_studio/post/none").status == 404


def test_advice_is_given_with_places_as_a_browser_counts_them(preview: Preview) -> None:
    text = "😀 Бiз келдік."
    answer = send(preview, "advice", {"locale": "kk", "text": text})
    (mark,) = json.loads(answer.body)
    shown = text.encode("utf-16-le")[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le")
    assert (shown, mark["mend"], mark["wrong"]) == ("Бiз", "Біз", True)


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        (f"post/{SLUG}/text", {"locale": "xx", "title": "", "text": "", "digest": ""}, 400),
        (f"post/{SLUG}/text", {"locale": "kk", "title": "", "text": 1, "digest": ""}, 400),
        (
            f"post/{SLUG}/text",
            {"locale": "kk", "title": "", "text": "а" * (TEXT_LETTERS + 1), "digest": ""},
            400,
        ),
        (f"post/{SLUG}/text", b"[" + b"0" * 6 * TEXT_LETTERS, 413),
        (f"post/{SLUG}/facts", {"change": {"slug": "x"}, "digest": ""}, 400),
        (f"post/{SLUG}/facts", {"change": {"when": "soon"}, "digest": ""}, 422),
        ("post/none/text", {"locale": "kk", "title": "", "text": "", "digest": ""}, 404),
        ("post/..%2f..%2fetc/text", {"locale": "kk", "title": "", "text": "", "digest": ""}, 405),
        ("new", {"kind": "campaign"}, 400),
        ("new", {"kind": "../x"}, 400),
        ("new", b"kind=report", 400),
    ],
)
def test_what_no_page_sends_is_refused(
    preview: Preview, folder: Path, path: str, values: Any, status: int
) -> None:
    names = sorted(path.name for path in preview.content.iterdir())
    assert send(preview, path, values).status == status
    assert sorted(path.name for path in preview.content.iterdir()) == names
    assert (folder / "kk.md").read_text(encoding="utf-8") == "# Жол\n\nАшылды.\n"


def test_a_form_of_another_site_writes_nothing(preview: Preview, folder: Path) -> None:
    form = "application/x-www-form-urlencoded"
    assert send(preview, "new", b"kind=report", form).status == 415
    foreign = {"Content-Type": "application/json", "Origin": "https://example.org"}
    body = b'{"kind": "report"}'
    assert preview.ask("POST", "/_studio/new", foreign, body).status == 403
