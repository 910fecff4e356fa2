"""What publishing costs, beside rclone and lftp on the same server:

`python tests/benchmarks/publish.py [OUTPUT] [--files 10000]`

10,000 small files over FTP (pyftpdlib) and SFTP (asyncssh's server), then nothing changed; and
for a built site (OUTPUT) what a first publish, one edited text and undo cost each kind of host in
files and bytes. Needs rclone and lftp (Debian packages).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/publish")]

from hosts import KINDS, Host  # noqa: E402 - after the path
from published import Computer, computer  # noqa: E402
from servers import PASSWORD, USER  # noqa: E402

from generator.publish.secrets import Secret  # noqa: E402

FILE_BYTES = 3000


def timed(work: Callable[[], object]) -> float:
    """Seconds of the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def write_files(output: Path, count: int) -> None:
    """Pages in folders of a hundred."""
    for number in range(count):
        page = output / f"news/{number // 100}/{number}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(f"<html>{number}".encode().ljust(FILE_BYTES, b"."))
    (output / "index.html").write_bytes(b"<html>")


def run(*args: str, **environment: str) -> None:
    """A peer, to its end."""
    subprocess.run(args, check=True, capture_output=True, env={**os.environ, **environment})


def peers(kind: str, port: int, source: Path) -> dict[str, Callable[[], None]]:
    """rclone and lftp, with as many files at a time as we send."""
    at_once = "4" if kind == "ftp" else "16"
    hidden = subprocess.run(
        ["rclone", "obscure", PASSWORD], capture_output=True, text=True, check=True
    ).stdout.strip()
    remote = f":{kind},host=127.0.0.1,port={port},user={USER},pass='{hidden}':"
    flags = ["--transfers", at_once, "--checkers", at_once, "--sftp-disable-hashcheck"]
    # lftp starts an ssh of its own, which takes a password only from a terminal.
    login = f"open -u {USER},{PASSWORD} -p {port} {kind}://127.0.0.1"
    script = f"set ftp:ssl-allow no; {login}; mirror -R --parallel={at_once} {source} /lftp; bye"
    found = {"rclone": lambda: run("rclone", "sync", str(source), f"{remote}rclone", *flags)}
    if kind == "ftp":
        found["lftp"] = lambda: run("lftp", "-c", script)
    return found


def measure_many(place: Path, count: int) -> None:
    """Ten thousand files, and then nothing changed."""
    print("| host | first: us s | peer | peer s | us / peer | nothing changed: us s | peer s |")
    print("|---|---|---|---|---|---|---|")
    for kind in ("ftp", "sftp"):
        with KINDS[kind](place / kind) as host:
            aide = computer(place / f"aide-{kind}", host.to, host.secret)
            write_files(aide.output, count)
            alone = partial(run, sys.executable, __file__, "--alone", host.to, str(aide.home))
            first = timed(partial(alone, ACCEPT=host.accept))
            nothing = timed(alone)
            (place / kind / "rclone").mkdir()  # rclone's FTP does not make the first one
            print(f"<!-- {kind}: {first:.1f} s, nothing changed {nothing:.2f} s -->", flush=True)
            for name, peer in peers(kind, host.port, aide.output).items():
                try:
                    taken, again = timed(peer), timed(peer)
                except subprocess.CalledProcessError as failed:
                    print(f"<!-- {name} failed on {kind}: {failed.stderr[-90:]!r} -->", flush=True)
                    continue
                print(
                    f"| {kind} | {first:.1f} | {name} | {taken:.1f} | {first / taken:.2f} "
                    f"| {nothing:.2f} | {again:.2f} |",
                    flush=True,
                )
        shutil.rmtree(place / kind)


def measure_site(place: Path, site: Path) -> None:
    """A built site: all of it, and one edited text."""
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
    chosen = parser.parse_args()
    if chosen.alone:  # a process of its own, as the peers are: the server has this one
        to, home = chosen.alone
        secret = Secret(USER, PASSWORD)
        computer(Path(home), to, secret).publish(accept=os.environ.get("ACCEPT", ""))
        return
    with tempfile.TemporaryDirectory() as place:
        if chosen.output:
            measure_site(Path(place), chosen.output)
        if chosen.files:
            measure_many(Path(place), chosen.files)


if __name__ == "__main__":
    main()
