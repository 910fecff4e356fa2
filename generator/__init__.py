"""Jarshy: a folder of clips, photos and a few sentences in, a light bilingual site out."""

__version__ = "0.1.0"
