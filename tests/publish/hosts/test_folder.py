"""A folder as a host: what its errors mean, and how a file is resumed."""

import errno
import os
from io import BytesIO
from pathlib import Path

import pytest

from generator.files import patiently
from generator.publish.hosts.folder import Folder
from generator.publish.hosts.host import Address, Failed, HttpHeaders, Missing
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from tests.support.held import held


def folder(root: Path) -> Folder:
    return Folder(Address("file", str(root)), Secret(), Trust(root), root)


class Broken:
    """A source of bytes whose target fails."""

    def __init__(self, code: int) -> None:
        self._code = code

    def read(self, size: int = -1, /) -> bytes:
        raise OSError(self._code, os.strerror(self._code))


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (errno.ENOSPC, "there is no room left on the host"),
        (errno.EDQUOT, "there is no room left on the host"),
        (errno.EROFS, "the host does not allow to write here: {path}"),
        (errno.EACCES, "the host does not allow to write here: {path}"),
        (errno.EIO, "the host did not take {path}: {reason}"),
    ],
)
def test_each_error_of_the_disk_is_a_problem_of_its_own(
    tmp_path: Path, code: int, what: str
) -> None:
    with pytest.raises(Failed) as error:
        folder(tmp_path).write("a.html", Broken(code), 0, HttpHeaders())
    problem = error.value.problem
    assert (problem.what, problem.where) == (what, str(tmp_path))
    assert dict(problem.values).get("path", str(tmp_path / "a.html")) == str(tmp_path / "a.html")
    assert dict(problem.values).get("reason", os.strerror(code)) == os.strerror(code)


def test_a_file_in_the_place_of_a_folder_is_missing(tmp_path: Path) -> None:
    (tmp_path / "news").write_bytes(b"a file")
    with pytest.raises(Missing):
        folder(tmp_path).write("news/a.html", BytesIO(b"a"), 0, HttpHeaders())


def test_a_resumed_file_ends_where_its_content_ends(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"abcdefgh")
    folder(tmp_path).write("a.part", BytesIO(b"XY"), 3, HttpHeaders())
    assert (tmp_path / "a.part").read_bytes() == b"abcXY"


def test_the_root_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    host = folder(tmp_path / "mnt/site")
    assert host.make_folder("")
    assert not host.make_folder("")
    with pytest.raises(Missing):
        host.make_folder("a/b")


def test_a_page_that_stays_open_in_another_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patiently, "__defaults__", (0.1,))
    page, part = tmp_path / "a.html", tmp_path / "part"
    page.write_bytes(b"old")
    part.write_bytes(b"new")
    with held(page), pytest.raises(Failed) as error:
        folder(tmp_path).rename("part", "a.html")
    problem = error.value.problem
    assert problem.what == "another program holds {path}"
    assert dict(problem.values) == {"path": str(page)}
    assert page.read_bytes() == b"old"
