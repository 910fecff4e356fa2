"""The commands: words from the keyboard in, a build and its problems on the screen out."""

from generator.cli import building, helping, publishing, serving, sharing, writing
from generator.cli.main import main

__all__ = ["building", "helping", "main", "publishing", "serving", "sharing", "writing"]
