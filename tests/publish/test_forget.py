"""Whoever forgets, forgets: every byte of the host is read, whatever the moment of a cut."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.publish import lock, upload
from generator.publish.forget import abandoned_lists, remembers, still_reachable
from generator.publish.hosts import folder as folder_host
from generator.publish.hosts.host import Bytes, Failed, HttpHeaders
from generator.publish.ledger import (
    Former,
    HostEntry,
    HostLedger,
    Pending,
    Release,
    back_from,
)
from tests.support.building import snapshot
from tests.support.hosts import KINDS, Host, git_objects, mentions, run_git
from tests.support.published import Computer, computer, missing_of, write_site

SECRET = b"bala"  # the name of the removed post: in its page, its picture, its address

A, B, C = (HostEntry(1, letter * 64) for letter in "abc")
PHOTO = "media/0123456789ab-photo-720.jpg"


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with KINDS[request.param](tmp_path / "host") as one:
        yield one


@pytest.fixture
def aide(host: Host, tmp_path: Path) -> Computer:
    return computer(tmp_path / "aide", host.to, host.secret)


def yes() -> bool:
    return True


def published_and_removed(aide: Computer, accept: str = "") -> None:
    """Releases with the post in several editions, and one without it; another post never changes,
    so that packs of former releases are still needed for it."""
    for posts in ({"mektep": 1, "bala": 1}, {"mektep": 1, "bala": 2, "zhol": 1}):
        write_site(aide.output, posts)
        aide.publish(accept=accept)
    write_site(aide.output, {"mektep": 1, "zhol": 1})
    aide.publish()


def test_nothing_of_a_forgotten_post_is_anywhere_on_the_host(host: Host, aide: Computer) -> None:
    published_and_removed(aide, host.accept)
    assert mentions(host.everything(), SECRET), "before, the host still holds it"
    done = aide.publish(forget=True, may_rewrite=yes)
    assert mentions(host.everything(), SECRET) == []
    assert done.reachable == ()
    assert host.public() == snapshot(aide.output)
    with pytest.raises(Failed):
        aide.undo()
    assert aide.publish().sent == ()
    # What comes after is kept for undo as ever.
    before = host.public()
    write_site(aide.output, {"mektep": 2, "otin": 1})
    aide.publish()
    aide.undo()
    assert host.public() == before


def test_a_post_is_forgotten_by_the_release_that_removes_it(host: Host, aide: Computer) -> None:
    write_site(aide.output, {"mektep": 1, "bala": 1})
    aide.publish(accept=host.accept)
    write_site(aide.output, {"mektep": 1})
    aide.publish(forget=True, may_rewrite=yes)
    assert mentions(host.everything(), SECRET) == []


def test_how_much_of_removed_posts_can_still_be_fetched_is_counted(
    host: Host, aide: Computer
) -> None:
    write_site(aide.output, {"mektep": 1, "bala": 1})
    assert aide.publish(accept=host.accept).reachable == ()
    picture = next(path for path in host.public() if "media/" in path and is_of(host, path))
    write_site(aide.output, {"mektep": 1})
    assert set(aide.publish().reachable) == {"news/bala.html", picture}
    assert set(aide.publish().reachable) == {"news/bala.html", picture}, "also when nothing is sent"
    write_site(aide.output, {"mektep": 1, "bala": 1})
    assert aide.publish().reachable == (), "it is on the site again"


def is_of(host: Host, path: str) -> bool:
    return SECRET in host.public()[path]


def test_files_of_others_outlive_a_branch_that_forgets(tmp_path: Path) -> None:
    with KINDS["git"](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to)
        published_and_removed(aide)
        host.put("forum/a.php", b"theirs")
        aide.publish(forget=True, may_rewrite=yes)
        assert host.public() == snapshot(aide.output) | {"forum/a.php": b"theirs"}
        repository = str(tmp_path / "host/site.git")
        assert run_git(f"--git-dir={repository}", "rev-list", "--count", "gh-pages") == "1\n"


def test_a_branch_forgets_on_a_host_that_sends_trees_alone(tmp_path: Path) -> None:
    with KINDS["git"](tmp_path / "host") as host:
        repository = tmp_path / "host/site.git"
        run_git(f"--git-dir={repository}", "config", "uploadpack.allowFilter", "true")
        published_and_removed(computer(tmp_path / "first", host.to))
        other = computer(tmp_path / "other", host.to)  # it never had the contents of any file
        write_site(other.output, {"mektep": 1})
        other.publish(forget=True, may_rewrite=yes, take_over=True)
        assert mentions(host.everything(), SECRET) == []
        assert host.public() == snapshot(other.output)


def test_a_git_host_may_keep_what_it_has_not_cleared_away_yet(tmp_path: Path) -> None:
    """Commits that nothing names lie in the repository until the host's own gc: nobody gets them
    by cloning, and this is what the handbook and the command say."""
    with KINDS["git"](tmp_path / "host") as host:
        repository = tmp_path / "host/site.git"
        aide = computer(tmp_path / "aide", host.to)
        published_and_removed(aide)
        aide.publish(forget=True, may_rewrite=yes)
        assert mentions(git_objects(repository), SECRET)
        run_git(f"--git-dir={repository}", "gc", "--quiet", "--prune=now")
        assert mentions(git_objects(repository), SECRET) == []


def test_the_history_of_a_branch_goes_only_after_a_yes(tmp_path: Path) -> None:
    with KINDS["git"](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to)
        published_and_removed(aide)
        before = host.everything()["objects"]
        with pytest.raises(Failed) as told:
            aide.publish(forget=True)
        assert told.value.problem.what.startswith("all earlier commits of the branch would go")
        assert host.everything()["objects"] == before
        assert aide.publish().sent == (), "and the next release does not forget by itself"
        assert mentions(host.everything(), SECRET)


def test_a_branch_that_must_keep_its_history_says_so_and_stays(tmp_path: Path) -> None:
    with KINDS["git"](tmp_path / "host") as host:
        repository = tmp_path / "host/site.git"
        run_git(f"--git-dir={repository}", "config", "receive.denyNonFastForwards", "true")
        aide = computer(tmp_path / "aide", host.to)
        published_and_removed(aide)
        shown = host.public()
        with pytest.raises(Failed) as told:
            aide.publish(forget=True, may_rewrite=yes)
        assert told.value.problem.what.startswith("the host does not let the history")
        assert host.public() == shown
        write_site(aide.output, {"mektep": 2})
        assert aide.publish().sent, "publishing goes on"


def test_nobodys_push_is_lost_while_a_branch_forgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with KINDS["git"](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to)
        published_and_removed(aide)

        def asked() -> bool:
            host.put("forum/a.php", b"theirs")  # while the aide reads the question
            return True

        with pytest.raises(Failed) as told:
            aide.publish(forget=True, may_rewrite=asked)
        assert told.value.problem.what.startswith("another computer is publishing")
        assert host.public()["forum/a.php"] == b"theirs"
        aide.publish()
        assert mentions(host.everything(), SECRET) == [], "it was agreed to: the next run ends it"
        assert host.public()["forum/a.php"] == b"theirs"


# Killed at any moment


class Killed(BaseException):
    """The program ends here: nothing more is done, by any thread."""


class Mortal(folder_host.Folder):
    """A folder that counts what is done in it, and dies at a chosen deed, half way through it."""

    deeds = 0
    dies_at = 0

    @classmethod
    def live(cls) -> bool:
        """Counts a deed; False for the one during which the program is killed."""
        Mortal.deeds += 1
        if Mortal.dies_at and Mortal.deeds > Mortal.dies_at:
            raise Killed
        return Mortal.deeds != Mortal.dies_at

    def write(self, path: str, content: Bytes, start: int, headers: HttpHeaders) -> None:
        if self.live():
            return super().write(path, content, start, headers)
        (self._root / path).write_bytes(content.read(headers.size_bytes // 2))
        raise Killed

    def rename(self, old: str, new: str) -> None:
        self._do(super().rename, old, new)

    def remove(self, path: str) -> None:
        self._do(super().remove, path)

    def make_folder(self, path: str) -> bool:
        return bool(self._do(super().make_folder, path))

    def remove_folder(self, path: str) -> None:
        self._do(super().remove_folder, path)

    def _do(self, deed: Callable[..., Any], *args: str) -> Any:
        alive = self.live()
        done = deed(*args)
        if not alive:
            raise Killed
        return done


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> type[Mortal]:
    monkeypatch.setattr(folder_host, "Folder", Mortal)
    monkeypatch.setattr(lock, "_SETTLING_SECONDS", 0)
    monkeypatch.setattr(upload, "_TICK_SECONDS", 0.001)
    Mortal.deeds = Mortal.dies_at = 0
    return Mortal


@pytest.mark.parametrize("agreed", [True, False], ids=["forgets again", "publishes"])
def test_whenever_it_is_killed_readers_see_a_whole_site_and_the_next_run_forgets(
    tmp_path: Path, mortal: type[Mortal], agreed: bool
) -> None:
    site, aide = tmp_path / "site", computer(tmp_path / "aide", str(tmp_path / "site"))
    write_site(aide.output, {"mektep": 1, "bala": 1, "zhol": 1})
    aide.publish()
    write_site(aide.output, {"mektep": 1, "zhol": 2})
    copies = {name: tmp_path / name for name in ("site", "aide")}
    for name, path in copies.items():
        shutil.copytree(path, tmp_path / f"{name}.before")
    mortal.deeds = 0
    aide.publish(forget=True)
    deeds = mortal.deeds
    assert deeds > 20
    for moment in range(1, deeds + 1):
        for name, path in copies.items():
            shutil.rmtree(path)
            shutil.copytree(tmp_path / f"{name}.before", path)
        mortal.deeds, mortal.dies_at = 0, moment
        with pytest.raises(Killed):
            aide.publish(forget=True)
        assert missing_of(site) == set(), moment
        mortal.dies_at = 0
        aide.publish(forget=agreed)
        assert mentions(snapshot(site), SECRET) == [], moment
        shown = {path: held for path, held in snapshot(site).items() if ".jarshy" not in path}
        assert shown == snapshot(aide.output), moment
        # A second look finds nothing left to do, and nothing left behind.
        assert aide.publish().removed == ()


def test_what_another_computer_left_half_written_goes_too(
    tmp_path: Path, mortal: type[Mortal]
) -> None:
    first = computer(tmp_path / "first", str(tmp_path / "site"))
    write_site(first.output, {"mektep": 1, "bala": 1})
    first.publish()
    write_site(first.output, {"mektep": 2, "bala": 1})
    for moment in range(1, 60):
        mortal.deeds, mortal.dies_at = 0, moment
        with pytest.raises(Killed):
            first.publish()
        if list((tmp_path / "site/.jarshy").glob("ledger.json.gz.*.part")):
            break
    mortal.dies_at = 0
    shutil.rmtree(tmp_path / "site/.jarshy/lock", ignore_errors=True)  # it has expired
    other = computer(tmp_path / "other", str(tmp_path / "site"))
    write_site(other.output, {"mektep": 2})
    other.publish(forget=True, take_over=True)
    assert mentions(snapshot(tmp_path / "site"), SECRET) == []
    assert not list((tmp_path / "site").rglob("*.part"))


# Values


def release(number: int) -> Release:
    return Release(str(number) * 12, "2026-11-23 12:00", f"{number}" * 8)


SHOWN = {"index.html": A, "news/a.html": A, "news/a.html.gz": A, PHOTO: C, "search/index-1.js": B}
BEFORE = HostLedger(
    release=release(2),
    files={"index.html": B},
    former=(Former(release(1), back_from({"index.html": B}, SHOWN)),),
    packs={"1" * 12: (A.digest, B.digest)},
    kept={PHOTO: C},
)


def test_reachable_are_media_in_place_and_pages_in_packs() -> None:
    assert still_reachable(BEFORE, BEFORE, keeps_history=False) == {"news/a.html": A, PHOTO: C}
    unpacked = HostLedger(files=BEFORE.files, kept=BEFORE.kept)
    assert still_reachable(BEFORE, unpacked, keeps_history=False) == {PHOTO: C}
    nothing = HostLedger(files=BEFORE.files)
    assert still_reachable(BEFORE, nothing, keeps_history=False) == {}
    assert still_reachable(BEFORE, nothing, keeps_history=True) == {"news/a.html": A, PHOTO: C}


def test_a_page_that_a_pack_still_holds_counts_when_no_release_knows_it_any_more() -> None:
    before = HostLedger(files={"index.html": B}, gone={"news/a.html": A}, packs={"1": (A.digest,)})
    assert still_reachable(before, before, keeps_history=False) == {"news/a.html": A}


@pytest.mark.parametrize(
    ("ledger", "holds_more"),
    [
        (BEFORE, True),
        (HostLedger(files={"index.html": A}, packs={"1": (A.digest,)}), False),
        (HostLedger(files={"index.html": A}, packs={"1": (A.digest, B.digest)}), True),
        (HostLedger(files={"index.html": A}, kept={PHOTO: C}), True),
        (HostLedger(files={"index.html": A}, gone={PHOTO: C}), True),
    ],
)
def test_a_host_remembers_what_readers_do_not_see(ledger: HostLedger, holds_more: bool) -> None:
    assert remembers(ledger) is holds_more


def test_half_lists_of_every_computer_that_published_are_known() -> None:
    parts = set(abandoned_lists(BEFORE, Pending("4" * 12, "4" * 8)))
    assert {path.split(".")[-2] for path in parts} == {"1" * 8, "2" * 8, "4" * 8}
    assert len(parts) == 6
