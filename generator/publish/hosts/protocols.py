"""The protocols that a site can be published over: one line for each scheme of an address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Protocol:
    """Which class speaks a protocol, and what its addresses may hold."""

    module: str  # in generator.publish.hosts
    connection: str  # the subclass of Connection in it
    jobs: int  # files under way at a time
    shared: bool = True  # one connection for all threads, not one for each
    extra: str = ""  # the extra of Jarshy that installs its library
    port: int = 0  # the usual one; 0 where the library knows it
    options: tuple[str, ...] = ()  # allowed behind the question mark of an address
    needs_password: bool = False  # no key or agent can take its place
    encrypted: bool = True
    keeps_history: bool = False  # whether the host gives out what any former release held


PROTOCOLS = {
    "file": Protocol("folder", "Folder", 4),
    # Hosts allow one visitor four to eight connections.
    "ftp": Protocol("ftp", "Ftp", 4, False, "", 21, needs_password=True, encrypted=False),
    "ftps": Protocol("ftp", "Ftp", 4, False, "", 21, needs_password=True),
    "sftp": Protocol("sftp", "Sftp", 16, True, "sftp", 22),
    "s3": Protocol("s3", "S3", 16, True, "s3", 0, ("endpoint", "region"), needs_password=True),
    "webdav": Protocol(
        "webdav", "WebDav", 8, True, "webdav", 80, needs_password=True, encrypted=False
    ),
    "webdavs": Protocol("webdav", "WebDav", 8, True, "webdav", 443, needs_password=True),
    **dict.fromkeys(
        ("git+https", "git+http", "git+ssh", "git+file"),
        Protocol("git", "Git", 1, options=("branch",), keeps_history=True),
    ),
}
