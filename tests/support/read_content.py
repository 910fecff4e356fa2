"""A folder in, its content out: what the command gets from a build."""

from pathlib import Path
from tempfile import TemporaryDirectory

from generator import pipeline
from generator.inputs import BuildRequest
from generator.intake.theme import read_theme
from generator.intake.theme_folder import theme_folder
from generator.model import Content, Theme


def read_content(root: Path) -> Content:
    """Everything in that folder."""
    with TemporaryDirectory() as place:
        cache = Path(place)
        request = BuildRequest(root, cache / "output", cache / "cache")
        return pipeline.read_content(request).content


def default_theme() -> Theme:
    """The theme that comes with the program."""
    return read_theme(theme_folder("default"), "")
