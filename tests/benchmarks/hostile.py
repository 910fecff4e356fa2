"""Broken and hostile input, kind by kind: `python tests/benchmarks/hostile.py SAMPLES [EACH]`.

SAMPLES is a folder of real files; each of its files, and EACH (30) changed ones of every kind, goes
through a whole build, some hundred posts at a time, in a process of its own. A row says how many
files, how many were built around and how many refused with a problem, how often a process fell or
showed a traceback, the seconds that the slowest file took, and the memory of the largest process.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from checkout import ROOT
from tests.support.mutated import (
    CAPTIONS,
    FRONT,
    SETTINGS,
    clip,
    mutated,
    photo,
    reworded,
    with_changed_part,
    word_file,
)

_SLOW_SECONDS = 600
_PHOTOS = ("jpg", "png", "webp", "gif", "tiff", "heic", "avif")
_WORDS = FRONT.decode().rpartition("---\n")[2] * 3
_CAPTIONS = (".srt", ".vtt")
_CLIPS = ("mp4", "mov", "mkv", "webm", "avi", "ts")


@dataclass
class Row:
    """What became of one kind of input."""

    kind: str
    files: int = 0
    around: int = 0  # shown, whole or mended
    refused: int = 0  # a problem names it
    fallen: int = 0
    tracebacks: int = 0
    hangs: int = 0
    slowest: float = 0.0
    memory_mb: float = 0.0
    said: Counter[str] = field(default_factory=Counter)


# name in the post's folder, and bytes
Case = tuple[str, bytes]


def changed(kind: str, good: bytes, name: str, each: int) -> Iterator[Case]:
    for seed in range(each):
        chance = Random(f"{kind}{seed}")
        yield name, (with_changed_part if kind == "docx, parts" else mutated)(good, chance)


def cases(samples: Path, each: int, scratch: Path) -> Iterator[tuple[str, list[Case]]]:
    real = [path for path in sorted(samples.rglob("*")) if path.is_file()]
    for path in real:
        ending = path.suffix.lower()
        name = f"b{ending}" if ending in _CAPTIONS else path.name
        yield f"samples, {ending}", [(name, path.read_bytes())]
    kinds: dict[str, tuple[bytes, str]] = {
        "Markdown": (FRONT, "kk.md"),
        "plain text": (FRONT, "kk.txt"),
        "post.toml": (SETTINGS, "post.toml"),
        "captions": (CAPTIONS, "b.kk.vtt"),
        "docx": (word_file(), "kk.docx"),
        "docx, parts": (word_file(), "kk.docx"),
        **{f"photo, {end}": (photo(end), f"p.{end}") for end in _PHOTOS},
        **{f"clip, {end}": (clip(scratch, end), f"v.{end}") for end in _CLIPS},
    }
    for name in ("kk.md", "kk.txt"):
        for seed in range(each):
            words = reworded(_WORDS, Random(f"{name}{seed}"))
            yield f"reworded {name[3:]}", [(name, words.encode())]
    for kind, (good, name) in kinds.items():
        for case in changed(kind, good, name, each):
            yield f"changed {kind}", [case]


def gathered(samples: Path, each: int, scratch: Path) -> dict[str, list[list[Case]]]:
    found: dict[str, list[list[Case]]] = {}
    for kind, case in cases(samples, each, scratch):
        found.setdefault(kind, []).append(case)
    return found


def measure(kind: str, posts: list[list[Case]], folder: Path) -> Row:
    """One build with a post for each case, and a healthy one."""
    row = Row(kind, files=len(posts))
    content = folder / "content"
    (content / "2026-11-01 Сау").mkdir(parents=True)
    (content / "2026-11-01 Сау/kk.md").write_text("# Сау", encoding="utf-8")
    for number, files in enumerate(posts):
        post = content / f"2026-10-{number % 28 + 1:02} n{number}"
        post.mkdir()
        for name, written in (*_healthy(files, folder.parent), *files):
            (post / name).write_bytes(written)
        if not any(name.startswith("kk.") for name, _ in files):
            (post / "kk.md").write_text(f"# Жазба {number}", encoding="utf-8")
    run(row, folder)
    return row


def _healthy(files: list[Case], scratch: Path) -> list[Case]:
    """What the changed file speaks of: a photo, and a clip for captions."""
    found = [("a.jpg", photo("jpg"))]
    if any(name.endswith(_CAPTIONS) for name, _ in files):
        path = scratch / "clip.mp4"
        found.append(("b.mp4", path.read_bytes() if path.is_file() else clip(scratch, "mp4")))
    return found


def run(row: Row, folder: Path) -> None:
    places = [f"--{name}={folder / name}" for name in ("content", "output", "cache")]
    command = [sys.executable, "-m", "generator", "build", "--json", "--lang", "en", *places]
    started = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        said, wrong = child.communicate(timeout=_SLOW_SECONDS)
    except subprocess.TimeoutExpired:
        row.hangs += 1
        child.kill()
        said, wrong = child.communicate()
    row.slowest = (time.perf_counter() - started) / max(1, row.files)
    row.fallen += child.returncode not in (0, 1, 2)
    row.tracebacks += "Traceback" in wrong or "Traceback" in said
    row.memory_mb = peak_mb()
    events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    found = {
        one["where"].partition("/")[0]
        for one in events
        if one["event"] == "problem"
        and one["level"] in ("problem", "stop")
        and not one["what"].startswith("the text shows")
    }
    row.said.update(one["what"] for one in events if one["event"] == "problem")
    row.refused = min(len(found), row.files)
    row.around = row.files - row.refused
    healthy = (folder / "output/news/2026-11-01-sau.html").is_file()
    row.fallen += not healthy


def peak_mb() -> float:
    if os.name == "nt":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return used / (1024 if sys.platform != "darwin" else 1_048_576)


def slowest_of(kind: str, posts: list[list[Case]]) -> float:
    """The seconds of the slowest single file, through its door alone."""
    from tests.sites.test_doors import captions_door, media_door, settings_door, text_door

    doors = {"md": text_door, "txt": text_door, "markdown": text_door, "toml": settings_door}
    doors |= {"srt": captions_door, "vtt": captions_door}
    slowest = 0.0
    for files in posts:
        for name, written in files:
            ending = name.rpartition(".")[2].lower()
            started = time.perf_counter()
            try:
                if ending == "docx":
                    text_door(written, "kk.docx")
                else:
                    doors.get(ending, media_door)(written)
            except Exception as reason:
                if type(reason).__name__ not in ("Unfit", "BrokenFrontMatter"):
                    raise
            slowest = max(slowest, time.perf_counter() - started)
    return slowest


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("samples", type=Path)
    options.add_argument("each", type=int, nargs="?", default=30)
    chosen = options.parse_args()
    print(
        f"{'kind':28}{'files':>6}{'built':>7}{'refused':>9}{'falls':>7}{'traces':>8}{'hangs':>7}"
        f"{'door s':>8}{'s/file':>8}{'MB':>7}"
    )
    total = Row("all")
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="jarshy-hostile-") as scratch:
        found = gathered(chosen.samples, chosen.each, Path(scratch))
        for kind, posts in found.items():
            folder = Path(scratch, "site")
            row = measure(kind, posts, folder)
            door = slowest_of(kind, posts)
            worst = max(worst, door)
            show(row, door)
            for name in ("files", "around", "refused", "fallen", "tracebacks", "hangs"):
                setattr(total, name, getattr(total, name) + getattr(row, name))
            total.slowest = max(total.slowest, row.slowest)
            total.memory_mb = max(total.memory_mb, row.memory_mb)
            shutil.rmtree(folder, ignore_errors=True)
    show(total, worst)
    sys.exit(bool(total.fallen or total.tracebacks or total.hangs))


def show(row: Row, door: float) -> None:
    print(
        f"{row.kind:28}{row.files:6}{row.around:7}{row.refused:9}{row.fallen:7}{row.tracebacks:8}"
        f"{row.hangs:7}{door:8.2f}{row.slowest:8.2f}{row.memory_mb:7.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
