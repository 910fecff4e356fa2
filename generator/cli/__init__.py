"""The commands of Jarshy, and what they print."""

from generator.cli.main import main

__all__ = ["main"]
