"""What a host is asked for: no more round trips than it takes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pyftpdlib.handlers import FTPHandler

from generator.publish.hosts.secrets import Secret
from tests.support.published import Computer, computer, write_site
from tests.support.servers import PASSWORD, USER, ftp_server

POSTS = {f"p{number}": 1 for number in range(30)}
FILES = 2 * len(POSTS) + 2


def commands(connection: Path) -> tuple[Counter[str], Counter[str]]:
    """What an FTP server hears at the first publish, and when nothing changed."""
    heard = Counter[str]()

    class Listening(FTPHandler):  # type: ignore[misc]  # it has no types
        def pre_process_command(self, line: str, cmd: str, arg: Any) -> None:
            heard[cmd] += 1
            super().pre_process_command(line, cmd, arg)

    connection.mkdir()
    with ftp_server(connection, kind=Listening) as port:
        to = f"ftp://{USER}@127.0.0.1:{port}/site"
        aide: Computer = computer(connection.parent / "aide", to, Secret(USER, PASSWORD))
        write_site(aide.output, POSTS)
        aide.publish()
        first = heard.copy()
        heard.clear()
        assert aide.publish().sent == ()
        return first, heard


def test_a_file_costs_five_commands_and_nothing_changed_costs_two_looks(tmp_path: Path) -> None:
    first, nothing = commands(tmp_path / "host")
    for command in ("PASV", "STOR", "SIZE", "RNFR", "RNTO"):
        assert FILES <= first[command] <= FILES + 12, command
    assert sum(first[command] for command in ("MKD", "RMD", "CWD", "DELE", "RETR")) < 20
    assert first.total() < 5 * FILES + 80
    assert nothing["RETR"] == 2
    assert nothing.total() <= 12
    assert not nothing.keys() & {"STOR", "MKD", "DELE", "RNFR"}
