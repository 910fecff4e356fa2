"""What the check says about weight, links and the address of a built site."""

import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.check.links_and_weight import check_site, weights
from generator.messages import LANGUAGES, Words
from generator.model import (
    Block,
    Body,
    Clip,
    ClipFacts,
    Content,
    Post,
    Site,
    Slot,
    Source,
    Text,
    Theme,
)
from generator.plan.media.tasks import plan_media
from generator.plan.plan import File, Literal, Plan, Rendered, rendered
from generator.plan.site import plan_site
from generator.plan.views import Choice, Figure, ImageSet, PageView, Picture, Player, RenditionView

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12)
SLOTS = tuple(
    Slot(name, (100,)) for name in ("card", "share", "photo", "poster", "portrait", "logo")
)
THEME = Theme("test", SLOTS, (), (("style.css", b"p{}"), ("icon.svg", b"<svg/>")), (), "theme")
URL = "https://example.org/site/"


def post(html: str = "<p>Жол</p>", path: str = "Жол/kk.md", seconds: float = 0.0) -> Post:
    text = Text("kk", "Жол", Body.of(Block(html=html)), path=path)
    facts = ClipFacts(640, 360, seconds, 25)
    media = (Clip(Source("Жол/1.mp4", "1", 1), facts),) if seconds else ()
    return Post("Жол", "jol", TODAY, (text,), media)


def planned(content: Content, output: Path) -> Plan:
    """The plan of a site, and its folder with pages of 3 KB or so."""
    plan = plan_site(plan_media(content, THEME), lambda key: None, NOW)
    for file in plan.files:
        place = output / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        known = file.content.content if isinstance(file.content, Literal) else b"<p>" * 1000
        place.write_bytes(known)
    return plan


def with_view(plan: Plan, path: str, change: Callable[[PageView], PageView]) -> Plan:
    """The plan with another view at that path."""

    def changed(file: File) -> File:
        content = file.content
        if file.path != path or not isinstance(content, Rendered):
            return file
        assert isinstance(content.view, PageView)
        return rendered(path, content.template, "kk", change(content.view), "theme")

    return replace(plan, files=tuple(map(changed, plan.files)))


def told(
    content: Content, plan: Plan, output: Path, files: dict[str, str] | None = None
) -> list[str]:
    def read(path: str) -> str:
        if path not in (files or {}):
            raise FileNotFoundError(path)
        return (files or {})[path]

    found = list(check_site(content, plan, output, read))
    for one in found:
        assert all("{" not in Words(language).problem(one) for language in LANGUAGES)
    return [f"{one.where}:{one.line} {Words('en')(one.what, **dict(one.values))}" for one in found]


def look(
    tmp_path: Path, one: Post, files: dict[str, str] | None = None, url: str = URL
) -> list[str]:
    content = Content(Site(url=url), (one,))
    return told(content, planned(content, tmp_path), tmp_path, files)


# The address


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        ("https://deputat.kz/", 1),
        ("https://deputat.org.kz:8443/a/", 1),
        ("https://депутат.қаз/", 1),
        ("https://example.org/a.kz/", 0),
        ("https://kz.example.org/", 0),
        ("https://examplekz/", 0),
        ("", 0),
    ],
)
def test_a_kz_address_is_reminded_of_once(tmp_path: Path, url: str, lines: int) -> None:
    found = look(tmp_path, post(), url=url)
    assert len(found) == lines
    assert all("Kazakhstan" in line and line.startswith("site.toml") for line in found)


# Weight


def player(size_bytes: int, duration: str = "PT200S") -> Player:
    small = RenditionView("media/1.mp4", "video/mp4", 480, "", size_bytes)
    large = replace(small, path="media/2.mp4", size_bytes=90_000_000)
    choices = (Choice("small", (small,), ""), Choice("hd", (large,), ""))
    return Player("media/poster.webp", 640, 360, "", duration, "", (large, small), choices)


@pytest.mark.parametrize(("size_bytes", "lines"), [(7_500_000, 0), (8_000_000, 1)])
def test_a_clip_of_more_than_a_minutes_wait_is_named(
    tmp_path: Path, size_bytes: int, lines: int
) -> None:
    content = Content(Site(url=URL), (post(seconds=200),))
    plan = planned(content, tmp_path)
    shown = player(size_bytes)
    plan = with_view(plan, "news/jol.html", lambda view: replace(view, lead=shown))
    assert (
        told(content, plan, tmp_path)
        == ["Жол/1.mp4:0 even the small size of the clip takes 64 s to load on a slow phone line"][
            :lines
        ]
    )


