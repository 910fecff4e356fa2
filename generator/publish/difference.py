"""Plans the steps from the files on a host to those of a release. Pure."""

from dataclasses import dataclass

from msgspec.structs import replace

from generator.publish.http_headers import Stage, is_lasting, plain_name, stage
from generator.publish.ledger import UNSURE, Files, HostLedger, needed_by, packed_digests

# More pages than this, and more than this share, are dropped only after a question.
_DROP_PAGES, _DROP_SHARE = 20, 0.25


@dataclass(frozen=True, slots=True)
class Steps:
    """What to send, in this order, and what to remove after that."""

    put: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    add: tuple[str, ...] = ()  # of `put`, what the site did not have
    drop: tuple[str, ...] = ()  # what the site had and loses

    def of_stage(self, wanted: Stage) -> tuple[str, ...]:
        """The files of `put` that are sent together."""
        return tuple(path for path in self.put if stage(path) is wanted)


def plan_steps(lying: Files, shown: Files, after: HostLedger) -> Steps:
    """The steps from the files `lying` on the host to the release and the kept files of `after`.

    `shown` is the release that readers have now: its files that go count as dropped.
    """
    put = [path for path, entry in after.files.items() if lying.get(path) != entry]
    remove = [path for path in lying if path not in after.files and path not in after.kept]
    drop = [path for path in shown if path not in after.files and path == plain_name(path)]
    return Steps(
        put=tuple(sorted(put, key=lambda path: (stage(path), path))),
        remove=tuple(sorted(remove)),
        add=tuple(sorted(path for path in put if path not in shown)),
        drop=tuple(sorted(drop)),
    )


def drops_much(steps: Steps, shown: Files) -> bool:
    """Whether so much would go from the site that a person should say yes."""
    # Pages alone: one post with photos has some twenty files in sizes, formats and shapes of cards.
    dropped = sum(not is_lasting(path) for path in steps.drop)
    pages = sum(not is_lasting(path) for path in shown)
    return dropped > _DROP_PAGES and dropped > pages * _DROP_SHARE


def keep_former(ledger: HostLedger, lying: Files) -> HostLedger:
    """The ledger with the files and packs that its former releases need, and no others."""
    lasting, digests = needed_by(ledger)
    kept = {
        path: lying[path]
        for path in lasting
        if path not in ledger.files and lying.get(path, UNSURE) != UNSURE
    }
    packs: dict[str, tuple[str, ...]] = {}
    for name, packed in reversed(ledger.packs.items()):
        if digests.intersection(packed):
            digests.difference_update(packed)
            packs = {name: packed, **packs}
    return replace(ledger, kept=kept, packs=packs, stale={})


def unpacked(files: Files, packs: dict[str, tuple[str, ...]]) -> Files:
    """The pages that are in no pack yet: the next release would overwrite them."""
    packed = packed_digests(packs)
    return {
        path: entry
        for path, entry in files.items()
        if not is_lasting(path) and entry.digest not in packed
    }
