"""WebDAV: how addresses are written, and what the status of an answer means."""

from pathlib import Path

import pytest

from generator.publish.hosts.host import Address, Failed, Missing, NoRename
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.hosts.webdav import WebDav


@pytest.fixture
def server(tmp_path: Path) -> WebDav:
    address = Address("webdav", "/my site/", "::1", 8080, "a")
    return WebDav(address, Secret("a", "b"), Trust(tmp_path), tmp_path)


def test_paths_are_quoted_below_the_folder(server: WebDav) -> None:
    assert server._at("ru/жол a.html") == (
        "http://[::1]:8080/my%20site/ru/%D0%B6%D0%BE%D0%BB%20a.html"
    )


@pytest.mark.parametrize(
    ("status", "what", "lost"),
    [
        (401, "the host does not accept this name or password", False),
        (403, "the host does not allow to write here: {path}", False),
        (413, "there is no room left on the host", False),
        (507, "there is no room left on the host", False),
        (503, "the connection to the host was lost", True),
        (418, "the host did not take {path}: {reason}", False),
    ],
)
def test_each_status_is_a_problem_of_its_own(
    server: WebDav, status: int, what: str, lost: bool
) -> None:
    failure = server._to_problem("PUT", "a.html", status)
    assert isinstance(failure, Failed)
    assert (failure.problem.what, failure.lost) == (what, lost)


def test_what_is_missing_and_what_cannot_be_moved(server: WebDav) -> None:
    assert isinstance(server._to_problem("GET", "a.html", 404), Missing)
    assert isinstance(server._to_problem("PUT", "nowhere/a.html", 409), Missing)
    assert isinstance(server._to_problem("MOVE", "a.html", 405), NoRename)
    assert isinstance(server._to_problem("MOVE", "a.html", 501), NoRename)
    assert not isinstance(server._to_problem("MKCOL", "news/", 405), Failed | NoRename | Missing)


def test_a_closed_connection_is_lost(server: WebDav) -> None:
    server.close()
    with pytest.raises(Failed) as error:
        server.size("a.html")
    assert error.value.lost
