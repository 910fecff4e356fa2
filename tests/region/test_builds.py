"""The sites of deputies are built alone or side by side, and one that fails costs no other."""

from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

import pytest

from generator.errors import Broken, problem, unfit
from generator.inputs import BuildRequest, Built
from generator.region import builds
from generator.region.builds import build_each, build_elsewhere
from generator.store.output_ledger import Written
from tests.support.building import NOW
from tests.support.written_region import write_region

DONE = Built((), 1, Written())


def requests_of(root: Path, *names: str) -> list[BuildRequest]:
    write_region(root / "content", *names, posts=1)
    return [
        BuildRequest(
            root / "content/deputies" / name, root / "output/deputies" / name, root / "cache"
        )
        for name in names
    ]


def elsewhere(request: BuildRequest, now: datetime) -> Future[Built]:
    future: Future[Built] = Future()
    if request.content.name == "Айгүл":
        future.set_exception(unfit("post.toml", "a", "b"))
    else:
        future.set_result(DONE)
    return future


def test_a_site_that_fails_elsewhere_is_a_problem_of_its_own(tmp_path: Path) -> None:
    requests = requests_of(tmp_path, "Айгүл", "Болат")
    built = {
        request.content.name: made for request, made in build_elsewhere(requests, NOW, elsewhere)
    }
    assert built["Болат"] is DONE
    assert built["Айгүл"].stopped
    assert [told.where for told in built["Айгүл"].problems] == ["post.toml"]


def test_where_nobody_can_go_on_it_ends(tmp_path: Path) -> None:
    def lost(request: BuildRequest, now: datetime) -> Future[Built]:
        future: Future[Built] = Future()
        future.set_exception(Broken(problem("", "the cluster is gone")))
        return future

    with pytest.raises(Broken):
        list(build_elsewhere(requests_of(tmp_path, "Айгүл"), NOW, lost))


def test_a_mistake_of_the_program_is_kept_in_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (request,) = requests_of(tmp_path, "Айгүл")

    def stumble(request: BuildRequest, now: datetime) -> Built:
        raise ZeroDivisionError("that is a bug")

    monkeypatch.setattr(builds, "build", stumble)
    ((_, built),) = build_each([request], NOW, 1)
    assert built.stopped
    log = (request.memory_folder / "build.log").read_text(encoding="utf-8")
    assert "that is a bug" in log


def test_several_are_built_side_by_side_to_the_same_pages(tmp_path: Path) -> None:
    names = ("Айгүл", "Болат", "Дана")
    requests = requests_of(tmp_path, *names)
    built = {request.content.name: made for request, made in build_each(requests, NOW, 2)}
    assert set(built) == set(names)
    assert all(made.files and not made.stopped for made in built.values())
    again = {request.content.name: made for request, made in build_each(requests, NOW, 1)}
    assert all(made.written == Written() for made in again.values())
