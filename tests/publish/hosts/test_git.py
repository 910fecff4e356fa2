"""A branch: the address git is given, where the password goes, and what git's errors mean."""

import base64

import pytest

from generator.publish.hosts.git import Git, _quoted, _url
from generator.publish.hosts.host import Address, Missing, read_address
from generator.publish.hosts.secrets import Secret


def branch(address: Address, secret: Secret) -> Git:
    """Without a repository: nothing is asked of git here."""
    host = Git.__new__(Git)
    host._address, host._secret, host._branch = address, secret, "gh-pages"
    return host


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("git+https://a@example.kz/site.git", "https://example.kz/site.git"),
        ("git+ssh://git@example.kz:2222/site.git", "ssh://git@example.kz:2222/site.git"),
        ("git+file:///srv/site.git?branch=site", "file:///srv/site.git"),
    ],
)
def test_the_url_holds_no_login_but_that_of_ssh(written: str, url: str) -> None:
    assert _url(read_address(written, "--to")) == url


def test_the_password_is_in_the_environment_of_http_alone() -> None:
    secret = Secret("a", "s3cret")
    variables = branch(Address("git+https", "/", "example.kz", user="a"), secret)._environment()
    login = base64.b64encode(b"a:s3cret").decode()
    assert variables["GIT_CONFIG_VALUE_0"] == f"Authorization: Basic {login}"
    assert variables["GIT_TERMINAL_PROMPT"] == "0"
    for scheme in ("git+ssh", "git+file"):
        others = branch(Address(scheme, "/", "example.kz"), secret)._environment()
        assert not any("GIT_CONFIG" in name for name in others)


@pytest.mark.parametrize(
    ("stderr", "what"),
    [
        (" ! [rejected] a -> b (fetch first)", "another computer is publishing this site"),
        (" ! [rejected] a -> b (stale info)", "another computer is publishing this site"),
        (" ! [remote rejected] a (cannot lock ref)", "another computer is publishing this site"),
        (" ! [remote rejected] a (pre-receive hook declined)", "the host does not allow to write"),
        ("fatal: Authentication failed for 'https://'", "the host does not accept this name"),
        ("a@b: Permission denied (publickey).", "the host does not accept this name"),
        ("remote: Permission denied to a.", "the host does not allow to write here"),
        ("error: No space left on device", "there is no room left on the host"),
        ("fatal: Could not resolve host: example.kz", "this host does not answer"),
        ("hint: x\nfatal: s3cret", "the host did not take {path}: {reason}"),
        ("", "the host did not take {path}: {reason}"),
    ],
)
def test_errors_of_git_are_known_by_their_words(stderr: str, what: str) -> None:
    host = branch(Address("git+https", "/", "example.kz"), Secret("a", "s3cret"))
    problem = host._to_problem(stderr).problem
    assert problem.what.startswith(what)
    assert "s3cret" not in str(problem.values)


def test_a_path_of_any_signs_is_one_path() -> None:
    assert _quoted('a "b"\\c\nd.html') == '"a \\"b\\"\\\\c\\nd.html"'


def test_a_folder_is_new_while_no_file_begins_with_it() -> None:
    host = branch(Address("git+file", "/a"), Secret())
    host._blobs = {"news/a.html": "0" * 40}
    assert not host.make_folder("news")
    assert host.make_folder("new")
    assert not host.make_folder("")


def test_a_removed_file_is_missing_before_the_push() -> None:
    host = branch(Address("git+file", "/a"), Secret())
    host._blobs, host._written, host._removed = {"a.html": "0" * 40}, {}, {"a.html"}
    with pytest.raises(Missing):
        host.read("a.html")
    host._written["a.html"] = b"again"
    assert host.read("a.html") == b"again"
