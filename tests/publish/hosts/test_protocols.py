"""The table of protocols: what a person is asked and warned about."""

from generator.publish.hosts.protocols import PROTOCOLS


def test_passwords_are_asked_for_where_nothing_else_opens_the_door() -> None:
    asking = {scheme for scheme, protocol in PROTOCOLS.items() if protocol.needs_password}
    assert asking == {"ftp", "ftps", "webdav", "webdavs", "s3"}


def test_two_protocols_send_passwords_readable() -> None:
    readable = {scheme for scheme, protocol in PROTOCOLS.items() if not protocol.encrypted}
    assert readable == {"ftp", "webdav"}


def test_an_ftp_login_has_one_transfer_at_a_time() -> None:
    separate = {scheme for scheme, protocol in PROTOCOLS.items() if not protocol.shared}
    assert separate == {"ftp", "ftps"}
    assert PROTOCOLS["git+https"].jobs == 1
