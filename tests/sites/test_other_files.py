"""No clip makes a program read another file, or ask a server."""

import http.server
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.errors import Level
from generator.intake.containers import is_container, refers_elsewhere
from generator.intake.probe import probe_file
from generator.work.clip_args import SAFE_READING
from generator.work.tools import ToolError, ffmpeg_path, run
from tests.support.building import BuildSite, snapshot
from tests.support.content import film, write_post
from tests.support.house import ROOT
from tests.support.programs import STRACE

POST = "2026-11-20 Мектеп"
_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"dinf")


def with_reference(clip: bytes, entry: bytes) -> bytes:
    """The clip with another data reference in each of its tracks."""
    written, at = b"", 0
    while at + 8 <= len(clip):
        size, name = struct.unpack(">I4s", clip[at : at + 8])
        body = clip[at + 8 : at + size]
        if name in _PARENTS:
            body = with_reference(body, entry)
        if name == b"dref":
            body = struct.pack(">II", 0, 1) + entry
        written += struct.pack(">I4s", 8 + len(body), name) + body
        at += size
    return written


def url_entry(address: str) -> bytes:
    place = address.encode() + b"\0"
    return struct.pack(">I4sI", 12 + len(place), b"url ", 0) + place


def alias_entry(path: Path) -> bytes:
    """Apple's alias record, with the whole path behind it."""
    name, whole = path.name.encode(), str(path).encode()
    record = struct.pack(">4sHHHB27s", b"\0" * 4, 150, 2, 0, 4, b"disk")
    record += struct.pack(">4s2s2s4s", b"\0" * 4, b"H+", b"\0\0", b"\0" * 4)
    record = (record + bytes([len(name)]) + name).ljust(150, b"\0")
    record += struct.pack(">HH", 2, len(whole)) + whole + b"\0" * (len(whole) % 2)
    record += struct.pack(">hH", -1, 0)
    return struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A clip that stands outside of content/."""
    return film(tmp_path / "elsewhere/secret.mp4", 0.5)


def _referring(entry: Callable[[Path], bytes]) -> Callable[[Path, Path], None]:
    def write(path: Path, secret: Path) -> None:
        own = film(path.with_name("own.mov"), 0.5)
        path.write_bytes(with_reference(own.read_bytes(), entry(secret)))
        own.unlink()

    return write


def _text(pattern: str) -> Callable[[Path, Path], None]:
    def write(path: Path, secret: Path) -> None:
        path.write_bytes(pattern.format(secret=secret, folder=secret.parent).encode())

    return write


TRICKS: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "a playlist": ("a.mp4", _text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n")),
    "a playlist with a zero in it": (
        "a.mp4",
        _text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n\0"),
    ),
    "a list of clips": ("a.mov", _text("ffconcat version 1.0\nfile '{secret}'\n\0")),
    "a DASH manifest": (
        "a.mp4",
        _text(
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
            '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1">'
            "<BaseURL>{secret}</BaseURL></Representation></AdaptationSet></Period></MPD>\0"
        ),
    ),
    "a session": ("a.mp4", _text("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n\0")),
    "a pattern of names": ("secret%3d.mp4", _text("{folder}/secret%3d.mp4\0")),
    "a MOV of another file's pictures": ("a.mov", _referring(lambda at: url_entry(f"file://{at}"))),
    "a MOV with an alias": ("a.mov", _referring(alias_entry)),
    "a drawing that shows a file": (
        "a.png",
        _text('<svg xmlns="http://www.w3.org/2000/svg"><image href="{secret}"/></svg>'),
    ),
    "a subtitle with a film beside it": ("a.srt", _text("# VobSub index file, v7\n{secret}\n")),
    "a caption that draws a file": (
        "a.ass",
        _text("[Script Info]\nVideo File: {secret}\n\n[Fonts]\nfontname: {secret}\n"),
    ),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_of_another_file_comes_into_the_site(
    trick: str, tmp_path: Path, secret: Path, build_site: BuildSite
) -> None:
    folder = write_post(tmp_path / "content", POST, "# Мектеп")
    name, write = TRICKS[trick]
    write(folder / name, secret)
    built = build_site()
    (problem,) = [one for one in built.problems if one.level is Level.PROBLEM]
    assert problem.where == f"{POST}/{name}"
    site = snapshot(tmp_path / "output")
    assert "news/2026-11-20-mektep.html" in site
    assert not any(path.endswith((".mp4", ".m4a", ".vtt", ".svg.png")) for path in site)
    assert not any(b"secret" in content for content in site.values())


# The programs themselves, as if nobody had looked at the bytes before


def ask_both(path: Path) -> None:
    """Let both programs that read clips have it."""
    probe_file(path, path.name)
    safe = [part for key, value in SAFE_READING.items() for part in (f"-{key}", str(value))]
    with suppress(ToolError):
        run([ffmpeg_path(), *safe, "-i", f"file:{path}", "-f", "null", "-"], 60, inside=path.parent)


@pytest.mark.skipif(
    STRACE is None, reason="NOT TESTED: no strace, so that nobody saw what is opened"
)
def test_the_other_file_is_never_even_opened(tmp_path: Path, secret: Path) -> None:
    paths = []
    for number, (name, write) in enumerate(TRICKS.values()):
        # Beside it, so that its bare name would be found, too.
        paths.append(secret.parent / f"{number}{name}")
        write(paths[-1], secret)
    log = tmp_path / "opened.txt"
    calls = ("--seccomp-bpf", "-e", "trace=open,openat,connect", "-s", "300", "-o", str(log))
    code = (
        "import sys; from tests.sites.test_other_files import *; "
        "[*map(ask_both, map(Path, sys.argv[1:]))]"
    )
    subprocess.run(
        [str(STRACE), "-f", *calls, sys.executable, "-c", code, *map(str, paths)],
        cwd=secret.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    said = log.read_text(encoding="utf-8", errors="replace")
    assert all(f"/{path.name}" in said for path in paths)
    assert "/secret.mp4" not in said
    assert '"secret.mp4"' not in said
    assert "AF_INET" not in said


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server, and the paths that it was asked for."""
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}", asked
        serving.shutdown()


