"""An address in, the target behind it out: one line a protocol."""

from pathlib import Path

from generator.publish.hosts.host import Address, lacking
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.upload import Host


def open_host(address: Address, secret: Secret, trust: Trust, folder: Path) -> Host:
    """The target; its libraries are loaded only now. `folder` is one that it may keep things in.

    Raises Failed where the extra for this protocol is not installed.
    """
    match address.scheme:
        case "file":
            from generator.publish.hosts.folder import Folder  # noqa: PLC0415

            return Host(lambda: Folder(address), cap=4, shared=True)
        case "ftp" | "ftps":
            from generator.publish.hosts.ftp import Ftp  # noqa: PLC0415

            # Hosts let four to eight connections of one visitor in.
            return Host(lambda: Ftp(address, secret, trust), cap=4, shared=False)
        case "sftp":
            try:
                from generator.publish.hosts.sftp import Sftp  # noqa: PLC0415
            except ImportError:
                raise lacking("sftp") from None
            return Host(lambda: Sftp(address, secret, trust), cap=16, shared=True)
        case "s3":
            try:
                from generator.publish.hosts.s3 import S3  # noqa: PLC0415
            except ImportError:
                raise lacking("s3") from None
            return Host(lambda: S3(address, secret), cap=16, shared=True)
        case "webdav" | "webdavs":
            try:
                from generator.publish.hosts.webdav import WebDav  # noqa: PLC0415
            except ImportError:
                raise lacking("webdav") from None
            return Host(lambda: WebDav(address, secret, trust), cap=8, shared=True)
        case _:
            from generator.publish.hosts.git import Git  # noqa: PLC0415

            return Host(lambda: Git(address, secret, folder / "git"), cap=1, shared=True)
