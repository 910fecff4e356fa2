"""Failures that all protocols share: where they point, and which are worth another try."""

import pytest

from generator.publish.hosts import failures
from generator.publish.hosts.host import Address

HOST, FOLDER = Address("sftp", "/site", "example.kz", 22), Address("file", "/mnt/site")


def test_only_a_broken_connection_is_worth_another_try() -> None:
    assert failures.unreachable(HOST).lost and failures.cut(HOST).lost
    others = (
        failures.refused(HOST),
        failures.denied(HOST, "a"),
        failures.full(HOST),
        failures.unwritten(HOST, "a", "no"),
        failures.busy(),
        failures.broken_list(),
        failures.lacking("sftp"),
    )
    assert not any(failure.lost for failure in others)


@pytest.mark.parametrize(("address", "where"), [(HOST, "example.kz"), (FOLDER, "/mnt/site")])
def test_a_folder_is_named_by_its_path_and_a_host_by_its_name(address: Address, where: str) -> None:
    for failure in (
        failures.denied(address, "a"),
        failures.full(address),
        failures.unwritten(address, "a", "no"),
    ):
        assert failure.problem.where == where


def test_the_path_and_the_reason_are_in_the_problem() -> None:
    problem = failures.unwritten(HOST, "news/a.html", "HTTP 418").problem
    assert dict(problem.values) == {"path": "news/a.html", "reason": "HTTP 418"}
