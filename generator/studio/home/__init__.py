"""The studio's first page: what to begin, and how far each post is."""

from generator.studio.home.home import routes

__all__ = ["routes"]
