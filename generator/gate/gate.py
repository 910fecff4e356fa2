"""Check files before they are written: nothing private may be published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

from generator.digest import digest_bytes, digest_file
from generator.errors import Problem, stop
from generator.files import open_file
from generator.gate.clip_leaks import clip_leaks
from generator.gate.folder_leaks import folders_in, spellings
from generator.gate.photo_leaks import Bytes, photo_leaks
from generator.gate.text_leaks import marks_in, places_in

REVISION = 2
"""Raise it when the gate checks more: then every file of a site is checked again."""

_DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_TEXT_ENDINGS = (
    *(".html", ".xml", ".txt", ".js", ".css", ".svg", ".vtt", ".ics", ".webmanifest", ".json"),
)
_NAMED = 3  # leaks of one file: enough to recognise the cause


@dataclass(frozen=True, slots=True)
class Gate:
    """What must not leave this site, beyond what must not leave any site."""

    originals: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Digests of the files of content/ by size in bytes, so that few files are hashed."""
    folders: tuple[bytes, ...] = ()  # spellings of the path of content/, which names its owner

    def check_bytes(self, content: bytes, path: str) -> Problem | None:
        """Why this content must not be published at `path`; None where nothing is wrong."""
        return self._check(content, path, lambda: digest_bytes(content))

    def check_file(self, file: Path, path: str) -> Problem | None:
        """The same for a file on disk, of any size."""
        if not file.stat().st_size:
            return None  # mmap refuses empty files
        with open_file(file) as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
            return self._check(content, path, lambda: digest_file(file))

    def _check(self, content: Bytes, path: str, digest: Callable[[], str]) -> Problem | None:
        if content[:8].startswith(_DOCUMENTS):
            return stop(
                path,
                "this is a document, and documents are not published: their authors stand in them",
                "take it out of the theme",
            )
        if path.lower().endswith(_TEXT_ENDINGS):
            return self._check_text(content[:], path)
        same_size = self.originals.get(len(content))
        if same_size and digest() in same_size:
            return stop(
                path,
                "this is a file of content/ itself, with all that a phone writes into it",
                "take it out of the theme",
            )
        leaks = dict.fromkeys((*photo_leaks(content), *clip_leaks(content), *marks_in(content)))
        if leaks:
            return stop(
                path,
                "this file says more than it shows: {found}",
                "take it out of the theme; a photo or clip of content/ is prepared anew next time",
                found=", ".join(islice(leaks, _NAMED)),
            )
        return None

    def _check_text(self, content: bytes, path: str) -> Problem | None:
        places = dict.fromkeys(places_in(content))
        if places:
            return stop(
                path,
                "this page says where somebody was, as a machine writes it: {found}",
                "take it out of the text or of the captions; a link to a map may stay",
                found=", ".join(islice(places, _NAMED)),
            )
        folders = [*folders_in(content)]
        folders += [name.decode() for name in self.folders if name in content]
        if folders:
            return stop(
                path,
                "this page holds the name of a folder of this computer: {found}",
                "take it out of the text, or mend the theme",
                found=", ".join(dict.fromkeys(folders[:_NAMED])),
            )
        return None


def gate_for(sources: Mapping[str, int], folder: Path) -> Gate:
    """The gate of a site; `sources` maps the digests of the files of content/ to sizes in bytes."""
    originals: dict[int, set[str]] = {}
    for digest, size_bytes in sources.items():
        originals.setdefault(size_bytes, set()).add(digest)
    kept = {size: frozenset(digests) for size, digests in originals.items() if size}
    absolute = folder.resolve()
    return Gate(kept, spellings(absolute) if len(str(absolute)) > len("/content/") else ())
