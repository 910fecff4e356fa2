"""Rules for servers: every kind of server gets the same times, types and closed folders."""

import re
from pathlib import Path

import pytest

from generator.publish.http_headers import TYPES, is_lasting
from generator.publish.server_config import headers, htaccess, nginx, write_server_config


def test_each_file_is_where_its_server_reads_it(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    written = write_server_config(tmp_path / "output", tmp_path)
    assert {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in written} == {
        "output/.htaccess": htaccess(),
        "output/_headers": headers(),
        "nginx-jarshy.conf": nginx(),
    }


@pytest.mark.parametrize("rules", [htaccess(), nginx()])
def test_every_type_is_named_without_its_charset(rules: str) -> None:
    for ending, content_type in TYPES.items():
        bare = content_type.partition(";")[0]
        assert re.search(rf"{re.escape(bare)} \.?{ending}\b", rules)
    assert "charset=" not in rules


@pytest.mark.parametrize(
    ("rules", "closing"),
    [(htaccess(), r'RedirectMatch 404 "(.+)"'), (nginx(), r"location ~ (\S+) \{ return 404; \}")],
)
def test_our_folder_and_unfinished_files_are_closed(rules: str, closing: str) -> None:
    patterns = re.findall(closing, rules)
    for path in ("/.jarshy/ledger.json.gz", "/.jarshy", "/news/.a.html.0123.part"):
        assert any(re.search(pattern, path) for pattern in patterns)
    for path in ("/news/jarshy.html", "/part/index.html", "/.well-known/x"):
        assert not any(re.search(pattern, path) for pattern in patterns)


def test_nginx_lets_last_what_is_sent_as_lasting() -> None:
    (pattern,) = re.findall(r'location ~ "([^"]+)"', nginx())
    for path in ("media/035c810a72ad-720.mp4", "assets/style-d9288208.css", "news/a.html"):
        assert bool(re.search(pattern, f"/{path}")) == is_lasting(path)
