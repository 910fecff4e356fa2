"""Publishing from the studio: one errand at a time in the server, and a page that shows it."""

from generator.studio.sending.sending import routes

__all__ = ["routes"]
