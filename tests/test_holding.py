"""What the gate found is said at the aide's own file, and only its post is left out."""

from pathlib import Path

from generator.errors import Level, stop
from generator.holding import Files, hold_back
from generator.model import Content, Source
from generator.plan.media.tasks import plan_media
from generator.plan.site import plan_site
from tests.support.read_content import default_theme
from tests.support.written_site import NOW, post

ROAD, SCHOOL = post("2026-11-18", "Жол"), post("2026-11-20", "Мектеп")
CONTENT = Content(posts=(ROAD, SCHOOL))
MEDIA = plan_media(CONTENT, default_theme())
PLAN = plan_site(MEDIA, lambda key: None, NOW)


def files_in(root: Path, **texts: str) -> Files:
    sources = []
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        sources.append(Source(path, path, 1))
    return Files(root, tuple(sources))


def test_the_post_of_a_page_waits_and_the_rest_stays(tmp_path: Path) -> None:
    files = files_in(tmp_path, **{f"{SCHOOL.path}/ru.md": "# Школа\n\nlat: 52.287"})
    page = PLAN.summaries[SCHOOL.path].pages[0].path
    found = stop(page, "this page says where somebody was", found="lat: 52")
    held = hold_back(CONTENT, (found, stop("index.html", "x")), PLAN, MEDIA, files)
    assert held is not None
    assert held.posts == (ROAD,)
    (problem,) = held.problems
    assert (problem.where, problem.line) == (f"{SCHOOL.path}/ru.md", 3)
    assert (problem.level, problem.what, problem.values) == (
        Level.PROBLEM,
        found.what,
        found.values,
    )


def test_what_nobody_wrote_is_not_traced(tmp_path: Path) -> None:
    leaks = (stop("index.html", "x"), stop("assets/logo.png", "x"))
    assert hold_back(CONTENT, leaks, PLAN, MEDIA, files_in(tmp_path)) is None


def test_texts_of_a_post_are_those_of_its_folder_or_its_name(tmp_path: Path) -> None:
    files = files_in(
        tmp_path,
        **{
            "12.11 Жол/kk.md": "",
            "12.11 Жол 2/kk.md": "",
            "12.11 Су.kk.srt": "",
            "12.11 Су.mp4": "",
        },
    )
    assert list(files.texts_of("12.11 Жол")) == ["12.11 Жол/kk.md"]
    assert list(files.texts_of("12.11 Су.mp4")) == ["12.11 Су.kk.srt"]
