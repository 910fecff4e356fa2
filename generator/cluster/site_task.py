"""What a worker does for a deputy's site: read and plan it, and render its pages."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from distributed import get_worker, worker_client

from generator.cluster.asking import WorkerClient
from generator.cluster.parcel import pack
from generator.cluster.stamp import ProgramStamp, own_stamp
from generator.cluster.task import TaskOrder
from generator.digest import digest_value
from generator.inputs import BuildRequest, Inputs
from generator.intake.deputy_toml import DEPUTIES, ParentRegion
from generator.intake.discover import Listing
from generator.intake.drops import is_media
from generator.model import Probe, Source, Standing, Theme
from generator.pipeline import PROBES, Planner, Reader, ReadingPolicy, make_and_plan
from generator.recipes import Made, Task
from generator.store.cache import Cache
from generator.store.execute import Report
from generator.store.memory import Memory
from generator.store.shared import Lost, SharedStore, open_store

_REQUESTS = 16  # results that are looked for, or waited for, at a time
_FIRST = 1  # priority over sites that have not begun: each that waits holds its texts in memory


class SiteOrder(msgspec.Struct, frozen=True):
    """A site for a worker, which has no file of it."""

    listing: Listing
    parent: ParentRegion | None
    genuine: tuple[str, ...]  # ids of the deputy's answers that were given there
    standing: dict[str, Standing]
    held_back: tuple[str, ...]
    probes: dict[str, Probe]  # of photos and clips that are known, by digest
    texts: str  # digest of the bundle of all files but photos and clips
    theme: str  # digest of the theme's encoded value
    theme_digest: str
    now: datetime
    store: str
    stamp: ProgramStamp
    topic: str
    attempt: int = 0

    @property
    def key(self) -> str:
        """Equal orders share one answer."""
        return f"site-{digest_value(self)}"


class SiteAnswer(msgspec.Struct, frozen=True):
    """The outcome of an order. Not an exception: Dask would retry those."""

    packed: bytes = b""
    other: ProgramStamp | None = None  # this worker would not make the same bytes
    lost: tuple[str, ...] = ()  # digests that the store does not hold


def plan_site_task(order: SiteOrder) -> SiteAnswer:
    """Read, plan and render the site; its photos and clips are tasks for other workers."""
    if own_stamp() != order.stamp:
        return SiteAnswer(other=own_stamp())
    store = open_store(order.store)
    folder = get_worker().local_directory
    # Templates are compiled once for all sites of a worker, which costs as much as 40 posts.
    cache = Path(folder) / "cache"
    with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as name:
        content = Path(name) / DEPUTIES / Path(name).name
        memory = Memory(None)
        memory.replace(PROBES, order.probes)
        try:
            unknown = _fetch_content(order, store, content)
            # Only the building computer knows the digest of all inputs; "-" stands for it.
            inputs = Inputs(
                order.listing,
                content,
                order.theme_digest,
                order.parent,
                frozenset(order.genuine),
                order.standing,
                digest="-",
            )
            # worker_client lets this worker take other tasks while this one waits.
            with (
                worker_client() as client,
                ThreadPoolExecutor(_REQUESTS) as requests,
            ):
                workers = _OtherWorkers(WorkerClient(client), store, order, requests)
                request = BuildRequest(
                    content, content, cache, workers=workers, held_back=order.held_back, jobs=1
                )
                reader = Reader(request, memory, ReadingPolicy(theme=_theme(store, order.theme)))
                reading = reader.read(inputs)
                planned = make_and_plan(request, inputs, reading, Planner(memory), order.now)
        except Lost:
            return SiteAnswer(lost=_missing(order, store))
        probes = memory.all(PROBES)
        learned = {digest: probes[digest] for digest in unknown if digest in probes}
        return SiteAnswer(pack(replace(planned, made=len(workers.ordered)), learned))


def bundle(content: Path, sources: tuple[Source, ...]) -> bytes:
    """The bytes of all files but photos and clips; OSError where a file is gone."""
    paths = [source.path for source in sources if not is_media(source)]
    return msgspec.msgpack.encode({path: (content / path).read_bytes() for path in paths})


def _fetch_content(order: SiteOrder, store: SharedStore, content: Path) -> list[str]:
    """Write the texts, and photos and clips without a probe; returns the digests of those."""
    content.mkdir(parents=True)
    bundled = content.parent / "texts"
    store.fetch(order.texts, bundled)
    for path, text in msgspec.msgpack.decode(bundled.read_bytes(), type=dict[str, bytes]).items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(text)
    media = {source.digest: source for source in order.listing.sources if is_media(source)}
    unknown = [digest for digest in media if digest not in order.probes]
    for digest in unknown:
        store.fetch(digest, content / media[digest].path)
    return unknown


@lru_cache(4)
def _theme(store: SharedStore, digest: str) -> Theme:
    with TemporaryDirectory() as name:
        store.fetch(digest, Path(name) / "theme")
        return msgspec.msgpack.decode((Path(name) / "theme").read_bytes(), type=Theme)


def _missing(order: SiteOrder, store: SharedStore) -> tuple[str, ...]:
    media = [source.digest for source in order.listing.sources if is_media(source)]
    digests = dict.fromkeys((order.texts, order.theme, *media))
    with ThreadPoolExecutor(_REQUESTS) as pool:
        held = pool.map(store.holds, digests)
        return tuple(digest for digest, is_held in zip(digests, held, strict=True) if not is_held)


@dataclass(frozen=True, slots=True)
class _OtherWorkers:
    """The other workers, which make the results that the site needs and the store lacks."""

    client: WorkerClient
    store: SharedStore
    site: SiteOrder
    pool: ThreadPoolExecutor
    ordered: set[str] = field(default_factory=set)  # keys

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begin a task; its result stays in the store."""
        del content, cache, report
        return self.pool.submit(self._make, task)

    def _make(self, task: Task) -> Made:
        known = self.store.find(task.key)
        if known:
            return known.made
        self.ordered.add(task.key)
        site = self.site
        order = TaskOrder(task, site.store, site.stamp, site.topic, site.attempt)
        made = self.client.make(order, _FIRST)
        if made is None:
            raise Lost(task.key)
        return made