def test_a_clip_that_cannot_be_told_is_named_by_its_post(tmp_path: Path) -> None:
    content = Content(Site(url=URL), (post(seconds=90),))
    plan = with_view(
        planned(content, tmp_path),
        "news/jol.html",
        lambda view: replace(view, players=(player(10_000_000),)),
    )
    assert told(content, plan, tmp_path)[0].startswith("Жол:0 even the small size")


@pytest.mark.parametrize(("kilobytes", "lines"), [(250, 0), (400, 1)])
def test_a_page_that_opens_slowly_is_named(tmp_path: Path, kilobytes: int, lines: int) -> None:
    content = Content(Site(url=URL), (post(),))
    plan = planned(content, tmp_path)
    (tmp_path / "news/jol.html").write_bytes(random.Random(1).randbytes(kilobytes * 1000))
    assert (
        told(content, plan, tmp_path)
        == ["Жол:0 the page opens in 3 s on a slow phone line"][:lines]
    )


def test_the_picture_that_opens_the_page_counts_and_later_ones_do_not(tmp_path: Path) -> None:
    def figure(name: str) -> Figure:
        files = ((f"media/{name}-360.avif", 360), (f"media/{name}-720.avif", 720))
        fallback = ImageSet("image/jpeg", ((f"media/{name}.jpg", 720),))
        sets = (ImageSet("image/avif", files),)
        return Figure(Picture(sets, fallback, 720, 540, "100vw", ""))

    content = Content(Site(url=URL), (post(),))
    plan = planned(content, tmp_path)
    (before,) = weights(content, plan, tmp_path)
    (tmp_path / "media").mkdir(exist_ok=True)
    for name, size_bytes in (("a-360.avif", 7), ("a-720.avif", 5000), ("b-720.avif", 90_000)):
        (tmp_path / "media" / name).write_bytes(bytes(size_bytes))
    gallery = (figure("a"), figure("b"))
    plan = with_view(plan, "news/jol.html", lambda view: replace(view, gallery=gallery))
    (after,) = weights(content, plan, tmp_path)
    assert after.first_bytes - before.first_bytes == 5000
    assert 0 < before.first_bytes < 1000  # compressed
    assert after.first_seconds == pytest.approx(after.first_bytes / 125_000)


# Links


@pytest.mark.parametrize(
    "target",
    ["news/jol.html", "", "index.html", "archive/", "news/jol.html?from=mail#top", "feed.xml"],
)
def test_links_to_pages_that_are_there_are_fine(tmp_path: Path, target: str) -> None:
    assert look(tmp_path, post(f'<p><a href="{URL}{target}" rel="x">Жол</a></p>')) == []


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/none.html",
        "https://example.org/other/none.html",
        "tel:112",
        "mailto:a@b.kz",
    ],
)
def test_links_to_other_sites_are_not_looked_at(tmp_path: Path, target: str) -> None:
    assert look(tmp_path, post(f'<p><a href="{target}">Жол</a></p>')) == []


def test_a_link_to_a_page_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    target = f"{URL}news/kopir.html"
    words = f"# Жол\n\n[Көпір]({target}) мен [көпір]({target})\n"
    html = f'<p><a href="{target}">Көпір</a> мен <a href="{target}">көпір</a></p>'
    assert look(tmp_path, post(html), {"Жол/kk.md": words}) == [
        f"Жол/kk.md:3 this link leads to a page that the site does not have: {target}"
    ]
    assert look(tmp_path, post(html, "Жол/kk.docx"))[0].startswith("Жол/kk.docx:0 this link")


def test_a_link_to_a_file_beside_the_text_is_named(tmp_path: Path) -> None:
    words = "# Жол\n\n[Смета](smeta.pdf), ![сурет](1.jpg)\n[жоғары](#top) [бұл](https://a.kz)\n"
    assert look(tmp_path, post(), {"Жол/kk.md": words}) == [
        "Жол/kk.md:3 this link is not shown, because readers do not have the file: smeta.pdf"
    ]
    assert look(tmp_path, post(path="Жол/kk.txt"), {"Жол/kk.txt": words}) == []
