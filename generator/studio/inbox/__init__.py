"""Files from a phone: received piece by piece, kept outside content/ until each is whole."""

from generator.studio.inbox.routes import routes

__all__ = ["routes"]
