"""Errands of the studio without a page: what each asks, and what readers have afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.errors import stop
from generator.inputs import BuildRequest, Built
from generator.store.output_ledger import Written
from generator.studio.sending import errands
from generator.studio.sending.errands import Go, Office, Outcome, publish_site
from generator.studio.sending.job import Job, Phase, State
from generator.studio.sending.page_asker import TypedPassword
from generator.studio.sending.review import Review
from generator.studio.sending.taking_back import Back, Off, bring_back, take_post_off
from tests.support.content import write_post
from tests.support.hosts import ftp, mentions
from tests.support.keyrings import Ring, own_keyring
from tests.support.published import public
from tests.support.servers import PASSWORD
from tests.support.waiting import LAST_RESORT_SECONDS, wait_until

PAGE = "news/2026-11-20-mektep.html"


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.delenv("JARSHY_PUBLISH_PASSWORD", raising=False)
    with own_keyring() as kept:
        yield kept


@pytest.fixture
def office(tmp_path: Path) -> Office:
    content = tmp_path / "content"
    write_post(content, "2026-11-20 Мектеп", "# Мектеп ашылды\n\nСөз.", "# Школа\n\nСлово.")
    (content / "site.toml").write_text('publish = "site"', encoding="utf-8")
    return Office(BuildRequest(content, tmp_path / "output", tmp_path / "cache"))


class Desk:
    """A person at the page: waits for what is asked, and answers."""

    def __init__(self, office: Office) -> None:
        self.office, self.job = office, Job()

    def begin(self, errand: Callable[..., None], *args: Any, **chosen: Any) -> None:
        assert self.job.begin(lambda job: errand(self.office, job, *args, **chosen))

    def until(self, *phases: Phase) -> State:
        def state() -> State | None:
            assert self.job.state.phase is not Phase.FAILED, self.job.state.problem
            return self.job.state if self.job.state.phase in phases else None

        return wait_until(state)

    def publish(self) -> Outcome:
        self.begin(publish_site)
        self.until(Phase.ASKED)
        assert self.job.answer(Phase.ASKED, Go())
        outcome: Outcome = self.until(Phase.DONE).facts["outcome"]
        self.job.join()
        return outcome


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


def test_nothing_goes_out_before_the_yes_and_all_of_it_after(desk: Desk, tmp_path: Path) -> None:
    desk.begin(publish_site)
    review: Review = desk.until(Phase.ASKED).facts["review"]
    assert not (tmp_path / "site").exists()
    assert [post.title for post in review.new] == ["Мектеп ашылды"]
    assert review.files > 10
    assert review.seconds > 0
    assert not desk.job.begin(lambda job: None), "one errand at a time"
    assert desk.job.answer(Phase.ASKED, Go())
    desk.until(Phase.DONE)
    assert PAGE in public(tmp_path / "site")
    desk.job.join()
    desk.begin(publish_site)
    assert desk.until(Phase.ASKED).facts["review"].is_empty


def test_each_number_waits_for_its_own_tick_and_is_asked_once(desk: Desk, tmp_path: Path) -> None:
    text = "# Көмек\n\nАсқар: 8 701 123 45 67\n\nКарта: 4111 1111 1111 1111"
    write_post(desk.office.request.content, "2026-11-21 Көмек", text)
    desk.begin(publish_site)
    review: Review = desk.until(Phase.ASKED).facts["review"]
    first, second = review.findings.questions
    number = desk.job.state.number
    desk.job.answer(Phase.ASKED, Go(frozenset((first.asks,))))
    wait_until(lambda: desk.job.state.number > number)
    assert desk.until(Phase.ASKED).facts["again"]
    assert not (tmp_path / "site").exists()
    desk.job.answer(Phase.ASKED, Go(frozenset((second.asks,))))
    desk.until(Phase.DONE)
    desk.job.join()
    write_post(desk.office.request.content, "2026-11-22 Жол", "# Жол\n\nСөз.")
    desk.begin(publish_site)
    assert desk.until(Phase.ASKED).facts["review"].findings.questions == ()


def test_what_changed_while_a_person_looked_is_shown_before_it_goes(desk: Desk) -> None:
    desk.begin(publish_site)
    desk.until(Phase.ASKED)
    write_post(desk.office.request.content, "2026-11-22 Жол", "# Жол жөнделді\n\nСөз.")
    number = desk.job.state.number
    desk.job.answer(Phase.ASKED, Go())
    wait_until(lambda: desk.job.state.number >= number + 3)
    review: Review = desk.until(Phase.ASKED).facts["review"]
    assert [post.title for post in review.new] == ["Жол жөнделді", "Мектеп ашылды"]


def test_a_post_that_must_not_go_out_is_named_and_the_rest_goes(desk: Desk, tmp_path: Path) -> None:
    post = write_post(desk.office.request.content, "2026-11-21 Көпір", "# Көпір\n\nСөз.")
    (post / "post.toml").write_text("children = true", encoding="utf-8")
    review = desk.publish().review
    assert [problem.where for problem in review.waiting] == ["2026-11-21 Көпір/post.toml"]
    assert sorted(path for path in public(tmp_path / "site") if path.startswith("news/")) == [PAGE]


def test_what_stops_the_whole_site_stops_publishing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = stop("", "the site could not be built")
    monkeypatch.setattr(errands, "_build", lambda *_: Built((lost,), 0, Written(), stopped=True))
    desk.begin(publish_site)
    stopped = desk.until(Phase.STOPPED)
    assert stopped.facts["findings"].stops
    assert not (tmp_path / "site").exists()


def test_the_password_is_asked_on_the_page_again_when_wrong_and_kept(
    desk: Desk, ring: Ring, tmp_path: Path
) -> None:
    with ftp(tmp_path / "host") as host:
        settings = desk.office.request.content / "site.toml"
        settings.write_text(f'publish = "{host.to}"', encoding="utf-8")
        desk.begin(publish_site)
        assert not desk.until(Phase.PASSWORD).facts["refused"]
        desk.job.answer(Phase.PASSWORD, TypedPassword("wrong", keep=True))
        wait_until(lambda: desk.job.state.facts.get("refused"))
        assert ring.passwords == {}
        desk.job.answer(Phase.PASSWORD, TypedPassword(PASSWORD, keep=True))
        desk.until(Phase.ASKED)
        assert PASSWORD not in repr(desk.job.state)
        desk.job.answer(Phase.ASKED, Go())
        desk.until(Phase.DONE)
        assert list(ring.passwords.values()) == [PASSWORD]
        assert PAGE in host.public()


def test_a_password_that_is_not_kept_holds_until_the_studio_ends(
    desk: Desk, ring: Ring, tmp_path: Path
) -> None:
    with ftp(tmp_path / "host") as host:
        settings = desk.office.request.content / "site.toml"
        settings.write_text(f'publish = "{host.to}"', encoding="utf-8")
        desk.begin(publish_site)
        desk.until(Phase.PASSWORD)
        desk.job.answer(Phase.PASSWORD, TypedPassword(PASSWORD))
        desk.until(Phase.ASKED)
        desk.job.answer(Phase.ASKED, Go())
        desk.until(Phase.DONE)
        desk.job.join()
        assert ring.passwords == {}
        desk.begin(publish_site)
        desk.until(Phase.ASKED)


@pytest.mark.parametrize("forget", [False, True])
def test_a_post_goes_from_the_site_and_stays_here_as_a_draft(
    forget: bool, desk: Desk, tmp_path: Path
) -> None:
    content = desk.office.request.content
    write_post(content, "2026-11-21 Жол", "# Жол жөнделді\n\nСөз.")
    desk.publish()
    touched: list[str] = []
    desk.office = Office(desk.office.request, touched.append)
    desk.begin(take_post_off, "2026-11-20 Мектеп", forget=forget)
    facts = desk.until(Phase.OFF).facts
    off: Off = facts["off"]
    assert (facts["problems"], off.is_public, off.done.along) == ((), False, ())
    site = public(tmp_path / "site")
    assert PAGE not in site
    assert "news/2026-11-21-zhol.html" in site
    assert "draft = true" in (content / "2026-11-20 Мектеп/post.toml").read_text()
    assert touched == ["2026-11-20 Мектеп"]
    everything = {
        str(path): path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()
    }
    assert bool(mentions(everything, b"2026-11-20-mektep")) is not forget


def test_going_back_names_what_goes_and_waits_for_a_yes(desk: Desk, tmp_path: Path) -> None:
    desk.publish()
    before = public(tmp_path / "site")
    write_post(desk.office.request.content, "2026-11-21 Жол", "# Жол жөнделді\n\nСөз.")
    desk.publish()
    after = public(tmp_path / "site")
    desk.begin(bring_back)
    back: Back = desk.until(Phase.UNDO).facts["back"]
    assert [post.title for post in back.gone] == ["Жол жөнделді"]
    assert back.moment
    desk.job.answer(Phase.UNDO, False)
    desk.until(Phase.IDLE)
    assert public(tmp_path / "site") == after
    desk.job.join()
    desk.begin(bring_back)
    desk.until(Phase.UNDO)
    desk.job.answer(Phase.UNDO, True)
    desk.until(Phase.UNDONE)
    assert public(tmp_path / "site") == before


def test_without_a_place_the_errand_says_so(desk: Desk) -> None:
    (desk.office.request.content / "site.toml").write_text("", encoding="utf-8")
    desk.begin(publish_site)
    desk.job.join(LAST_RESORT_SECONDS)
    assert desk.job.state.phase is Phase.FAILED
    assert desk.job.state.problem
    assert desk.job.state.problem.what == "it is not said where to publish"


def test_stopping_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    desk.begin(publish_site)
    desk.until(Phase.ASKED)
    desk.job.stop()
    desk.until(Phase.IDLE)
    assert not (tmp_path / "site").exists()
