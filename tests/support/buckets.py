"""A double of S3 on loopback, over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from moto.server import ThreadedMotoServer

from tests.support.systems import start_no_server_under_wine


@contextmanager
def s3_server(bucket: str) -> Iterator[int]:
    """moto, with one empty bucket; gives its port."""
    start_no_server_under_wine()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    try:
        httpx.post(f"http://127.0.0.1:{port}/moto-api/reset")
        httpx.put(f"http://127.0.0.1:{port}/{bucket}").raise_for_status()
        yield port
    finally:
        server.stop()
