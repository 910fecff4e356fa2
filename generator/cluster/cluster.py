"""Build with a cluster: put sources into the store, send orders, bring results back."""

import logging
import pickle
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock, Semaphore
from typing import Any

from distributed import Client
from msgspec import msgpack
from msgspec.structs import replace

from generator.cluster.asking import WorkerClient, unlike
from generator.cluster.parcel import Parcel, unpack
from generator.cluster.site_task import SiteOrder, bundle, plan_site_task
from generator.cluster.stamp import ProgramStamp, own_stamp
from generator.cluster.task import TaskOrder
from generator.digest import digest_file
from generator.errors import Broken, Unfit, problem, unfit
from generator.inputs import BuildRequest, Built, Inputs, scan_inputs
from generator.intake.drops import is_media
from generator.model import Probe
from generator.pipeline import PROBES, STANDING, PlannedSite, Reader, write_site
from generator.plan.plan import Copied
from generator.recipes import Made, SourceInput, Task
from generator.store.cache import Cache, CorruptResult
from generator.store.execute import Changed, Report
from generator.store.memory import Memory
from generator.store.output_ledger import Ledger, load_ledger
from generator.store.shared import SharedStore, first_line, open_store

_ANSWER_SECONDS = 10
_TRANSFERS = 8  # files on their way to or from the store at a time
_ATTEMPTS = 4  # to put an order's input into a store that loses it


class Cluster:
    """Workers of a Dask cluster, which get sources from the store and put results there."""

    def __init__(self, client: Client, address: str, store: SharedStore) -> None:
        self._client = WorkerClient(client, address)
        self._store = store
        self._stamp = own_stamp()
        self._topic = f"jarshy-{uuid.uuid4().hex}"
        self._report: Report | None = None
        self._transfers = Semaphore(_TRANSFERS)
        self._stored: set[str] = set()  # digests and keys of inputs that the store holds
        self._theme_lock = Lock()
        threads = sum(client.nthreads().values())
        # Each waits for one task: twice as many as can run, so that the next ones are at hand.
        self._task_threads = ThreadPoolExecutor(max(32, 2 * threads))
        # A site takes much memory on both ends: only as many as can run at a time.
        self._site_threads = ThreadPoolExecutor(threads + 1)
        client.subscribe_topic(self._topic, self._on_progress)

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begin a task; its result is in the cache when the future is done."""
        self._report = report
        return self._task_threads.submit(self._make, content, cache, task)

    def build_site(self, request: BuildRequest, now: datetime) -> Future[Built]:
        """Begin a site that a worker reads and plans; it is written when the future is done."""
        self._report = request.report
        return self._site_threads.submit(self._build_site, request, now)

    def close(self) -> None:
        """Cancel what has not begun; what runs goes on, and its results stay in the store."""
        self._client.cancel()
        self._site_threads.shutdown(cancel_futures=True)
        self._task_threads.shutdown(cancel_futures=True)

    # Tasks

    def _make(self, content: Path, cache: Cache, task: Task) -> Made:
        for attempt in range(_ATTEMPTS):
            known = self._pull(task.key, cache)
            if known:
                return known
            self._put_inputs(content, cache, task)
            order = TaskOrder(task, self._store.url, self._stamp, self._topic, attempt)
            if self._client.make(order) is None:
                self._stored.difference_update(_input_keys(task))
        raise self._store_loses()

    def _pull(self, key: str, cache: Cache) -> Made | None:
        with self._transfers:
            return self._store.pull(key, cache)

    def _put_inputs(self, content: Path, cache: Cache, task: Task) -> None:
        for key in _input_keys(task) - self._stored:
            if isinstance(task.input, SourceInput) and key == task.input.digest:
                self._put_source(content, task.input.path, key)
            elif self._store.find(key) is None:  # it was made here before there was a cluster
                for name in cache.facts(key).digests:
                    cache.sound_path(key, name)
                with self._transfers:
                    self._store.push(key, cache)
            self._stored.add(key)

    def _put_source(self, content: Path, path: str, digest: str) -> None:
        with self._transfers:
            if _digest(content / path) != digest:
                changed = problem(path, "the file changed while it was read", "build once more")
                raise Changed(changed)
            self._store.put_file(content / path, digest)

    def _store_loses(self) -> Broken:
        lost = problem(
            self._store.url.partition("?")[0],
            "the store loses what it was given",
            "keep the results of the cluster elsewhere: --store",
        )
        return Broken(lost)

    # Sites

    def _build_site(self, request: BuildRequest, now: datetime) -> Built:
        with Memory(request.memory_folder) as memory:
            inputs = scan_inputs(request, memory)
            order = self._site_order(request, inputs, memory, now)
            for attempt in range(_ATTEMPTS):
                parcel = self._plan(request, replace(order, attempt=attempt), inputs)
                if parcel is None:
                    continue
                memory.replace(PROBES, _known_probes(inputs, memory, parcel))
                memory.commit()
                digest = parcel.origin.inputs and inputs.digest
                planned = parcel.planned_site(replace(parcel.origin, inputs=digest))
                ledger = load_ledger(memory, request.output)
                if self._pull_results(planned, ledger, Cache(request.cache)):
                    return self._write(request, inputs, planned, memory)
        raise self._store_loses()

    def _site_order(
        self, request: BuildRequest, inputs: Inputs, memory: Memory, now: datetime
    ) -> SiteOrder:
        with self._theme_lock:  # all sites of a region share one theme, which is stored once
            theme, unread = Reader(request, memory).read_theme(inputs)
            stored_theme = self._store.put_bytes(msgpack.encode(theme))
        listing = replace(inputs.listing, problems=(*inputs.listing.problems, *unread))
        digests = {source.digest for source in listing.sources}
        probes = memory.all(PROBES)
        with self._transfers:
            return SiteOrder(
                listing=listing,
                parent=inputs.parent,
                genuine=tuple(sorted(inputs.genuine)),
                standing=dict(memory.all(STANDING)),
                held_back=request.held_back,
                probes={digest: probe for digest, probe in probes.items() if digest in digests},
                texts=self._store.put_bytes(bundle(request.content, listing.sources)),
                theme=stored_theme,
                theme_digest=inputs.theme_digest,
                now=now,
                store=self._store.url,
                stamp=self._stamp,
                topic=self._topic,
            )

    def _plan(self, request: BuildRequest, order: SiteOrder, inputs: Inputs) -> Parcel | None:
        """The site as a worker planned it; None where the store had lost what it needs."""
        answer = self._client.send(plan_site_task, order, "")
        self._client.check_stamp(self._stamp, answer.other)
        if answer.packed:
            return unpack(answer.packed)
        for source in inputs.listing.sources:
            if source.digest in answer.lost:
                self._put_source(request.content, source.path, source.digest)
        return None

    def _pull_results(self, planned: PlannedSite, ledger: Ledger, cache: Cache) -> bool:
        """Bring the results that neither output/ nor the cache holds; False where one is lost."""
        files = ledger.files
        keys = dict.fromkeys(
            file.content.key
            for file in planned.plan.files
            if isinstance(file.content, Copied)
            and (file.path not in files or files[file.path].key != file.key)
        )
        missing = [key for key in keys if cache.find(key) is None]
        return all(self._task_threads.map(lambda key: self._pull(key, cache), missing))

    def _write(
        self, request: BuildRequest, inputs: Inputs, planned: PlannedSite, memory: Memory
    ) -> Built:
        cache, dropped = Cache(request.cache), set[str]()
        while True:
            try:
                return write_site(request, inputs, planned, memory)
            except CorruptResult as corrupt:  # in the cache, or output/ lost a file
                cache.drop(corrupt.key)
                if corrupt.key in dropped or self._pull(corrupt.key, cache) is None:
                    raise self._store_loses() from corrupt
                dropped.add(corrupt.key)

    def _on_progress(self, event: tuple[float, dict[str, Any]]) -> None:
        _, progress = event
        if self._report:
            self._report(pickle.loads(progress["task"]), progress["share"])


@contextmanager
def open_cluster(address: str, store: str) -> Iterator[Cluster]:
    """The workers at a scheduler's address; Unfit where they or the store cannot be used."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we report what matters
    shared_store = open_store(store)
    try:
        shared_store.check()
    except Broken as broken:
        raise Unfit(broken.problem) from broken
    try:
        client = Client(address, timeout=_ANSWER_SECONDS, set_as_default=False, name="jarshy")
    except (OSError, ValueError, ImportError) as error:
        raise unfit(
            address,
            "no cluster answers at this address",
            "start one with: dask scheduler, and give its address: --cluster tcp://host:8786",
        ) from error
    with client:
        _check_workers(client, address)
        cluster = Cluster(client, address, shared_store)
        try:
            yield cluster
        finally:
            cluster.close()


