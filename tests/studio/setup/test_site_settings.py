"""Settings are changed key by key, and nothing that a person wrote beside them is lost."""

from datetime import date
from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.studio.setup.site_settings import (
    SettingsChange,
    SettingsChanged,
    change_settings,
    read_settings,
)

TODAY = date(2026, 11, 30)
WRITTEN = """# Сайттың баптаулары
name = { kk = "Мәслихат депутаты", ru = "Депутат маслихата" }  # лауазымы

# url = "https://example.kz"
quiet = [2027-01-09]
phone = "+7 700 000 00 00"
"""


def change(content: Path, **values: object) -> None:
    digest = read_settings(content).digest
    change_settings(content, SettingsChange(**values), digest, TODAY)  # type: ignore[arg-type]


def test_comments_and_order_and_other_keys_stay(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(WRITTEN, encoding="utf-8")
    change(tmp_path, phone="+7 700 000 00 01", name={"kk": "Депутат", "ru": ""})
    expected = WRITTEN.replace('00 00"', '00 01"')
    expected = expected.replace('{ kk = "Мәслихат депутаты", ru = "Депутат маслихата" }', "{}")
    written = file.read_text(encoding="utf-8")
    assert written.replace('{kk = "Депутат"}', "{}") == expected
    change(tmp_path, phone="")
    assert "phone" not in file.read_text(encoding="utf-8")


def test_what_is_the_same_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes(WRITTEN.replace("\n", "\r\n").encode("utf-8-sig"))
    before, stamp = file.read_bytes(), file.stat().st_mtime_ns
    change(tmp_path, phone="+7 700 000 00 00")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, stamp)
    change(tmp_path, phone="1")
    after = file.read_bytes()
    assert after == before.replace(b"+7 700 000 00 00", b"1")


def test_a_folder_of_windows_survives_the_file(tmp_path: Path) -> None:
    change(tmp_path, publish="C:\\Сайт\\new", url="example.kz")
    assert read_settings(tmp_path).text("publish") == "C:\\Сайт\\new"


def test_approval_begins_today_and_keeps_its_day(tmp_path: Path) -> None:
    change(tmp_path, approval=True)
    assert read_settings(tmp_path).table["approval"] == TODAY
    settings = read_settings(tmp_path)
    later = date(2027, 1, 1)
    change_settings(tmp_path, SettingsChange(approval=True), settings.digest, later)
    assert read_settings(tmp_path).table["approval"] == TODAY
    change(tmp_path, approval=False)
    assert "approval" not in read_settings(tmp_path).table


@pytest.mark.parametrize(
    "values",
    [{"publish": "ftp://a:secret@example.kz/x"}, {"url": "ftp://x"}, {"accent": "blue"}],
)
def test_what_cannot_be_used_is_refused_and_nothing_written(
    values: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "site.toml"
    file.write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(Unfit) as error:
        change(tmp_path, **values)
    assert "secret" not in str(error.value)
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    digest = read_settings(tmp_path).digest
    file.write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(SettingsChanged):
        change_settings(tmp_path, SettingsChange(phone="1"), digest, TODAY)
    assert file.read_text(encoding="utf-8") == WRITTEN
