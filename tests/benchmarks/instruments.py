"""How well notes of drones and dash cameras are told from captions: a made corpus, 300 of each.

python tests/benchmarks/instruments.py [SEED]
"""

import sys

import checkout  # noqa: F401 - finds the rest
from generator.intake.nature.instruments import are_instrument_notes
from generator.media.subtitle_file import read_cues
from tests.support.caption_corpus import COUNT, SEED, MadeFile, instruments, people


def is_notes(file: MadeFile) -> bool:
    """Whether the file is taken for an instrument's notes, or holds nothing that is shown."""
    cues = read_cues(file.content.encode())
    return not cues or are_instrument_notes(cues)


def main(seed: int) -> None:
    """Print precision, recall, and what was judged wrong."""
    missed = [file for file in instruments(seed=seed) if not is_notes(file)]
    accused = [file for file in people(seed=seed) if is_notes(file)]
    found = COUNT - len(missed)
    print(f"precision {found / (found + len(accused)):.4f}  recall {found / COUNT:.4f}")
    for title, wrong in (("published notes", missed), ("captions left out", accused)):
        print(f"{title}: {len(wrong)} of {COUNT}")
        for file in wrong:
            print(f"  {file.name}: {file.content[:200]!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
