"""The editor: a post's texts, facts, photos and clips, read from its files and kept in them."""

from generator.studio.editor.handlers import routes

__all__ = ["routes"]
