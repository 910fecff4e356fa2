"""LOOK: find private data in the bytes of files that are about to be published."""
