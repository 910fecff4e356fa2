"""Decides what the list on a host says next: after a release, or after going back. Pure."""

from dataclasses import dataclass

from msgspec.structs import replace

from generator.publish.difference import keep_former, unpacked
from generator.publish.forget import remembers, still_reachable
from generator.publish.http_headers import is_lasting
from generator.publish.ledger import (
    KEPT_FORMER,
    Files,
    Former,
    HostLedger,
    Pending,
    Release,
    back_from,
)
from generator.publish.pack import MOST_PACKS


@dataclass(frozen=True, slots=True)
class HostState:
    """What is known to be on the host."""

    ledger: HostLedger
    pending: Pending | None
    has_history: bool  # whether there was a release before, whatever the list says
    keeps_history: bool  # whether each release will be in it

    @property
    def remembers(self) -> bool:
        """Whether there is anything that a forgetting release would take away."""
        return self.has_history or remembers(self.ledger)

    @property
    def release(self) -> str:
        """The id of the release that readers have; "" where there is none."""
        return self.ledger.release.id if self.ledger.release else ""

    @property
    def is_cut(self) -> bool:
        """Whether a release was begun and never completed."""
        return self.pending is not None and self.pending.release != self.release

    @property
    def lying(self) -> Files:
        """All of our files that are on the host."""
        known = self.ledger.lying()
        return self.pending.overlay(known) if self.pending else known

    def shows(self, files: Files) -> bool:
        """Whether readers have these files, and nothing is left to be done."""
        return self.pending is None and not self.ledger.stale and self.ledger.files == files

    def reachable(self, after: HostLedger) -> Files:
        """The files of removed posts that can be fetched when the list is that one."""
        return still_reachable(self.ledger, after, keeps_history=self.keeps_history)


def ledger_after(state: HostState, files: Files, release: Release, *, forget: bool) -> HostLedger:
    """The ledger once that release is published; with `forget`, it is all that the host holds."""
    old = HostLedger() if forget else state.ledger
    former: tuple[Former, ...] = ()
    if old.release:
        # The same files again after a cut are not a step that anybody would want to go back.
        step = () if files == old.files else (Former(old.release, back_from(files, old.files)),)
        former = (*step, *old.former)[:KEPT_FORMER]
    # Without `old` no pack stays: one that a page of today needs has pages of removed posts, too.
    after = HostLedger(release=release, files=files, former=former, packs=old.packs)
    after = keep_former(after, state.lying)
    packs = {} if len(after.packs) >= MOST_PACKS else after.packs
    pages = tuple(dict.fromkeys(entry.digest for entry in unpacked(files, packs).values()))
    if pages:
        after = replace(after, packs={**after.packs, release.id: pages})
    after = keep_former(after, state.lying)
    return after if forget else replace(after, gone=state.reachable(after))


def ledger_before(state: HostState) -> HostLedger:
    """The ledger after going back."""
    old = state.ledger
    if state.is_cut:
        return keep_former(old, state.lying)
    files = {
        # The name of a lasting file holds its digest, so whatever is there is right.
        path: state.lying.get(path, entry) if is_lasting(path) else entry
        for path, entry in old.earlier(1).items()
    }
    release, former = old.former[0].release, old.former[1:]
    after = HostLedger(release=release, files=files, former=former, packs=old.packs)
    after = keep_former(after, state.lying)
    return replace(after, gone=state.reachable(after))
