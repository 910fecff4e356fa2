"""What a kit costs and holds: `python tests/benchmarks/share_kit.py CONTENT INTO [POST…]`."""

import argparse
import resource
import time
from datetime import datetime
from pathlib import Path

import checkout  # noqa: F401 - finds the rest
from generator.messages import Words
from generator.model import Clip
from generator.share.make_kit import KitMade, KitRequest, make_kit
from tests.support.read_content import default_theme, read_content


def cpu_seconds() -> float:
    """Of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def show(made: KitMade) -> None:
    """A row for each file, and the problems."""
    for file in made.files:
        shape = f"{file.width_px}×{file.height_px}" if file.width_px else ""
        size = f"{file.size_bytes / 1e6:.2f}"
        print(f"| {file.name} | {shape} | {file.seconds or ''} | {size} | {file.mime} |")
    for problem in made.problems:
        print("  ", Words("en").problem(problem))


def main() -> None:
    """Makes the kits of the posts, or of all posts that have a clip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("posts", nargs="*")
    given = parser.parse_args()
    content, theme = read_content(given.content), default_theme()
    with_clip = [one for one in content.posts if any(isinstance(x, Clip) for x in one.media)]
    for slug in given.posts or [post.slug for post in with_clip]:
        started, used = time.perf_counter(), cpu_seconds()
        into, output, now = given.into, given.into.parent / "output", datetime(2026, 11, 23)
        made = make_kit(KitRequest(given.content, content, theme, slug, into, output, now))
        cost, taken = cpu_seconds() - used, time.perf_counter() - started
        shown = max((one.seconds for one in made.files if "vertical" in one.name), default=0.0)
        each = f", {cost / shown:.2f} CPU-s a second of the part" if shown else ""
        print(f"\n{slug}: {taken:.1f} s, {cost:.1f} CPU-s{each}")
        show(made)


if __name__ == "__main__":
    main()
