"""A server that is killed at any byte and started again goes on; so does one long bad line."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest

from tests.support.cut_lines import cut_line
from tests.support.inboxes import DRAFT, inbox_process, served_inbox
from tests.support.systems import needs_signals
from tests.support.tus_client import Phone
from tests.support.waiting import LAST_RESORT_SECONDS, wait_until


def clip(size_bytes: int) -> bytes:
    return b"\0\0\0\x18ftypmp42" + os.urandom(size_bytes - 12)


def send_through_kills(root: Path, content: bytes, kills: list[int], pace: float) -> None:
    """Send a clip to servers, each of which is killed when that many bytes are on the disk."""
    with cut_line(0, bytes_per_second=pace) as line:
        with inbox_process(root) as port:
            phone = Phone(port, headers={"X-Role": "aide"})
            address = phone.address("a.mp4", len(content))
            line.target_port, phone.line_port = port, line.port
            sender = threading.Thread(target=phone.go_on, args=(address, content))
            sender.start()
            wait_for_bytes(root, kills[0])
        for kill in kills[1:]:
            with inbox_process(root, port):
                wait_for_bytes(root, kill)
        with inbox_process(root, port):
            sender.join(LAST_RESORT_SECONDS)
    assert {path.name for path in (root / "content" / DRAFT).iterdir()} == {"a.mp4", "post.toml"}
    assert (root / "content" / DRAFT / "a.mp4").read_bytes() == content
    assert not list((root / "cache/inbox").glob("*.part"))


def wait_for_bytes(root: Path, count: int) -> None:
    wait_until(lambda: on_disk(root) >= count, longest_pause_seconds=0.002)


def on_disk(root: Path) -> int:
    """The bytes of the one upload, wherever they are."""
    places = [*root.glob("cache/inbox/*.part"), *root.glob("content/*/a.mp4")]
    sizes = [0]
    for path in places:
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:  # it was moved just now
            return on_disk(root)
    return max(sizes)


@needs_signals
def test_a_killed_server_goes_on_where_it_was(tmp_path: Path) -> None:
    content = clip(4_000_000)
    kills = sorted(random.sample(range(1, len(content)), 2))
    send_through_kills(tmp_path, content, kills, pace=8e6)


@pytest.mark.slow
@needs_signals
def test_a_server_killed_twenty_times_goes_on(tmp_path: Path) -> None:
    content = clip(100_000_000)
    kills = sorted(random.sample(range(1, len(content)), 20))
    send_through_kills(tmp_path, content, kills, pace=60e6)


@pytest.mark.slow
def test_300_megabytes_arrive_over_a_line_that_is_cut_twenty_times(tmp_path: Path) -> None:
    content = clip(300_000_000)
    cuts = random.sample(range(1, len(content)), 20)
    with served_inbox(tmp_path) as served, cut_line(served.port, cuts) as line:
        phone = served.phone()
        address = phone.address("a.mp4", len(content))
        phone.line_port = line.port
        place = phone.go_on(address, content, piece_bytes=4 << 20)
        assert line.cuts_made == 20
        assert (served.content / place).read_bytes() == content
