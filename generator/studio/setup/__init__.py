"""The first run, and the settings afterwards: whose site it is, and where it stands."""

from generator.studio.setup.first_run import is_first_run
from generator.studio.setup.setup import routes

__all__ = ["is_first_run", "routes"]
