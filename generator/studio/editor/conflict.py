"""What stops a write: the file is not the one that the page had read."""


class Conflict(Exception):
    """Somebody changed the file meanwhile; `theirs` is what it holds now."""

    def __init__(self, theirs: object) -> None:
        super().__init__(theirs)
        self.theirs = theirs
