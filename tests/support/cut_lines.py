"""A line that breaks: a TCP proxy that cuts its connections and lets only so much through."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

_BLOCK = 1 << 14
# Closing then sends a reset, as a phone's network does when it goes away.
_AT_ONCE = struct.pack("ii", 1, 0)


class CutLine:
    """Passes connections on to a port of this computer.

    `cuts` are counts of bytes sent to there, over all connections: at each of them the connection
    that carries them is reset. `bytes_per_second` slows that direction down.
    """

    def __init__(
        self, target_port: int, cuts: Iterable[int] = (), bytes_per_second: float = 0.0
    ) -> None:
        self.target_port = target_port
        self.bytes_per_second = bytes_per_second
        self.cuts_made = 0
        self.is_down = False  # as when the Wi-Fi is gone: new connections are reset
        self._cuts = sorted(cuts)
        self._passed = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut_all(self) -> None:
        """Reset every connection that is open now."""
        with self._lock:
            ends = list(self._open)
        for end in ends:
            self._reset(end)

    def close(self) -> None:
        self._listener.close()
        self.cut_all()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                if self.is_down:
                    self._reset(phone)
                    continue
                try:
                    server = socket.create_connection(("127.0.0.1", self.target_port))
                except OSError:
                    self._reset(phone)
                    continue
                with self._lock:
                    self._open |= {phone, server}
                for source, sink, counts in ((phone, server, True), (server, phone, False)):
                    threading.Thread(
                        target=self._pass, args=(source, sink, counts), daemon=True
                    ).start()

    def _pass(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while block := source.recv(_BLOCK):
                if counts and self.bytes_per_second:
                    time.sleep(len(block) / self.bytes_per_second)
                before_cut = self._allowance(len(block)) if counts else len(block)
                sink.sendall(block[:before_cut])
                if before_cut < len(block):
                    break
            else:
                sink.shutdown(socket.SHUT_WR)
                return
        self._reset(source)
        self._reset(sink)

    def _allowance(self, size: int) -> int:
        """How many of the next bytes pass before the line is cut."""
        with self._lock:
            self._passed += size
            if not self._cuts or self._passed <= self._cuts[0]:
                return size
            over = self._passed - self._cuts.pop(0)
            self._passed -= over
            self.cuts_made += 1
            return size - over

    def _reset(self, end: socket.socket) -> None:
        with self._lock:
            self._open.discard(end)
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            end.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            end.close()


@contextmanager
def cut_line(
    target_port: int, cuts: Iterable[int] = (), bytes_per_second: float = 0.0
) -> Iterator[CutLine]:
    """A line that is closed in the end."""
    line = CutLine(target_port, cuts, bytes_per_second)
    try:
        yield line
    finally:
        line.close()
