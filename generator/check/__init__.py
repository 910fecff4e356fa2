"""What an editor would tell an aide before publishing: one module per family of rules."""

from collections.abc import Callable

ReadText = Callable[[str], str]
"""Returns the text of a file of content/, "" for others. Raises OSError, or ValueError for bytes
that are no text."""
