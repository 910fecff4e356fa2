"""The table of contents: read the list → guard → difference → send → make public → remove."""

import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from generator.errors import Problem, doubt, problem
from generator.publish.difference import Steps, drops_much, plan_steps
from generator.publish.forget import abandoned_lists
from generator.publish.hosts.host import (
    Connection,
    Failed,
    HistoryKept,
    Missing,
    Occupied,
    failed,
)
from generator.publish.http_headers import Stage, is_lasting
from generator.publish.inventory import Inventory
from generator.publish.ledger import (
    FOLDER,
    LEDGER,
    PENDING,
    UNSURE,
    Files,
    HostLedger,
    Pending,
    encode,
)
from generator.publish.lock import Lock
from generator.publish.next_ledger import HostState, ledger_after, ledger_before
from generator.publish.outlook import refuse_no_way_back
from generator.publish.pack import pack_path, read_pack, write_pack
from generator.publish.request import (
    PublishRequest,
    SoFar,
    connected,
    new_release,
    read_state,
    refuse_unknown_release,
)
from generator.publish.upload import (
    ConnectionPool,
    Item,
    make_folders,
    part_path,
    put_bytes,
    put_file,
    with_parents,
)

_CHECKPOINT_SECONDS = 10
# A file costs round trips as well as bytes: counted so, the time left is estimated well.
_BYTES_A_FILE = 4096


_NO_RENAME = doubt(
    "",
    "this host cannot rename files: while one is sent, a reader may meet half of it",
    "if your host has SFTP, use that",
)


@dataclass(frozen=True, slots=True)
class Published:
    """What was changed on the host."""

    release: str = ""
    sent: tuple[str, ...] = ()
    sent_bytes: int = 0
    removed: tuple[str, ...] = ()
    reachable: tuple[str, ...] = ()  # files of removed posts that the host still gives out
    keeps_history: bool = False  # because former releases are in its history
    problems: tuple[Problem, ...] = ()


def publish(request: PublishRequest, inventory: Inventory) -> Published:
    """Makes the host hold the inventory. Raises Failed; readers then still have the old site."""
    with connected(request) as pool:
        state = read_state(request, pool)
        forget = request.forget or request.memory.is_forgetting
        if state.shows(inventory.files) and not (forget and state.remembers):
            request.memory.remember(state.release)
            request.memory.remember_files(state.ledger.files)
            request.memory.end_forgetting()
            return _nothing_sent(state)
        if forget:
            _begin_forgetting(request, state)
        pool.run(_make_root)
        lock = Lock(pool, request.memory.by)
        with lock.held():
            state = read_state(request, pool)
            refuse_unknown_release(request, state)
            release = new_release(request.memory.by)
            after = ledger_after(state, inventory.files, release, forget=forget)
            try:
                return _Transfer(request, pool, lock, state, after, forget).run(inventory.local)
            except HistoryKept:
                request.memory.end_forgetting()
                raise


def undo(request: PublishRequest) -> Published:
    """Brings the release before back or, after a cut, the last complete one. Raises Failed."""
    with connected(request) as pool:
        state = read_state(request, pool)
        refuse_no_way_back(state)
        lock = Lock(pool, request.memory.by)
        with lock.held(), tempfile.TemporaryDirectory() as drafts:
            state = read_state(request, pool)
            after = ledger_before(state)
            pages = _fetch_pages(pool, state, after, Path(drafts))
            return _Transfer(request, pool, lock, state, after).run(pages)


def _nothing_sent(state: HostState) -> Published:
    gone = state.reachable(state.ledger)
    return Published(state.release, reachable=tuple(gone), keeps_history=state.keeps_history)


def _begin_forgetting(request: PublishRequest, state: HostState) -> None:
    """From here on whoever publishes from this computer ends it, whatever happens on the way."""
    may = not state.has_history or request.memory.is_forgetting or request.may_rewrite()
    if not may:
        raise failed(
            "",
            "all earlier commits of the branch would go, those of others too; nothing was changed",
            "if that is meant: jarshy publish --forget --allow-removal",
        )
    request.memory.begin_forgetting()


def _make_root(connection: Connection) -> None:
    connection.make_folder("")
    connection.make_folder(FOLDER)


