"""The threads that make tasks: they wait for ffmpeg, and let Pillow work side by side."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def worker_threads(jobs: int = 0) -> Iterator[ThreadPoolExecutor]:
    """That many threads, or one for each core.

    After Ctrl-C or a disk error nothing more is begun, and programs that run are ended.
    """
    pool = ThreadPoolExecutor(jobs or os.cpu_count())
    try:
        yield pool
    except (KeyboardInterrupt, OSError):
        pool.shutdown(wait=False, cancel_futures=True)
        stop_programs()
        raise
    finally:
        pool.shutdown()


def stop_programs() -> None:
    """End the programs that tasks have started, if any."""
    tools = sys.modules.get("generator.work.tools")  # loaded where one may be running
    if tools:
        tools.stop_all()
