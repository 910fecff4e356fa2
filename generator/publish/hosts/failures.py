"""The failures that hosts of every protocol have in common, in the words of one message each."""

from generator.errors import Problem, problem
from generator.publish.hosts.host import Address, Failed, LoginRefused, failed


def broken_list() -> Failed:
    """The list on the server was not written by Jarshy, or is damaged."""
    return failed(
        "",
        "the list on the server is broken",
        "remove the folder .jarshy there, then publish with --take-over",
    )


def busy() -> Failed:
    """Another computer holds the lock, or pushed to the branch first."""
    return failed(
        "",
        "another computer is publishing this site right now",
        "wait until it is done; nothing was changed",
    )


def unreachable(address: Address) -> Failed:
    """No connection could be made."""
    return failed(
        address.host,
        "this host does not answer",
        "is the internet there, and the address right? then publish again",
        lost=True,
    )


def cut(address: Address) -> Failed:
    """The connection broke off."""
    return failed(
        address.host,
        "the connection to the host was lost",
        "publish again: it goes on from there",
        lost=True,
    )


def refused(address: Address) -> LoginRefused:
    """The login failed."""
    return LoginRefused(
        problem(
            address.host,
            "the host does not accept this name or password",
            "check the name in the address, and the password in JARSHY_PUBLISH_PASSWORD",
        )
    )


def denied(address: Address, path: str) -> Failed:
    """The login succeeded, but there is no right to write."""
    return failed(
        address.host or address.path,
        "the host does not allow to write here: {path}",
        "is it the right folder? ask the host for the right to write",
        path=path,
    )


def held(address: Address, path: str) -> Failed:
    """Another program has the file open."""
    return failed(
        address.path,
        "another program holds {path}",
        "close the program that holds it, then publish again",
        path=path,
    )


def history_kept(address: Address, branch: str) -> Problem:
    """The host does not let a branch's history go."""
    return problem(
        address.host or address.path,
        "the host does not let the history of the branch {branch} go: removed posts stay in it",
        "allow force pushes to it in the host's settings, then: jarshy publish --forget",
        branch=branch,
    )


def full(address: Address) -> Failed:
    """The disk or the quota is full."""
    return failed(
        address.host or address.path,
        "there is no room left on the host",
        "make room there, then publish again: it goes on from there",
    )


def unwritten(address: Address, path: str, reason: str) -> Failed:
    """The host refused, for a reason that is none of the above."""
    return failed(
        address.host or address.path,
        "the host did not take {path}: {reason}",
        "is there room left, and the right to write? then publish again",
        path=path,
        reason=reason,
    )


def lacking(extra: str) -> Failed:
    """The library of an extra is not installed."""
    return failed(
        "",
        "this way of publishing needs a part that is not installed",
        "python -m pip install {package}",
        package=f'"jarshy[{extra}]"',
    )
