"""Looks at a host before anything is changed there: what would go, what would come."""

from dataclasses import dataclass

from generator.publish.difference import Steps, plan_steps
from generator.publish.hosts.host import failed
from generator.publish.inventory import Inventory
from generator.publish.ledger import Files, HostLedger, Release
from generator.publish.next_ledger import HostState, ledger_after, ledger_before
from generator.publish.request import (
    PublishRequest,
    connected,
    new_release,
    read_state,
    refuse_unknown_release,
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a release would change, and what readers have now."""

    steps: Steps
    size_bytes: int  # of what would be sent
    shown: Files  # what readers have now
    wanted: Files  # what they would have then
    release: Release | None  # whose files these are; None for an empty host
    after: Release | None  # the release that would be public then
    is_foreign: bool = False  # another computer published it
    is_cut: bool = False  # a release was begun, and never completed


def difference(request: PublishRequest, inventory: Inventory) -> Steps:
    """What publishing would send and remove; nothing is changed. Raises Failed."""
    return outlook(request, inventory).steps


def outlook(request: PublishRequest, inventory: Inventory) -> Outlook:
    """What publishing would change; nothing is changed. Raises Failed."""
    with connected(request) as pool:
        state = read_state(request, pool)
    release = new_release(request.memory.by)
    after = ledger_after(state, inventory.files, release, forget=request.forget)
    return _outlook(request, state, after)


def outlook_back(request: PublishRequest) -> Outlook:
    """What `undo` would change; nothing is changed. Raises Failed where it cannot be done."""
    with connected(request) as pool:
        state = read_state(request, pool)
    refuse_no_way_back(state)
    return _outlook(request, state, ledger_before(state))


def published_files(request: PublishRequest) -> Files:
    """The files that readers have now. Raises Failed where publishing would be refused, too."""
    with connected(request) as pool:
        state = read_state(request, pool)
    refuse_unknown_release(request, state)
    return state.ledger.files


def refuse_no_way_back(state: HostState) -> None:
    """Raises Failed where the host keeps no earlier release."""
    if state.ledger.release is None or not (state.is_cut or state.ledger.former):
        raise failed("", "there is no earlier release to go back to", "mend content/ instead")


def _outlook(request: PublishRequest, state: HostState, after: HostLedger) -> Outlook:
    steps = plan_steps(state.lying, state.ledger.files, after)
    size_bytes = sum(after.files[path].size_bytes for path in steps.put)
    release = state.ledger.release
    return Outlook(
        steps,
        size_bytes,
        state.ledger.files,
        after.files,
        release,
        after.release,
        is_foreign=release is not None and not request.memory.knows(release.id),
        is_cut=state.is_cut,
    )
