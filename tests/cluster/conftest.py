"""A store and a cluster for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.buckets import s3_server
from tests.support.clusters import KEYS, Cluster, cluster


@pytest.fixture(scope="package")
def bucket() -> Iterator[str]:
    """Where stores are, with the keys to it: put a folder in FOLDER's place."""
    with s3_server("shared") as port, pytest.MonkeyPatch.context() as environment:
        for name, value in KEYS.items():
            environment.setenv(name, value)
        yield f"s3://shared/FOLDER?endpoint=http://127.0.0.1:{port}&region=us-east-1"


@pytest.fixture
def store(bucket: str, tmp_path: Path) -> str:
    """A store of this test's own."""
    return bucket.replace("FOLDER", tmp_path.name)


@pytest.fixture(scope="package")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers that nobody kills."""
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as started:
        yield started
