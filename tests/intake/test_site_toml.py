"""site.toml in, a site with every default filled in out; mistakes are named."""

from datetime import date

import pytest

from generator.errors import Unfit
from generator.intake.settings import LostKey
from generator.intake.site_toml import clean_url, read_site
from generator.messages import Words
from generator.model import Site


def refusal(written: str) -> str:
    """What is said of the one mistake in these settings."""
    lost: list[LostKey] = []
    read_site(written.encode(), lost)
    return Words("en").problem(lost[0].problem)


def test_an_empty_file_gives_the_defaults() -> None:
    assert read_site(b"", []) == Site()


def test_all_keys_are_read_and_tidied() -> None:
    site = read_site(
        'name = { ru = "Депутат", kk = "Депутат қаз" }\ndistrict = "Үлгі"\nurl = "example.kz"\n'
        'phone = " +7 700 "\naccent = "#0A6C74"\nquiet = [2026-11-29, "2026-11-28"]\n'
        'locales = ["ru", "kk"]\nmap = "https://map.kz/a"'.encode("utf-8-sig"),
        [],
    )
    assert site.name == (("kk", "Депутат қаз"), ("ru", "Депутат"))
    assert site.district == (("kk", "Үлгі"), ("ru", "Үлгі"))
    assert (site.url, site.accent) == ("https://example.kz/", "#0a6c74")
    assert site.contacts.phone == "+7 700"
    assert site.quiet == (date(2026, 11, 28), date(2026, 11, 29))
    assert (site.locales, site.contacts.map) == (("ru", "kk"), "https://map.kz/a")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('naem = "А"', "“naem” is not known here — did you mean “name”?"),
        ('name = { kz = "А" }', "“kz” is not known here — did you mean “kk”?"),
        ("phone = 87011234567", "the value is not in quotation marks: phone = 87011234567"),
        ("publish = 'C:site'", "“C:site” lacks the stroke behind the drive"),
        ('publish = "ftp://a:b@c.kz/"', "there is a password in the address to publish to"),
        ('locales = ["kk", "en"]', "there are no texts for the language “en”"),
        ("locales = []", "there are no texts for the language"),
        ('accent = "teal"', "“teal” is not a colour"),
        ('accent = "#12345"', "“#12345” is not a colour"),
        ('accent = "#0a6c74;}body{x"', "is not a colour"),
        ('map = "javascript:alert(1)"', "“javascript:alert(1)” is not a web address"),
        ('appeals = "egov.kz"', "“egov.kz” is not a web address"),
        ('url = "ftp://example.kz"', "“ftp://example.kz” is not a web address"),
        ('quiet = ["ертең"]', "the value of “quiet[0]” does not fit"),
    ],
)
def test_a_mistake_is_named(written: str, told: str) -> None:
    message = refusal(written)
    assert message.startswith("site.toml — ")
    assert told in message


def test_a_wrong_key_costs_that_key_alone() -> None:
    written = 'naem = "А"\nphone = 5\naccent = "teal"\ndistrict = { kz = "Б", ru = "В" }\n'
    lost: list[LostKey] = []
    site = read_site((written + 'email = "a@b.kz"\nurl = "ftp://a"').encode(), lost)
    assert [key.key for key in lost] == ["district", "name", "phone", "accent", "url"]
    assert (site.district, site.contacts.email) == ((("ru", "В"),), "a@b.kz")
    assert (site.name, site.accent, site.url, site.contacts.phone) == ((), "", "", "")


@pytest.mark.parametrize("written", ['approval = "ертең"', "approvel = true", "approval = 5.5"])
def test_posts_wait_for_approval_where_it_cannot_be_read_which_need_it(written: str) -> None:
    assert read_site(written.encode(), []).approval == date.min
    assert read_site(b"approval = false", []).approval is None


def test_control_characters_do_not_pass() -> None:
    site = read_site(b'name = "A\\u0001B"\ndistrict = { kk = "C\\u009f" }\naddress = "D\\nE"', [])
    assert (site.name[0][1], site.district) == ("AB", (("kk", "C"),))
    assert site.contacts.address[0][1] == "D\nE"


def test_letters_of_an_old_code_page_are_refused() -> None:
    with pytest.raises(Unfit) as caught:
        read_site('name = "Депутат"'.encode("cp1251"), [])
    assert caught.value.problem.hint == "save the file as UTF-8 text"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("", ""),
        ("  ", ""),
        ("example.kz", "https://example.kz/"),
        ("http://example.kz", "http://example.kz/"),
        (" https://example.kz/deputat// ", "https://example.kz/deputat/"),
        ("https://мысал.қаз/сайт", "https://xn--80awbu3c.xn--80ao21a/%D1%81%D0%B0%D0%B9%D1%82/"),
        ("http://127.0.0.1:8000/a%20b", "http://127.0.0.1:8000/a%20b/"),
    ],
)
def test_an_address_ends_with_one_slash(url: str, clean: str) -> None:
    assert clean_url(url) == clean


@pytest.mark.parametrize(
    "url",
    [
        *("https://", "http:///a", "javascript://x", "file:///etc"),
        *("https://a.kz/?q=1", "https://a.kz#f", "ht tp://"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Unfit):
        clean_url(url)
