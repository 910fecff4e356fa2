"""Whether anybody has worked in a folder yet."""

from pathlib import Path

from generator.intake.discover import is_ignored


def is_first_run(content: Path) -> bool:
    """Whether content/ holds nothing of a person's, so that the studio begins with questions."""
    try:
        return not any(not is_ignored(path.name) for path in content.iterdir())
    except OSError:
        return False
