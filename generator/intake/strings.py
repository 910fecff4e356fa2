"""A .po file in, its texts by message id out."""

from pathlib import Path

Strings = tuple[tuple[str, tuple[str, ...]], ...]
"""Message id and its forms: one text, or one a plural form."""


def read_strings(path: Path) -> Strings:
    """The translated messages of a .po file, by message id; untranslated ones are left out."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - kept out of start-up: 40 ms

    with path.open("rb") as stream:
        catalog = read_po(stream, abort_invalid=True)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        message_id = message.id if isinstance(message.id, str) else message.id[0]
        given = message.string or ""
        forms = (given,) if isinstance(given, str) else tuple(given)
        if message_id and all(forms) and not message.fuzzy:
            found[message_id] = forms
    return tuple(sorted(found.items()))
