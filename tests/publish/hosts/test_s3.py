"""A bucket: where its objects are, and what its messages mean."""

from pathlib import Path

import pytest

from generator.publish.hosts.host import Address, Failed, Missing
from generator.publish.hosts.s3 import S3
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust


def bucket(path: str, tmp_path: Path) -> S3:
    options = (("endpoint", "http://127.0.0.1:9"),)
    address = Address("s3", path, "bucket", options=options)
    return S3(address, Secret("key", "s3cret"), Trust(tmp_path), tmp_path)


@pytest.mark.parametrize(("path", "key"), [("/docs/", "docs/a.html"), ("", "a.html")])
def test_a_path_begins_with_the_prefix(tmp_path: Path, path: str, key: str) -> None:
    assert bucket(path, tmp_path)._at("a.html") == key


@pytest.mark.parametrize(
    ("message", "what", "lost"),
    [
        ("403 <Code>InvalidAccessKeyId</Code>", "the host does not accept this name or", False),
        ("403 <Code>SignatureDoesNotMatch</Code>", "the host does not accept this name or", False),
        ("403 <Code>AccessDenied</Code>", "the host does not allow to write here", False),
        ("error sending request for url (http://127)", "this host does not answer", True),
        ("Server returned 503: <Code>SlowDown</Code>", "the connection to the host was lost", True),
        ("operation timed out", "the connection to the host was lost", True),
        ("400 s3cret " + "x" * 500, "the host did not take {path}: {reason}", False),
    ],
)
def test_messages_are_known_by_their_code(
    tmp_path: Path, message: str, what: str, lost: bool
) -> None:
    failure = bucket("", tmp_path)._to_problem("a.html", message)
    assert failure.problem.what.startswith(what)
    assert failure.lost is lost
    reason = dict(failure.problem.values).get("reason", "")
    assert "s3cret" not in reason and len(reason) <= 120


def test_a_missing_bucket_is_not_a_missing_file(tmp_path: Path) -> None:
    server = bucket("", tmp_path)
    with pytest.raises(Failed) as error, server._translate_errors("a.html"):
        raise FileNotFoundError("404 <Code>NoSuchBucket</Code>")
    assert dict(error.value.problem.values) == {"path": "bucket"}
    with pytest.raises(Missing), server._translate_errors("a.html"):
        raise FileNotFoundError("404 <Code>NoSuchKey</Code>")
