"""What is asked before publishing, and which numbers are the site's own."""

from datetime import date
from typing import Any

import pytest

from generator.errors import Level
from generator.language.personal_kind import Personal
from generator.messages import LANGUAGES, Words
from generator.model import Block, Body, Contacts, Content, Page, PersonalDetail, Post, Site, Text
from generator.plan.personal import account_doubts, questions


def detail(kind: Personal, value: str, path: str = "Жол/kk.md", line: int = 3) -> PersonalDetail:
    return PersonalDetail(kind, value, value, path, line, f"digest of {value}")


PHONE = detail(Personal.PHONE, "7011234567")


def content(*details: PersonalDetail, site: Site | None = None, contacts: str = "") -> Content:
    text = Text("kk", "Жол", path="Жол/kk.md")
    post = Post("Жол", "jol", date(2026, 11, 20), (text,), personal=details)
    page = Page("contacts", (Text("kk", "", Body.of(Block(html=f"<p>{contacts}</p>"))),))
    return Content(site or Site(), (post,), (page,) if contacts else ())


@pytest.mark.parametrize("kind", [Personal.PHONE, Personal.IDENTITY, Personal.CARD, Personal.HOME])
def test_each_kind_is_a_question_with_its_place_and_digest(kind: Personal) -> None:
    (asked,) = questions(content(detail(kind, "12…34")))
    assert (asked.level, asked.where, asked.line) == (Level.ASK, "Жол/kk.md", 3)
    assert asked.asks == "digest of 12…34"
    for language in LANGUAGES:
        said = Words(language).problem(asked)
        assert "12…34" in said
        assert "{" not in said


def test_an_account_is_a_doubt_and_no_question() -> None:
    whole = content(detail(Personal.ACCOUNT, "KZ86…00"))
    assert list(questions(whole)) == []
    assert [doubt.level for doubt in account_doubts(whole)] == [Level.DOUBT]


def test_questions_are_in_the_order_of_files_and_lines() -> None:
    details = (
        detail(Personal.CARD, "1", "b.md", 1),
        detail(Personal.CARD, "2", "a.md", 9),
        detail(Personal.CARD, "3", "a.md", 2),
    )
    assert [asked.line for asked in questions(content(*details))] == [2, 9, 1]


@pytest.mark.parametrize("field", ["phone", "whatsapp"])
@pytest.mark.parametrize("written", ["+7 (701) 123-45-67", "8 701 123 45 67"])
def test_the_sites_own_numbers_are_fine(field: str, written: str) -> None:
    fields: dict[str, Any] = {field: written}
    site = Site(contacts=Contacts(**fields))
    assert list(questions(content(PHONE, site=site))) == []
    other = detail(Personal.PHONE, "7011234568")
    assert len(list(questions(content(other, site=site)))) == 1


def test_numbers_of_the_reception_and_the_contacts_page_are_fine() -> None:
    site = Site(contacts=Contacts(reception=(("kk", "Дүйсенбі, 8 701 123 45 67"),)))
    assert list(questions(content(PHONE, site=site))) == []
    assert list(questions(content(PHONE, contacts="Көмекші: 8 <b>701</b> 123 45 67"))) == []


def test_an_identity_number_is_asked_about_even_among_the_contacts() -> None:
    number = detail(Personal.IDENTITY, "870615300003")
    assert len(list(questions(content(number, contacts="ЖСН 870615300003")))) == 1
