"""What belongs to one batch: the draft that its files go into, and the words written with it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.digest import digest_bytes
from generator.files import remove_file
from generator.intake.whole_file import write_whole
from generator.language.detect import detect_locale
from generator.studio.inbox.file_names import free_name
from generator.studio.inbox.moving import is_folder_in

_ENDING = ".batch"


class Batch(msgspec.Struct, frozen=True):
    """What is known of a batch; paths are in content/."""

    id: str
    folder: str = ""
    words: str = ""  # path of the file that its words are in
    words_digest: str = ""  # of that file as it was written here


@dataclass(frozen=True, slots=True)
class Batches:
    """The batches that are known, each in a file of `root`."""

    root: Path
    content: Path

    def find(self, owner: str, name: str) -> Batch:
        """What is known of a batch, by who sends and the name that the page gave it."""
        batch_id = hashlib.sha256(f"{owner} {name}".encode()).hexdigest()[:32]
        try:
            return msgspec.json.decode(self._record(batch_id).read_bytes(), type=Batch)
        except (OSError, msgspec.DecodeError):
            return Batch(batch_id)

    def with_folder(self, batch: Batch, today: date, title: str) -> Batch:
        """The batch with its draft, which is made where it is missing. Raises OSError."""
        if batch.folder and is_folder_in(self.content, batch.folder):
            return batch
        return self._kept(Batch(batch.id, self._new_draft(f"{today.isoformat()} {title}")))

    def write_words(self, batch: Batch, folder: str, text: str) -> tuple[str, ...]:
        """Write the words beside the files; return the paths that changed. Raises OSError.

        A later version replaces the earlier one, unless somebody has edited it meanwhile.
        """
        old = batch.words
        if old and _digest(self.content / old) != batch.words_digest:
            old = ""  # it is somebody else's now
        new = self._words_path(folder, text, old) if text.strip() else ""
        written = f"{text.strip()}\n".encode()
        if new:
            write_whole(self.content / new, written)
        self._kept(replace(batch, words=new, words_digest=digest_bytes(written)))
        if old and old != new:
            remove_file(self.content / old)
        return tuple(dict.fromkeys(filter(None, (old, new))))

    def _words_path(self, folder: str, text: str, old: str) -> str:
        """Where words in that language go: over the earlier version, else under a free name."""
        wanted = f"{detect_locale(text).locale}.md"
        if old.rpartition("/")[0] == folder and old.endswith(f"/{wanted}"):
            return old
        taken = (path.name for path in (self.content / folder).iterdir())
        return f"{folder}/{free_name(wanted, taken)}"

    def _kept(self, batch: Batch) -> Batch:
        write_whole(self._record(batch.id), msgspec.json.encode(batch))
        return batch

    def _new_draft(self, wanted: str) -> str:
        """A new folder in content/ whose settings say that it is a draft; its name."""
        while True:
            name = free_name(wanted, (path.name for path in self.content.iterdir()))
            try:
                (self.content / name).mkdir()
            except FileExistsError:
                continue
            write_whole(self.content / name / "post.toml", b"draft = true\n")
            return name

    def _record(self, batch_id: str) -> Path:
        return self.root / (batch_id + _ENDING)


def _digest(path: Path) -> str:
    try:
        return digest_bytes(path.read_bytes())
    except OSError:
        return ""
