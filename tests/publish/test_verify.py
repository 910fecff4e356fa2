"""The published site is looked at over HTTP, as nginx and a poorer server would send it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import obstore
import pytest

from generator.publish.hosts.host import read_address
from generator.publish.inventory import take_inventory
from generator.publish.ledger import Files
from generator.publish.server_config import write_server_config
from generator.publish.verify import hosted_abroad, verify
from generator.store.memory import Memory
from tests.support.building import snapshot
from tests.support.hosts import KINDS, bucket
from tests.support.published import Computer, computer, write_site
from tests.support.systems import start_no_server_under_wine
from tests.support.waiting import wait_until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@pytest.fixture
def aide(tmp_path: Path) -> Computer:
    one = computer(tmp_path / "aide", str(tmp_path / "host"))
    write_site(one.output, {"mektep": 1})
    (one.output / "media/0123456789ab-480.mp4").write_bytes(b"\0" * 5000)
    write_server_config(one.output, tmp_path)
    one.publish()
    return one


@pytest.fixture
def files(aide: Computer, tmp_path: Path) -> Files:
    return take_inventory(aide.output, Memory(None)).files


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[str]:
    if NGINX is None:
        pytest.skip("NOT TESTED: no nginx was found, so no published site was read from it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    root = tmp_path / "nginx"
    root.mkdir()
    (root / "conf").write_text(
        f"""daemon off; pid {root}/pid; error_log {root}/log; worker_processes 1; user root;
        events {{}}
        http {{ access_log off; client_body_temp_path {root}/b; proxy_temp_path {root}/p;
        fastcgi_temp_path {root}/f; uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
        server {{ listen 127.0.0.1:{port}; root {tmp_path}/host;
        include {tmp_path}/nginx-jarshy.conf; }} }}"""
    )
    child = subprocess.Popen([NGINX, "-p", str(root), "-c", str(root / "conf")])
    wait_until(lambda: _listens(port), child)
    yield f"http://127.0.0.1:{port}/"
    child.terminate()
    child.wait()


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_nginx_with_our_rules_leaves_nothing_to_say(files: Files, nginx: str) -> None:
    assert verify(nginx, files) == ()
    (media,) = [path for path in files if path.endswith(".jpg")]
    for path, cache, kind in (
        ("index.html", "public, max-age=60", "text/html; charset=utf-8"),
        (media, "public, max-age=31536000, immutable", "image/jpeg"),
    ):
        with urlopen(nginx + path) as answer:
            assert answer.headers.get_all("Cache-Control") == [cache]
            assert answer.headers["Content-Type"] == kind


def test_a_bucket_tells_readers_what_each_file_is_and_how_long_it_lasts(tmp_path: Path) -> None:
    with KINDS["s3"](tmp_path / "host") as host:
        aide = computer(tmp_path / "aide", host.to, host.secret)
        write_site(aide.output, {"mektep": 1})
        clip = bytes(9 << 20)  # large enough to go in parts
        (aide.output / "media/0123456789ab-720.mp4").write_bytes(clip)
        aide.publish()
        store = bucket(host.port)
        (photo,) = [path for path in snapshot(aide.output) if path.endswith(".jpg")]
        lasting, short = "public, max-age=31536000, immutable", "public, max-age=60"
        for path, cache, kind in (
            ("index.html", short, "text/html; charset=utf-8"),
            ("news/mektep.html", short, "text/html; charset=utf-8"),
            ("feed.xml", short, "application/xml; charset=utf-8"),
            (photo, lasting, "image/jpeg"),
            ("media/0123456789ab-720.mp4", lasting, "video/mp4"),
        ):
            address = obstore.sign(store, "GET", f"docs/{path}", timedelta(minutes=5))
            with urlopen(address) as answer:
                assert answer.headers.get_all("Cache-Control") == [cache]
                assert answer.headers.get_all("Content-Type") == [kind]


def test_a_stale_page_is_told(aide: Computer, files: Files, nginx: str) -> None:
    (Path(aide.address.path) / "index.html").write_text("<html>old</html>")
    (found,) = verify(nginx, files)
    assert found.what == "readers do not get the page that was just published"


def test_a_server_without_ranges_and_with_an_open_list_is_told(
    aide: Computer, files: Files
) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    start_no_server_under_wine()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=aide.address.path))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        found = [one.what for one in verify(f"http://127.0.0.1:{server.server_port}/", files)]
        wrong = verify(f"http://127.0.0.1:{server.server_port}/nowhere/", files)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert found == [
        "the host does not send parts of a file: clips will not play on an iPhone",
        "readers who know the name can see our list and former pages",
    ]
    assert [dict(one.values)["reason"] for one in wrong] == ["HTTP 404"]


def test_a_site_that_is_not_there_is_told(files: Files) -> None:
    (found,) = verify("http://127.0.0.1:9/", files)
    assert found.what == "this address does not show the site: {reason}"


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("sftp://a@example.kz/x", False),
        ("sftp://a@10.0.0.1/x", False),
        ("sftp://a@example.com/x", True),
        ("s3://bucket/x?endpoint=https://s3.example.com", True),
    ],
)
def test_an_address_in_kz_on_a_host_elsewhere_is_a_reminder(to: str, told: bool) -> None:
    address = read_address(to, "--to")
    assert bool(hosted_abroad("https://site.kz/", address)) is told
    assert hosted_abroad("https://site.org/", address) == ()