def _check_workers(client: Client, address: str) -> None:
    """Unfit where there are no workers, or one that would make other bytes."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER_SECONDS)
    except TimeoutError as error:
        raise unfit(
            address,
            "this cluster has no workers",
            "start some with: dask worker {address} --nthreads 1",
            address=address,
        ) from error
    own = own_stamp()
    for worker, stamp in client.run(own_stamp, on_error="return").items():
        if isinstance(stamp, OSError):
            continue  # lost just now; its successor is checked with its first task
        if not isinstance(stamp, ProgramStamp):
            raise unfit(
                worker,
                "this worker of the cluster has no Jarshy, or another one: {reason}",
                "install the same version on all computers of the cluster",
                reason=first_line(stamp),
            )
        if stamp != own:
            raise Unfit(unlike(worker, own, stamp))


def _known_probes(inputs: Inputs, memory: Memory, parcel: Parcel) -> dict[str, Probe]:
    """The probes of the site's photos and clips, by digest."""
    probes = {**memory.all(PROBES), **parcel.probes}
    media = {source.digest for source in inputs.listing.sources if is_media(source)}
    return {digest: probe for digest, probe in probes.items() if digest in media}


def _input_keys(task: Task) -> set[str]:
    """The digest of the source, and the keys of the results, that a task needs."""
    digests = {task.input.digest} if isinstance(task.input, SourceInput) else set()
    return digests | {needed.key for needed in task.results}


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return ""
