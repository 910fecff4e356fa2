"""Which protocol a server speaks, from what it answers before a login."""

from pathlib import Path

import pytest

from generator.publish.hosts.discover_protocol import discover_protocol
from generator.publish.hosts.host import Failed
from tests.support.hosts import KINDS


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp"])
def test_a_server_tells_by_its_greeting(kind: str, tmp_path: Path) -> None:
    with KINDS[kind](tmp_path / "host") as host:
        assert discover_protocol("127.0.0.1", host.port) == kind


def test_where_nothing_answers_the_host_is_named(tmp_path: Path) -> None:
    with KINDS["ftp"](tmp_path / "host") as host:
        port = host.port
    with pytest.raises(Failed) as error:
        discover_protocol("127.0.0.1", port)
    assert error.value.problem.where == "127.0.0.1"
