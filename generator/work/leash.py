"""Programs that this process starts end with it, however it ends, and get so much memory.

On Windows by a job object, which the system closes with its last owner; on Linux by two programs
of util-linux, because nothing is safe between fork and exec where there are threads. macOS has no
such means: there a program that outlives a killed Jarshy ends when its own work is done.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache

from generator.limits import TOOL_MEMORY_BYTES

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    # Of winnt.h.
    _LIMITS_CLASS = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY, _KILL_ON_JOB_CLOSE = 0x100, 0x2000
    _SET_QUOTA, _TERMINATE = 0x100, 0x1

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("per_process_user_time", wintypes.LARGE_INTEGER),
            ("per_job_user_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority_class", wintypes.DWORD),
            ("scheduling_class", wintypes.DWORD),
            ("counters", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
    _kernel.SetInformationJobObject.argtypes = (
        *(wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD),
    )
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    _kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    @cache
    def _job() -> int:
        """The job of all children; its handle is never closed but by the end of this process."""
        job: int = _kernel.CreateJobObjectW(None, None)
        limits = _Limits(
            flags=_KILL_ON_JOB_CLOSE | _PROCESS_MEMORY, process_memory=TOOL_MEMORY_BYTES
        )
        _kernel.SetInformationJobObject(
            job, _LIMITS_CLASS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        return job


def leashed(args: Sequence[str]) -> list[str]:
    """The command that runs these arguments on a leash."""
    if sys.platform != "linux" or not shutil.which(args[0]):  # a missing one is for Popen to report
        return list(args)
    return [*_memory_bound(), *_bound_to_parent(), *args]


@cache
def _memory_bound() -> tuple[str, ...]:
    prlimit = shutil.which("prlimit")
    return (prlimit, f"--as={TOOL_MEMORY_BYTES}", "--") if prlimit else ()


@cache
def _bound_to_parent() -> tuple[str, ...]:
    """The thread that starts a program has to wait for it: the program ends with that thread."""
    setpriv = shutil.which("setpriv")
    command = (setpriv or "", "--pdeathsig", "KILL", "--")
    if setpriv and subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        return ()  # an old or a small one, which lacks this option
    return command if setpriv else ()


def leash(child: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Put a child that runs on a leash, where its command could not."""
    if sys.platform == "win32":
        process = _kernel.OpenProcess(_SET_QUOTA | _TERMINATE, False, child.pid)
        if process:  # else it has ended
            _kernel.AssignProcessToJobObject(_job(), process)
            _kernel.CloseHandle(process)
