"""A command in, what it said out: the one door to other programs."""

import importlib
import os
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO

from generator.limits import TOOL_MEMORY_BYTES
from generator.work.ffmpeg import QUESTIONS, Ffmpeg, better, missing, parse_version

_TAIL_LINES = 20  # of stderr kept in an error: enough for ffmpeg's reason and what led to it
_LATE = "took too long"
_NO_MEMORY = ("Cannot allocate memory", "pthread_create() failed")
_KEPT_LINES = 2000  # of stderr kept at all, so that a talkative child cannot fill the memory

_PATIENCE_SECONDS = 30  # with a question that is answered in 0.05
_NICENESS = 10  # of 19: it still gets what nobody else wants

_children: set["subprocess.Popen[str]"] = set()
_stopped: set["subprocess.Popen[str]"] = set()
_door = threading.Lock()


class ToolError(Exception):
    """A program failed: the command, its exit code and the last of its stderr."""

    def __init__(self, command: tuple[str, ...], exit_code: int, tail: str) -> None:
        super().__init__(command, exit_code, tail)  # all of it as args: survives pickling
        self.command = command
        self.exit_code = exit_code
        self.tail = tail

    @property
    def was_late(self) -> bool:
        """Whether it was given up because it took longer than it may."""
        return self.tail.startswith(_LATE)

    @property
    def was_ended(self) -> bool:
        """Whether somebody else ended it, or it found no memory to go on with."""
        killed = self.exit_code < 0 and sys.platform != "win32"
        return killed or any(sign in self.tail for sign in _NO_MEMORY)

    def __str__(self) -> str:
        return f"exit code {self.exit_code}: {' '.join(self.command)}\n{self.tail}"


class ToolMissing(ToolError):
    """The program itself cannot be started: nothing is known about its input."""


class Stopped(Exception):
    """A program was ended by stop_all: nothing is wrong with its input."""


@cache
def ffmpeg_path() -> str:
    """Where the ffmpeg to use is; ToolMissing where there is none."""
    found = better(installed_ffmpeg(), own_ffmpeg())
    if found is None:
        raise ToolMissing(("ffmpeg",), -1, "not found")
    return found.path


@cache
def installed_ffmpeg() -> Ffmpeg | None:
    """The ffmpeg that comes with the install; what it has is known."""
    try:
        path: str = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        return None
    # That package itself falls back on the computer's own.
    return (
        Ffmpeg(path, _version(path)) if Path(path) != Path(shutil.which("ffmpeg") or "") else None
    )


@cache
def own_ffmpeg() -> Ffmpeg | None:
    """The computer's own ffmpeg, and what it lacks."""
    path = shutil.which("ffmpeg")
    if path is None:
        return None
    lacks = [name for question in QUESTIONS for name in missing(question, _ask(path, question))]
    return Ffmpeg(path, _version(path), tuple(lacks))


def _version(path: str) -> tuple[int, ...]:
    return parse_version(_ask(path, "-version"))


def _ask(path: str, question: str) -> str:
    """Its answer; nothing where it does not start."""
    answer: list[str] = []
    try:
        _run([path, "-hide_banner", question], _PATIENCE_SECONDS, answer.append)
    except ToolError:
        return ""
    return "".join(answer)


def run(
    args: Sequence[str],
    timeout_seconds: float,
    on_progress: Callable[[float], None] | None = None,
    inside: Path | None = None,
) -> str:
    """Run a program inside a folder to its end and return its stderr.

    `on_progress` is told the seconds done, from the lines of ffmpeg's `-progress pipe:1`.
    Raises ToolError when it fails or takes longer than the timeout, Stopped after stop_all.
    """
    return _run(args, timeout_seconds, _progress_reader(on_progress), inside)


