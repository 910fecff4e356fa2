"""Run other programs, and end them: the one door to them."""

import importlib
import os
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from generator.work.ffmpeg import QUESTIONS, Ffmpeg, better, missing, parse_version
from generator.work.leash import leash, leashed

_TAIL_LINES = 20  # of stderr in an error: enough for ffmpeg's reason and its context
_LATE = "took too long"
_NO_MEMORY = ("Cannot allocate memory", "pthread_create() failed")
_KEPT_LINES = 2000  # of stderr at all, so that a verbose child cannot fill the memory
_ASK_SECONDS = 30  # for an answer that takes 0.05
_NICENESS = 10  # of 19: children get the CPU that other programs leave

_children: set["subprocess.Popen[str]"] = set()
_stopped: set["subprocess.Popen[str]"] = set()
_lock = threading.Lock()


class ToolError(Exception):
    """A program failed: the command, its exit code and the last of its stderr."""

    def __init__(self, command: tuple[str, ...], exit_code: int, tail: str) -> None:
        super().__init__(command, exit_code, tail)  # all of it as args: survives pickling
        self.command = command
        self.exit_code = exit_code
        self.tail = tail

    @property
    def was_late(self) -> bool:
        """Whether it was killed because it took longer than its timeout."""
        return self.tail.startswith(_LATE)

    @property
    def was_ended(self) -> bool:
        """Whether something else ended it, or it ran out of memory."""
        killed = self.exit_code < 0 and sys.platform != "win32"
        return killed or any(text in self.tail for text in _NO_MEMORY)

    def __str__(self) -> str:
        return f"exit code {self.exit_code}: {' '.join(self.command)}\n{self.tail}"


class ToolMissing(ToolError):
    """The program cannot be started; its input may be fine."""


class Stopped(Exception):
    """A program was ended by stop_all; its input may be fine."""


@cache
def ffmpeg_path() -> str:
    """Path of the ffmpeg to use; ToolMissing where there is none."""
    installed = _installed_path()
    if installed and shutil.which("ffmpeg") is None:
        return installed  # without a choice nothing has to be asked: 0.2 s
    ffmpeg = better(installed_ffmpeg(), own_ffmpeg())
    if ffmpeg is None:
        raise ToolMissing(("ffmpeg",), -1, "not found")
    return ffmpeg.path


@cache
def installed_ffmpeg() -> Ffmpeg | None:
    """The ffmpeg of the package imageio-ffmpeg, and what it lacks."""
    path = _installed_path()
    return _examined(path) if path else None


def _installed_path() -> str:
    try:
        path: str = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        return ""
    # The package may fall back on the system's own.
    is_own = Path(path) == Path(shutil.which("ffmpeg") or "")
    return "" if is_own else path


@cache
def own_ffmpeg() -> Ffmpeg | None:
    """The system's ffmpeg, and what it lacks."""
    path = shutil.which("ffmpeg")
    if path is None:
        return None
    return _examined(path)


def _examined(path: str) -> Ffmpeg:
    lacks = [name for question in QUESTIONS for name in missing(question, _ask(path, question))]
    return Ffmpeg(path, _version(path), tuple(lacks))


def _version(path: str) -> tuple[int, ...]:
    return parse_version(_ask(path, "-version"))


def _ask(path: str, question: str) -> str:
    lines: list[str] = []
    try:
        _run([path, "-hide_banner", question], _ASK_SECONDS, lines.append)
    except ToolError:
        return ""
    return "".join(lines)


def run(
    args: Sequence[str],
    timeout_seconds: float,
    on_progress: Callable[[float], None] | None = None,
    inside: Path | None = None,
) -> str:
    """Run a program in a folder to its end and return its stderr.

    `on_progress` gets the seconds done, from the output of ffmpeg's `-progress pipe:1`.
    Raises ToolError when it fails or exceeds the timeout, Stopped after stop_all.
    """

    def read_progress(line: str) -> None:
        name, _, value = line.strip().partition("=")
        if on_progress is not None and name == "out_time_us" and value.isdigit():
            on_progress(int(value) / 1e6)

    return _run(args, timeout_seconds, read_progress, inside)


def _run(
    args: Sequence[str],
    timeout_seconds: float,
    on_line: Callable[[str], object],
    inside: Path | None = None,
) -> str:
    child = _start(args, inside)
    stderr: deque[str] = deque(maxlen=_KEPT_LINES)
    reader = threading.Thread(target=stderr.extend, args=(child.stderr,), daemon=True)
    reader.start()
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        child.kill()

    timer = threading.Timer(timeout_seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        for line in child.stdout or ():
            on_line(line)
        child.wait()
        reader.join()
    finally:
        timer.cancel()
        _end(child)
    _check(child, tuple(args), _tail(stderr), is_late=is_late.is_set())
    return "".join(stderr)


def answer(
    args: Sequence[str],
    timeout_seconds: float,
    stdin: BinaryIO | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program and return its stdout; raises ToolError when it fails or takes too long."""
    try:
        child = subprocess.Popen(
            leashed(args),
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            creationflags=_creation_flags(),
        )
    except OSError as reason:
        raise ToolMissing(tuple(args), -1, str(reason)) from reason
    with child:
        leash(child)
        try:
            stdout, stderr = child.communicate(timeout=timeout_seconds)
        except BaseException as reason:
            child.kill()
            if isinstance(reason, subprocess.TimeoutExpired):
                raise ToolError(tuple(args), -1, _LATE) from None
            raise
    if child.returncode != 0:
        lines = stderr.decode("utf-8", "replace").splitlines(keepends=True)
        raise ToolError(tuple(args), child.returncode, _tail(lines))
    return stdout


def stop_all() -> None:
    """End every program that run has started and that still runs."""
    with _lock:
        _stopped.update(_children)
        for child in _children:
            child.kill()


def _start(args: Sequence[str], inside: Path | None) -> "subprocess.Popen[str]":
    try:
        child = subprocess.Popen(
            leashed(args),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            cwd=inside,
            # SVT-AV1 prints a banner whatever ffmpeg's log level is, unless limited to errors.
            env={**os.environ, "SVT_LOG": "1"},
            creationflags=_creation_flags(),
        )
    except OSError as reason:
        raise ToolMissing(tuple(args), -1, str(reason)) from reason
    leash(child)
    _lower_priority(child)
    with _lock:
        _children.add(child)
    return child


def _lower_priority(child: "subprocess.Popen[str]") -> None:
    """Other programs on this computer go first."""
    if sys.platform != "win32":
        # Not by preexec_fn, which may deadlock where there are threads. The child may have ended.
        with suppress(OSError):
            ours = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, child.pid, max(ours, _NICENESS))


def _creation_flags() -> int:
    if sys.platform == "win32":
        # Without a window, else a black one flashes up for each clip.
        return subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return 0


def _end(child: "subprocess.Popen[str]") -> None:
    if child.poll() is None:
        child.kill()
        child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()
    with _lock:
        _children.discard(child)


def _check(
    child: "subprocess.Popen[str]", command: tuple[str, ...], tail: str, *, is_late: bool
) -> None:
    with _lock:
        was_stopped = child in _stopped
        _stopped.discard(child)
    if was_stopped and child.returncode != 0:
        raise Stopped(command[0])
    if is_late:
        raise ToolError(command, child.returncode, f"{_LATE}\n{tail}")
    if child.returncode != 0:
        raise ToolError(command, child.returncode, tail)


def _tail(lines: Iterable[str]) -> str:
    return "".join([*lines][-_TAIL_LINES:]).strip()
