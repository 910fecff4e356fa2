"""Reads site.toml as a Site with every default filled in."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, cast
from urllib.parse import quote

import msgspec
from msgspec.structs import fields

from generator.errors import unfit
from generator.intake.settings import LostKey, convert_each, read_toml, without_other_locales
from generator.language.localized import Localized, Words, localized
from generator.model import Contacts, MobileNumber, Site, WebAddress

_LOCALES = ("kk", "ru")

T = TypeVar("T", bound=msgspec.Struct)


def with_contacts(keys: type[T]) -> type[T]:
    """The same keys, and one for each field of `Contacts`."""
    contacts = [
        (field.name, Words if isinstance(field.type, TypeVar) else str, "")
        for field in fields(Contacts)
    ]
    shape = msgspec.defstruct(
        keys.__name__, contacts, bases=(keys,), forbid_unknown_fields=True, frozen=True
    )
    return cast(type[T], shape)


@with_contacts
class SiteToml(msgspec.Struct, frozen=True):
    """The keys of site.toml."""

    name: Words = ""
    tagline: Words = ""
    district: Words = ""
    url: str = ""
    accent: str = ""
    theme: str = "default"
    locales: tuple[str, ...] = _LOCALES
    quiet: tuple[date, ...] = ()
    claim_review: bool = False
    publish: str = ""
    precompress: bool = False
    approval: bool | date = False  # a date: posts of that day and later need the deputy's approval


def read_site(content: bytes, lost: list[LostKey]) -> Site:
    """The site that site.toml describes; empty content is none.

    A key that cannot be used is left out and added to `lost`. Raises Unfit where the file as a
    whole cannot be read.
    """
    table = without_other_locales(read_toml(content, "site.toml"), _LOCALES, "site.toml", lost)
    return site_of(convert_each(table, SiteToml, "site.toml", CHECKS, lost), lost)


def site_of(keys: SiteToml, lost: list[LostKey]) -> Site:
    """The site that these checked keys describe."""
    # Where it cannot be read which posts need the deputy's approval, all do.
    approval = date.min if any(one.key == "approval" for one in lost) else keys.approval
    return Site(
        locales=keys.locales,
        name=localized(keys.name, keys.locales),
        tagline=localized(keys.tagline, keys.locales),
        district=localized(keys.district, keys.locales),
        url=clean_url(keys.url),
        contacts=_contacts(keys),
        accent=keys.accent.strip().lower(),
        theme=keys.theme,
        quiet=tuple(sorted(keys.quiet)),
        claim_review=keys.claim_review,
        publish=keys.publish.strip(),
        precompress=keys.precompress,
        approval=date.min if approval is True else approval or None,
    )


def _contacts(keys: SiteToml) -> Contacts[Localized]:
    values: dict[str, Any] = {}
    for field in fields(Contacts):
        written = getattr(keys, field.name)
        if isinstance(field.type, TypeVar):
            values[field.name] = localized(written, keys.locales)
        elif field.type == MobileNumber:
            values[field.name] = _international(written)
        else:
            values[field.name] = written.strip()
    return Contacts(**values)


def clean_url(url: str, where: str = "site.toml") -> str:
    """The site's address with a scheme, in ASCII, with one slash at its end.

    A bare host gets https://. Raises Unfit for anything that is not a web address.
    """
    url = url.strip()
    if not url:
        return ""
    if "://" not in url:
        url = "https://" + url
    refused = unfit(where, "“{url}” is not a web address", "write https://example.kz", url=url)
    if not re.match(r"https?://[^/\s?#@\"'<>\\`{}|^]+(?:/[^?#]*)?$", url):
        raise refused
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        raise refused from None
    return f"{scheme}://{host}/{quote(path.strip('/'), safe='/%')}".rstrip("/") + "/"


def _check_locales(locales: tuple[str, ...], where: str) -> None:
    unknown = [locale for locale in locales if locale not in _LOCALES]
    if unknown or not locales:
        raise unfit(
            where,
            "there are no texts for the language “{locale}”",
            'write locales = ["kk", "ru"]',
            locale=", ".join(unknown),
        )


def _check_colour(colour: str, where: str) -> None:
    if colour and not _is_colour(colour):
        raise unfit(where, "“{value}” is not a colour", 'write accent = "#0a6c74"', value=colour)


def _check_link(link: str, where: str) -> None:
    if link and not link.startswith(("https://", "http://")):
        raise unfit(where, "“{url}” is not a web address", "write https://example.kz", url=link)


def _check_destination(address: str, where: str) -> None:
    """Unfit where it holds a password, since people pass this file around, or a folder by half."""
    if re.match(r"[\w.+-]+://[^/@]*:[^/@]*@", address.strip()):
        raise unfit(
            where,
            "there is a password in the address to publish to",
            "take it out of the file; it belongs into JARSHY_PUBLISH_PASSWORD",
        )
    check_drive(address, where)


def check_drive(address: str, where: str) -> None:
    """Unfit for "C:site": Windows would look for it wherever it happened to be on that drive."""
    match = re.match(r"([A-Za-z]:)(?![\\/])(.*)", address.strip(), re.DOTALL)
    if match:
        raise unfit(
            where,
            "“{address}” lacks the stroke behind the drive",
            "write it like this: {mended}",
            address=address.strip(),
            mended=f"{match[1]}/{match[2]}",
        )


CHECKS: Mapping[str, Callable[[Any, str], object]] = {
    "url": clean_url,
    "accent": _check_colour,
    "locales": _check_locales,
    "publish": _check_destination,
    **{field.name: _check_link for field in fields(Contacts) if field.type == WebAddress},
}
"""What the values of keys have to be, beyond their types."""


def _international(number: str) -> str:
    """The number as WhatsApp wants it: people write 8 701 … for +7 701 …"""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"+7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else number.strip()


def _is_colour(text: str) -> bool:
    text = text.strip().lower()
    digits = text.removeprefix("#")
    is_hexadecimal = all(digit in "0123456789abcdef" for digit in digits)
    return text.startswith("#") and len(digits) in (3, 6) and is_hexadecimal
