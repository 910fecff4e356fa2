"""The preview of a region, and of one deputy in it."""

from pathlib import Path

from generator.inputs import BuildRequest
from generator.region.region import build_all
from tests.support.building import NOW
from tests.support.served import preview_of
from tests.support.waiting import wait_until
from tests.support.written_region import write_deputy, write_region


def build_region(root: Path) -> None:
    request = BuildRequest(root / "content", root / "output", root / "cache")
    build_all(request, NOW)


def test_a_regions_preview_shows_its_deputies_as_they_were_built_last(tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл", "Болат", posts=1)
    build_region(tmp_path)
    (tmp_path / "output/deputies/aigul/mine.txt").write_text("not ours", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with preview_of(tmp_path) as preview:
        preview.wait_until_shown("index.html", "deputies/aigul/news/")
        assert "Мәслихат депутаты 1" in preview.text("deputies/index.html")
        assert "Жол жөнделді 0-0" in preview.text("deputies/aigul/index.html")
        assert "Жол жөнделді 0-0" in preview.text("deputies/aigul/")
        for path in ("mine.txt", "../../../secret.txt", "..%2f..%2f..%2fsecret.txt", "no.html"):
            assert preview.get(f"deputies/aigul/{path}").status == 404
        assert preview.get("deputies/../index.html").status == 404
        write_deputy(tmp_path / "content", "Сәуле", 2, posts=1)
        build_region(tmp_path)
        preview.preview_loop.look_again()
        preview.wait_until_shown("index.html", "deputies/saule/news/")


def test_a_deputys_folder_is_shown_alone_with_what_the_region_says(tmp_path: Path) -> None:
    write_region(tmp_path / "region", "Айгүл", posts=1)
    root = tmp_path / "region/deputies/Айгүл"
    with preview_of(tmp_path, content="region/deputies/Айгүл") as preview:
        preview.wait_until_shown("index.html", "Үлгі облысының мәслихаты")
        preview.wait_until_shown("index.html", "Жол жөнделді 0-0")
        (root / "deputy.toml").write_text("name = [", encoding="utf-8")
        wait_until(lambda: preview.display.shown.problems)
        assert "Мәслихат депутаты 0" in preview.text("index.html")  # as it was before
