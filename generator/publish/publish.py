"""The table of contents of this room: look → guard → difference → send → make known → remove."""

import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from generator.errors import Problem, doubt
from generator.publish.difference import Steps, keep_former, plan_steps, unpacked
from generator.publish.hosts.host import Connection, Failed, Host, Missing, failed
from generator.publish.http_headers import Stage, is_lasting
from generator.publish.inventory import Inventory
from generator.publish.known_releases import KnownReleases
from generator.publish.ledger import (
    FOLDER,
    KEPT_FORMER,
    LEDGER,
    PENDING,
    UNSURE,
    Files,
    Former,
    HostLedger,
    Pending,
    Release,
    back_from,
    encoded,
    load_ledger,
    load_pending,
)
from generator.publish.lock import Lock
from generator.publish.pack import MOST_PACKS, pack_path, read_pack, write_pack
from generator.publish.upload import (
    ConnectionPool,
    Item,
    make_folders,
    part_path,
    put_bytes,
    put_file,
)

_CHECKPOINT_SECONDS = 10
# A file costs round trips as well as bytes; this much makes the time left come out right.
_BYTES_A_FILE = 4096

# More pages than this, and more than this share, are not dropped without asking.
_DROP_FILES, _DROP_SHARE = 20, 0.25


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """Where to publish, and what is allowed."""

    host: Host
    memory: KnownReleases
    show: Callable[[float], None] = lambda share: None  # told of the progress, from 0 to 1
    may_drop: Callable[[int], bool] = lambda files: False  # asked before many pages go
    take_over: bool = False  # another computer's release, or files of others in our places
    forget: bool = False  # keep nothing of former releases


@dataclass(frozen=True, slots=True)
class Published:
    """What was changed on the server."""

    release: str = ""
    sent: tuple[str, ...] = ()
    sent_bytes: int = 0
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def publish(request: PublishRequest, inventory: Inventory) -> Published:
    """Makes the server hold the inventory. Raises Failed; then readers have the old site still."""
    with _connected(request) as pool:
        state = pool.ask(_look)
        if _is_there(state, inventory.files) and not (request.forget and state.ledger.former):
            return _nothing(request, state)
        pool.ask(_make_room)
        lock = Lock(pool, request.memory.by)
        with lock.held():
            state = pool.ask(_look)
            _guard(request, state)
            after = _next(request, state, inventory.files)
            return _Carrying(request, pool, lock, state, after).carry(inventory.local)


def difference(request: PublishRequest, inventory: Inventory) -> Steps:
    """What publishing would send and remove; nothing is changed."""
    with _connected(request) as pool:
        state = pool.ask(_look)
    after = _next(request, state, inventory.files)
    return plan_steps(state.lying, state.ledger.files, after)


def undo(request: PublishRequest) -> Published:
    """Brings the release before back; or, after a cut, the last whole one. Raises Failed."""
    with _connected(request) as pool:
        state = pool.ask(_look)
        if state.ledger.release is None or not (state.is_cut or state.ledger.former):
            raise failed("", "there is no earlier release to go back to", "mend content/ instead")
        lock = Lock(pool, request.memory.by)
        with lock.held(), tempfile.TemporaryDirectory() as drafts:
            state = pool.ask(_look)
            after = _before(state)
            local = _fetch(pool, state, after, Path(drafts))
            return _Carrying(request, pool, lock, state, after).carry(local)


@dataclass(frozen=True, slots=True)
class _State:
    """What lies on the server, as far as it is known."""

    ledger: HostLedger
    pending: Pending | None

    @property
    def is_cut(self) -> bool:
        """Whether a release began and never became whole."""
        whole = self.ledger.release.id if self.ledger.release else ""
        return self.pending is not None and self.pending.release != whole

    @property
    def lying(self) -> Files:
        known = self.ledger.lying()
        return self.pending.overlay(known) if self.pending else known


