"""deputy.toml in, a Site out; what the deputy does not say, the region around it does."""

import os
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.errors import Unfit, unfit
from generator.intake.discover import is_ignored
from generator.intake.settings import Words, check_locales, convert, localized, read_toml, too_much
from generator.intake.site_toml import SiteToml, read_site, site_of
from generator.language.alphabet import nfc, slugify
from generator.limits import ITEMS, SETTINGS_BYTES
from generator.model import Region, Site

DEPUTIES = "deputies"
"""The folder of a region's content that holds a folder for each deputy."""

DEPUTY_TOML = "deputy.toml"
"""What makes a folder a deputy's."""


class DeputyToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of deputy.toml: those of site.toml that can be a deputy's own, and the places."""

    name: Words = ""
    tagline: Words = ""
    district: Words = ""
    villages: tuple[Words, ...] = ()
    streets: tuple[Words, ...] = ()
    url: str = ""
    phone: str = ""
    whatsapp: str = ""
    email: str = ""
    address: Words = ""
    reception: Words = ""
    map: str = ""
    appeals: str = ""
    accent: str = ""
    quiet: tuple[date, ...] = ()
    claim_review: bool | None = None
    publish: str = ""
    precompress: bool = False
    approval: bool | date | None = None  # a day: posts from then on


class ParentRegion(msgspec.Struct, frozen=True):
    """What a deputy's site stands in."""

    slug: str  # the deputy's own part of the address
    site: Site | None = None  # the region's; none where the folder stands by itself
    is_broken: bool = False  # whether the region's settings cannot be read


def region_around(content: Path) -> Path | None:
    """The region's content folder, where that folder is a deputy's inside it."""
    folder = content.resolve()
    return folder.parent.parent if folder.parent.name == DEPUTIES else None


def home_of(content: Path) -> Path:
    """The folder that content/ stands in; a deputy's folder counts as its region's content."""
    return (region_around(content) or content.absolute()).parent


def settings_name(above: ParentRegion | None) -> str:
    """The file of a site's settings; a deputy's has a name of its own."""
    return DEPUTY_TOML if above else "site.toml"


def settings_of(content: Path) -> Site:
    """What that content's own settings say; Unfit where they have a mistake."""
    above = parent_region(content)
    file = content / settings_name(above)
    written = file.read_bytes() if file.is_file() else b""
    return read_deputy(written, above) if above else read_site(written)


def parent_region(content: Path, region_url: str = "") -> ParentRegion | None:
    """What that content stands in, where it is a deputy's folder.

    `region_url` overrides the region's site.toml.
    """
    if not (content / DEPUTY_TOML).is_file():
        return None
    region, slug = region_around(content), deputy_slug(content.resolve().name)
    if region is None:
        return ParentRegion(slug)
    settings = region / "site.toml"
    try:
        stat = settings.stat()
        site = _region_site(settings, stat.st_size, stat.st_mtime_ns)
    except FileNotFoundError:
        return ParentRegion(slug, Site(url=region_url))
    except (OSError, Unfit):  # said when the region is built
        return ParentRegion(slug, Site(url=region_url), is_broken=True)
    return ParentRegion(slug, replace(site, url=region_url or site.url))


@lru_cache(maxsize=4)  # hundreds of deputies stand in one region
def _region_site(settings: Path, size_bytes: int, _mtime_ns: int) -> Site:
    if size_bytes > SETTINGS_BYTES or not settings.is_file():
        raise Unfit(too_much(settings.name))
    return read_site(settings.read_bytes())


def deputy_folders(content: Path) -> tuple[str, ...]:
    """The names of the folders in a region's deputies/, as the disk spells them, in their order."""
    try:
        with os.scandir(content / DEPUTIES) as entries:
            folders = [one.name for one in entries if one.is_dir(follow_symlinks=False)]
    except OSError:
        return ()
    return tuple(sorted(name for name in folders if not is_ignored(name)))


def deputy_slug(name: str) -> str:
    """A deputy's part of the address, from the name of the folder; "" where no letter is left."""
    return slugify(nfc(name))


def read_deputy(content: bytes, above: ParentRegion) -> Site:
    """The deputy's site; Unfit where deputy.toml has a mistake.

    The languages, theme and quiet days of the region around it hold here too.
    """
    region = above.site or Site()
    table = read_toml(content, DEPUTY_TOML)
    given = convert(table, DeputyToml, DEPUTY_TOML)
    check_locales(table, region.locales, DEPUTY_TOML)
    own = {name: getattr(given, name) for name in DeputyToml.__struct_fields__}
    places = (*own.pop("villages"), *own.pop("streets"))
    if len(places) > ITEMS:
        raise unfit(
            DEPUTY_TOML,
            "there are more than {count} places",
            "is this the right list?",
            count=ITEMS,
        )
    claim_review, approval = own.pop("claim_review"), own.pop("approval")
    site = site_of(
        SiteToml(
            **own,
            locales=region.locales,
            theme=region.theme,
            claim_review=region.claim_review if claim_review is None else claim_review,
            approval=False if approval is None else approval,
        ),
        DEPUTY_TOML,
    )
    below = f"{region.url}{DEPUTIES}/{above.slug}/" if region.url else ""
    return replace(
        site,
        url=site.url or below,
        district=site.district or region.district,
        accent=site.accent or region.accent,
        quiet=tuple(sorted({*site.quiet, *region.quiet})),
        approval=region.approval if approval is None else site.approval,
        places=tuple(localized(place, region.locales) for place in places if place),
        # A site of its own knows the way only where the region's address is known.
        region=Region(region.name, region.url if site.url else "../../", above.slug)
        if above.site
        else None,
    )
