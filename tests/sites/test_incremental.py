"""The property above all: after any edits, an incremental build equals a clean one."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import build
from generator.inputs import BuildRequest
from tests.support.building import NOW, snapshot
from tests.support.content import draw_photo, write_post
from tests.support.programs import loaded_by_build

NAMES = ("2026-11-01 Мектеп", "2026-11-01 Жол", "05.10.2025 Бақ", "Су құбыры", "2026-09-09")
LOCALES = ("kk", "ru")
TITLES = {"kk": ("Мектеп жөнделді", "Жаңа жол", "Бақ өсті"), "ru": ("Школа", "Дорога", "Сад")}
TAGS = ("", "[Мектеп]", "[Жол, Су]", "[Су]")
COLOURS = ("red", "green", "blue")

name = st.sampled_from(NAMES)
locale = st.sampled_from(LOCALES)
colour = st.sampled_from(COLOURS)
photo = st.sampled_from(("1.jpg", "2.jpg", "cover.jpg"))


@dataclass(frozen=True)
class Edit:
    """One thing an aide does to content/."""

    what: str
    do: Callable[[Path], None]

    def __repr__(self) -> str:
        return self.what


def write_text(post: str, locale: str, title: int, tags: str, place: str) -> Edit:
    def do(content: Path) -> None:
        front = f"---\ntags: {tags}\n---\n" if tags else ""
        path = content / post / f"{locale}.md"
        path.parent.mkdir(exist_ok=True)
        body = f"# {TITLES[locale][title]}\n\nҚысқа мәтін. {place}\n"
        path.write_text(front + body, encoding="utf-8")

    return Edit(f"write {post}/{locale}.md {title} {tags} {place}", do)


def put_photo(post: str, photo: str, colour: str) -> Edit:
    def do(content: Path) -> None:
        draw_photo(content / post / photo, colour, (96, 64))

    return Edit(f"put {post}/{photo} {colour}", do)


def write_facts(post: str, facts: str) -> Edit:
    def do(content: Path) -> None:
        path = content / post / "post.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(facts, encoding="utf-8")

    return Edit(f"facts {post}: {facts}", do)


def delete(post: str, file: str) -> Edit:
    def do(content: Path) -> None:
        (content / post / file).unlink(missing_ok=True)

    return Edit(f"delete {post}/{file}", do)


def remove(post: str) -> Edit:
    return Edit(f"remove {post}", lambda content: shutil.rmtree(content / post, ignore_errors=True))


def rename(old: str, new: str) -> Edit:
    def do(content: Path) -> None:
        if (content / old).is_dir() and not (content / new).exists():
            (content / old).rename(content / new)

    return Edit(f"rename {old} to {new}", do)


def write_site(site: str) -> Edit:
    def do(content: Path) -> None:
        (content / "site.toml").write_text(site, encoding="utf-8")

    return Edit(f"site.toml: {site}", do)


def lose_results(below: str) -> Edit:
    """Finished photos and cards vanish from the cache; what was remembered of posts stays."""

    def do(content: Path) -> None:
        shutil.rmtree(content.parent / "cache" / "results" / below, ignore_errors=True)

    return Edit(f"lose results/{below}", do)


facts = st.sampled_from(
    (
        "pin = true\n",
        "draft = true\n",
        'slug = "bir"\n',
        'tags = ["Су"]\n',
        'aliases = ["eski"]\n',
        "drft = true\n",
        "publish_at = 2026-11-24 10:00:00\n",
        '[[updates]]\ndate = 2026-11-24\nreason = "Сома"\n',
        'kind = "answer"\nclaim = "Су жоқ"\nevidence = ["Акт"]\npin_until = 2026-11-24\n',
        'kind = "event"\nwhen = 2026-12-01 10:00:00\nwhere = "Мектеп"\n',
    )
)
sites = st.sampled_from(
    (
        "",
        'name = "А"\n',
        'url = "https://example.kz"\n',
        'accent = "#123456"\n',
        "broken",
        'locales = ["ru"]\n',
    )
)
edits = st.one_of(
    st.builds(
        write_text, name, locale, st.integers(0, 2), st.sampled_from(TAGS), st.sampled_from("абв")
    ),
    st.builds(
        write_text, name, locale, st.integers(0, 2), st.sampled_from(TAGS), st.sampled_from("абв")
    ),
    st.builds(put_photo, name, photo, colour),
    st.builds(write_facts, name, facts),
    st.builds(delete, name, st.sampled_from(("kk.md", "ru.md", "1.jpg", "cover.jpg", "post.toml"))),
    st.builds(remove, name),
    st.builds(rename, name, name),
    st.builds(write_site, sites),
    st.builds(lose_results, st.just("")),
)
# A day may pass between two builds: posts come and go, corrections count, pins end.
visits = st.tuples(st.integers(0, 1), st.lists(edits, min_size=1, max_size=4))


all_visits = st.lists(visits, min_size=1, max_size=6)
often = partial(settings, suppress_health_check=list(HealthCheck))


@often(max_examples=25 if sys.platform != "win32" else 8)  # under Wine each takes 3 s
@given(all_visits)
def test_incremental_equals_clean(visits: list[tuple[int, list[Edit]]]) -> None:
    equals_clean(visits)


@pytest.mark.slow
@often(max_examples=250)
@given(all_visits)
def test_incremental_equals_clean_in_a_long_sweep(visits: list[tuple[int, list[Edit]]]) -> None:
    equals_clean(visits)


def equals_clean(visits: list[tuple[int, list[Edit]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = root / "content"
        content.mkdir()
        now = NOW
        for days, visit in visits:
            now += timedelta(days=days)
            for edit in visit:
                edit.do(content)
            before = snapshot(root / "output")
            incremental = build(BuildRequest(content, root / "output", root / "cache"), now)
        clean = build(BuildRequest(content, root / "clean", root / "clean-cache"), now)
        assert incremental.problems == clean.problems
        assert incremental.stopped == clean.stopped
        if clean.stopped:  # broken settings: the last good site stays
            assert snapshot(root / "output") == before
            return
        assert snapshot(root / "output") == snapshot(root / "clean")
        assert incremental.files == clean.files


def test_where_nothing_changed_no_text_is_read_and_no_page_made(tmp_path: Path) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол")
    makers = {"PIL", "jinja2", "markdown", "nh3", "yaml"}
    assert "jinja2" in loaded_by_build(tmp_path, makers)
    assert loaded_by_build(tmp_path, makers) == set()
