"""Get every letter to the screen, or a legible one in its place."""

import codecs
import os
import stat
import sys
import unicodedata
from functools import partial
from io import TextIOWrapper
from pathlib import Path

if sys.platform == "win32":
    import ctypes

# What the code pages of Russian Windows (866 for consoles, 1251 for pipes) lack. A letter that
# looks the same comes first, then the one that people type without a Kazakh keyboard.
_PLAIN = {
    **dict(zip("әғқңөұүһі", "агкноууhi", strict=True)),
    **dict(zip("ӘҒҚҢӨҰҮҺІ", "АГКНОУУHI", strict=True)),
    **dict.fromkeys("«»“”„", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("—–−‑", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    **{"…": "...", "•": "*", "✓": "+", "✗": "x", "■": "#", "→": "->", "▶": ">", "₸": "тг"},
    **{"№": "N", "×": "x", "·": "*", "\N{REPLACEMENT CHARACTER}": "?"},
}


def prepare_streams() -> None:
    """Make what is printed fail nowhere: in a console, a pipe, a file or without any of them."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # pythonw has no console
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, TextIOWrapper):
            encoding = _encoding(stream)
            codecs.register_error(f"legible in {encoding}", partial(legible, encoding=encoding))
            stream.reconfigure(encoding=encoding, errors=f"legible in {encoding}")


def can_print(text: str) -> bool:
    """Whether these letters get to the screen as they are."""
    return _is_in(text, getattr(sys.stdout, "encoding", None) or "utf-8")


def legible(error: UnicodeError, encoding: str) -> tuple[str, int]:
    """The handler of `codecs` for letters that this encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_plain(letter, encoding) for letter in lacking), error.end


def _plain(letter: str, encoding: str) -> str:
    if unicodedata.combining(letter):  # of a letter that is stored in two parts
        return ""
    base = unicodedata.normalize("NFKD", letter)[:1]
    candidates = (_PLAIN.get(letter, ""), _PLAIN.get(base, ""), base)
    return next((text for text in candidates if text and _is_in(text, encoding)), "?")


def _is_in(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _encoding(stream: TextIOWrapper) -> str:
    """The encoding that whoever reads the stream expects."""
    if "--json" in sys.argv:
        return "utf-8"
    if os.environ.get("PYTHONIOENCODING") or stream.isatty():
        return stream.encoding
    return _page_of_pipe(stream) or "utf-8"  # a file: every editor knows it


def _page_of_pipe(stream: TextIOWrapper) -> str:
    """The console's code page, in which PowerShell, `more` and `findstr` read; else ""."""
    if sys.platform == "win32":
        try:
            is_pipe = stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
        except OSError:
            return ""
        page: int = ctypes.windll.kernel32.GetConsoleOutputCP()
        return f"cp{page}" if is_pipe and page else ""
    return ""
