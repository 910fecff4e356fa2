"""Texts that earlier builds read, kept apart from the memo so that an unchanged site loads none."""

import msgspec

from generator.intake.text import TextFile


class Texts(msgspec.Struct):
    """Text files by the digest of all that decides how they are read."""

    code: str
    files: dict[str, TextFile] = {}
