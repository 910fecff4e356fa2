"""Tells what of removed posts a host still holds, and what a forgetting release leaves. Pure."""

import re
from collections.abc import Iterator

from generator.publish.http_headers import is_lasting, plain_name
from generator.publish.ledger import (
    LEDGER,
    PENDING,
    Files,
    HostLedger,
    Pending,
    packed_digests,
)

# Pages, calendars, sheets to print, photos and clips; lists, feeds and search are of all posts.
_OF_POSTS = re.compile(r"(?:^|/)(?:news|notice|media)/[^/]+$")


def still_reachable(before: HostLedger, after: HostLedger, *, keeps_history: bool) -> Files:
    """The files of posts that the site lost and that can still be fetched from the host.

    Media lie at their addresses while a former release needs them, pages in the packs for `undo`;
    where the host has a history, all of them are in it.
    """
    gone = {**before.gone}
    for steps in range(len(before.former), -1, -1):
        gone |= before.earlier(steps)
    packed = packed_digests(after.packs)
    return {
        path: entry
        for path, entry in gone.items()
        if _OF_POSTS.search(path)
        and path == plain_name(path)
        and path not in after.files
        and (keeps_history or (path in after.kept if is_lasting(path) else entry.digest in packed))
    }


def remembers(ledger: HostLedger) -> bool:
    """Whether the host holds more than the release that readers see."""
    shown = {entry.digest for entry in ledger.files.values()}
    return bool(ledger.former or ledger.gone or ledger.kept or packed_digests(ledger.packs) - shown)


def abandoned_lists(ledger: HostLedger, pending: Pending | None) -> Iterator[str]:
    """Where computers that were cut off may have left half of a list, with the names of posts."""
    releases = [former.release for former in ledger.former]
    computers = {release.by for release in (ledger.release, *releases) if release}
    if pending:
        computers.add(pending.by)
    for computer in sorted(computers):
        yield from (f"{path}.{computer}.part" for path in (LEDGER, PENDING))
