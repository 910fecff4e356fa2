"""A file that is about to be written in, the reason why it must not be out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

from generator.digest import digest_bytes, digest_file
from generator.errors import Problem, stop
from generator.gate.clip_leaks import is_boxed, is_matroska, strange_boxes, strange_elements
from generator.gate.photo_leaks import Bytes, kind_of, strange_parts
from generator.gate.text_leaks import marks_in, places_in

REVISION = 1
"""Raised when the gate looks for more: then every file of a site is looked at again."""

_DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_TEXT_ENDINGS = (
    *(".html", ".xml", ".txt", ".js", ".css", ".svg", ".vtt", ".ics", ".webmanifest", ".json"),
)
_SAID = 3  # of what was found in one file: enough to know what it is


@dataclass(frozen=True, slots=True)
class Gate:
    """What must not go out of this site, beside what must not go out of any."""

    originals: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Digests of the files of content/, by their size: only then one is worth to be compared."""
    folder: str = ""  # where content/ stands, which holds its owner's name

    def look_at_bytes(self, content: bytes, path: str) -> Problem | None:
        """The problem of a file that goes to that path; None where nothing is wrong with it."""
        return self._look(content, path, lambda: digest_bytes(content))

    def look_at_file(self, file: Path, path: str) -> Problem | None:
        """The same for a file on the disk, however large."""
        if not file.stat().st_size:
            return None
        with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
            return self._look(content, path, lambda: digest_file(file))

    def _look(self, content: Bytes, path: str, digest: Callable[[], str]) -> Problem | None:
        if content[:8].startswith(_DOCUMENTS):
            return stop(
                path,
                "this is a document, and documents are not published: their authors stand in them",
                "take it out of the theme",
            )
        if path.lower().endswith(_TEXT_ENDINGS):
            return self._look_at_text(content[:], path)
        alike = self.originals.get(len(content))
        if alike and digest() in alike:
            return _original(path)
        found = tuple(islice(dict.fromkeys((*_parts(content), *marks_in(content))), _SAID))
        if found:
            return stop(
                path,
                "this file says more than it shows: {found}",
                "take it out of the theme; a photo or clip of content/ is prepared anew next time",
                found=", ".join(found),
            )
        return None

    def _look_at_text(self, content: bytes, path: str) -> Problem | None:
        found = tuple(islice(dict.fromkeys(places_in(content)), _SAID))
        if found:
            return stop(
                path,
                "this page says where somebody was, as a machine writes it: {found}",
                "take it out of the text or of the captions; a link to a map may stay",
                found=", ".join(found),
            )
        if self.folder and self.folder.encode("utf-8", "replace") in content:
            return stop(
                path, "this page holds the name of a folder of this computer", "mend the theme"
            )
        return None


def gate_for(sources: Mapping[str, int], folder: Path) -> Gate:
    """The gate of a site, from the sizes of content's files by their digests."""
    originals: dict[int, set[str]] = {}
    for digest, size_bytes in sources.items():
        originals.setdefault(size_bytes, set()).add(digest)
    kept = {size: frozenset(digests) for size, digests in originals.items() if size}
    absolute = str(folder.resolve())
    return Gate(kept, absolute if len(absolute) > len("/content/") else "")


def _parts(content: Bytes) -> Iterator[str]:
    kind = kind_of(content)
    if kind:
        yield from strange_parts(content, kind)
    elif is_boxed(content):
        yield from strange_boxes(content)
    elif is_matroska(content):
        yield from strange_elements(content)


def _original(path: str) -> Problem:
    return stop(
        path,
        "this is a file of content/ itself, with all that a phone writes into it",
        "take it out of the theme",
    )
