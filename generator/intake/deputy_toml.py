"""Reads deputy.toml as a Site; what it leaves out, the region's site.toml decides."""

import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.errors import Unfit, unfit
from generator.files import read_file
from generator.intake.discover import is_ignored
from generator.intake.nature.settings_files import find_settings
from generator.intake.settings import check_locales, convert, read_toml, too_much
from generator.intake.site_toml import SiteToml, read_site, site_of, with_contacts
from generator.language.alphabet import nfc, slugify
from generator.language.localized import Words, localized
from generator.limits import ITEMS, SETTINGS_BYTES
from generator.model import Region, Site

DEPUTIES = "deputies"
"""The folder in a region's content with one folder for each deputy."""

DEPUTY_TOML = "deputy.toml"
"""A folder with this file is a deputy's."""


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


def settings_of(content: Path) -> Site:
    """The site that the content's own settings describe. Raises Unfit for a mistake."""
    above = parent_region(content)
    file = find_settings(content, settings_kind_of(above))
    written = read_file(file) if file.is_file() else b""
    return read_deputy(written, above) if above else read_site(written)


def parent_region(content: Path, region_url: str = "") -> ParentRegion | None:
    """The region around a deputy's folder; None for any other content.

    `region_url` overrides the address in the region's site.toml.
    """
    if not find_settings(content, "deputy").is_file():
        return None
    region, slug = region_around(content), deputy_slug(content.resolve().name)
    if region is None:
        return ParentRegion(slug)
    settings = find_settings(region, "site")
    try:
        stat = settings.stat()
        site = _region_site(settings, stat.st_size, stat.st_mtime_ns)
    except FileNotFoundError:
        return ParentRegion(slug, Site(url=region_url))
    except (OSError, Unfit):  # reported when the region is built
        return ParentRegion(slug, Site(url=region_url), is_broken=True)
    return ParentRegion(slug, replace(site, url=region_url or site.url))


@lru_cache(maxsize=4)  # a region has hundreds of deputies
def _region_site(settings: Path, size_bytes: int, _mtime_ns: int) -> Site:
    if size_bytes > SETTINGS_BYTES or not settings.is_file():
        raise Unfit(too_much(settings.name))
    return read_site(read_file(settings))


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


def read_deputy(content: bytes, above: ParentRegion) -> Site:
    """The deputy's site. Raises Unfit for a mistake in deputy.toml.

    The region's languages, theme and quiet days apply here too.
    """
    region = above.site or Site()
    table = read_toml(content, DEPUTY_TOML)
    keys = convert(table, DeputyToml, DEPUTY_TOML)
    check_locales(table, region.locales, DEPUTY_TOML)
    places = (*keys.villages, *keys.streets)
    if len(places) > ITEMS:
        raise unfit(
            DEPUTY_TOML,
            "there are more than {count} places",
            "is this the right list?",
            count=ITEMS,
        )
    shared = set(SiteToml.__struct_fields__) & set(DeputyToml.__struct_fields__)
    values: dict[str, Any] = {"claim_review": region.claim_review}
    values |= {name: value for name in shared if (value := getattr(keys, name)) is not None}
    site = site_of(SiteToml(**values, locales=region.locales, theme=region.theme), DEPUTY_TOML)
    address = f"{region.url}{DEPUTIES}/{above.slug}/" if region.url else ""
    # A site at an address of its own can link to the region only by the region's full address.
    root = region.url if site.url else "../../"
    return replace(
        site,
        url=site.url or address,
        district=site.district or region.district,
        accent=site.accent or region.accent,
        quiet=tuple(sorted({*site.quiet, *region.quiet})),
        approval=region.approval if keys.approval is None else site.approval,
        places=tuple(localized(place, region.locales) for place in places if place),
        region=Region(region.name, root, above.slug) if above.site else None,
    )
