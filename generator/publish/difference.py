"""What lies on the server and what should: the steps from one to the other, in order. Pure."""

from dataclasses import dataclass

from generator.publish.http_headers import Stage, is_lasting, plain_name, stage
from generator.publish.ledger import UNSURE, Files, HostEntry, HostLedger, needed_by


@dataclass(frozen=True, slots=True)
class Steps:
    """What to send and what to remove; `put` stands in the order of sending."""

    put: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()  # last of all
    add: tuple[str, ...] = ()  # of `put`, what the site did not have
    drop: tuple[str, ...] = ()  # what the site had, and will not have

    def of_stage(self, wanted: Stage) -> tuple[str, ...]:
        """What is sent together."""
        return tuple(path for path in self.put if stage(path) is wanted)


def plan_steps(lying: Files, shown: Files, after: HostLedger) -> Steps:
    """From what lies there to the release and the kept files of `after`.

    `shown` is the release that readers have now: what goes from it counts as dropped.
    """
    wanted = after.files
    put = [path for path, entry in wanted.items() if not _stands(lying.get(path), entry)]
    stay = {*wanted, *after.kept}
    remove = [path for path in lying if path not in stay]
    return Steps(
        put=tuple(sorted(put, key=lambda path: (stage(path), path))),
        remove=tuple(sorted(remove)),
        add=tuple(sorted(path for path in put if path not in shown)),
        drop=tuple(
            sorted(path for path in shown if path not in wanted and path == plain_name(path))
        ),
    )


def keep_former(ledger: HostLedger, lying: Files) -> HostLedger:
    """The ledger with what its releases need kept, and no more."""
    lasting, digests = needed_by(ledger)
    kept = {
        path: lying[path]
        for path in lasting
        if path not in ledger.files and lying.get(path, UNSURE) != UNSURE
    }
    packs: dict[str, tuple[str, ...]] = {}
    for name, held in reversed(ledger.packs.items()):
        if digests.intersection(held):
            digests.difference_update(held)
            packs = {name: held, **packs}
    return HostLedger(
        release=ledger.release,
        files=ledger.files,
        former=ledger.former,
        kept=kept,
        packs=packs,
    )


def unpacked(files: Files, packs: dict[str, tuple[str, ...]]) -> Files:
    """What of a release no pack holds yet, and would be lost when the next one comes."""
    held = {digest for digests in packs.values() for digest in digests}
    return {
        path: entry
        for path, entry in files.items()
        if not is_lasting(path) and entry.digest not in held
    }


def _stands(lying: HostEntry | None, wanted: HostEntry) -> bool:
    return lying == wanted