@contextmanager
def _connected(request: PublishRequest) -> Iterator[ConnectionPool]:
    pool = ConnectionPool(request.host)
    try:
        with FileLock(request.memory.folder / "publish.lock"):
            yield pool
    except Missing as missing:
        raise failed(
            str(missing), "this is not there on the host", "is the address right?"
        ) from None
    finally:
        pool.close()


def _look(connection: Connection) -> _State:
    return _State(load_ledger(connection), load_pending(connection))


def _make_room(connection: Connection) -> None:
    connection.make_folder("")
    connection.make_folder(FOLDER)


def _is_there(state: _State, files: Files) -> bool:
    return state.pending is None and not state.ledger.stale and state.ledger.files == files


def _nothing(request: PublishRequest, state: _State) -> Published:
    release = state.ledger.release.id if state.ledger.release else ""
    request.memory.remember(release)
    return Published(release)


def _guard(request: PublishRequest, state: _State) -> None:
    """Stops where another computer published since this one did."""
    release = state.ledger.release
    if release is None or request.take_over or request.memory.knows(release.id):
        return
    raise failed(
        "",
        "this site was published from another computer, on {moment}",
        "bring its content/ here first, or what it added is lost; then: jarshy publish --take-over",
        moment=release.at,
    )


def _next(request: PublishRequest, state: _State, files: Files) -> HostLedger:
    """The list after publishing these files."""
    old = state.ledger
    former: tuple[Former, ...] = ()
    if old.release and not request.forget:
        # The same release again after a cut is no step that anybody would want to go back.
        same = files == old.files
        step = () if same else (Former(old.release, back_from(files, old.files)),)
        former = (*step, *old.former)[:KEPT_FORMER]
    release = Release(
        uuid.uuid4().hex[:12], datetime.now(UTC).isoformat(" ", "minutes")[:16], request.memory.by
    )
    after = HostLedger(release=release, files=files, former=former, packs=old.packs)
    after = keep_former(after, state.lying)
    held = {} if len(after.packs) >= MOST_PACKS else after.packs
    fresh = tuple(dict.fromkeys(entry.digest for entry in unpacked(files, held).values()))
    packs = {**after.packs, release.id: fresh} if fresh else after.packs
    return keep_former(_with(after, packs=packs), state.lying)


def _before(state: _State) -> HostLedger:
    """The list after going back."""
    old = state.ledger
    if state.is_cut:
        return keep_former(_with(old, stale={}), state.lying)
    files = {
        # A lasting file says by its name what it is: what stands there is right.
        path: state.lying.get(path, entry) if is_lasting(path) else entry
        for path, entry in old.earlier(1).items()
    }
    release, former = old.former[0].release, old.former[1:]
    after = HostLedger(release=release, files=files, former=former, packs=old.packs)
    return keep_former(after, state.lying)


def _with(
    ledger: HostLedger,
    packs: dict[str, tuple[str, ...]] | None = None,
    stale: Files | None = None,
) -> HostLedger:
    return HostLedger(
        release=ledger.release,
        files=ledger.files,
        former=ledger.former,
        kept=ledger.kept,
        stale=ledger.stale if stale is None else stale,
        packs=ledger.packs if packs is None else packs,
    )


def _fetch(pool: ConnectionPool, state: _State, after: HostLedger, drafts: Path) -> dict[str, Path]:
    """The pages to put back, from the packs on the server; all of them, or Failed."""
    steps = plan_steps(state.lying, state.ledger.files, after)
    wanted = {after.files[path].digest for path in steps.put if not is_lasting(path)}
    found: dict[str, Path] = {}
    for name, held in after.packs.items():
        if wanted.intersection(held):
            content = pool.ask(lambda connection, name=name: connection.read(pack_path(name)))  # type: ignore[misc]
            found |= read_pack(content, wanted, drafts)
    lost = [path for path in steps.put if after.files[path].digest not in found]
    if lost:
        raise failed(
            lost[0],
            "what the earlier release needs is not on the host any more",
            "nothing was changed; mend content/ and publish",
        )
    return found


