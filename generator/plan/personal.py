"""What has to be asked before the content is published: somebody's numbers and addresses."""

import re
from collections.abc import Iterator
from functools import partial

from generator.errors import Problem, ask, doubt
from generator.language.personal import find_personal
from generator.language.personal_kind import Personal
from generator.model import Content, PersonalDetail

_MARKUP = re.compile(r"<[^>]*>")


def questions(content: Content) -> Iterator[Problem]:
    """A question for each telephone, identity number, card and home, in the order of the files.

    The site's own telephones and addresses are fine, and so are those of its contacts page.
    """
    own = _own(content)
    for detail in _details(content):
        if detail.kind is not Personal.ACCOUNT and (detail.kind, detail.value) not in own:
            yield _question(detail)


def account_doubts(content: Content) -> Iterator[Problem]:
    """A doubt for each bank account: most are of funds and schools, so nobody has to say yes."""
    for detail in _details(content):
        if detail.kind is Personal.ACCOUNT:
            yield doubt(
                detail.path,
                "a bank account: {number}",
                "leave it out if it is somebody's own",
                line=detail.line,
                number=detail.shown,
            )


def _details(content: Content) -> list[PersonalDetail]:
    details = [*content.site.personal]
    for post in content.posts:
        details += post.personal
    for page in content.pages:
        details += page.personal
    return sorted(details, key=lambda detail: (detail.path, detail.line))


def _question(detail: PersonalDetail) -> Problem:
    say = partial(ask, detail.path, line=detail.line, asks=detail.digest, number=detail.shown)
    match detail.kind:
        case Personal.PHONE:
            return say(
                "a telephone number: {number}",
                "leave it out if it is somebody's own; the site's numbers belong in site.toml",
            )
        case Personal.IDENTITY:
            return say("somebody's identity number: {number}", "leave it out: it is personal data")
        case Personal.CARD:
            return say("a bank card: {number}", "leave it out if it is somebody's own")
    return say("a home address: {number}", "leave it out if it is somebody's own")


def _own(content: Content) -> set[tuple[Personal, str]]:
    """The telephones and addresses by which people reach the deputy."""
    contacts = content.site.contacts
    places = [text for _, text in (*contacts.address, *contacts.reception)]
    for page in content.pages:
        if page.slug == "contacts":
            places += [_MARKUP.sub("", block.html) for text in page.texts for block in text.body]
    found = (match for place in places for match in find_personal(place))
    own = {(match.kind, match.value) for match in found}
    numbers = (
        "".join(filter(str.isdigit, number)) for number in (contacts.phone, contacts.whatsapp)
    )
    own |= {(Personal.PHONE, number[-10:]) for number in numbers}
    return {(kind, value) for kind, value in own if kind in (Personal.PHONE, Personal.HOME)}
