"""What must not be published keeps its post back, or the whole site where it belongs to none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import Level
from tests.support.building import BuildSite, snapshot
from tests.support.content import draw_photo, film, write_post

UNLAWFUL = {
    "children": "children = true",
    "campaign": 'kind = "campaign"\nproducer = "А"',
    "answer": 'kind = "answer"\nclaim = "Су жоқ"',
}


@pytest.mark.parametrize("what", UNLAWFUL)
def test_the_post_is_held_back_and_the_rest_is_built(
    what: str, tmp_path: Path, build_site: BuildSite
) -> None:
    bad = write_post(tmp_path / "content", "2026-11-21 Көпір", "# Көпір", "# Мост")
    build_site()
    page = "news/2026-11-21-kopir.html"
    assert page in snapshot(tmp_path / "output")
    (bad / "post.toml").write_text(UNLAWFUL[what], encoding="utf-8")
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол ашылды", "# Дорога открыта")
    built = build_site()
    assert not built.stopped
    assert [(problem.where, problem.level) for problem in built.problems] == [
        ("2026-11-21 Көпір/post.toml", Level.PROBLEM)
    ]
    held = snapshot(tmp_path / "output")
    assert "news/2026-11-20-zhol.html" in held
    assert not [name for name, data in held.items() if "kopir" in name or "Көпір".encode() in data]
    (bad / "post.toml").write_text("", encoding="utf-8")
    mended = build_site()
    assert mended.problems == ()
    assert page in snapshot(tmp_path / "output")


@pytest.mark.parametrize("what", UNLAWFUL)
def test_the_reason_is_said_once(what: str, tmp_path: Path) -> None:
    post = write_post(tmp_path / "content", "2026-11-21 Жаңа", "# Жаңа")
    (post / "post.toml").write_text(UNLAWFUL[what], encoding="utf-8")
    args = ["build", "--lang", "en"]
    for name in ("content", "output", "cache"):
        args += [f"--{name}", str(tmp_path / name)]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 1
    assert len([line for line in done.output.splitlines() if "post.toml" in line]) == 1
    assert "Nothing was published" not in done.output


@pytest.mark.parametrize(
    "broken",
    [
        'publish = "C:\\сайт"',
        "name = “Депутат”",
        'name = "Д"\nname = "Д"',
        "name = Д",
        "a" * 300_000,
    ],
    ids=lambda text: text[:20],
)
def test_settings_that_cannot_be_read_leave_the_last_good_site(
    broken: str, tmp_path: Path, build_site: BuildSite
) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол ашылды")
    settings = tmp_path / "content/site.toml"
    settings.write_text('name = "Мәслихат депутаты"', encoding="utf-8")
    build_site()
    before = snapshot(tmp_path / "output")
    assert "Мәслихат депутаты".encode() in before["index.html"]
    settings.write_text(f"# баптау\n{broken}", encoding="utf-8")
    write_post(tmp_path / "content", "2026-11-21 Жаңа", "# Жаңа")
    built = build_site()
    assert built.stopped
    assert [(problem.where, problem.level) for problem in built.problems] == [
        ("site.toml", Level.STOP)
    ]
    assert snapshot(tmp_path / "output") == before


def test_a_wrong_key_is_left_out_and_the_others_hold(tmp_path: Path, build_site: BuildSite) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол ашылды")
    settings = tmp_path / "content/site.toml"
    settings.write_text('name = "Мәслихат депутаты"\nacent = "red"', encoding="utf-8")
    built = build_site()
    assert [problem.what for problem in built.problems] == ["“{name}” is not known here"]
    assert "Мәслихат депутаты".encode() in snapshot(tmp_path / "output")["index.html"]


@pytest.mark.parametrize("kind", ["photo", "clip", "post"])
def test_a_theme_that_hides_what_ai_made_is_stopped(
    kind: str, tmp_path: Path, build_site: BuildSite
) -> None:
    post = write_post(tmp_path / "content", "2026-11-21 Жаңа", "# Жаңа", "# Новое")
    draw_photo(post / "a.jpg")
    film(post / "b.mp4")
    facts = {
        "photo": '[media."a.jpg"]\nai = true',
        "clip": '[media."b.mp4"]\nai = true',
        "post": "ai = true",
    }
    (post / "post.toml").write_text(facts[kind], encoding="utf-8")
    assert build_site().problems == ()
    before = snapshot(tmp_path / "output")
    theme = tmp_path / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('extends = "default"', encoding="utf-8")
    plain = '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}'
    (theme / "templates/post.html").write_text(plain, encoding="utf-8")
    site = f'theme = "{theme.as_posix()}"'
    (tmp_path / "content/site.toml").write_text(site, encoding="utf-8")
    built = build_site()
    assert built.stopped
    assert {problem.where for problem in built.problems} == {
        "news/2026-11-21-zhana.html",
        "ru/news/2026-11-21-zhana.html",
    }
    assert snapshot(tmp_path / "output") == before


# In haste


def test_a_hurried_build_makes_small_clips_and_the_next_one_the_rest(
    tmp_path: Path, build_site: BuildSite
) -> None:
    post = write_post(tmp_path / "content", "2026-11-21 Жауап", "# Жауап", "# Ответ")
    film(post / "a.mp4", 0.4, size="1280x720")

    def published(output: str = "output") -> list[str]:
        names = (
            path.name.partition("-")[2] for path in (tmp_path / output / "media").glob("*.mp4")
        )
        return sorted(names)

    assert build_site(fast=True).problems == ()
    assert published() == ["480.mp4"]
    page = (tmp_path / "output/news/2026-11-21-zhauap.html").read_text(encoding="utf-8")
    assert "480.mp4" in page
    assert build_site().made > 0
    build_site(output="clean", cache="clean-cache")
    renditions = published("clean")
    assert len(renditions) > 1
    assert published() == renditions
    # What is made well already is not made again in haste.
    assert build_site(fast=True).made == 0
    assert published() == renditions
