"""Addresses as machines write them in, as people type them out."""

import pytest

from generator.language.addresses import shown_address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.kz/", "example.kz"),
        ("https://example.kz/index.html", "example.kz"),
        ("https://example.kz/sub/ru/index.html", "example.kz/sub/ru"),
        ("https://example.kz/news/a.html", "example.kz/news/a.html"),
        ("https://xn--c1ap6frq.xn--80ao21a/%D0%B1%D0%B5%D1%82/", "үлгі.қаз/бет"),
    ],
)
def test_an_address_is_shown_as_it_is_typed(url: str, shown: str) -> None:
    assert shown_address(url) == shown
