"""Sites are looked at in another process, which needs none of this one's objects."""

import pickle
from pathlib import Path

from generator.build import build
from generator.inputs import BuildRequest
from generator.region.processes import looked_at_beside, parcel
from tests.support.building import NOW, Processes
from tests.support.content import write_post


def site(root: Path, name: str) -> BuildRequest:
    write_post(root / name / "content", "2026-11-20 Жол", "# Жол")
    return BuildRequest(root / name / "content", root / name / "output", root / name / "cache")


def test_another_process_says_what_is_up_to_date(tmp_path: Path) -> None:
    built, new = site(tmp_path, "built"), site(tmp_path, "new")
    files = build(built, NOW).files
    with looked_at_beside([built, new], NOW) as wait:
        first, second = wait()
    assert first is not None
    assert first.files == files
    assert second is None


def test_a_request_travels_without_what_belongs_to_this_process(tmp_path: Path) -> None:
    request = site(tmp_path, "a")
    bound = BuildRequest(
        request.content,
        request.output,
        request.cache,
        report=lambda task, share: None,
        workers=Processes(None),  # type: ignore[arg-type]
        fast=True,
        jobs=8,
    )
    travelled = pickle.loads(pickle.dumps(parcel(bound)))
    assert (travelled.report, travelled.workers, travelled.jobs) == (None, None, 1)
    assert (travelled.content, travelled.fast) == (request.content, True)
