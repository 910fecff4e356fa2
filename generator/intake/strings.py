"""Read the translated messages of a .po file."""

from pathlib import Path

Strings = tuple[tuple[str, tuple[str, ...]], ...]
"""Message id and its forms: one text, or one for each plural form."""


def read_strings(path: Path) -> Strings:
    """The translated messages of a .po file by message id; untranslated ones are left out.

    Raises ValueError where it is not such a file.
    """
    # Babel takes 40 ms to load, and an English screen over an unchanged theme needs none.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        with path.open("rb") as stream:
            catalog = read_po(stream, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error
    strings: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        message_id = message.id if isinstance(message.id, str) else message.id[0]
        text = message.string or ""
        forms = (text,) if isinstance(text, str) else tuple(text)
        if message_id and all(forms) and not message.fuzzy:
            strings[message_id] = forms
    return tuple(sorted(strings.items()))
