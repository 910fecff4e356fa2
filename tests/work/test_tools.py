import pickle
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.work.tools import Stopped, ToolError, ToolMissing, run, stop_all
from tests.support.systems import needs_niceness
from tests.support.waiting import LAST_RESORT_SECONDS


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_a_program_says_is_returned() -> None:
    code = "import sys; print('well', file=sys.stderr)"
    assert run(python(code), LAST_RESORT_SECONDS) == "well\n"


def test_it_runs_inside_the_folder(tmp_path: Path) -> None:
    run(python("open('made', 'w').close()"), 20, inside=tmp_path)
    assert (tmp_path / "made").exists()


def test_failure_keeps_command_code_and_tail() -> None:
    code = "import sys; print('x' * 9, file=sys.stderr); sys.exit(3)"
    with pytest.raises(ToolError) as caught:
        run(python(code), LAST_RESORT_SECONDS)
    assert caught.value.command == (sys.executable, "-c", code)
    assert (caught.value.exit_code, caught.value.tail) == (3, "x" * 9)


def test_error_survives_pickling() -> None:
    error = ToolError(("ffmpeg", "-i"), 1, "no")
    again = pickle.loads(pickle.dumps(error))
    assert (again.command, again.exit_code, again.tail) == (("ffmpeg", "-i"), 1, "no")
    assert str(again) == "exit code 1: ffmpeg -i\nno"


def test_missing_program_is_its_own_error() -> None:
    with pytest.raises(ToolMissing):
        run(["no-such-program-here"], LAST_RESORT_SECONDS)


def test_a_program_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(ToolError, match="took too long"):
        run(python(f"import time; time.sleep({2 * LAST_RESORT_SECONDS})"), 0.5)
    assert time.monotonic() - started < LAST_RESORT_SECONDS


def test_talkative_programs_do_not_block() -> None:
    talk = "import sys; pipes = sys.stdout, sys.stderr; "
    talk += "[print('w' * 99, file=pipe) for _ in range(5000) for pipe in pipes]"
    assert run(python(talk), 60).count("\n") == 2000


def test_progress_is_told_in_seconds() -> None:
    told: list[float] = []
    code = "print('frame=1'); print('out_time_us=N/A'); print('out_time_us=1500000')"
    run(python(code), LAST_RESORT_SECONDS, told.append)
    assert told == [1.5]


def test_stop_all_ends_what_runs() -> None:
    caught: list[BaseException] = []

    def work() -> None:
        try:
            run(python("print('out_time_us=1', flush=True); import time; time.sleep(60)"), 60,
                lambda _: started.set())  # fmt: skip
        except Stopped as reason:
            caught.append(reason)

    started = threading.Event()
    worker = threading.Thread(target=work)
    worker.start()
    assert started.wait(LAST_RESORT_SECONDS)
    stop_all()
    worker.join(LAST_RESORT_SECONDS)
    assert len(caught) == 1


@needs_niceness
def test_whoever_works_at_the_computer_goes_first() -> None:
    code = "import os, time\nwhile os.nice(0) < 10: time.sleep(0.01)\nprint('out_time_us=1')"
    told: list[float] = []
    run(python(code), LAST_RESORT_SECONDS, told.append)
    assert told
