"""What Windows lacks, as marks of tests; what each system is told in its own way."""

from __future__ import annotations

import ctypes
import sys

import pytest

_WINDOWS_LANGUAGES = {"kk": 0x043F, "ru": 0x0419, "en": 0x0409}


def speak(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes this the computer's language."""
    if sys.platform == "win32":
        code = _WINDOWS_LANGUAGES[language]
        monkeypatch.setattr(ctypes.windll.kernel32, "GetUserDefaultUILanguage", lambda: code)
    else:
        monkeypatch.setenv("LC_ALL", f"{language}_KZ.UTF-8")


def _not_on_windows(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(sys.platform == "win32", reason=f"Windows: {reason}")


def start_no_server_under_wine() -> None:
    """Skips a test that would: now and then a server there ends Wine's own, and all waits."""
    if sys.platform == "win32":
        pytest.skip("Windows: no server is started under Wine")


needs_signals = _not_on_windows("there is no signal to send to a program")
needs_any_name = _not_on_windows("no file can have such a name")
needs_links = _not_on_windows("making a link needs rights")
needs_niceness = _not_on_windows("programs have classes in place of niceness")
