"""How long sending takes, as it is said before."""

import pytest

from generator.release.cost import seconds_to_send


@pytest.mark.parametrize(
    ("files", "size_bytes", "seconds"),
    [(0, 0, 0), (1, 2_000, 5), (14, 6_400_000, 20), (400, 60_000_000, 150)],
)
def test_seconds_are_round(files: int, size_bytes: int, seconds: int) -> None:
    assert seconds_to_send(files, size_bytes) == seconds
