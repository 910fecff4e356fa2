"""What goes to the host, and what somebody put into output/ by hand."""

from pathlib import Path

from generator.inputs import BuildRequest
from generator.region.region import build_all
from generator.release.destination import find_destination
from generator.release.stock import take_stock
from tests.support.content import write_post


def test_files_of_others_stay_at_home_and_are_named(tmp_path: Path) -> None:
    content, output, cache = (tmp_path / name for name in ("content", "output", "cache"))
    write_post(content, "2026-11-20 Мектеп", "# Мектеп ашылды\n\nСөз.")
    there = find_destination(content, cache, str(tmp_path / "site"))
    output.mkdir()
    assert not take_stock(there, output).has_site
    build_all(BuildRequest(content, output, cache))
    (output / "IMG_2043.jpg").write_bytes(b"a photo with a place in it")
    (output / "google1234.html").write_text("proof")
    stock = take_stock(there, output)
    assert stock.has_site
    assert [doubt.where for doubt in stock.doubts] == ["IMG_2043.jpg"]
    assert "IMG_2043.jpg" not in stock.inventory.files
    assert "google1234.html" in stock.inventory.files
