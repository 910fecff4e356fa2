"""What publishing costs, beside rclone and lftp on the same server:

`python tests/benchmarks/publish.py [OUTPUT] [--files 10000]`

10,000 small files into a folder, over FTP (pyftpdlib) and SFTP (asyncssh's server), then nothing
changed; and for a built site (OUTPUT) what a first publish, one edited text and undo cost each kind
of host in files and bytes. Needs rclone and lftp (Debian packages). Each server has a process of
its own, as we and the peers have.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

import checkout  # noqa: F401 - finds the rest
from generator.publish.hosts.host import read_address
from generator.publish.hosts.open import open_host
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.inventory import take_inventory
from generator.publish.known_releases import open_known_releases
from generator.publish.publish import publish
from generator.publish.request import PublishRequest
from generator.store.memory import Memory

if TYPE_CHECKING:
    from tests.support.hosts import Host
    from tests.support.published import Computer

FILE_BYTES = 3000
LOGIN = ("deputat", "құпия-s3cret")  # of the servers that the tests start


def write_files(output: Path, count: int) -> None:
    """Pages in folders of a hundred."""
    for number in range(count):
        page = output / f"news/{number // 100}/{number}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(f"<html>{number}".encode().ljust(FILE_BYTES, b"."))
    (output / "index.html").write_bytes(b"<html>")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took, to its end."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} / {self.cpu:.1f}"

    def beside(self, peer: Cost) -> str:
        """Ours as a multiple of a peer's."""
        return f"{self.wall / peer.wall:.2f} / {self.cpu / peer.cpu:.2f}"


def cost(*args: str, **environment: str) -> Cost:
    """Runs it, to its end."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(args, check=True, capture_output=True, env={**os.environ, **environment})
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@contextmanager
def served(kind: str, place: Path) -> Iterator[Served]:
    """A host of that kind in a process of its own."""
    command = [sys.executable, __file__, "--serve", kind, str(place)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True) as process:
        assert process.stdout
        try:
            yield Served(*json.loads(process.stdout.readline()))
        finally:
            process.communicate()  # the end of its input is its end


@dataclass(frozen=True, slots=True)
class Served:
    """Where to publish, and what to accept there."""

    to: str
    accept: str
    port: int


def serve(kind: str, place: str) -> None:
    """Until the input ends."""
    from tests.support.hosts import KINDS

    with KINDS[kind](Path(place)) as host:
        print(json.dumps([host.to, host.accept, host.port]), flush=True)
        sys.stdin.read()


def peers(kind: str, port: int, source: Path) -> dict[str, Callable[[], Cost]]:
    """rclone and lftp, with as many files at a time as we send."""
    at_once = "4" if kind == "ftp" else "16"
    hidden = subprocess.run(
        ["rclone", "obscure", LOGIN[1]], capture_output=True, text=True, check=True
    ).stdout.strip()
    remote = f":{kind},host=127.0.0.1,port={port},user={LOGIN[0]},pass='{hidden}':"
    flags = ["--transfers", at_once, "--checkers", at_once, "--sftp-disable-hashcheck"]
    # lftp starts an ssh of its own, which takes a password only from a terminal.
    login = f"open -u {LOGIN[0]},{LOGIN[1]} -p {port} {kind}://127.0.0.1"
    script = f"set ftp:ssl-allow no; {login}; mirror -R --parallel={at_once} {source} /lftp; bye"
    if kind == "folder":
        remote, at_once = str(source.parent / "rclone-"), "4"
    found = {"rclone": lambda: cost("rclone", "sync", str(source), f"{remote}rclone", *flags)}
    if kind == "ftp":
        found["lftp"] = lambda: cost("lftp", "-c", script)
    return found


def _files(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_file()]


def measure_many(place: Path, count: int) -> None:
    """Ten thousand files, and then nothing changed. All figures are seconds of wall / CPU."""
    print("| host | first: us | peer | peer | us ÷ peer | nothing changed: us | peer | us ÷ peer |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for kind in ("folder", "ftp", "sftp"):
        with served(kind, place / kind) as host:
            home = place / f"aide-{kind}"
            write_files(home / "output", count)
            alone = partial(cost, sys.executable, __file__, "--alone", host.to, str(home))
            first, nothing = alone(ACCEPT=host.accept), alone()
            if kind != "folder":
                # rclone's FTP does not make the folders above one: it gets them all ready-made.
                shutil.copytree(home / "output", place / kind / "rclone", ignore=_files)
            for name, peer in peers(kind, host.port, home / "output").items():
                try:
                    taken, again = peer(), peer()
                except subprocess.CalledProcessError as error:
                    print(f"<!-- {name} failed on {kind}: {error.stderr[-90:]!r} -->", flush=True)
                    continue
                print(
                    f"| {kind} | {first} | {name} | {taken} | {first.beside(taken)} "
                    f"| {nothing} | {again} | {nothing.beside(again)} |",
                    flush=True,
                )
        shutil.rmtree(place / kind)


def publish_alone(to: str, home: Path, accept: str) -> None:
    """One publish, with nothing loaded that it does not need."""
    address, secret = read_address(to, "--to"), Secret(*LOGIN)
    memory = open_known_releases(home / "cache", address)
    target = open_host(address, secret, Trust(home / "trusted", accept), memory.folder)
    with Memory(memory.folder) as digests:
        stock = take_inventory(home / "output", digests)
    publish(PublishRequest(target, memory), stock)


def measure_site(place: Path, site: Path) -> None:
    """A built site: all of it, and one edited text."""
    from tests.support.hosts import KINDS
    from tests.support.published import computer

    print("\n| host | first: files | MB | s | one text: files | kB | s | undo: files | kB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, kind in KINDS.items():
        with kind(place / f"site-{name}") as host:
            aide = computer(place / f"site-aide-{name}", host.to, host.secret)
            shutil.copytree(site, aide.output)
            print(f"| {name} {row(aide, host)}", flush=True)


def row(aide: Computer, host: Host) -> str:
    """What each step cost."""
    started = time.perf_counter()
    first = aide.publish(accept=host.accept)
    taken = time.perf_counter() - started
    page = max((aide.output / "news").glob("*.html"))
    page.write_bytes(page.read_bytes() + b"<!-- -->")
    started = time.perf_counter()
    edited = aide.publish()
    again = time.perf_counter() - started
    undone = aide.undo()
    return (
        f"| {len(first.sent)} | {first.sent_bytes / 1e6:.1f} | {taken:.1f} "
        f"| {len(edited.sent)} | {edited.sent_bytes / 1e3:.1f} | {again:.2f} "
        f"| {len(undone.sent)} | {undone.sent_bytes / 1e3:.1f} |"
    )


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, nargs="?")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--alone", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(*chosen.serve)
        return
    if chosen.alone:
        to, home = chosen.alone
        publish_alone(to, Path(home), os.environ.get("ACCEPT", ""))
        return
    with tempfile.TemporaryDirectory() as place:
        if chosen.output:
            measure_site(Path(place), chosen.output)
        if chosen.files:
            measure_many(Path(place), chosen.files)


if __name__ == "__main__":
    main()
