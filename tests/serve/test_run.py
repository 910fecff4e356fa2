"""The preview finds a free port, and says so where there is none."""

from contextlib import closing

import pytest

from generator.errors import Unfit
from generator.serve.run import listening


def test_the_next_free_port_is_taken() -> None:
    with closing(listening("127.0.0.1", 0)) as busy:
        busy.listen()
        port: int = busy.getsockname()[1]
        with closing(listening("127.0.0.1", port)) as free:
            assert port < free.getsockname()[1] <= port + 20


def test_where_no_port_is_free_the_first_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.serve.run._PORTS_TO_TRY", 1)
    with closing(listening("127.0.0.1", 0)) as busy:
        busy.listen()
        port: int = busy.getsockname()[1]
        with pytest.raises(Unfit) as raised:
            listening("127.0.0.1", port)
    assert raised.value.problem.values == (("port", str(port)),)
