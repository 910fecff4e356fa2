"""A site goes to every kind of host: whole, in order, only what changed, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.publish.hosts.host import Failed
from generator.publish.known_releases import open_known_releases
from generator.publish.ledger import KEPT_FORMER
from tests.support.building import snapshot
from tests.support.hosts import KINDS, Host
from tests.support.published import MEDIA_BYTES, Computer, computer, missing_of, public, write_site


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with KINDS[request.param](tmp_path / "host") as one:
        yield one


@pytest.fixture
def aide(host: Host, tmp_path: Path) -> Computer:
    return computer(tmp_path / "aide", host.to, host.secret)


POSTS = {"mektep": 1, "zhol": 1, "su": 1}


def test_the_host_gets_what_is_in_output_and_then_only_what_changed(
    host: Host, aide: Computer
) -> None:
    write_site(aide.output, POSTS)
    first = aide.publish(accept=host.accept)
    assert host.public() == snapshot(aide.output)
    assert len(first.sent) == len(snapshot(aide.output))

    assert aide.publish().sent == ()

    page = aide.output / "news/zhol.html"
    page.write_text(page.read_text().replace("zhol 1", "жол 2"), encoding="utf-8")
    edited = aide.publish()
    assert edited.sent == ("news/zhol.html",)
    assert edited.sent_bytes < MEDIA_BYTES / 10
    assert host.public() == snapshot(aide.output)


def test_undo_brings_the_release_before_back_without_its_media(host: Host, aide: Computer) -> None:
    write_site(aide.output, POSTS)
    aide.publish(accept=host.accept)
    before = host.public()
    write_site(aide.output, {"mektep": 2, "su": 1, "otin": 1})
    aide.publish()
    undone = aide.undo()
    assert host.public() == before
    assert not [path for path in undone.sent if path.startswith("media/")]
    assert undone.sent_bytes < MEDIA_BYTES / 10
    with pytest.raises(Failed):
        aide.undo()
    assert host.public() == before


def test_undo_works_from_a_computer_that_never_published(
    host: Host, aide: Computer, tmp_path: Path
) -> None:
    write_site(aide.output, POSTS)
    aide.publish(accept=host.accept)
    before = host.public()
    write_site(aide.output, {"mektep": 2})
    aide.publish()
    other = computer(tmp_path / "other", host.to, host.secret)
    write_site(other.output, POSTS)
    with pytest.raises(Failed):
        other.publish(accept=host.accept)
    other.undo()
    assert host.public() == before


def test_a_second_computer_is_told_and_nothing_is_lost(
    host: Host, aide: Computer, tmp_path: Path
) -> None:
    other = computer(tmp_path / "other", host.to, host.secret)
    write_site(aide.output, POSTS)
    write_site(other.output, {"otin": 1})
    aide.publish(accept=host.accept)
    before = host.public()
    with pytest.raises(Failed) as told:
        other.publish(accept=host.accept)
    assert told.value.problem.what.startswith("this site was published from another computer")
    assert host.public() == before
    other.publish(take_over=True)
    assert host.public().keys() - {"index.html"} == snapshot(other.output).keys() - {
        "index.html"
    } | {path for path in before if path.startswith("media/")}
    with pytest.raises(Failed):
        aide.publish()
    other.undo()
    assert host.public() == before


def test_files_of_others_are_never_touched(host: Host, aide: Computer) -> None:
    write_site(aide.output, POSTS)
    aide.publish(accept=host.accept)
    theirs = {"forum/a.php": b"theirs", "news/theirs.html": b"theirs</html>"}
    for path, content in theirs.items():
        host.put(path, content)
    write_site(aide.output, {"otin": 1})
    aide.publish(forget=True, may_rewrite=lambda: True)
    assert host.public() == snapshot(aide.output) | theirs
    write_site(aide.output, {"otin": 1, "theirs": 1})
    with pytest.raises(Failed) as told:
        aide.publish()
    assert told.value.problem.where == "news/theirs.html"
    assert host.public()["news/theirs.html"] == theirs["news/theirs.html"]
    aide.publish(take_over=True)
    assert host.public() == snapshot(aide.output) | {"forum/a.php": b"theirs"}


# What does not depend on the kind of host


@pytest.fixture
def here(tmp_path: Path) -> Computer:
    return computer(tmp_path / "aide", str(tmp_path / "host"))


def _shown(one: Computer) -> dict[str, bytes]:
    return public(Path(one.address.path))


def test_media_of_former_releases_go_when_nobody_can_go_back_to_them(here: Computer) -> None:
    write_site(here.output, {"mektep": 1})
    here.publish()
    (old,) = {path for path in _shown(here) if path.startswith("media/")}
    for edition in range(2, 2 + KEPT_FORMER):
        write_site(here.output, {"mektep": edition})
        here.publish()
        assert old in _shown(here)
    write_site(here.output, {"mektep": 99})
    here.publish()
    assert old not in _shown(here)
    for _ in range(KEPT_FORMER):
        here.undo()
        assert missing_of(Path(here.address.path)) == set()
    assert "mektep 2" in (Path(here.address.path) / "news/mektep.html").read_text()


def test_many_releases_keep_few_packs_and_every_way_back(here: Computer) -> None:
    seen = []
    for edition in range(36):
        write_site(here.output, {"mektep": edition, "zhol": 1, f"p{edition}": 1})
        here.publish(may_drop=lambda count: True)
        seen.append(snapshot(here.output))
    packs = list((Path(here.address.path) / ".jarshy/packs").iterdir())
    assert len(packs) <= 30
    for back in range(2, 2 + KEPT_FORMER):
        here.undo()
        shown = _shown(here)
        assert {path: shown[path] for path in seen[-back]} == seen[-back]


def test_what_is_taken_back_is_gone_from_the_host(here: Computer) -> None:
    write_site(here.output, {"mektep": 1})
    here.publish()
    before = snapshot(Path(here.address.path))
    write_site(here.output, {"mektep": 1, "bala": 1})
    here.publish()
    here.undo()
    after = snapshot(Path(here.address.path))
    del before[".jarshy/ledger.json.gz"], after[".jarshy/ledger.json.gz"]
    assert after == before


def test_what_readers_have_is_known_without_asking_the_host(here: Computer) -> None:
    memory = open_known_releases(here.home / "cache", here.address)
    write_site(here.output, POSTS)
    here.publish()
    first = memory.files
    assert set(first) == set(snapshot(here.output))
    write_site(here.output, {"mektep": 2})
    here.publish()
    assert memory.files != first
    here.undo()
    assert memory.files == first


def test_many_pages_do_not_go_without_a_yes(here: Computer) -> None:
    write_site(here.output, {f"p{number}": 1 for number in range(30)})
    here.publish()
    before = _shown(here)
    write_site(here.output, {"p1": 1})
    asked: list[int] = []
    with pytest.raises(Failed):
        here.publish(may_drop=asked.append)
    assert asked == [58]
    assert _shown(here) == before
    here.publish(may_drop=lambda count: True)
    assert not (Path(here.address.path) / "news/p2.html").exists()


def test_the_difference_is_told_and_nothing_is_changed(here: Computer) -> None:
    write_site(here.output, POSTS)
    here.publish()
    before = snapshot(Path(here.address.path))
    write_site(here.output, {"mektep": 1, "zhol": 1, "otin": 1})
    steps = here.difference()
    assert "news/otin.html" in steps.add
    assert "news/su.html" in steps.drop
    assert snapshot(Path(here.address.path)) == before
