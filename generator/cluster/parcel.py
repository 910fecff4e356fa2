"""A drawn site in, bytes that travel out, and back: pages as they are, results by their keys."""

import zlib

import msgspec

from generator.build import Drawn
from generator.errors import Problem
from generator.model import Probe
from generator.plan.deputy_summary import DeputySummary
from generator.plan.plan import Copied, File, Literal, Plan, Rendered
from generator.store.output import Origin

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


def pack(drawn: Drawn, probes: dict[str, Probe]) -> bytes:
    """All pages are rendered here."""
    plan = drawn.plan
    # What may not be published is not sent either.
    files = () if drawn.stopped else tuple(_packed(file, drawn) for file in plan.files)
    packed = Pack(
        files, plan.problems, drawn.origin, plan.member, drawn.made, drawn.stopped, probes
    )
    return zlib.compress(msgspec.msgpack.encode(packed), _FAST)


def unpack(sent: bytes) -> Pack:
    """The pack again."""
    return msgspec.msgpack.decode(zlib.decompress(sent), type=Pack)


def drawn_again(packed: Pack, origin: Origin) -> Drawn:
    """The site again, ready to be written; its pages are bytes by now."""
    plan = Plan(tuple(map(_unpacked, packed.files)), packed.problems, member=packed.member)
    return Drawn(plan, _never, origin, packed.made, packed.stopped)


def _packed(file: File, drawn: Drawn) -> _File:
    match file.content:
        case Copied(key, name):
            return _File(file.path, file.key, result=key, name=name)
        case Literal(content):
            return _File(file.path, file.key, content)
        case Rendered(template, locale) as page:
            content = drawn.render(template, locale, page.view, file.path)
            return _File(file.path, file.key, content)


def _unpacked(file: _File) -> File:
    content = Copied(file.result, file.name) if file.result else Literal(file.content)
    return File(file.path, file.key, content)


def _never(template: str, locale: str, view: object, path: str) -> bytes:
    raise NotImplementedError(path)  # nothing of a pack is a template's any more
