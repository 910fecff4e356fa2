"""Read the translated messages of a .po file."""

from pathlib import Path

Strings = tuple[tuple[str, tuple[str, ...]], ...]
"""Message ids with their translations: one text, or one for each plural form."""


def read_strings(path: Path) -> Strings:
    """The translated messages by id, without empty and fuzzy ones.

    Raises OSError, or ValueError where the file is not a catalogue.
    """
    from babel.messages import pofile  # noqa: PLC0415 - 14 ms of CPU; builds keep the theme's texts

    with path.open("rb") as stream:
        try:
            catalog = pofile.read_po(stream, abort_invalid=True)
        except pofile.PoFileError as reason:
            raise ValueError(str(reason)) from reason
    translations: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        message_id = message.id if isinstance(message.id, str) else message.id[0]
        texts = message.string or ""
        forms = (texts,) if isinstance(texts, str) else tuple(texts)
        if message_id and all(forms) and not message.fuzzy:
            translations[message_id] = forms
    return tuple(sorted(translations.items()))
