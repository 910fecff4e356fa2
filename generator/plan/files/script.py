"""Scripts that carry data to a page's own script: a page opened from disk cannot fetch()."""

import msgspec


def event_script(name: str, content: object) -> bytes:
    """The script that dispatches an event of that name, with that content, on its own element."""
    event = f'new CustomEvent("{name}",{{detail:{_safe(as_json(content))}}})'
    return f"document.currentScript.dispatchEvent({event})\n".encode()


def as_json(content: object) -> str:
    return msgspec.json.encode(content).decode()


def _safe(text: str) -> str:
    # "</script>" would end a script inside a page; U+2028 ends a line in scripts before ES2019.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
