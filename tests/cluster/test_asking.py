"""What keeps a worker's answer from coming is a problem in plain words."""

from concurrent.futures import CancelledError
from typing import Any
from unittest.mock import Mock

import pytest
from distributed.client import ClosedClientError
from distributed.scheduler import KilledWorker

from generator.cluster.asking import WorkerClient
from generator.cluster.stamp import ProgramStamp
from generator.cluster.task import TaskAnswer, TaskOrder
from generator.errors import Broken, Unfit, problem
from generator.recipes import IconRecipe, Made, SourceInput, make_task

TASK = make_task(IconRecipe(), SourceInput("post/a.jpg", "d" * 64))
STAMP = ProgramStamp((("ffmpeg", "7.0"),))
ORDER = TaskOrder(TASK, "store", STAMP, "topic")
MADE = Made(TASK.key, ())


def client_of(result: object) -> WorkerClient:
    """A client whose orders end with that answer or exception."""

    def answer() -> object:
        if isinstance(result, Exception):
            raise result
        return result

    def submit(*_: object, **__: object) -> Any:
        if isinstance(result, ClosedClientError):
            raise result
        return Mock(result=answer)

    return WorkerClient(Mock(submit=submit), "tcp://host:8786")


def test_answers_of_workers_are_told_apart() -> None:
    assert client_of(TaskAnswer(MADE)).make(ORDER) == MADE
    assert client_of(TaskAnswer()).make(ORDER) is None  # the store lost the input
    with pytest.raises(Unfit) as refused:
        client_of(TaskAnswer(unfit=problem("post/a.jpg", "cut short"))).make(ORDER)
    assert refused.value.problem.what == "cut short"


def test_a_worker_with_another_stamp_ends_the_build() -> None:
    other = ProgramStamp((("ffmpeg", "6.0"),))
    with pytest.raises(Broken) as raised:
        client_of(TaskAnswer(other=other)).make(ORDER)
    assert raised.value.problem.where == "tcp://host:8786"
    assert dict(raised.value.problem.values) == {"name": "ffmpeg", "ours": "7.0", "theirs": "6.0"}


def test_a_file_that_kills_every_worker_is_unfit() -> None:
    with pytest.raises(Unfit) as raised:
        client_of(KilledWorker("task", Mock(), 3)).make(ORDER)
    assert raised.value.problem.where == "post/a.jpg"


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (ClosedClientError("closed"), "the connection to the cluster was lost"),
        (CancelledError(), "the connection to the cluster was lost"),
        (ValueError("a bug\nits traceback"), "a worker of the cluster could not do its part"),
        (Broken(problem("", "the store is away")), "the store is away"),
    ],
)
def test_failures_that_no_source_causes_end_the_build(error: Exception, what: str) -> None:
    with pytest.raises(Broken) as raised:
        client_of(error).make(ORDER)
    assert raised.value.problem.what.startswith(what)
    assert "traceback" not in str(raised.value.problem.values)
