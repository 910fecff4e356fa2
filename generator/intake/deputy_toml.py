"""Reads deputy.toml as a Site; what it leaves out, the region's site.toml decides."""

import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.errors import Unfit, problem
from generator.files import read_file
from generator.intake.discover import is_ignored
from generator.intake.nature.settings_files import find_settings
from generator.intake.settings import (
    LostKey,
    convert_each,
    read_toml,
    too_much,
    without_other_locales,
)
from generator.intake.site_toml import CHECKS, SiteToml, read_site, site_of, with_contacts
from generator.language.alphabet import nfc, slugify
from generator.language.localized import Words, localized
from generator.limits import ITEMS, SETTINGS_BYTES
from generator.model import Region, Site

DEPUTIES = "deputies"
"""The folder in a region's content with one folder for each deputy."""

DEPUTY_TOML = "deputy.toml"
"""A folder with this file is a deputy's."""

SETTINGS_FILES = ("site.toml", DEPUTY_TOML)


@with_contacts
class DeputyToml(msgspec.Struct, frozen=True):
    """The keys of deputy.toml: those of site.toml that a deputy may set, and the places."""

    name: Words = ""
    tagline: Words = ""
    district: Words = ""
    villages: tuple[Words, ...] = ()
    streets: tuple[Words, ...] = ()
    url: str = ""
    accent: str = ""
    quiet: tuple[date, ...] = ()
    claim_review: bool | None = None
    publish: str = ""
    precompress: bool = False
    approval: bool | date | None = None  # as in site.toml


class ParentRegion(msgspec.Struct, frozen=True):
    """The region around a deputy's site."""

    slug: str  # the deputy's own part of the address
    site: Site | None = None  # the region's; None where the folder was copied out of its region
    is_broken: bool = False  # the region's site.toml cannot be read


def region_around(content: Path) -> Path | None:
    """The content folder of the region that this deputy's folder is in; None outside a region."""
    folder = content.resolve()
    return folder.parent.parent if folder.parent.name == DEPUTIES else None


def home_of(content: Path) -> Path:
    """The parent of content/; for a deputy's folder, the parent of the region's content/."""
    return (region_around(content) or content.absolute()).parent


def settings_name(above: ParentRegion | None) -> str:
    """The name of the settings file: deputy.toml or site.toml."""
    return f"{settings_kind_of(above)}.toml"


def settings_kind_of(above: ParentRegion | None) -> str:
    """What the settings file holds settings of: a deputy's site or a site."""
    return "deputy" if above else "site"


def settings_of(content: Path, lost: list[LostKey]) -> Site:
    """The site that the content's own settings describe; for `lost` and Unfit see read_site."""
    above = parent_region(content)
    file = find_settings(content, settings_kind_of(above))
    written = read_file(file) if file.is_file() else b""
    return read_settings(written, above, lost)


def read_settings(content: bytes, above: ParentRegion | None, lost: list[LostKey]) -> Site:
    """The site that these bytes of deputy.toml or site.toml describe; see read_site."""
    return read_deputy(content, above, lost) if above else read_site(content, lost)


def parent_region(content: Path, region_url: str = "") -> ParentRegion | None:
    """The region around a deputy's folder; None for any other content.

    `region_url` overrides the address in the region's site.toml.
    """
    if not find_settings(content, "deputy").is_file():
        return None
    region, slug = region_around(content), deputy_slug(content.resolve().name)
    if region is None:
        return ParentRegion(slug)
    site, is_broken = _site_of_region(region)
    return ParentRegion(slug, replace(site, url=region_url or site.url), is_broken)


def is_region_broken(content: Path) -> bool:
    """Whether a region's site.toml cannot be read; that is reported when the region is built."""
    return _site_of_region(content)[1]


def _site_of_region(content: Path) -> tuple[Site, bool]:
    """The site, and whether its settings are broken."""
    settings = find_settings(content, "site")
    try:
        stat = settings.stat()
        return _region_site(settings, stat.st_size, stat.st_mtime_ns), False
    except FileNotFoundError:
        return Site(), False
    except (OSError, Unfit):
        return Site(), True


@lru_cache(maxsize=4)  # a region has hundreds of deputies
def _region_site(settings: Path, size_bytes: int, _mtime_ns: int) -> Site:
    if size_bytes > SETTINGS_BYTES or not settings.is_file():
        raise Unfit(too_much(settings.name))
    return read_site(read_file(settings), [])  # keys are reported when the region is built


def deputy_folders(content: Path) -> tuple[str, ...]:
    """The sorted names of the folders in a region's deputies/, as the disk spells them."""
    try:
        with os.scandir(content / DEPUTIES) as entries:
            folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return ()
    return tuple(sorted(name for name in folders if not is_ignored(name)))


def deputy_slug(name: str) -> str:
    """A deputy's part of the address, from the folder's name; "" if no letter remains."""
    return slugify(nfc(name))


def read_deputy(content: bytes, above: ParentRegion, lost: list[LostKey]) -> Site:
    """The deputy's site; for `lost` and Unfit see read_site.

    The region's languages, theme and quiet days apply here too.
    """
    region = above.site or Site()
    table = without_other_locales(
        read_toml(content, DEPUTY_TOML), region.locales, DEPUTY_TOML, lost
    )
    keys = convert_each(table, DeputyToml, DEPUTY_TOML, CHECKS, lost)
    places = (*keys.villages, *keys.streets)
    if len(places) > ITEMS:
        many = problem(
            DEPUTY_TOML,
            "there are more than {count} places",
            "is this the right list?",
            count=ITEMS,
        )
        lost.append(LostKey("streets", many))
        places = places[:ITEMS]
    shared = set(SiteToml.__struct_fields__) & set(DeputyToml.__struct_fields__)
    values: dict[str, Any] = {"claim_review": region.claim_review}
    values |= {name: value for name in shared if (value := getattr(keys, name)) is not None}
    site = site_of(SiteToml(**values, locales=region.locales, theme=region.theme), lost)
    is_own = keys.approval is not None or any(one.key == "approval" for one in lost)
    address = f"{region.url}{DEPUTIES}/{above.slug}/" if region.url else ""
    # A site at an address of its own can link to the region only by the region's full address.
    root = region.url if site.url else "../../"
    return replace(
        site,
        url=site.url or address,
        district=site.district or region.district,
        accent=site.accent or region.accent,
        quiet=tuple(sorted({*site.quiet, *region.quiet})),
        approval=site.approval if is_own else region.approval,
        places=tuple(localized(place, region.locales) for place in places if place),
        region=Region(region.name, root, above.slug) if above.site else None,
    )
