"""Steps from what is on a host to a release: what is sent, in which order, and what goes."""

import pytest

from generator.publish.difference import Steps, drops_much, keep_former, plan_steps, unpacked
from generator.publish.http_headers import Stage
from generator.publish.ledger import UNSURE, Former, HostEntry, HostLedger, Release

A, B, C = (HostEntry(1, letter * 64) for letter in "abc")
PHOTO = "media/0123456789ab-photo-720.jpg"
OLD_PHOTO = "media/ba9876543210-photo-720.jpg"


def release(name: str) -> Release:
    return Release(name, "2026-11-23 12:00", "00000000")


def test_only_what_differs_is_sent_and_media_come_first() -> None:
    after = HostLedger(files={"index.html": B, "news/a.html": B, PHOTO: C, "same.css": A})
    lying = {"index.html": A, "same.css": A, "gone.html": A}
    steps = plan_steps(lying, lying, after)
    assert steps.put == (PHOTO, "news/a.html", "index.html")
    assert steps.of_stage(Stage.PAGES) == ("news/a.html",)
    assert steps.add == (PHOTO, "news/a.html")
    assert steps.remove == steps.drop == ("gone.html",)


def test_a_file_that_was_cut_off_is_sent_again() -> None:
    steps = plan_steps(
        {"index.html": UNSURE}, {"index.html": A}, HostLedger(files={"index.html": A})
    )
    assert steps.put == ("index.html",)
    assert steps.add == ()


def test_kept_files_stay_and_compressed_copies_are_no_pages_that_drop() -> None:
    shown = {PHOTO: A, "a.html": A, "a.html.gz": A}
    steps = plan_steps(shown, shown, HostLedger(kept={PHOTO: A}))
    assert steps.remove == ("a.html", "a.html.gz")
    assert steps.drop == ("a.html", PHOTO)


def test_a_ledger_keeps_what_its_former_releases_need_and_no_more() -> None:
    ledger = HostLedger(
        release=release("2" * 12),
        files={"index.html": B},
        former=(Former(release("1" * 12), {"index.html": A, OLD_PHOTO: C}),),
        packs={"0" * 12: (A.digest, B.digest), "1" * 12: (A.digest,), "2" * 12: (B.digest,)},
        stale={"old.html": A},
    )
    kept = keep_former(ledger, {"index.html": B, OLD_PHOTO: C, PHOTO: C})
    assert kept.kept == {OLD_PHOTO: C}
    assert list(kept.packs) == ["1" * 12, "2" * 12], "later packs hold all of the oldest one"
    assert kept.stale == {}
    assert (kept.release, kept.files, kept.former) == (ledger.release, ledger.files, ledger.former)


def test_what_may_have_arrived_is_not_relied_on() -> None:
    ledger = HostLedger(former=(Former(release("1" * 12), {OLD_PHOTO: C}),))
    assert keep_former(ledger, {OLD_PHOTO: UNSURE}).kept == {}
    assert keep_former(ledger, {}).kept == {}


def test_pages_in_no_pack_have_to_be_packed() -> None:
    files = {"index.html": A, "news/a.html": B, PHOTO: C}
    assert unpacked(files, {"1" * 12: (A.digest,)}) == {"news/a.html": B}


@pytest.mark.parametrize(
    ("pages", "media", "kept", "is_much"),
    [(21, 0, 50, True), (20, 0, 1, False), (21, 0, 70, False), (2, 60, 1, False)],
)
def test_a_question_is_asked_for_many_pages_and_not_for_the_media_of_one_post(
    pages: int, media: int, kept: int, is_much: bool
) -> None:
    entry = HostEntry(1, "")
    gone = [f"news/{number}.html" for number in range(pages)]
    gone += [f"media/{number:012x}-photo-360.avif" for number in range(media)]
    shown = dict.fromkeys([*gone, *(f"news/kept{number}.html" for number in range(kept))], entry)
    assert drops_much(Steps(drop=tuple(gone)), shown) is is_much
