"""The type of a command that tests run."""

from collections.abc import Callable

from click.testing import Result

Jarshy = Callable[..., Result]
"""Runs `jarshy` with these arguments, as if they were typed."""
