"""Virus scanners, indexers and Word hold files: builds wait, and come out whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.files import FileHeld, patiently
from tests.support.building import BuildSite, snapshot
from tests.support.content import draw_photo, write_post
from tests.support.held import held, hold_now_and_then

POST = "2026-11-20 Мектеп"


@pytest.fixture(autouse=True)
def content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    for day in range(1, 9):
        write_post(content, f"2026-11-{day:02} Жол", "# Жол жөнделді", "# Дорога готова")
    draw_photo(write_post(content, POST, "# Мектеп", "# Школа") / "a.jpg")
    return content


@pytest.mark.parametrize("seed", range(3))
def test_short_locks_do_not_stop_a_build(
    seed: int, content: Path, tmp_path: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site("clean")
    hold_now_and_then(monkeypatch, share=0.2, seconds=0.05, seed=seed)
    built = build_site("output", "another-cache")
    assert not built.problems
    assert snapshot(tmp_path / "output") == snapshot(tmp_path / "clean")


def test_a_page_that_stays_held_is_named_and_the_next_build_goes_on(
    content: Path, tmp_path: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site()
    write_post(content, POST, "# Мектеп ашылды", "# Школа открыта")
    monkeypatch.setattr(patiently, "__defaults__", (0.1,))
    page = tmp_path / "output" / "ru" / "index.html"
    with held(page), pytest.raises(FileHeld) as error:
        build_site()
    assert Path(error.value.filename) == page
    build_site()
    build_site("clean", "another-cache")
    assert snapshot(tmp_path / "output") == snapshot(tmp_path / "clean")


def test_a_held_text_leaves_its_post_on_the_site_and_says_so(
    content: Path, tmp_path: Path, build_site: BuildSite
) -> None:
    output = tmp_path / "output"
    build_site()
    before = snapshot(output)
    text = write_post(content, POST, "# Мектеп ашылды") / "kk.md"
    with held(text):
        built = build_site()
    assert snapshot(output) == before
    assert [problem.where for problem in built.problems] == [f"{POST}/kk.md"]
    assert not build_site().problems
    assert "Мектеп ашылды" in (output / "index.html").read_text(encoding="utf-8")


def test_a_template_that_cannot_be_kept_compiled_does_not_stop_a_build(
    content: Path, tmp_path: Path, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "cache" / "templates"
    templates.mkdir(parents=True)
    real = Path.write_bytes

    def write_bytes(path: Path, content: bytes) -> int:
        if path.parent == templates:
            raise PermissionError(13, "held", str(path))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    assert not build_site().problems
