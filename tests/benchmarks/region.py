"""A region's build, and a country's: `python tests/benchmarks/region.py 150 200`, or `2600 20`.

Deputies times posts, each in two languages, with photos from a small pool and, once in ten posts,
a clip; what is made of those is made before the clock starts. Cold (nothing but media in the
cache), unchanged, one text edited, one deputy added: seconds, CPU seconds of all processes, and
the most memory that one of them took, with all of them together where the machine tells it.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checkout import ROOT
from corpus import LOCALES, day_of, words_of
from tests.support.content import draw_photo, film
from tests.support.search_corpus import written_posts

_PHOTOS, _CLIPS = 12, 2
_TEXTS = 400  # other deputies say the same again: what counts is how much there is to read


@dataclass(frozen=True, slots=True)
class Spent:
    """What a build took."""

    seconds: float
    cpu_seconds: float
    memory_mb: float  # of all its processes together, at the most


@dataclass(frozen=True)
class Maker:
    """Writes deputies' folders."""

    content: Path
    pool: Path
    posts: int

    def write_all(self, deputies: int) -> None:
        self.content.mkdir(parents=True)
        names = 'name = { kk = "Үлгі облысының мәслихаты", ru = "Маслихат Улгинской области" }\n'
        (self.content / "site.toml").write_text(names, encoding="utf-8")
        for number in range(_PHOTOS):
            colour = f"hsl({number * 30}, 60%, 45%)"
            draw_photo(self.pool / f"{number}.jpg", colour, (1600, 1200))
        for number in range(_CLIPS):
            film(self.pool / f"{number}.mp4", 2.0 + number, size="640x360")
        for number in range(deputies):
            self.write(number)

    def write(self, number: int) -> None:
        """A deputy's folder."""
        chance = random.Random(number)
        folder = self.content / "deputies" / f"deputat-{number}"
        folder.mkdir(parents=True)
        os.link(self.pool / f"{number % _PHOTOS}.jpg", folder / "portrait.jpg")
        (folder / "deputy.toml").write_text(
            f'name = {{ kk = "Мәслихат депутаты {number}", ru = "Депутат маслихата {number}" }}\n'
            f'district = {{ kk = "№ {number} округ", ru = "Округ № {number}" }}\n'
            f'villages = ["Ақжар {number}", "Қызылту {number}"]\n',
            encoding="utf-8",
        )
        for post in range(self.posts):
            place = folder / f"{day_of(post * 7 + number)} {post}"
            place.mkdir()
            for locale in LOCALES:
                text = TEXTS[locale][chance.randrange(_TEXTS)]
                front = f"---\ntags: [{', '.join(text.tags)}]\n---\n"
                body = f"{front}# {text.title}\n\n{words_of(text)}\n"
                (place / f"{locale}.md").write_text(body, encoding="utf-8")
            os.link(self.pool / f"{chance.randrange(_PHOTOS)}.jpg", place / "1.jpg")
            if post % 10 == 0:
                os.link(self.pool / f"{chance.randrange(_CLIPS)}.mp4", place / "2.mp4")


TEXTS = {locale: written_posts(locale, _TEXTS) for locale in LOCALES}


class _Watch(threading.Thread):
    """The most memory that a process and its children took together: proportional set size."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.most_mb = 0.0

    def run(self) -> None:
        while not self._over.wait(0.25):
            self.most_mb = max(self.most_mb, sum(map(_memory_mb, _family(self._pid))))

    def stop(self) -> float:
        self._over.set()
        self.join()
        return self.most_mb


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except OSError:
            continue
        found += map(int, children)
    return found


def _memory_mb(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:") / 1000


def build(root: Path) -> Spent:
    """One build of the region, as a process."""
    command = [sys.executable, "-m", "generator", "build", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL)
    watch = _Watch(child.pid)
    watch.start()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    memory = max(watch.stop(), usage.ru_maxrss / 1000)
    return Spent(seconds, usage.ru_utime + usage.ru_stime, memory)


def forget_all_but_media(root: Path) -> None:
    """What a build knows, but for the photos and clips that it made."""
    shutil.rmtree(root / "output", ignore_errors=True)
    for one in (root / ".cache").iterdir():
        if one.name != "results":
            shutil.rmtree(one) if one.is_dir() else one.unlink()


def edit(root: Path) -> None:
    """Another sentence in one post."""
    text = sorted((root / "content/deputies").glob("*/*/ru.md"))[7]
    with text.open("a", encoding="utf-8") as stream:
        stream.write("\nЕщё одно слово.\n")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deputies", type=int)
    parser.add_argument("posts", type=int)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        maker = Maker(root / "content", root / "pool", given.posts)
        maker.write_all(1)
        build(root)  # makes what is to be made of the pool
        for number in range(1, given.deputies):
            maker.write(number)
        steps: tuple[tuple[str, Callable[[], object]], ...] = (
            ("cold", lambda: forget_all_but_media(root)),
            ("nothing changed", lambda: None),
            ("nothing changed", lambda: None),
            ("one text edited", lambda: edit(root)),
            ("one text edited", lambda: edit(root)),
            ("one deputy added", lambda: maker.write(given.deputies)),
        )
        print(f"| {given.deputies:,} deputies × {given.posts} posts | s | CPU s | MB |")
        print("|---|---|---|---|")
        for name, before in steps:
            before()
            spent = build(root)
            line = f"{spent.seconds:.2f} | {spent.cpu_seconds:.2f} | {spent.memory_mb:.0f}"
            print(f"| {name} | {line} |", flush=True)


if __name__ == "__main__":
    main()
