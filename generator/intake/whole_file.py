"""Replaces a file in content/ as a whole: for answers and marks that people give, never a build."""

import uuid
from contextlib import suppress
from pathlib import Path

from generator.files import replace_file


def write_whole(target: Path, content: bytes) -> None:
    """Write the file; whoever reads it meanwhile gets the old one or the new one.

    Raises FileHeld, and OSError.
    """
    # A new file under a name that nobody can guess: a link planted there would lead elsewhere.
    draft = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
        replace_file(draft, target)
    finally:
        with suppress(OSError):
            draft.unlink()
