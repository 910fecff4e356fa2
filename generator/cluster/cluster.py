"""A scheduler's address and a store in, workers for a build out."""

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

from generator.cluster.asking import Asker, unlike
from generator.cluster.parcel import Pack, unpack, unpacked_site
from generator.cluster.site_task import SiteOrder, bundle, plan_site_task
from generator.cluster.stamp import ProgramStamp, own_stamp
from generator.cluster.task import TaskOrder, fulfil, path_of
from generator.digest import digest_file
from generator.errors import Broken, Unfit, problem, unfit
from generator.inputs import BuildRequest, Built, Inputs, scan_inputs
from generator.intake.drops import is_media
from generator.model import Probe
from generator.pipeline import PROBES, PlannedSite, Reader, write_site
from generator.plan.plan import Copied
from generator.recipes import Made, ResultInput, SourceInput, Task
from generator.store.cache import Cache, CorruptResult
from generator.store.execute import Changed, Report
from generator.store.memory import Memory
from generator.store.output_ledger import Ledger, load_ledger
from generator.store.shared import Shared, open_shared

_ANSWER_SECONDS = 10
_LINES = 8  # files that go to the store or come from it at a time
_ATTEMPTS = 4  # to put what an order needs into a store that loses it


class Cluster:
    """Workers of a Dask cluster, who get sources from the store and put results there."""

    def __init__(self, client: Client, address: str, shared: Shared) -> None:
        self._address = address
        self._asker = Asker(client)
        self._shared = shared
        self._stamp = own_stamp()
        self._topic = f"jarshy-{uuid.uuid4().hex}"
        self._report: Report | None = None
        self._lines = Semaphore(_LINES)
        self._given: set[str] = set()
        self._door, self._theming = Lock(), Lock()
        threads = sum(client.nthreads().values())
        # Each waits for one task: twice as many as can run, so that the next ones are at hand.
        self._carriers = ThreadPoolExecutor(max(32, 2 * threads))
        # A site is large on both ends, so that no more than can run are under way.
        self._sites = ThreadPoolExecutor(threads + 1)
        client.subscribe_topic(self._topic, self._hear)

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begins a task; its result is in the cache when the future is done."""
        self._report = report
        return self._carriers.submit(self._carry, content, cache, task)

    def build_site(self, request: BuildRequest, now: datetime) -> Future[Built]:
        """Begins a site that a worker reads and plans; it is written when the future is done."""
        self._report = request.report
        return self._sites.submit(self._build_site, request, now)

    def close(self) -> None:
        """Takes back what has not begun; what has goes on and is kept in the store."""
        self._asker.cancel()
        self._sites.shutdown(cancel_futures=True)
        self._carriers.shutdown(cancel_futures=True)

    # Tasks

    def _carry(self, content: Path, cache: Cache, task: Task) -> Made:
        for attempt in range(_ATTEMPTS):
            known = self._pull(task.key, cache)
            if known:
                return known
            self._give(content, cache, task)
            order = TaskOrder(task, self._shared.url, self._stamp, self._topic, attempt)
            answer = self._asker.ask(fulfil, order, path_of(task))
            if answer.unfit:
                raise Unfit(answer.unfit)
            if answer.other:
                raise Broken(unlike(self._address, self._stamp, answer.other))
            if answer.lost:
                with self._door:
                    self._given.discard(_needed(task))
        raise self._forgetful()

    def _pull(self, key: str, cache: Cache) -> Made | None:
        with self._lines:
            return self._shared.pull(key, cache)

    def _give(self, content: Path, cache: Cache, task: Task) -> None:
        """Puts what the task is made of into the store."""
        needed, given = _needed(task), task.input
        with self._door:
            if not needed or needed in self._given:
                return
        if isinstance(given, SourceInput):
            self._give_file(content, given.path, given.digest)
        elif self._shared.find(needed) is None:  # it was made here before there was a cluster
            for name in cache.facts(needed).digests:
                cache.sound_path(needed, name)
            with self._lines:
                self._shared.push(needed, cache)
        with self._door:
            self._given.add(needed)

    def _give_file(self, content: Path, path: str, digest: str) -> None:
        with self._lines:
            if _digest(content / path) != digest:
                raise Changed(
                    problem(path, "the file changed while it was read", "build once more")
                )
            self._shared.give(content / path, digest)

    def _forgetful(self) -> Broken:
        return Broken(
            problem(
                self._shared.url.partition("?")[0],
                "the store loses what it was given",
                "keep the results of the cluster elsewhere: --store",
            )
        )

    # Sites

    def _build_site(self, request: BuildRequest, now: datetime) -> Built:
        with Memory(request.memory_folder) as memory:
            inputs = scan_inputs(request, memory)
            order = self._site_order(request, inputs, memory, now)
            cache = Cache(request.cache)
            for attempt in range(_ATTEMPTS):
                packed = self._plan(request, replace(order, attempt=attempt), inputs)
                if packed is None:
                    continue
                memory.replace(PROBES, _known(inputs, memory, packed))
                memory.commit()
                digest = packed.origin.inputs and inputs.digest
                planned = unpacked_site(packed, replace(packed.origin, inputs=digest))
                if self._fetch(planned, load_ledger(memory, request.output), cache):
                    return self._write(request, inputs, planned, memory)
        raise self._forgetful()

    def _site_order(
        self, request: BuildRequest, inputs: Inputs, memory: Memory, now: datetime
    ) -> SiteOrder:
        with self._theming:  # all sites of a region have one: given once, not at the same time
            theme, unread = Reader(request, memory).read_theme(inputs)
            given = self._shared.give_bytes(msgpack.encode(theme))
        listing = replace(inputs.listing, problems=(*inputs.listing.problems, *unread))
        digests = {source.digest for source in listing.sources}
        probes = memory.all(PROBES)
        with self._lines:
            return SiteOrder(
                listing=listing,
                parent=inputs.parent,
                probes={digest: probe for digest, probe in probes.items() if digest in digests},
                texts=self._shared.give_bytes(bundle(request.content, listing.sources)),
                theme=given,
                theme_digest=inputs.theme_digest,
                now=now,
                store=self._shared.url,
                stamp=self._stamp,
                topic=self._topic,
            )

    def _plan(self, request: BuildRequest, order: SiteOrder, inputs: Inputs) -> Pack | None:
        """The site as a worker planned it; None where the store had lost what it needs."""
        answer = self._asker.ask(plan_site_task, order, "")
        if answer.other:
            raise Broken(unlike(self._address, self._stamp, answer.other))
        if answer.packed:
            return unpack(answer.packed)
        for source in inputs.listing.sources:
            if source.digest in answer.lost:
                self._give_file(request.content, source.path, source.digest)
        return None

    def _fetch(self, planned: PlannedSite, ledger: Ledger, cache: Cache) -> bool:
        """Bring the results that output/ does not hold yet; False where one is lost."""
        files = ledger.files
        keys = dict.fromkeys(
            file.content.key
            for file in planned.plan.files
            if isinstance(file.content, Copied)
            and (file.path not in files or files[file.path].key != file.key)
        )
        wanted = [key for key in keys if cache.find(key) is None]
        return all(self._carriers.map(lambda key: self._pull(key, cache), wanted))

    def _write(
        self, request: BuildRequest, inputs: Inputs, planned: PlannedSite, memory: Memory
    ) -> Built:
        cache, dropped = Cache(request.cache), set[str]()
        while True:
            try:
                return write_site(request, inputs, planned, memory)
            except CorruptResult as corrupt:  # here, or output/ lost a file
                cache.drop(corrupt.key)
                if corrupt.key in dropped or self._pull(corrupt.key, cache) is None:
                    raise self._forgetful() from corrupt
                dropped.add(corrupt.key)

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        _, said = event
        if self._report:
            self._report(pickle.loads(said["task"]), said["share"])


@contextmanager
def open_cluster(address: str, store: str) -> Iterator[Cluster]:
    """The workers at a scheduler's address; Unfit where they cannot be used."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by us
    shared = open_shared(store)
    try:
        shared.check()
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
        _check(client, address)
        cluster = Cluster(client, address, shared)
        try:
            yield cluster
        finally:
            cluster.close()


