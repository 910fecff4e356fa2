"""The theme's assets in the site's accent colour."""

from urllib.parse import unquote

import pytest

from generator.model import Theme
from generator.plan.assets import asset_files, icon_address
from generator.plan.plan import Literal

ICON = b'<svg><path fill="#0b6a83"/><path fill="#fff"/></svg>\n'
ASSETS = (("style.css", b"p{}\n"), ("icon.svg", ICON), ("site.js", b"1"))
THEME = Theme("test", (), (), ASSETS, ())


def bytes_of(name: str, accent: str = "", theme: Theme = THEME) -> bytes:
    content = asset_files(theme, accent)[name].content
    assert isinstance(content, Literal)
    return content.content


def test_an_asset_has_its_digest_in_its_name() -> None:
    plain, coloured = asset_files(THEME, ""), asset_files(THEME, "#a81f14")
    assert plain["site.js"] == coloured["site.js"]
    for name in ("style.css", "icon.svg"):
        assert plain[name].path != coloured[name].path
    assert plain["site.js"].path.startswith("assets/site-")


def test_the_stylesheet_gets_a_rule_for_each_mean_colour_and_the_accent() -> None:
    style = bytes_of("style.css").decode()
    assert style.startswith("p{}\n.t000{background:#000}")
    assert style.count("{background:#") == 64
    assert ".t213{background:#a5f}" in style
    assert "--accent" not in style
    assert bytes_of("style.css", "#a81f14").endswith(b":root{--accent:#a81f14}\n")


@pytest.mark.parametrize(
    ("style", "published"),
    [
        ("/* one's own */\n.a{}\n/* b */ .b{}\n", ".a{}\n.b{}\n"),
        ('.a{content:"/* kept */"}/*\n*/.b{}', '.a{content:"/* kept */"}.b{}'),
        ("""a{b:url("data:,'/*")}/* " */""", """a{b:url("data:,'/*")}"""),
        ("/*! licence */.a{}", "/*! licence */.a{}"),
        ("/* unended .a{}", "/* unended .a{}"),
    ],
)
def test_the_stylesheet_is_published_without_comments(style: str, published: str) -> None:
    theme = Theme("test", (), (), (("style.css", style.encode()),), ())
    assert bytes_of("style.css", theme=theme).decode().partition(".t000")[0] == published


@pytest.mark.parametrize(("accent", "ink"), [("#a81f14", b"#fff"), ("#ffd400", b"#000")])
def test_the_icon_stays_visible_on_the_accent(accent: str, ink: bytes) -> None:
    icon = bytes_of("icon.svg", accent)
    assert icon == ICON.replace(b"#fff", ink).replace(b"#0b6a83", accent.encode())
    assert bytes_of("icon.svg") == ICON


def test_the_icons_data_address_fits_into_an_attribute() -> None:
    address = icon_address(asset_files(THEME, ""))
    assert address.startswith("data:image/svg+xml,")
    assert not set('"<>#') & set(address)
    assert unquote(address.partition(",")[2]) == ICON.decode().strip().replace('"', "'")
