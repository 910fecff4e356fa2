"""A planned site travels as bytes: pages rendered, results by their keys."""

from datetime import datetime

import pytest

from generator.cluster.parcel import pack, unpack
from generator.errors import stop
from generator.model import PhotoFacts, Probe
from generator.pipeline import PlannedSite
from generator.plan.plan import Copied, File, Literal, Plan, Rendered, copied, literal
from generator.store.output_ledger import Origin
from tests.support.written_view import page

ORIGIN = Origin("-", datetime(2026, 11, 23, 12, 0))
PAGE = File("ru/index.html", "page key", Rendered("home.html", "ru", lambda: page("home", "a")))
FILES = (copied("media/a.jpg", "a" * 64, "card.jpg"), literal("robots.txt", b"text"), PAGE)


def render(template: str, locale: str, view: object, path: str) -> bytes:
    return f"{template} {locale} {getattr(view, 'title', '')} {path}".encode()


def test_a_site_arrives_with_its_pages_rendered() -> None:
    sent = PlannedSite(Plan(FILES), render, ORIGIN, made=3)
    origin = Origin("digest", datetime(2026, 11, 23, 12, 0))
    site = unpack(pack(sent, {})).planned_site(origin)
    assert (site.made, site.stopped, site.origin) == (3, False, origin)
    picture, robots, home = site.plan.files
    assert picture == FILES[0] and isinstance(picture.content, Copied)
    assert robots == FILES[1]
    assert (home.path, home.key) == (PAGE.path, PAGE.key)
    assert home.content == Literal("home.html ru Жол ru/index.html".encode())


def test_what_the_worker_learned_comes_with_it() -> None:
    probes = {"d" * 64: Probe(photo=PhotoFacts(640, 480))}
    parcel = unpack(pack(PlannedSite(Plan(()), render, ORIGIN), probes))
    assert (parcel.probes, parcel.origin) == (probes, ORIGIN)


def test_of_a_site_that_must_not_be_published_only_the_problems_are_sent() -> None:
    problem = stop("2026-11-20 Жол", "this must not be published")
    sent = PlannedSite(Plan(FILES, (problem,)), render, ORIGIN, stopped=True)
    site = unpack(pack(sent, {})).planned_site(ORIGIN)
    assert site.stopped
    assert (site.plan.files, site.plan.problems) == ((), (problem,))


def test_nothing_is_left_to_render() -> None:
    site = unpack(pack(PlannedSite(Plan(FILES), render, ORIGIN), {})).planned_site(ORIGIN)
    with pytest.raises(NotImplementedError):
        site.render("home.html", "ru", None, "index.html")