def _check(client: Client, address: str) -> None:
    """Unfit where there are no workers, or such as make other bytes."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER_SECONDS)
    except TimeoutError as error:
        raise unfit(
            address,
            "this cluster has no workers",
            "start some with: dask worker {address} --nthreads 1",
            address=address,
        ) from error
    here = own_stamp()
    for worker, stamp in client.run(own_stamp, on_error="return").items():
        if isinstance(stamp, OSError):
            continue  # lost just now; whoever comes in its stead is asked with the first task
        if not isinstance(stamp, ProgramStamp):
            raise unfit(
                worker,
                "this worker of the cluster has no Jarshy, or another one: {reason}",
                "install the same version on all computers of the cluster",
                reason=str(stamp).splitlines()[0][:160],
            )
        if stamp != here:
            raise Unfit(unlike(worker, here, stamp))


def _known(inputs: Inputs, memory: Memory, packed: Pack) -> dict[str, Probe]:
    """The probes of the site's photos and clips, by digest."""
    probes = {**memory.all(PROBES), **packed.probes}
    media = {source.digest for source in inputs.listing.sources if is_media(source)}
    return {digest: probe for digest, probe in probes.items() if digest in media}


def _needed(task: Task) -> str:
    given = task.input
    if isinstance(given, SourceInput):
        return given.digest
    return given.key if isinstance(given, ResultInput) else ""


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return ""
