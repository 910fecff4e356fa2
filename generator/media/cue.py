"""A cue of a subtitle file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines that are shown together for a time."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