class _Carrying:
    """One release on its way to the server."""

    def __init__(
        self,
        request: PublishRequest,
        pool: ConnectionPool,
        lock: Lock,
        state: _State,
        after: HostLedger,
    ) -> None:
        self._request, self._pool, self._lock = request, pool, lock
        self._state, self._after = state, after
        self._sent: list[str] = []
        self._bytes = 0  # that went out
        self._done, self._total = 0, 1
        self._saved = time.monotonic()
        self._renames = True

    def carry(self, local: dict[str, Path]) -> Published:
        """Sends, makes known, removes."""
        lying = self._arrived(self._state.lying)
        steps = plan_steps(lying, self._state.ledger.files, self._after)
        self._ask_about(steps)
        self._make_way(lying, steps)
        self._begin(steps)
        try:
            self._send(steps, local)
        except BaseException:
            with suppress(Failed, Missing):
                self._save_pending(steps)
            raise
        stale = {path: lying[path] for path in steps.remove}
        self._make_known(steps, stale)
        return Published(
            release=self._release,
            sent=steps.put,
            sent_bytes=self._bytes,
            removed=steps.remove,
            problems=() if self._renames else (_no_rename(),),
        )

    @property
    def _release(self) -> str:
        return self._after.release.id if self._after.release else ""

    def _arrived(self, lying: Files) -> Files:
        """Looks whether lasting files arrived before a cut: whole ones bear their own name."""
        unsure = [
            path
            for path, entry in self._after.files.items()
            if is_lasting(path) and lying.get(path) == UNSURE and entry != UNSURE
        ]
        found: Files = {}

        def look(connection: Connection, path: str) -> None:
            if connection.size(path) == self._after.files[path].size_bytes:
                found[path] = self._after.files[path]

        self._pool.each(look, unsure, lambda: None)
        return {**lying, **found}

    def _ask_about(self, steps: Steps) -> None:
        dropped, shown = len(steps.drop), len(self._state.ledger.files)
        many = dropped > _DROP_FILES and dropped > shown * _DROP_SHARE
        if many and not self._request.may_drop(dropped):
            raise failed(
                "",
                "{count} files would go from the site; nothing was changed",
                "if that is meant: jarshy publish --allow-removal",
                count=dropped,
            )

    def _make_way(self, lying: Files, steps: Steps) -> None:
        """Makes the folders that are missing; Failed where somebody else's file is in our place."""
        known = {_folder(path) for path in lying}
        folders = {_folder(path) for path in steps.put} - known - {""}
        if any(self._after.packs) and not self._state.ledger.packs:
            folders.add(f"{FOLDER}/packs")
        new = self._pool.ask(lambda connection: make_folders(connection, folders))
        fresh = {folder for folder, is_new in new.items() if is_new}
        doubted = [
            path
            for path in steps.put
            if path not in lying and not is_lasting(path) and _folder(path) not in fresh
        ]
        if self._request.take_over or not doubted:
            return
        foreign: list[str] = []

        def look(connection: Connection, path: str) -> None:
            if connection.size(path) >= 0:
                foreign.append(path)

        self._pool.each(look, doubted, lambda: None)
        if foreign:
            raise failed(
                sorted(foreign)[0],
                "there is a file on the host that Jarshy did not put there",
                "choose an empty folder; or, to replace it: jarshy publish --take-over",
            )

    def _begin(self, steps: Steps) -> None:
        """Says what is to come, so that whatever a cut leaves is known as ours."""
        old = self._state.pending
        if old:
            pack = pack_path(old.release)
            parts = [pack, f"{pack}.new.part"] if old.release not in self._after.packs else []
            parts += [
                part_path(path, entry)
                for path, entry in old.put.items()
                if path not in old.sent and self._after.files.get(path) != entry
            ]
            # Before the new word, for only the old one knows of them.
            self._pool.each(lambda connection, part: connection.remove(part), parts, lambda: None)
        self._save_pending(steps)

    def _send(self, steps: Steps, local: dict[str, Path]) -> None:
        items = {
            path: Item(path, self._after.files[path], local[self._after.files[path].digest])
            for path in steps.put
        }
        weights = (item.entry.size_bytes + _BYTES_A_FILE for item in items.values())
        self._total = max(1, sum(weights))
        self._send_pack(local)
        for stage in Stage:
            paths = steps.of_stage(stage)
            self._pool.each(self._put, [items[path] for path in paths], lambda: self._tick(steps))

    def _put(self, connection: Connection, item: Item) -> None:
        told = 0

        def tell(count: int) -> None:
            nonlocal told
            told += count
            self._done += count

        try:
            try:
                self._renames &= put_file(connection, item, tell)
            except Missing:  # somebody removed the folder
                self._done, told = self._done - told, 0
                make_folders(connection, [_folder(item.path)])
                self._renames &= put_file(connection, item, tell)
        except BaseException:
            self._done -= told
            raise
        self._done += _BYTES_A_FILE
        self._bytes += item.entry.size_bytes
        self._sent.append(item.path)

    def _send_pack(self, local: dict[str, Path]) -> None:
        """What `undo` will need when this release is a former one."""
        digests = self._after.packs.get(self._release)
        if digests is None or self._release in self._state.ledger.packs:
            return
        with tempfile.TemporaryDirectory() as drafts:
            pack = Path(drafts) / "pack"
            write_pack({digest: local[digest] for digest in digests}, pack)
            content = pack.read_bytes()
        self._pool.ask(
            lambda connection: put_bytes(connection, pack_path(self._release), content, "new")
        )
        self._bytes += len(content)

    def _make_known(self, steps: Steps, stale: Files) -> None:
        shown = self._state.ledger.release
        self._request.memory.remember(*([shown.id] if shown else []), self._release)
        self._lock.renew()
        self._save_ledger(_with(self._after, stale=stale))
        self._pool.each(
            lambda connection, path: connection.remove(path), steps.remove, lambda: None
        )
        old = [name for name in self._state.ledger.packs if name not in self._after.packs]
        for name in old:
            self._pool.ask(lambda connection, name=name: connection.remove(pack_path(name)))  # type: ignore[misc]
        self._remove_folders(steps)
        if stale:
            self._save_ledger(self._after)
        self._pool.ask(lambda connection: connection.remove(PENDING))
        self._pool.ask(lambda connection: connection.finish(self._release))
        self._request.memory.remember(self._release)

    def _remove_folders(self, steps: Steps) -> None:
        """Folders that held files of ours alone."""
        used = {above for path in self._after.lying() for above in _above(path)}
        empty = {above for path in steps.remove for above in _above(path)} - used
        for folder in sorted(empty, reverse=True):
            self._pool.ask(lambda connection, folder=folder: connection.remove_folder(folder))  # type: ignore[misc]

    def _save_ledger(self, ledger: HostLedger) -> None:
        content = encoded(ledger)
        self._pool.ask(
            lambda connection: put_bytes(connection, LEDGER, content, self._request.memory.by)
        )

    def _save_pending(self, steps: Steps) -> None:
        put = {path: self._after.files[path] for path in steps.put}
        pending = Pending(
            self._release, self._request.memory.by, put, steps.remove, tuple(sorted(self._sent))
        )
        content = encoded(pending)
        self._pool.ask(
            lambda connection: put_bytes(connection, PENDING, content, self._request.memory.by)
        )
        self._saved = time.monotonic()

    def _tick(self, steps: Steps) -> None:
        self._request.show(min(1.0, self._done / self._total))
        if time.monotonic() - self._saved > _CHECKPOINT_SECONDS:
            self._save_pending(steps)
            self._lock.renew()


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _above(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        yield "/".join(parts[:depth])


def _no_rename() -> Problem:
    return doubt(
        "",
        "this host cannot rename files: while one is sent, a reader may meet half of it",
        "if your host has SFTP, use that",
    )