def _fetch_pages(
    pool: ConnectionPool, state: HostState, after: HostLedger, drafts: Path
) -> dict[str, Path]:
    """The pages to put back, by digest, from the packs on the host; Failed where any is missing."""
    steps = plan_steps(state.lying, state.ledger.files, after)
    wanted = {after.files[path].digest for path in steps.put if not is_lasting(path)}
    pages: dict[str, Path] = {}
    for name, packed in after.packs.items():
        if wanted.intersection(packed):
            content = pool.run(lambda connection, path: connection.read(path), pack_path(name))
            pages |= read_pack(content, wanted, drafts)
    lost = [path for path in steps.put if after.files[path].digest not in pages]
    if lost:
        raise failed(
            lost[0],
            "what the earlier release needs is not on the host any more",
            "nothing was changed; mend content/ and publish",
        )
    return pages


@dataclass(slots=True)
class _Transfer:
    """One release on its way to the host."""

    request: PublishRequest
    pool: ConnectionPool
    lock: Lock
    state: HostState
    after: HostLedger
    forget: bool = False
    sent: list[str] = field(default_factory=list)
    sent_bytes: int = 0
    done: int = 0  # bytes, with _BYTES_A_FILE for each file
    total: int = 1
    saved: float = field(default_factory=time.monotonic)  # when the pending list was
    renames: bool = True

    @property
    def release(self) -> str:
        return self.after.release.id if self.after.release else ""

    def run(self, local: dict[str, Path]) -> Published:
        """Sends the release from files by digest, makes it public, and removes what is left."""
        lying = self._with_arrived(self.state.lying)
        steps = plan_steps(lying, self.state.ledger.files, self.after)
        self._refuse_removal(steps)
        new_folders = self._make_folders(lying, steps)
        self._refuse_foreign_files(lying, steps, new_folders)
        self._clear_pending()
        self._save_pending(steps)
        try:
            self._send(steps, local)
        except BaseException:
            with suppress(Failed, Missing):
                self._save_pending(steps)
            raise
        self._make_public(steps, {path: lying[path] for path in steps.remove} | self._old_packs())
        return Published(
            release=self.release,
            sent=steps.put,
            sent_bytes=self.sent_bytes,
            removed=steps.remove,
            reachable=tuple(self.after.gone),
            keeps_history=self.state.keeps_history,
            problems=() if self.renames else (_NO_RENAME,),
        )

    def _with_arrived(self, lying: Files) -> Files:
        """Adds lasting files that arrived before a cut: those that have their full size."""
        files = self.after.files
        unsure = [
            path
            for path, entry in files.items()
            if is_lasting(path) and lying.get(path) == UNSURE and entry != UNSURE
        ]
        sizes = self._sizes(unsure)
        arrived = {path: files[path] for path in unsure if sizes[path] == files[path].size_bytes}
        return {**lying, **arrived}

    def _sizes(self, paths: list[str]) -> dict[str, int]:
        sizes: dict[str, int] = {}

        def measure(connection: Connection, path: str) -> None:
            sizes[path] = connection.size(path)

        self.pool.run_each(measure, paths)
        return sizes

    def _refuse_removal(self, steps: Steps) -> None:
        dropped = len(steps.drop)
        is_much = drops_much(steps, self.state.ledger.files)
        if is_much and not self.request.may_drop(dropped):
            raise failed(
                "",
                "{count} files would go from the site; nothing was changed",
                "if that is meant: jarshy publish --allow-removal",
                count=dropped,
            )

    def _make_folders(self, lying: Files, steps: Steps) -> set[str]:
        """Makes the folders that may be missing; returns those that did not exist."""
        known = {_folder(path) for path in lying}
        folders = {_folder(path) for path in steps.put} - known - {""}
        if any(self.after.packs) and not self.state.ledger.packs:
            folders.add(f"{FOLDER}/packs")
        return self.pool.run(make_folders, folders)

    def _refuse_foreign_files(self, lying: Files, steps: Steps, new_folders: set[str]) -> None:
        if self.request.take_over:
            return
        doubted = [
            path
            for path in steps.put
            if path not in lying and not is_lasting(path) and _folder(path) not in new_folders
        ]
        foreign = [path for path, size_bytes in self._sizes(doubted).items() if size_bytes >= 0]
        if foreign:
            raise Occupied(
                problem(
                    min(foreign),
                    "there is a file on the host that Jarshy did not put there",
                    "choose an empty folder; or, to replace it: jarshy publish --take-over",
                )
            )

    def _clear_pending(self) -> None:
        """Removes parts of a release that was cut off, while the pending list still names them."""
        old = self.state.pending
        if old is None:
            return
        pack = pack_path(old.release)
        parts = [pack, f"{pack}.new.part"] if old.release not in self.after.packs else []
        parts += [
            part_path(path, entry)
            for path, entry in old.put.items()
            if path not in old.sent and self.after.files.get(path) != entry
        ]
        self.pool.run_each(_remove, parts)

    def _send(self, steps: Steps, local: dict[str, Path]) -> None:
        items = {
            path: Item(path, self.after.files[path], local[self.after.files[path].digest])
            for path in steps.put
        }
        weights = (item.entry.size_bytes + _BYTES_A_FILE for item in items.values())
        self.total = max(1, sum(weights))
        self._send_pack(local)
        for stage in Stage:
            of_stage = [items[path] for path in steps.of_stage(stage)]
            self.pool.run_each(self._put, of_stage, lambda: self._tick(steps))

    def _put(self, connection: Connection, item: Item) -> None:
        counted = 0

        def count(size_bytes: int) -> None:
            nonlocal counted
            counted += size_bytes
            self.done += size_bytes

        try:
            try:
                self.renames &= put_file(connection, item, count)
            except Missing:  # somebody removed the folder
                self.done, counted = self.done - counted, 0
                make_folders(connection, [_folder(item.path)])
                self.renames &= put_file(connection, item, count)
        except BaseException:
            self.done -= counted
            raise
        self.done += _BYTES_A_FILE
        self.sent_bytes += item.entry.size_bytes
        self.sent.append(item.path)

    def _send_pack(self, local: dict[str, Path]) -> None:
        """Sends the pages that `undo` will need once another release replaces this one."""
        digests = self.after.packs.get(self.release)
        if digests is None or self.release in self.state.ledger.packs:
            return
        with tempfile.TemporaryDirectory() as drafts:
            pack = Path(drafts) / "pack"
            write_pack({digest: local[digest] for digest in digests}, pack)
            content = pack.read_bytes()
        self.pool.run(put_bytes, pack_path(self.release), content, "new")
        self.sent_bytes += len(content)

    def _make_public(self, steps: Steps, stale: Files) -> None:
        self.request.memory.remember(*filter(None, (self.state.release,)), self.release)
        self.lock.renew()
        # Packs are listed as stale files: after a cut the next run still knows of them.
        self._save(LEDGER, replace(self.after, stale=stale))
        # Pages before their pictures, so that no reader meets a page without them.
        self.pool.run_each(_remove, [path for path in stale if not is_lasting(path)])
        self.pool.run_each(_remove, [path for path in stale if is_lasting(path)])
        self._remove_folders(steps)
        if self.forget:
            parts = abandoned_lists(self.state.ledger, self.state.pending)
            self.pool.run_each(_remove, parts)
        if stale:
            self._save(LEDGER, self.after)
        self.pool.run(_remove, PENDING)
        self.pool.run(lambda connection: connection.finish(self.release, forget=self.forget))
        self.request.memory.remember(self.release)
        self.request.memory.remember_files(self.after.files)
        if self.forget:
            self.request.memory.end_forgetting()

    def _old_packs(self) -> Files:
        packs = (name for name in self.state.ledger.packs if name not in self.after.packs)
        return {pack_path(name): UNSURE for name in packs}

    def _remove_folders(self, steps: Steps) -> None:
        """Removes folders in which nothing of ours is left; the host keeps those of others."""
        used = {folder for path in self.after.lying() for folder in with_parents(_folder(path))}
        left = {folder for path in steps.remove for folder in with_parents(_folder(path))}
        for folder in sorted(left - used - {""}, reverse=True):
            self.pool.run(lambda connection, path: connection.remove_folder(path), folder)

    def _save_pending(self, steps: Steps) -> None:
        put = {path: self.after.files[path] for path in steps.put}
        sent = tuple(sorted(self.sent))
        self._save(PENDING, Pending(self.release, self.request.memory.by, put, steps.remove, sent))
        self.saved = time.monotonic()

    def _save(self, path: str, value: HostLedger | Pending) -> None:
        self.pool.run(put_bytes, path, encode(value), self.request.memory.by)

    def _so_far(self, steps: Steps) -> SoFar:
        share, all_files = min(1.0, self.done / self.total), len(steps.put)
        files = min(len(self.sent), all_files)
        all_bytes = max(0, self.total - all_files * _BYTES_A_FILE)
        size_bytes = min(max(0, self.done - files * _BYTES_A_FILE), all_bytes)
        return SoFar(share, files, all_files, size_bytes, all_bytes)

    def _tick(self, steps: Steps) -> None:
        self.request.show(self._so_far(steps))
        if time.monotonic() - self.saved > _CHECKPOINT_SECONDS:
            self._save_pending(steps)
            self.lock.renew()


def _remove(connection: Connection, path: str) -> None:
    connection.remove(path)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
