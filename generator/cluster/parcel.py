"""Pack a planned site into bytes and unpack it: pages as they are, results by their keys."""

import zlib

import msgspec

from generator.errors import Problem
from generator.model import Probe
from generator.pipeline import PlannedSite
from generator.plan.deputy_summary import DeputySummary
from generator.plan.plan import Copied, File, Literal, Plan, Rendered
from generator.store.output_ledger import Origin

_FAST = 1  # of 9: pages become a fifth of their size in 5 ms a megabyte


class _File(msgspec.Struct, frozen=True, array_like=True):
    path: str
    key: str
    content: bytes = b""
    result: str = ""  # key and
    name: str = ""  # name of a result's file


class Pack(msgspec.Struct, frozen=True):
    """What a worker sends of a site."""

    files: tuple[_File, ...]
    problems: tuple[Problem, ...]
    origin: Origin
    member: DeputySummary | None
    made: int
    stopped: bool
    probes: dict[str, Probe]  # what it learned of photos and clips, by their digests

    @property
    def results(self) -> tuple[str, ...]:
        """The keys of the results that the site shows."""
        return tuple(dict.fromkeys(file.result for file in self.files if file.result))


def pack(planned: PlannedSite, probes: dict[str, Probe]) -> bytes:
    """All pages are rendered here."""
    plan = planned.plan
    # What may not be published is not sent either.
    files = () if planned.stopped else tuple(_packed(file, planned) for file in plan.files)
    packed = Pack(
        files, plan.problems, planned.origin, plan.member, planned.made, planned.stopped, probes
    )
    return zlib.compress(msgspec.msgpack.encode(packed), _FAST)


def unpack(sent: bytes) -> Pack:
    """The pack again."""
    return msgspec.msgpack.decode(zlib.decompress(sent), type=Pack)


def unpacked_site(packed: Pack, origin: Origin) -> PlannedSite:
    """The site again, ready to be written; its pages are bytes by now."""
    plan = Plan(tuple(map(_unpacked, packed.files)), packed.problems, member=packed.member)
    return PlannedSite(plan, _never, origin, packed.made, packed.stopped)


def _packed(file: File, planned: PlannedSite) -> _File:
    match file.content:
        case Copied(key, name):
            return _File(file.path, file.key, result=key, name=name)
        case Literal(content):
            return _File(file.path, file.key, content)
        case Rendered(template, locale) as page:
            content = planned.render(template, locale, page.view, file.path)
            return _File(file.path, file.key, content)


def _unpacked(file: _File) -> File:
    content = Copied(file.result, file.name) if file.result else Literal(file.content)
    return File(file.path, file.key, content)


def _never(template: str, locale: str, view: object, path: str) -> bytes:
    raise NotImplementedError(path)  # nothing of a pack is a template's any more
