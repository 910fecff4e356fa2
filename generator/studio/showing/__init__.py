"""Phones: let in by code and PIN, and the deputy who reads a post and answers."""

from generator.studio.showing.showing import routes

__all__ = ["routes"]