def _run(
    args: Sequence[str],
    timeout_seconds: float,
    on_line: Callable[[str], object],
    inside: Path | None = None,
) -> str:
    child = _start(args, inside)
    said: deque[str] = deque(maxlen=_KEPT_LINES)
    listener = threading.Thread(target=_listen, args=(child.stderr, said.append), daemon=True)
    listener.start()
    late = threading.Event()
    timer = threading.Timer(timeout_seconds, _give_up, (child, late))
    timer.daemon = True
    timer.start()
    try:
        _listen(child.stdout, on_line)
        child.wait()
        listener.join()
    finally:
        timer.cancel()
        _end(child)
    return _verdict(child, tuple(args), list(said), late.is_set())


def answer(
    args: Sequence[str],
    timeout_seconds: float,
    given: BinaryIO | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program on what it is given and return its stdout; raises ToolError."""
    try:
        done = subprocess.run(
            list(args),
            stdin=given or subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_seconds,
            env={**os.environ, **(environment or {})},
            creationflags=_creation_flags(),
            check=False,
        )
    except OSError as reason:
        raise ToolMissing(tuple(args), -1, str(reason)) from reason
    except subprocess.TimeoutExpired:
        raise ToolError(tuple(args), -1, "took too long") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").splitlines(keepends=True)
        raise ToolError(tuple(args), done.returncode, _tail(said))
    return done.stdout


def stop_all() -> None:
    """End every program that run has started and not yet seen the end of."""
    with _door:
        _stopped.update(_children)
        for child in _children:
            child.kill()


def _start(args: Sequence[str], inside: Path | None) -> "subprocess.Popen[str]":
    try:
        child = subprocess.Popen(
            _bounded(args),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            cwd=inside,
            # SVT-AV1 writes a banner past ffmpeg's own log level unless told to keep to errors.
            env={**os.environ, "SVT_LOG": "1"},
            creationflags=_creation_flags(),
        )
    except OSError as reason:
        raise ToolMissing(tuple(args), -1, str(reason)) from reason
    _step_back(child)
    with _door:
        _children.add(child)
    return child


def _bounded(args: Sequence[str]) -> list[str]:
    """The command with no more memory than the work needs: a bomb ends one child, not the computer.

    On Linux alone, where util-linux is: macOS does not keep to such a bound, and on Windows it
    takes a job object. Not by preexec_fn, since nothing safe can be done between fork and exec
    where there are threads.
    """
    bound = shutil.which("prlimit") if sys.platform == "linux" else None
    if not shutil.which(args[0]):  # that is for Popen to say
        bound = None
    return [bound, f"--as={TOOL_MEMORY_BYTES}", "--", *args] if bound else list(args)


def _step_back(child: "subprocess.Popen[str]") -> None:
    """Whoever works at this computer goes first; what runs is started long before it needs it."""
    if sys.platform != "win32":
        # Not by preexec_fn, which may lock up where there are threads. It may be gone already.
        with suppress(OSError):
            ours = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, child.pid, max(ours, _NICENESS))


def _give_up(child: "subprocess.Popen[str]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _creation_flags() -> int:
    if sys.platform == "win32":
        # No window, else each clip flashes a black one.
        return subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return 0


def _end(child: "subprocess.Popen[str]") -> None:
    if child.poll() is None:
        child.kill()
        child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()
    with _door:
        _children.discard(child)


def _listen(pipe: IO[str] | None, tell: Callable[[str], object]) -> None:
    for line in pipe or ():
        tell(line)


def _progress_reader(on_progress: Callable[[float], None] | None) -> Callable[[str], None]:
    def read(line: str) -> None:
        name, _, value = line.strip().partition("=")
        if on_progress is not None and name == "out_time_us" and value.isdigit():
            on_progress(int(value) / 1e6)

    return read


def _verdict(
    child: "subprocess.Popen[str]", command: tuple[str, ...], said: list[str], late: bool
) -> str:
    with _door:
        was_stopped = child in _stopped
        _stopped.discard(child)
    if was_stopped and child.returncode != 0:
        raise Stopped(command[0])
    if late:
        raise ToolError(command, child.returncode, f"{_LATE}\n{_tail(said)}")
    if child.returncode != 0:
        raise ToolError(command, child.returncode, _tail(said))
    return "".join(said)


def _tail(said: list[str]) -> str:
    return "".join(said[-_TAIL_LINES:]).strip()
