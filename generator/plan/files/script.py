"""Data in, a script out that hands it to the page's own: from disk a page may fetch() nothing."""

import msgspec


def event_script(name: str, content: object) -> bytes:
    """The script that sends an event of that name, with that content, from its own element."""
    event = f'new CustomEvent("{name}",{{detail:{_safe(as_json(content))}}})'
    return f"document.currentScript.dispatchEvent({event})\n".encode()


def as_json(content: object) -> str:
    """The content as JSON, without spaces."""
    return msgspec.json.encode(content).decode()


def _safe(text: str) -> str:
    # "</script>" would end a script inside a page; U+2028 ends a line in scripts before ES2019.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
