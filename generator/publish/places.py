"""An address in, the target behind it out: one line a protocol."""

from pathlib import Path

from generator.publish.secrets import Secret
from generator.publish.target import Address, lacking
from generator.publish.trust import Trust
from generator.publish.upload import Target


def open_target(address: Address, secret: Secret, trust: Trust, folder: Path) -> Target:
    """The target; its libraries are loaded only now. `folder` is one that it may keep things in.

    Raises Failed where the extra for this protocol is not installed.
    """
    match address.scheme:
        case "file":
            from generator.publish.folder import Folder  # noqa: PLC0415

            return Target(lambda: Folder(address), cap=4, shared=True)
        case "ftp" | "ftps":
            from generator.publish.ftp import Ftp  # noqa: PLC0415

            # Hosts let four to eight connections of one visitor in.
            return Target(lambda: Ftp(address, secret, trust), cap=4, shared=False)
        case "sftp":
            try:
                from generator.publish.sftp import Sftp  # noqa: PLC0415
            except ImportError:
                raise lacking("sftp") from None
            return Target(lambda: Sftp(address, secret, trust), cap=16, shared=True)
        case "s3":
            try:
                from generator.publish.s3 import S3  # noqa: PLC0415
            except ImportError:
                raise lacking("s3") from None
            return Target(lambda: S3(address, secret), cap=16, shared=True)
        case "webdav" | "webdavs":
            try:
                from generator.publish.webdav import WebDav  # noqa: PLC0415
            except ImportError:
                raise lacking("webdav") from None
            return Target(lambda: WebDav(address, secret, trust), cap=8, shared=True)
        case _:
            from generator.publish.git import Git  # noqa: PLC0415

            return Target(lambda: Git(address, secret, folder / "git"), cap=1, shared=True)
