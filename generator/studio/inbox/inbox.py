"""What phones send, from the first byte to its place in content/."""

import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from generator.errors import problem
from generator.studio.inbox.batches import Batches
from generator.studio.inbox.file_kinds import kind_of
from generator.studio.inbox.file_names import clean_name
from generator.studio.inbox.moving import is_folder_in, move_in, was_moved
from generator.studio.inbox.quota import check_room
from generator.studio.inbox.tus import Refused
from generator.studio.inbox.uploads import Upload, UploadFolder


@dataclass(frozen=True, slots=True)
class Inbox:
    """Takes uploads, and brings whole files into content/. Its methods may run in any thread."""

    content: Path
    uploads: UploadFolder
    path_of: Callable[[str], str]  # in content/ of the post with a slug; "" where none is
    touch: Callable[[str], None]  # has a path of content/ read again
    today: Callable[[], date]
    draft_title: str  # of a new draft's folder, after the day
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def batches(self) -> Batches:
        return Batches(self.uploads.root, self.content)

    def begin(self, upload: Upload) -> Upload:
        """Take a new upload. Raises Refused, and OSError."""
        upload = replace(upload, name=clean_name(upload.name))
        with self._lock:
            self.uploads.prepare()
            self.uploads.clear_stale()
            self._settle_whole()
            if upload.post and not self._folder_of(upload.post):
                raise _no_post(upload.name)
            free_bytes = shutil.disk_usage(self.uploads.root).free
            check_room(upload, self.uploads.under_way(), free_bytes)
            self.uploads.keep(upload)
        return upload

    def place(self, upload: Upload) -> Upload:
        """Bring a whole upload into content/, once. Raises OSError."""
        with self._lock:
            return self._place(self.uploads.find(upload.id) or upload)

    def remove(self, upload: Upload) -> None:
        """Forget an upload; what is in content/ already stays there. Raises OSError."""
        with self._lock:
            self.uploads.remove(upload.id)

    def write_words(self, owner: str, batch: str, post: str, text: str) -> None:
        """Keep the words of a batch beside its files. Raises Refused, and OSError."""
        with self._lock:
            self.uploads.prepare()
            if post and not self._folder_of(post):
                raise _no_post("")
            known = self.batches.find(owner, batch)
            folder = self._folder_of(post)
            if not folder:
                if not text.strip() and not known.folder:
                    return  # nothing was sent yet, and nothing is to be
                known = self.batches.with_folder(known, self.today(), self.draft_title)
                folder = known.folder
            for path in self.batches.write_words(known, folder, text):
                self.touch(path)

    def _settle_whole(self) -> None:
        """Place what was whole when the server ended."""
        for upload in self.uploads.under_way():
            if upload.is_whole:
                with suppress(OSError):
                    self._place(upload)

    def _place(self, upload: Upload) -> Upload:
        if upload.is_placed:
            return upload
        source = self.uploads.bytes_of(upload.id)
        if upload.place and self._was_placed(upload, source):
            return self._placed(upload)
        folder = self._folder_of(upload.post) or self._draft_of(upload)

        def note(name: str) -> None:
            self.uploads.keep(replace(upload, place=f"{folder}/{name}"))

        name = move_in(source, self.content / folder, upload.name, note)
        return self._placed(replace(upload, place=f"{folder}/{name}"))

    def _was_placed(self, upload: Upload, source: Path) -> bool:
        """Whether the server was killed after the move, before it was noted."""
        if not source.exists():
            return True
        return was_moved(self.content / upload.place, upload.length_bytes)

    def _placed(self, upload: Upload) -> Upload:
        upload = replace(upload, is_placed=True)
        self.uploads.keep(upload)
        with suppress(OSError):
            self.uploads.bytes_of(upload.id).unlink(missing_ok=True)
        self.touch(upload.place)
        return upload

    def _folder_of(self, slug: str) -> str:
        """The folder of a post; "" where there is none."""
        path = self.path_of(slug) if slug else ""
        return path if path and is_folder_in(self.content, path) else ""

    def _draft_of(self, upload: Upload) -> str:
        batch = self.batches.find(upload.owner, upload.batch or upload.id)
        return self.batches.with_folder(batch, self.today(), self.draft_title).folder


def _no_post(name: str) -> Refused:
    return Refused(
        404,
        problem(
            name,
            "this post has no folder that files could go into",
            "reload the page; a post that is a single file needs a folder first",
        ),
    )


def begins_well(upload: Upload, start: bytes) -> bool:
    """Whether the first bytes are those of a file of that name's kind."""
    kind = kind_of(upload.name)
    return kind is not None and kind.begins_so(start)
