"""Names that Windows, editors, messengers and people give to files of settings."""

from collections.abc import Iterator

_ENDINGS = (
    *(".txt", ".TXT", ".md", ".docx", ".doc", ".rtf", ".bak", ".orig", ".old", ".html", ".pdf"),
    *(" (1)", " (2).txt", "(1)", " - копия", " — копия.txt", " - Copy", " copy", "_1", "~1", ".1"),
    *(" 2", ".txt.txt", ". txt", ".toml", ".conf", ".jpg", ".mp4", ".zip", ".srt", ".қаз"),
)


def settings_names(kind: str) -> Iterator[str]:
    """The proper name first, then the others."""
    yield f"{kind}.toml"
    yield from (f"{kind}.toml{ending}" for ending in _ENDINGS)
    for inner in (" (1)", " - копия", " — копия", "(2)", " copy", "_1", " 2", "-LAPTOP-7H2K", " "):
        yield f"{kind}{inner}.toml"
        yield f"{kind}{inner}.toml.txt"
    yield from (f"{kind.upper()}.TOML", f"{kind.title()}.Toml.txt", f"Копия {kind}.toml")
    yield from (f"{kind}_toml.txt", f"{kind} toml.txt", f"{kind}-toml", f"{kind}toml.txt")
    yield f"{kind}.toml".replace("o", "о")  # a Cyrillic letter
    yield f" {kind}.toml"


NO_SETTINGS = (
    *("kk.md", "post.txt", "Пост.docx", "site.md", "postcard.jpg", "automl.txt", "Томлинсон.md"),
    *("Депутат.docx", "approval.txt", "tomlin.jpg", "2026-11-22 Жол.mp4", "deputy.jpg"),
)
