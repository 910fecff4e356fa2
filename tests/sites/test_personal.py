"""Numbers and homes behind every door of a site: asked about in build, preview and publish."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from PIL import Image

from generator.cli import main
from generator.errors import Level, Problem
from tests.support.building import BuildSite, snapshot
from tests.support.content import draw_photo, film, write_post
from tests.support.personal_numbers import CARD, IDENTITY
from tests.support.served import preview_of
from tests.support.waiting import wait_until

POST = "2026-11-20 Көмек"
KINDS = {
    "identity": IDENTITY,
    "card": CARD,
    "phone": "8 701 123 45 67",
    "home": "Абай көшесі 12, 34-пәтер",
}


def into_text(post: Path, words: str) -> str:
    (post / "kk.md").write_text(f"# Көмек\n\n{words}\n", encoding="utf-8")
    return "kk.md:3"


def into_word(post: Path, words: str) -> str:
    document = docx.Document()
    document.add_paragraph("Помощь")
    document.add_paragraph(words)
    document.save(str(post / "ru.docx"))
    return "ru.docx:0"


def into_captions(post: Path, words: str) -> str:
    film(post / "a.mp4", 0.5)
    cue = f"1\n00:00:00,100 --> 00:00:00,400\n{words}\n"
    (post / "a.kk.srt").write_text(cue, encoding="utf-8")
    return "a.kk.srt:3"


def into_name(post: Path, words: str) -> str:
    draw_photo(post / f"{words}.jpg")
    return f"{words}.jpg:0"


def into_alt(post: Path, words: str) -> str:
    draw_photo(post / "b.jpg")
    facts = f'[media."b.jpg"]\ncredit = "А"\nalt.kk = "{words}"\n'
    (post / "post.toml").write_text(facts, encoding="utf-8")
    return "post.toml:3"


def into_toml(post: Path, words: str) -> str:
    facts = f'[[updates]]\ndate = 2026-11-21\nreason = "{words}"\n'
    (post / "post.toml").write_text(facts, encoding="utf-8")
    return "post.toml:3"


DOORS: dict[str, Callable[[Path, str], str]] = {
    "text": into_text,
    "Word": into_word,
    "captions": into_captions,
    "name": into_name,
    "alt": into_alt,
    "toml": into_toml,
}


@pytest.fixture
def post(tmp_path: Path) -> Path:
    return write_post(tmp_path / "content", POST, "# Көмек\n\nСөз.", "# Помощь\n\nСлово.")


def asked(problems: tuple[Problem, ...]) -> list[str]:
    asks = [problem for problem in problems if problem.level is Level.ASK]
    return [f"{problem.where.removeprefix(f'{POST}/')}:{problem.line}" for problem in asks]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("door", DOORS)
def test_a_build_names_file_and_line(
    door: str, kind: str, post: Path, build_site: BuildSite
) -> None:
    place = DOORS[door](post, KINDS[kind])
    built = build_site()
    assert asked(built.problems) == [place]
    assert not built.stopped
    assert asked(build_site().problems) == [place]  # and again, although nothing changed


def test_publishing_stops_at_every_door(
    post: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for door, put in DOORS.items():
        if door != "alt":  # both are in post.toml
            put(post, IDENTITY)
        args = ["publish", "--to", "site"]
        monkeypatch.setattr(sys, "argv", ["jarshy", *args])
        said = CliRunner().invoke(main, args)
        assert (said.exit_code, "Nothing was sent" in said.output) == (1, True), said.output
        assert not (tmp_path / "site").exists()
    for name in ("kk.md", "ru.docx", "a.kk.srt", f"{IDENTITY}.jpg", "post.toml"):
        assert f"{POST}/{name}" in said.output
    assert CliRunner().invoke(main, [*args, "--allow-numbers"]).exit_code == 0
    assert (tmp_path / "site/index.html").is_file()


def test_the_preview_shows_every_door_at_the_page(post: Path, tmp_path: Path) -> None:
    places = {put(post, IDENTITY) for door, put in DOORS.items() if door != "alt"}
    with preview_of(tmp_path) as preview:
        page = "news/2026-11-20-komek.html"
        wanted = {f"{POST}/{place.removesuffix(':0')}" for place in places}

        def shown() -> set[str]:
            return {asked["where"] for asked in preview.state(page)["asks"] if asked["here"]}

        wait_until(lambda: preview.get(page).status == 200 and shown() == wanted)
        assert preview.state(page)["notes"] >= len(wanted)


def test_metadata_of_a_photo_never_goes_out(
    post: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    exif = Image.Exif()
    exif[0x010E] = f"ЖСН {IDENTITY}"  # ImageDescription
    with Image.open(draw_photo(post / "a.jpg")) as photo:
        photo.save(post / "a.jpg", exif=exif)
    assert IDENTITY.encode() in (post / "a.jpg").read_bytes()
    assert asked(build_site().problems) == []
    written = snapshot(tmp_path / "output")
    assert any(path.endswith(".jpg") for path in written)
    assert not any(IDENTITY.encode() in content for content in written.values())
