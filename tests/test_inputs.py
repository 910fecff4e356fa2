"""What a site is made of is found by stats, and everything that decides it changes its digest."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.inputs import CONTENT_STAMPS, BuildRequest, scan_inputs
from generator.store import memory as store_memory
from generator.store.memory import Memory
from tests.support.content import write_post
from tests.support.written_region import write_region


@pytest.fixture
def request_of(tmp_path: Path) -> BuildRequest:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол")
    return BuildRequest(tmp_path / "content", tmp_path / "output", tmp_path / "cache")


def digest(request: BuildRequest) -> str:
    return scan_inputs(request, Memory(None)).digest


def test_the_same_inputs_have_the_same_digest(request_of: BuildRequest) -> None:
    assert digest(request_of) == digest(request_of)


@pytest.mark.parametrize(
    "change", [{"url": "https://a.kz/"}, {"deputies": (("aigul", "0" * 64),)}], ids=str
)
def test_what_was_asked_for_decides_a_site(
    request_of: BuildRequest, change: dict[str, object]
) -> None:
    assert digest(replace(request_of, **change)) != digest(request_of)  # type: ignore[arg-type]


def test_a_text_the_settings_and_a_theme_decide_a_site(request_of: BuildRequest) -> None:
    seen = {digest(request_of)}
    (request_of.content / "2026-11-20 Жол/kk.md").write_text("# Басқа", encoding="utf-8")
    seen.add(digest(request_of))
    theme = request_of.content.parent / "themes/own"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('extends = "default"', encoding="utf-8")
    (request_of.content / "site.toml").write_text('theme = "themes/own"', encoding="utf-8")
    seen.add(digest(request_of))
    (theme / "assets").mkdir()
    (theme / "assets/style.css").write_text("a{}", encoding="utf-8")
    seen.add(digest(request_of))
    assert len(seen) == 4


def test_the_program_decides_a_site(
    request_of: BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(request_of)
    monkeypatch.setattr("generator.inputs.program_digest", lambda: "another")
    assert digest(request_of) != before


def test_a_theme_that_is_not_there_is_a_problem_of_the_listing(request_of: BuildRequest) -> None:
    (request_of.content / "site.toml").write_text('theme = "жоқ"', encoding="utf-8")
    inputs = scan_inputs(request_of, Memory(None))
    (problem,) = inputs.listing.problems
    assert problem.what == "there is no theme “{name}”"
    assert inputs.theme.name == "default"


def test_stamps_are_kept_for_the_next_time(request_of: BuildRequest) -> None:
    with Memory(request_of.memory_folder) as memory:
        scan_inputs(request_of, memory)
        memory.commit()
    with Memory(request_of.memory_folder) as memory:
        assert set(memory.all(CONTENT_STAMPS)) == {"2026-11-20 Жол/kk.md"}


def test_a_deputys_site_knows_its_region_and_has_a_memory_of_its_own(tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл", posts=1)
    folder = tmp_path / "content/deputies/Айгүл"
    request = BuildRequest(folder, tmp_path / "output/deputies/aigul", tmp_path / "cache")
    inputs = scan_inputs(request, Memory(None))
    assert inputs.parent is not None
    assert inputs.parent.slug == "aigul"
    assert request.memory_folder == store_memory.deputy_folder(tmp_path / "cache", "aigul")
