"""The deputy's answer comes back as it was written, whatever it says."""

from datetime import datetime

import pytest

from generator.errors import Unfit
from generator.intake.approval_toml import approval_path, read_approval, write_approval
from generator.intake.drops import drops
from generator.model import Approval, Post, Verdict
from tests.support.written_content import source_of


def post_at(path: str) -> Post:
    return Post(path=path, slug="a", date=datetime(2026, 11, 23).date(), texts=())


@pytest.mark.parametrize(
    "note", ["", 'Атын "дұрыстаңыз"', "бір\nекі\tүш", "C:\\жол", "verdict = 'fine'", "№ 5 — 🙂"]
)
@pytest.mark.parametrize("at", [None, datetime(2026, 11, 23, 18, 30, 5)])
def test_what_is_written_is_read_again(note: str, at: datetime | None) -> None:
    approval = Approval(Verdict.CHANGE, "digest", note, at)
    assert read_approval(write_approval(approval), "approval.toml") == approval


def test_control_characters_do_not_break_the_file() -> None:
    approval = Approval(Verdict.FINE, "digest", "а\x00б\x7fв\u202eг")
    assert read_approval(write_approval(approval), "approval.toml").note == "абвг"


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (b'verdict = "maybe"', "the value of “{key}” does not fit"),
        (b'verdict = "fine"\nnotes = ""', "“{name}” is not known here"),
        (b"", "the value of “{key}” does not fit"),
    ],
)
def test_a_mistake_is_reported_with_its_file(written: bytes, what: str) -> None:
    with pytest.raises(Unfit) as caught:
        read_approval(written, "a/approval.toml")
    assert (caught.value.problem.where, caught.value.problem.what) == ("a/approval.toml", what)


def test_the_answer_is_part_of_the_post_that_it_is_about() -> None:
    folder = approval_path(post_at("2026-11-23 Мектеп"), is_folder=True)
    assert folder == "2026-11-23 Мектеп/approval.toml"
    lone = approval_path(post_at("2026-11-23 Мектеп.kk.md"), is_folder=False)
    assert lone == "2026-11-23 Мектеп.approval.toml"
    (drop,) = drops([source_of("2026-11-23 Мектеп.kk.md"), source_of(lone)])
    assert len(drop.sources) == 2
