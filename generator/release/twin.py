"""Another computer's release on the host: its posts stay beside ours, or ours replace it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from generator.digest import digest_bytes
from generator.files import read_file, remove_folder, replace_file
from generator.publish.inventory import Inventory
from generator.publish.ledger import Files, HostEntry, Release, is_inside
from generator.publish.outlook import Outlook
from generator.publish.request import PublishRequest, connected
from generator.publish.upload import ConnectionPool
from generator.release.posts import needed_by_page, pages_of, posts_in, title_of

_LIST, _FILES = "kept.json", "kept"


@dataclass(frozen=True, slots=True)
class Twin:
    """A release that this computer did not make, and what of it is not here."""

    release: Release
    titles: dict[str, str]  # of posts that are only there, by `post_of`


class _Kept(msgspec.Struct, frozen=True):
    """Files of posts whose folders are on another computer, by post and path."""

    posts: dict[str, Files] = {}


def find_twin(request: PublishRequest, outlook: Outlook, inventory: Inventory) -> Twin | None:
    """The release of another computer, if that is what readers have. Raises Failed."""
    if outlook.release is None or not outlook.is_foreign:
        return None
    missing = _missing(outlook, inventory)
    with connected(request) as pool:
        titles = {
            post: next(
                filter(None, map(title_of, _read_each(pool, _articles(post, outlook)))), post
            )
            for post in missing
        }
    return Twin(outlook.release, titles)


def replace_twin(request: PublishRequest, twin: Twin) -> None:
    """The next release from here replaces that one."""
    forget_kept(request.memory.folder)
    request.memory.remember(twin.release.id)


def keep_twin(request: PublishRequest, twin: Twin, outlook: Outlook, inventory: Inventory) -> None:
    """Bring the posts that are only there into the cache; releases from here then hold them, too.

    Lists and search do not show them before their folders are here. Raises Failed.
    """
    folder, shown = request.memory.folder, outlook.shown
    forget_kept(folder)
    kept: dict[str, Files] = {}
    with connected(request) as pool:
        for post in _missing(outlook, inventory):
            pages = pages_of(post, shown)
            read = dict(zip(pages, _read_each(pool, pages), strict=True))
            needed = {name for page in read.values() for name in needed_by_page(page, shown)}
            media = sorted(needed - inventory.files.keys())
            read.update(zip(media, _read_each(pool, media), strict=True))
            kept[post] = {path: _store(folder / _FILES, content) for path, content in read.items()}
    _save(folder, _Kept(kept))
    request.memory.remember(twin.release.id)


def with_kept(inventory: Inventory, folder: Path) -> Inventory:
    """The inventory with posts that are kept for another computer, but for those that came here.

    `folder` is the cache's for this address.
    """
    kept = _load(folder)
    if not kept.posts:
        return inventory
    here = posts_in(inventory.files)
    posts = {post: files for post, files in kept.posts.items() if post not in here}
    if posts.keys() != kept.posts.keys():
        _save(folder, _Kept(posts))
    files, local = dict(inventory.files), dict(inventory.local)
    for path, entry in (item for post in posts.values() for item in post.items()):
        if (folder / _FILES / entry.digest).is_file():
            files.setdefault(path, entry)
            local.setdefault(entry.digest, folder / _FILES / entry.digest)
    return Inventory(dict(sorted(files.items())), local)


def forget_kept(folder: Path) -> None:
    """Keep nothing for another computer any more."""
    _save(folder, _Kept())
    remove_folder(folder / _FILES)


def _articles(post: str, outlook: Outlook) -> list[str]:
    pages = pages_of(post, outlook.shown)
    return [path for path in pages if "news/" in path and path.endswith(".html")]


def _title(pool: ConnectionPool, articles: list[str]) -> str:
    return next(filter(None, map(title_of, _read_each(pool, articles))), "")


def _read_each(pool: ConnectionPool, paths: Iterable[str]) -> Iterator[bytes]:
    return (pool.run(lambda connection, path: connection.read(path), path) for path in paths)


def _missing(outlook: Outlook, inventory: Inventory) -> list[str]:
    return sorted(posts_in(outlook.shown) - posts_in(inventory.files), reverse=True)


def _store(folder: Path, content: bytes) -> HostEntry:
    folder.mkdir(exist_ok=True)
    digest = digest_bytes(content)
    draft = folder / f"{digest}.new"
    draft.write_bytes(content)
    replace_file(draft, folder / digest)
    return HostEntry(len(content), digest)


def _save(folder: Path, kept: _Kept) -> None:
    draft = folder / f"{_LIST}.new"
    draft.write_bytes(msgspec.json.encode(kept))
    replace_file(draft, folder / _LIST)


def _load(folder: Path) -> _Kept:
    try:
        kept = msgspec.json.decode(read_file(folder / _LIST), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return _Kept()
    paths = [path for files in kept.posts.values() for path in files]
    return kept if all(map(is_inside, paths)) else _Kept()
