"""The files of one post, by their names: those of its folder, or lone files of one name."""

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.digest import digest_bytes
from generator.files import read_file
from generator.intake.discover import is_ignored
from generator.intake.drops import TEXT_ENDINGS, is_media_name, lone_stem
from generator.intake.nature.settings_files import is_named_well, settings_kind
from generator.language.alphabet import natural_key, nfc
from generator.limits import FOLDERS_DEEP


@dataclass(frozen=True, slots=True)
class PostFiles:
    """The files of the post at `path` in `content`; nothing outside of them has a name here."""

    content: Path
    path: str  # of the folder or lone file, relative to content/, with "/"

    @property
    def is_folder(self) -> bool:
        return (self.content / self.path).is_dir()

    def by_name(self) -> dict[str, Path]:
        """Each file by its name in the post's folder, in natural order; links are left out."""
        names = dict(self._inside() if self.is_folder else self._beside())
        return {name: names[name] for name in sorted(names, key=natural_key)}

    def texts(self) -> dict[str, Path]:
        """The files with texts."""
        return {
            name: path
            for name, path in self.by_name().items()
            if name.lower().endswith(TEXT_ENDINGS) and not settings_kind(name)
        }

    def media(self) -> dict[str, Path]:
        """The files that may be photos, clips or sounds."""
        return {name: path for name, path in self.by_name().items() if is_media_name(name)}

    @property
    def settings(self) -> Path:
        """post.toml, under whatever name it stands there, or where it would stand."""
        named = [path for name, path in self.by_name().items() if settings_kind(name) == "post"]
        named.sort(key=lambda path: not is_named_well(path.name))
        return named[0] if named else self.place("post.toml")

    def place(self, name: str) -> Path:
        """Where a new file such as kk.md goes."""
        if self.is_folder:
            return self.content / self.path / name
        stem = self.content / lone_stem(self.path)
        return stem.with_name(f"{stem.name}.{name}")

    def relative(self, path: Path) -> str:
        """The path of one of these files in content/, as problems name it."""
        return path.relative_to(self.content).as_posix()

    def _inside(self) -> Iterator[tuple[str, Path]]:
        yield from files_below(self.content / self.path, "")

    def _beside(self) -> Iterator[tuple[str, Path]]:
        stem = nfc(lone_stem(self.path))
        folder = posixpath.dirname(self.path)
        for name, path in files_below(self.content / folder, "", depth=1):
            if nfc(lone_stem(posixpath.join(folder, name))) == stem:
                yield name, path


def digest_of(path: Path) -> str:
    """The digest of what a file holds; "" where there is none. Raises FileHeld, and OSError."""
    try:
        return digest_bytes(read_file(path))
    except FileNotFoundError:
        return ""


def files_below(
    folder: Path, prefix: str = "", depth: int = FOLDERS_DEEP
) -> Iterator[tuple[str, Path]]:
    """The ordinary files of a folder and those inside it, by their paths in it; no links."""
    if not depth:
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if is_ignored(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(Path(entry.path), f"{prefix}{entry.name}/", depth - 1)
            elif entry.is_file(follow_symlinks=False):
                yield prefix + entry.name, Path(entry.path)
