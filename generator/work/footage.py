"""A clip's file, its name in problems, and the part of it that is shown."""

from dataclasses import dataclass
from pathlib import Path

from generator.model import WHOLE, Cut


@dataclass(frozen=True, slots=True)
class Footage:
    """What a clip's files are made of."""

    path: Path
    name: str
    cut: Cut = WHOLE

    @property
    def address(self) -> str:
        """The file as ffmpeg takes it."""
        # Absolute and with its protocol, because a name may begin with "-" or contain ":".
        return f"file:{self.path.resolve()}"
