"""The table of contents: is there anything to do? If so, read → make → plan → write.

The answer takes a stat of every file. What comes after it is in `pipeline`, which loads Markdown,
Jinja and all else that an unchanged site does not need.
"""

from datetime import datetime

from generator.inputs import BuildRequest, Built, Inputs, kazakhstan_now, scan_inputs
from generator.store.memory import Memory
from generator.store.output_ledger import Written, load_ledger


def build(request: BuildRequest, now: datetime | None = None) -> Built:
    """Bring output/ to what content/ says.

    `now` is Kazakhstan's time, without a zone. Raises OSError where a folder cannot be used.
    """
    now = now or kazakhstan_now()
    with Memory(request.memory_folder) as memory:
        inputs = scan_inputs(request, memory)
        built = None if request.anew else _up_to_date(request, inputs, memory, now)
        if built:
            return built
        from generator.pipeline import make_and_write  # noqa: PLC0415 - 0.15 s, see above

        return make_and_write(request, inputs, memory, now)


def current(request: BuildRequest, now: datetime) -> Built | None:
    """What a build would return if it had nothing to do; None if it has."""
    with Memory(request.memory_folder) as memory:
        return _up_to_date(request, scan_inputs(request, memory), memory, now)


def _up_to_date(
    request: BuildRequest, inputs: Inputs, memory: Memory, now: datetime
) -> Built | None:
    ledger = load_ledger(memory, request.output)
    if ledger.origin.holds(inputs.digest, now) and ledger.is_whole(request.output):
        return Built(ledger.problems, len(ledger.files), Written())
    return None