@pytest.mark.parametrize(
    "written",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{server}/a.ts\n",
        "ffconcat version 1.0\nfile '{server}/a.ts'\n",
        "[playlist]\nFile1={server}/a.mp4\n",
        '<asx version="3.0"><entry><ref href="{server}/a.wmv"/></entry></asx>',
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'
        "<BaseURL>{server}/a</BaseURL></MPD>",
    ],
)
def test_no_server_is_asked(written: str, tmp_path: Path, server: tuple[str, list[str]]) -> None:
    address, asked = server
    for ending in (".mp4", ".m3u8", ".ts", ".asx"):
        path = tmp_path / f"a{ending}"
        path.write_text(written.format(server=address), encoding="utf-8")
        ask_both(path)
        path.write_bytes(path.read_bytes() + b"\0")
        ask_both(path)
    own = film(tmp_path / "own.mov", 0.5)
    own.write_bytes(with_reference(own.read_bytes(), url_entry(f"{address}/a.mov")))
    ask_both(own)
    assert asked == []


# What still has to be read


CONTAINERS = {
    "mp4": (),
    "mov": (),
    "mkv": (),
    "avi": (),
    "ts": (),
    "m2ts": (),
    "mpg": (),
    "flv": (),
    "wmv": (),
    "webm": ("-c:v", "libvpx", "-c:a", "libopus"),
    "ogv": ("-c:v", "libtheora", "-c:a", "libvorbis"),
    "3gp": ("-c:v", "mpeg4", "-c:a", "aac"),
}


@pytest.mark.parametrize("ending", CONTAINERS)
def test_every_container_that_people_send_is_read(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    picture = ("-f", "lavfi", "-i", "testsrc2=size=192x108:rate=25:duration=0.5")
    sound = ("-f", "lavfi", "-i", "sine=f=440:r=48000:duration=0.5")
    quiet = ("-v", "error", "-y")
    run([ffmpeg_path(), *quiet, *picture, *sound, *CONTAINERS[ending], str(path)], 60)
    assert is_container(path.read_bytes()[:4096])
    assert not refers_elsewhere(path.read_bytes())
    assert probe_file(path, path.name).clip is not None
    safe = [part for key, value in SAFE_READING.items() for part in (f"-{key}", str(value))]
    run([ffmpeg_path(), *safe, "-i", f"file:{path}", "-f", "null", "-"], 60)


def test_a_self_reference_is_none() -> None:
    own = struct.pack(">I4sIII4sI", 28, b"dref", 0, 1, 12, b"url ", 1)
    assert not refers_elsewhere(own)
    alias = struct.pack(">I4sIII4sI", 28, b"dref", 0, 1, 12, b"alis", 1)
    assert not refers_elsewhere(alias)
    assert not refers_elsewhere(b"four letters dref in a picture, or rdrf, or cmov")


@pytest.mark.parametrize(
    "box",
    [
        struct.pack(">I4sIII4sI", 28, b"dref", 0, 1, 12, b"alis", 0),
        struct.pack(
            ">I4sIII4sI12sI4sI", 52, b"dref", 0, 2, 24, b"url ", 1, b"x" * 12, 12, b"url ", 0
        ),
        struct.pack(">I4sI4sI", 28, b"rdrf", 0, b"url ", 8) + b"http://a",
        struct.pack(">I4sI4s4s", 20, b"cmov", 12, b"dcom", b"zlib"),
    ],
)
def test_a_reference_is_found_wherever_it_stands(box: bytes) -> None:
    assert refers_elsewhere(box)
    assert refers_elsewhere(bytes(1000) + box)
