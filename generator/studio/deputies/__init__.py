"""A region's office: the studios of its deputies, each beside the others."""

from generator.studio.deputies.deputies import routes

__all__ = ["routes"]
