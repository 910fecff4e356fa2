"""The settings of a site: read as they are written, changed with comments and order kept."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from msgspec import UNSET, UnsetType
from tomlkit.exceptions import TOMLKitError

from generator.digest import digest_bytes
from generator.errors import unfit
from generator.files import read_file
from generator.intake.deputy_toml import parent_region, settings_kind_of, settings_name
from generator.intake.nature.settings_files import find_settings
from generator.intake.settings import LostKey, read_toml, without_controls
from generator.intake.site_toml import CHECKS, read_site
from generator.intake.whole_file import write_whole

Texts = dict[str, str]
"""A text in each language; an empty one is taken out."""


class SettingsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change; an empty text takes a key out."""

    name: Texts | UnsetType = UNSET
    district: Texts | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    whatsapp: str | UnsetType = UNSET
    accent: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    publish: str | UnsetType = UNSET
    approval: bool | UnsetType = UNSET


class SiteSettings(msgspec.Struct, frozen=True):
    """What the file holds, and the digest of its bytes; "" where there is none."""

    table: dict[str, Any]
    digest: str

    def text(self, key: str, locale: str = "kk") -> str:
        """A text in one language; one that is the same in all stands in the first."""
        value = self.table.get(key, "")
        if isinstance(value, Mapping):
            return str(value.get(locale, ""))
        return str(value) if locale == "kk" else ""


class SettingsChanged(Exception):
    """Somebody else changed the file meanwhile; nothing was written."""


def settings_path(content: Path) -> Path:
    """The file, or where it would be."""
    return find_settings(content, settings_kind_of(parent_region(content)))


def read_settings(content: Path) -> SiteSettings:
    """The settings. Raises Unfit where they cannot be read, and OSError."""
    written = _written(settings_path(content))
    table = read_toml(written, settings_name(parent_region(content))) if written else {}
    return SiteSettings(table, digest_bytes(written) if written else "")


def change_settings(
    content: Path, change: SettingsChange, digest: str, today: date
) -> SiteSettings:
    """Change the file whose digest was `digest`; comments, order and all other keys stay.

    Posts of `today` and later need the deputy's approval once that is switched on. Raises
    SettingsChanged, Unfit for a value that cannot be used, and OSError.
    """
    path, name = settings_path(content), settings_name(parent_region(content))
    written = _written(path)
    if (digest_bytes(written) if written else "") != digest:
        raise SettingsChanged
    try:
        changed = _changed(written, change, today)
    except (TOMLKitError, ValueError):
        raise unfit(
            name, "these settings cannot be changed here", "change them in the file itself"
        ) from None
    _check(change, changed, name)
    if changed != written:
        content.mkdir(parents=True, exist_ok=True)
        write_whole(path, changed)
    return read_settings(content)


def _changed(written: bytes, change: SettingsChange, today: date) -> bytes:
    mark = BOM_UTF8 if written.startswith(BOM_UTF8) else b""
    text = written[len(mark) :].decode()
    ending = "\r\n" if "\r\n" in text else "\n"
    table = tomlkit.parse(text.replace("\r\n", "\n"))
    for key, value in _values(change, table, today).items():
        if value in ("", {}, None):
            table.pop(key, None)
        elif table.get(key) != value:
            _put(table, key, value)
    return mark + tomlkit.dumps(table).replace("\n", ending).encode()


def _put(table: tomlkit.TOMLDocument, key: str, value: Any) -> None:
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update(value)
        value = inline
    table[key] = value


def _values(
    change: SettingsChange, table: Mapping[str, Any], today: date
) -> dict[str, str | date | dict[str, str] | None]:
    values: dict[str, str | date | dict[str, str] | None] = {}
    for key in ("name", "district", "phone", "whatsapp", "accent", "url", "publish"):
        value = getattr(change, key)
        if isinstance(value, str):
            values[key] = without_controls(value).strip()
        elif isinstance(value, dict):
            texts = {name: without_controls(text).strip() for name, text in value.items()}
            values[key] = {name: text for name, text in texts.items() if text}
    if change.approval is False:
        values["approval"] = None
    elif change.approval is True and not table.get("approval"):
        values["approval"] = today
    return values


def _check(change: SettingsChange, changed: bytes, name: str) -> None:
    """Unfit where one of the changed values cannot be used, or the file is broken by them."""
    lost: list[LostKey] = []
    read_site(changed, lost)
    keys = {key for key in change.__struct_fields__ if getattr(change, key) is not UNSET}
    for one in lost:
        if one.key in keys & {*CHECKS, *keys}:
            raise unfit(name, one.problem.what, one.problem.hint, **dict(one.problem.values))


def _written(path: Path) -> bytes:
    return read_file(path) if path.is_file() else b""
