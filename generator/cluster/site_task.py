"""A site's listing in, the site as it is to be written out: what a worker makes of a deputy."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from distributed import get_worker, worker_client

from generator.cluster.asking import Asker, unlike
from generator.cluster.parcel import pack
from generator.cluster.stamp import ProgramStamp, own_stamp
from generator.cluster.task import TaskOrder, fulfil, path_of
from generator.digest import digest_value
from generator.errors import Broken, Unfit
from generator.inputs import BuildRequest, Inputs
from generator.intake.deputy_toml import DEPUTIES, ParentRegion
from generator.intake.discover import Listing
from generator.intake.drops import is_media
from generator.model import Probe, Source, Theme
from generator.pipeline import PROBES, Planner, Reader, ReadingPolicy, make_and_plan
from generator.recipes import Made, Task
from generator.store.cache import Cache
from generator.store.execute import Report
from generator.store.memory import Memory
from generator.store.shared import Lost, Shared, open_shared

_LINES = 16  # results that are looked for, or waited for, at a time
_FIRST = 1  # before other sites are begun: each that waits holds its texts in memory


class SiteOrder(msgspec.Struct, frozen=True):
    """A site for a worker, who has no file of it."""

    listing: Listing
    parent: ParentRegion | None
    probes: dict[str, Probe]  # what is known of photos and clips, by their digests
    texts: str  # digest of the bundle of all that is no photo and no clip
    theme: str  # digest of the theme as it was read
    theme_digest: str
    now: datetime
    store: str
    stamp: ProgramStamp
    topic: str
    attempt: int = 0

    @property
    def key(self) -> str:
        """Two who order the same at a time get one answer."""
        return f"site-{digest_value(self)}"


class SiteAnswer(msgspec.Struct, frozen=True):
    """What became of it. Not an exception: Dask would try those again."""

    packed: bytes = b""
    other: ProgramStamp | None = None  # this worker would not make the same bytes
    lost: tuple[str, ...] = ()  # digests that the store does not hold


def plan_site_task(order: SiteOrder) -> SiteAnswer:
    """Read, plan and render the site; what it shows are tasks of their own."""
    if own_stamp() != order.stamp:
        return SiteAnswer(other=own_stamp())
    shared = open_shared(order.store)
    place = get_worker().local_directory
    # Templates are compiled once for all sites of a worker, which costs as much as 40 posts.
    cache = Path(place) / "cache"
    with TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as name:
        content = Path(name) / DEPUTIES / Path(name).name
        memory = Memory(None)
        memory.replace(PROBES, order.probes)
        try:
            unknown = _bring(order, shared, content)
            # The digest of all inputs is the building computer's to say; "-" stands for it.
            inputs = Inputs(order.listing, content, order.theme_digest, order.parent, digest="-")
            # While it waits for them, this worker has a thread for what it may be asked to make.
            with (
                worker_client() as client,
                _Colleagues(Asker(client), shared, order) as workers,
            ):
                request = BuildRequest(content, content, cache, workers=workers, jobs=1)
                policy = ReadingPolicy(theme=_theme(shared, order.theme))
                reader = Reader(request, memory, policy)
                planned = make_and_plan(
                    request, inputs, reader.read(inputs), Planner(memory), order.now
                )
        except Lost:
            return SiteAnswer(lost=_missing(order, shared))
        probes = memory.all(PROBES)
        learned = {digest: probes[digest] for digest in unknown if digest in probes}
        planned = replace(planned, made=len(workers.asked))
        return SiteAnswer(pack(planned, learned))


def bundle(content: Path, sources: tuple[Source, ...]) -> bytes:
    """The bytes of all that is no photo and no clip; OSError where a file is gone."""
    return msgspec.msgpack.encode(
        {
            source.path: (content / source.path).read_bytes()
            for source in sources
            if not is_media(source)
        }
    )


def _bring(order: SiteOrder, shared: Shared, content: Path) -> list[str]:
    """Puts texts where they are read, and the media of which nothing is known; says which."""
    content.mkdir(parents=True)
    written = content.parent / "texts"
    shared.fetch(order.texts, written)
    for path, held in msgspec.msgpack.decode(written.read_bytes(), type=dict[str, bytes]).items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(held)
    media = {source.digest: source for source in order.listing.sources if is_media(source)}
    unknown = [one for digest, one in media.items() if digest not in order.probes]
    for source in unknown:
        shared.fetch(source.digest, content / source.path)
    return [source.digest for source in unknown]


@lru_cache(4)
def _theme(shared: Shared, digest: str) -> Theme:
    with TemporaryDirectory() as name:
        shared.fetch(digest, Path(name) / "theme")
        return msgspec.msgpack.decode((Path(name) / "theme").read_bytes(), type=Theme)


def _missing(order: SiteOrder, shared: Shared) -> tuple[str, ...]:
    digests = [source.digest for source in order.listing.sources if is_media(source)]
    wanted = dict.fromkeys((order.texts, order.theme, *digests))
    with ThreadPoolExecutor(_LINES) as pool:
        held = pool.map(shared.holds, wanted)
        return tuple(digest for digest, there in zip(wanted, held, strict=True) if not there)


class _Colleagues:
    """The other workers, who make what a site shows and is in no store yet."""

    def __init__(self, asker: Asker, shared: Shared, order: SiteOrder) -> None:
        self._asker = asker
        self._shared = shared
        self._order = order
        self._pool = ThreadPoolExecutor(_LINES)
        self.asked: set[str] = set()

    def __enter__(self) -> "_Colleagues":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begins a task; the result's bytes stay in the store."""
        del content, cache, report
        return self._pool.submit(self._made, task)

    def _made(self, task: Task) -> Made:
        known = self._shared.find(task.key)
        if known:
            return known.made
        self.asked.add(task.key)
        given = self._order
        order = TaskOrder(task, given.store, given.stamp, given.topic, given.attempt)
        answer = self._asker.ask(fulfil, order, path_of(task), _FIRST)
        if answer.unfit:
            raise Unfit(answer.unfit)
        if answer.other:
            raise Broken(unlike("", given.stamp, answer.other))
        if answer.made is None:
            raise Lost(task.key)
        return answer.made
