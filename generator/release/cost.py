"""What sending costs, said before it begins. Pure."""

# A line that uploads 4 Mbit/s, as mobile networks and cheap fibre here do, and a host that takes
# four small files at a time, each with some five round trips of 50 ms.
_BYTES_A_SECOND = 500_000
_SECONDS_A_FILE = 0.06
_SECONDS_AROUND = 4.0  # the lists before and after, and the look as a reader


def seconds_to_send(files: int, size_bytes: int) -> int:
    """About how long a release takes, in whole seconds that do not pretend to be exact."""
    if not files:
        return 0
    seconds = _SECONDS_AROUND + files * _SECONDS_A_FILE + size_bytes / _BYTES_A_SECOND
    step = 5 if seconds < 60 else 30
    return max(step, round(seconds / step) * step)
