"""Pack a planned site into bytes and unpack it: pages as they are, results by their keys."""

import zlib

import msgspec

from generator.errors import Problem
from generator.model import Probe, Standing
from generator.pipeline import PlannedSite
from generator.plan.deputy_summary import DeputySummary
from generator.plan.plan import Copied, File, Literal, Plan, Rendered
from generator.store.output_ledger import Origin

_FAST = 1  # of 9: pages shrink to a fifth in 5 ms a megabyte


class _ParcelFile(msgspec.Struct, frozen=True, array_like=True):
    path: str
    key: str
    content: bytes = b""
    result: str = ""  # key of a result, in place of the content
    name: str = ""  # of a file in that result


class Parcel(msgspec.Struct, frozen=True):
    """What a worker sends of a site."""

    files: tuple[_ParcelFile, ...]
    problems: tuple[Problem, ...]
    origin: Origin
    deputy: DeputySummary | None
    made: int
    stopped: bool
    standing: dict[str, Standing]
    probes: dict[str, Probe]  # what it learned of photos and clips, by digest

    def planned_site(self, origin: Origin) -> PlannedSite:
        """The site, ready to be written: all its pages are bytes."""
        plan = Plan(tuple(map(_unpacked, self.files)), self.problems, deputy=self.deputy)
        return PlannedSite(plan, _never, origin, self.made, self.stopped, standing=self.standing)


def pack(planned: PlannedSite, probes: dict[str, Probe]) -> bytes:
    """Render all pages, and pack the site; of one that must not be published, the problems."""
    plan = planned.plan
    files = () if planned.stopped else tuple(_packed(file, planned) for file in plan.files)
    parcel = Parcel(
        files,
        plan.problems,
        planned.origin,
        plan.deputy,
        planned.made,
        planned.stopped,
        dict(planned.standing),
        probes,
    )
    return zlib.compress(msgspec.msgpack.encode(parcel), _FAST)


def unpack(packed: bytes) -> Parcel:
    return msgspec.msgpack.decode(zlib.decompress(packed), type=Parcel)


def _packed(file: File, planned: PlannedSite) -> _ParcelFile:
    match file.content:
        case Copied(key, name):
            return _ParcelFile(file.path, file.key, result=key, name=name)
        case Literal(content):
            return _ParcelFile(file.path, file.key, content)
        case Rendered(template, locale) as page:
            content = planned.render(template, locale, page.view, file.path)
            return _ParcelFile(file.path, file.key, content)


def _unpacked(file: _ParcelFile) -> File:
    content = Copied(file.result, file.name) if file.result else Literal(file.content)
    return File(file.path, file.key, content)


def _never(template: str, locale: str, view: object, path: str) -> bytes:
    raise NotImplementedError(path)  # a parcel holds no templates
