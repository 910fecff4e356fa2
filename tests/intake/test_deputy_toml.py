"""A deputy's settings, with the region's where the deputy says nothing."""

from datetime import date
from pathlib import Path

import pytest

from generator.intake.deputy_toml import (
    ParentRegion,
    deputy_folders,
    deputy_slug,
    home_of,
    parent_region,
    read_deputy,
    region_around,
    settings_name,
    settings_of,
)
from generator.intake.settings import LostKey
from generator.model import Site

REGION = Site(
    name=(("kk", "Облыс"),),
    url="https://region.kz/",
    accent="#0a6c74",
    theme="own",
    quiet=(date(2026, 12, 1),),
)
PARENT = ParentRegion("aigul", REGION)


def test_what_the_deputy_does_not_say_is_the_regions() -> None:
    site = read_deputy('name = "А"\nquiet = [2026-11-30]'.encode(), PARENT, [])
    assert (site.accent, site.theme) == ("#0a6c74", "own")
    assert site.quiet == (date(2026, 11, 30), date(2026, 12, 1))
    assert site.url == "https://region.kz/deputies/aigul/"
    assert site.region is not None
    assert site.region.root == "../../"


def test_an_address_of_its_own_leads_back_to_the_regions() -> None:
    site = read_deputy(b'url = "https://aigul.kz"', PARENT, [])
    assert site.url == "https://aigul.kz/"
    assert site.region is not None
    assert site.region.root == "https://region.kz/"


def test_a_folder_alone_has_no_region() -> None:
    assert read_deputy(b"", ParentRegion("aigul"), []).region is None


def test_an_unknown_key_is_named_with_its_nearest() -> None:
    lost: list[LostKey] = []
    read_deputy('vilages = ["Ақжар"]'.encode(), PARENT, lost)
    assert dict(lost[0].problem.values) == {"name": "vilages", "near": "villages"}


def test_only_a_folder_with_deputy_toml_is_a_deputys(tmp_path: Path) -> None:
    folder = tmp_path / "content/deputies/Айгүл"
    folder.mkdir(parents=True)
    assert parent_region(folder) is None
    (folder / "deputy.toml").write_text("", encoding="utf-8")
    parent = parent_region(folder, "https://b.kz/")
    assert parent == ParentRegion("aigul", Site(url="https://b.kz/"))
    assert settings_name(parent) == "deputy.toml"
    assert settings_name(None) == "site.toml"
    assert region_around(folder) == tmp_path / "content"
    assert home_of(folder) == home_of(tmp_path / "content") == tmp_path


def test_broken_settings_of_the_region_are_known_as_broken(tmp_path: Path) -> None:
    folder = tmp_path / "content/deputies/Айгүл"
    folder.mkdir(parents=True)
    (folder / "deputy.toml").write_text("", encoding="utf-8")
    (tmp_path / "content/site.toml").write_text("name =", encoding="utf-8")
    parent = parent_region(folder)
    assert parent is not None
    assert parent.is_broken


def test_folders_of_deputies_are_listed_without_a_systems_own(tmp_path: Path) -> None:
    for name in ("Болат", "Айгүл", ".git", "~draft"):
        (tmp_path / "deputies" / name).mkdir(parents=True)
    assert deputy_folders(tmp_path) == ("Айгүл", "Болат")
    assert deputy_folders(tmp_path / "none") == ()
    assert deputy_slug("Айгүл") == "aigul"
    assert deputy_slug("…") == ""


@pytest.mark.parametrize("name", ["deputy.toml.txt", "Deputy (1).TOML"])
def test_a_folder_is_a_deputys_whatever_the_ending_of_its_settings(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "deputies" / "Үлгі"
    folder.mkdir(parents=True)
    (tmp_path / "site.toml.txt").write_text('name = "Үлгі ауданы"', encoding="utf-8")
    assert parent_region(folder) is None
    (folder / name).write_text('name = "Мәслихат депутаты"', encoding="utf-8")
    above = parent_region(folder)
    assert above and above.site
    assert dict(above.site.name) == {"kk": "Үлгі ауданы", "ru": "Үлгі ауданы"}
    assert settings_of(folder, []).name[0] == ("kk", "Мәслихат депутаты")
