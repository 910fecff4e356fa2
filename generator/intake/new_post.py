"""Writes the folder of a new post, so that nobody sees a half of it."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.files import rename_path

_NAME_LETTERS = 80


def folder_name(title: str) -> str:
    """The title as a name that every system allows.

    Windows allows none of these signs, and drops a dot or a space at the end.
    """
    allowed = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title)
    return " ".join(allowed.split())[:_NAME_LETTERS].strip(" .")


def write_new_post(content: Path, name: str, files: Mapping[str, str]) -> Path:
    """Write the files into a new folder; where one has that name, a number follows it.

    Raises FileHeld, and OSError.
    """
    # A preview must not see a folder with half of its files.
    draft = content / f"~{name}"
    draft.mkdir(exist_ok=True)
    for file, text in files.items():
        (draft / file).write_text(text, encoding="utf-8", newline="\n")
    folder = _free(content, name)
    rename_path(draft, folder)
    return folder


def _free(content: Path, name: str) -> Path:
    folder, number = content / name, 2
    while folder.exists():
        folder, number = content / f"{name} {number}", number + 1
    return folder
