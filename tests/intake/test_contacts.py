"""Every contact of the model is a key of site.toml and of deputy.toml."""

from typing import TypeVar

import pytest
from msgspec.structs import FieldInfo, fields

from generator.intake.deputy_toml import ParentRegion, read_deputy, read_settings
from generator.intake.settings import LostKey
from generator.intake.site_toml import read_site
from generator.model import Contacts, Site, WebAddress

CONTACTS = fields(Contacts)
REGION = ParentRegion("bolat", Site())


def key_line(field: FieldInfo, text: str) -> bytes:
    return f'{field.name} = "{text}"'.encode()


@pytest.mark.parametrize("field", CONTACTS, ids=lambda field: field.name)
def test_each_contact_is_read_from_both_files(field: FieldInfo) -> None:
    written = key_line(field, "https://example.kz ")
    for site in (read_site(written, []), read_deputy(written, REGION, [])):
        shown = getattr(site.contacts.in_locale("kk"), field.name)
        assert shown.strip() == "https://example.kz"


@pytest.mark.parametrize(
    "field",
    [field for field in CONTACTS if isinstance(field.type, TypeVar)],
    ids=lambda field: field.name,
)
def test_translated_contacts_have_a_text_in_each_language(field: FieldInfo) -> None:
    site = read_site(f'{field.name} = {{ kk = "Орал", ru = "Уральск" }}'.encode(), [])
    assert getattr(site.contacts, field.name) == (("kk", "Орал"), ("ru", "Уральск"))
    assert getattr(site.contacts.in_locale("ru"), field.name) == "Уральск"


@pytest.mark.parametrize("field", CONTACTS, ids=lambda field: field.name)
def test_only_web_addresses_are_checked_as_such(field: FieldInfo) -> None:
    written = key_line(field, "javascript:alert(1)")
    lost: list[LostKey] = []
    read_site(written, lost)
    assert [one.key for one in lost] == [field.name] * (field.type == WebAddress)


def test_a_misspelt_contact_is_named_with_the_nearest_key() -> None:
    for above in (None, REGION):
        lost: list[LostKey] = []
        read_settings(b'fone = "1"', above, lost)
        assert dict(lost[0].problem.values) == {"name": "fone", "near": "phone"}


def test_whatsapp_gets_the_countrys_code() -> None:
    contacts = read_site(b'whatsapp = "8 (701) 123-45-67"\nphone = "8 701 "', []).contacts
    assert (contacts.whatsapp, contacts.phone) == ("+77011234567", "8 701")
