"""The bin: files that the editor takes out of a post lie beside content/ until somebody wants them.

Nothing in it is read by a build, and nothing of it is published.
"""

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.files import patiently, read_file, rename_path
from generator.intake.deputy_toml import home_of
from generator.intake.discover import is_ignored

BIN = "bin"


@dataclass(frozen=True, slots=True)
class Bin:
    """The bin of a content folder."""

    content: Path

    @property
    def folder(self) -> Path:
        return home_of(self.content) / BIN

    def put(self, file: Path) -> str:
        """Move a file of content/ here; returns the name by which `take` finds it.

        Raises FileHeld, and OSError.
        """
        place = _free(self.folder / file.relative_to(self.content))
        place.parent.mkdir(parents=True, exist_ok=True)
        _move(file, place)
        return place.relative_to(self.folder).as_posix()

    def put_copy(self, file: Path) -> None:
        """Keep what a file holds now. Raises FileHeld, and OSError."""
        place = _free(self.folder / file.relative_to(self.content))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(read_file(file))

    def names(self, path: str) -> tuple[str, ...]:
        """What lies here of the post at that path, or of lone files in that folder."""
        folder = self.folder / path
        if not folder.is_dir():
            return ()
        files = (file for file in folder.rglob("*") if file.is_file() and not is_ignored(file.name))
        return tuple(sorted(file.relative_to(self.folder).as_posix() for file in files))

    def take(self, name: str, place: Path) -> Path:
        """Move a file back to `place`, or beside what stands there now; returns where it is.

        Raises KeyError where nothing of that name lies here, FileHeld, and OSError.
        """
        if name not in self.names(""):
            raise KeyError(name)
        target = _free(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(self.folder / name, target)
        return target


def _free(place: Path) -> Path:
    """The place, with a number before its ending where something stands there already."""
    free, number = place, 2
    while free.exists() or free.is_symlink():
        free, number = place.with_name(f"{place.stem} {number}{place.suffix}"), number + 1
    return free


def _move(file: Path, place: Path) -> None:
    try:
        rename_path(file, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        patiently(lambda: shutil.move(file, place), file)
