"""What earlier builds read, kept apart from the memo so that an unchanged site loads none."""

import msgspec

from generator.intake.parse import Record


class Read(msgspec.Struct):
    """What each drop was read as, by its path."""

    code: str
    drops: dict[str, Record] = {}
