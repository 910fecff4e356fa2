"""site.toml in, a Site with every default filled in out."""

import re
from datetime import date
from urllib.parse import quote

import msgspec

from generator.errors import unfit
from generator.intake.settings import Words, check_locales, convert, localized, read_toml
from generator.model import Site

_LOCALES = ("kk", "ru")


class SiteToml(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The keys of site.toml."""

    name: Words = ""
    tagline: Words = ""
    district: Words = ""
    url: str = ""
    phone: str = ""
    whatsapp: str = ""
    email: str = ""
    address: Words = ""
    reception: Words = ""
    map: str = ""
    appeals: str = ""
    accent: str = ""
    theme: str = "default"
    locales: tuple[str, ...] = _LOCALES
    quiet: tuple[date, ...] = ()
    claim_review: bool = False
    publish: str = ""
    precompress: bool = False
    approval: bool | date = False  # a day: posts from then on


def read_site(content: bytes) -> Site:
    """The site; Unfit where site.toml has a mistake. Empty content gives the defaults."""
    table = read_toml(content, "site.toml")
    given = convert(table, SiteToml, "site.toml")
    check_locales(table, _LOCALES, "site.toml")
    return site_of(given, "site.toml")


def site_of(given: SiteToml, where: str) -> Site:
    """The site that these keys describe; `where` is the file they stand in. Unfit for a mistake."""
    _check(given, where)
    return Site(
        locales=given.locales,
        name=localized(given.name, given.locales),
        tagline=localized(given.tagline, given.locales),
        district=localized(given.district, given.locales),
        url=clean_url(given.url, where),
        phone=given.phone.strip(),
        whatsapp=_international(given.whatsapp),
        email=given.email.strip(),
        address=localized(given.address, given.locales),
        reception=localized(given.reception, given.locales),
        map=given.map.strip(),
        appeals=given.appeals.strip(),
        accent=given.accent.strip().lower(),
        theme=given.theme,
        quiet=tuple(sorted(given.quiet)),
        claim_review=given.claim_review,
        publish=_without_password(given.publish, where),
        precompress=given.precompress,
        approval=date.min if given.approval is True else given.approval or None,
    )


def clean_url(url: str, where: str = "site.toml") -> str:
    """The site's address as machines write it, with one slash at its end; a bare host gets https://."""
    url = url.strip()
    if not url:
        return ""
    if "://" not in url:
        url = "https://" + url
    wrong = unfit(where, "“{url}” is not a web address", "write https://example.kz", url=url)
    if not re.match(r"https?://[^/\s?#@\"'<>\\`{}|^]+(?:/[^?#]*)?$", url):
        raise wrong
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        raise wrong from None
    return f"{scheme}://{host}/{quote(path.strip('/'), safe='/%')}".rstrip("/") + "/"


def _check(given: SiteToml, where: str) -> None:
    strange = [locale for locale in given.locales if locale not in _LOCALES]
    if strange or not given.locales:
        raise unfit(
            where,
            "there are no texts for the language “{locale}”",
            'write locales = ["kk", "ru"]',
            locale=", ".join(strange),
        )
    if given.accent and not _is_colour(given.accent):
        raise unfit(
            where,
            "“{value}” is not a colour",
            'write accent = "#0a6c74"',
            value=given.accent,
        )
    for link in (given.map, given.appeals):
        if link and not link.startswith(("https://", "http://")):
            raise unfit(
                where,
                "“{url}” is not a web address",
                "write https://example.kz",
                url=link,
            )


def _without_password(address: str, where: str) -> str:
    """The address to publish to; this file is passed around, so a password has no place in it."""
    if re.match(r"[\w.+-]+://[^/@]*:[^/@]*@", address.strip()):
        raise unfit(
            where,
            "there is a password in the address to publish to",
            "take it out of the file; it belongs into JARSHY_PUBLISH_PASSWORD",
        )
    return address.strip()


def _international(number: str) -> str:
    """A number as WhatsApp wants it: people write 8 701 … for +7 701 …"""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"+7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else number.strip()


def _is_colour(text: str) -> bool:
    digits = text.strip().lower().removeprefix("#")
    return (
        text.strip().startswith("#")
        and len(digits) in (3, 6)
        and all(digit in "0123456789abcdef" for digit in digits)
    )
