"""publish, undo and build --publish as people type them; what they say, and never say."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import brotli
import keyring
import pytest
from keyring.backend import KeyringBackend

from tests.support.building import snapshot
from tests.support.command import Jarshy
from tests.support.content import write_post
from tests.support.hosts import KINDS, mentions
from tests.support.published import public
from tests.support.servers import PASSWORD, USER, ftp_server
from tests.support.written_region import write_region


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_post(folder, "2026-11-20 Мектеп", "# Мектеп ашылды\n\nСөз.", "# Школа\n\nСлово.")
    (folder / "site.toml").write_text('publish = "site"', encoding="utf-8")
    return folder


def test_one_command_builds_and_publishes_and_one_takes_it_back(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    first = jarshy("build", "--publish")
    assert (first.exit_code, "Published to " in first.output) == (0, True)
    before = public(tmp_path / "site")
    assert before == snapshot(tmp_path / "output")
    assert "Nothing to send" in jarshy("publish").output
    write_post(content, "2026-11-21 Жол", "# Жол\n\nСөз.")
    dry = jarshy("publish", "--dry-run")
    assert "+ news/2026-11-21-zhol.html" in dry.output.splitlines()
    assert "~ index.html" in dry.output.splitlines()
    assert public(tmp_path / "site") == before
    assert jarshy("publish").exit_code == 0
    output = snapshot(tmp_path / "output")
    shown = public(tmp_path / "site")
    assert {path: shown[path] for path in output} == output
    assert jarshy("undo").exit_code == 0
    assert public(tmp_path / "site") == before
    assert jarshy("undo").exit_code == 1


def test_what_must_not_be_published_is_not_sent(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    jarshy("publish")
    before = snapshot(tmp_path / "site")
    write_post(content, "2026-11-21 Жол", "# Жол\n\nСөз.")
    (content / "2026-11-21 Жол/post.toml").write_text("children = true", encoding="utf-8")
    for command in (("publish",), ("build", "--publish")):
        assert jarshy(*command).exit_code == 1
        assert snapshot(tmp_path / "site") == before


def test_personal_numbers_wait_for_a_yes_that_is_asked_for_once(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    post = write_post(content, "2026-11-21 Көмек", "# Көмек\n\nАсқар: 8 701 123 45 67")
    for command in (("publish",), ("publish",), ("build", "--publish")):
        stopped = jarshy(*command)
        assert stopped.exit_code == 1
        assert "2026-11-21 Көмек/kk.md:3 — a telephone number: 8 701 123 45 67" in stopped.output
        assert not (tmp_path / "site").exists()
    assert "a telephone number" in jarshy("build").output
    assert jarshy("publish", "--allow-numbers").exit_code == 0
    assert (tmp_path / "site/news/2026-11-21-komek.html").is_file()
    for command in (("publish",), ("build",), ("check",)):
        assert "a telephone number" not in jarshy(*command).output
    (post / "kk.md").write_text("# Көмек\n\nҮйі: 8 701 123 45 67", encoding="utf-8")
    before = snapshot(tmp_path / "site")
    assert jarshy("publish").exit_code == 1
    assert snapshot(tmp_path / "site") == before


def test_a_draft_s_numbers_do_not_stop_others(jarshy: Jarshy, content: Path) -> None:
    post = write_post(content, "2026-11-21 Көмек", "# Көмек\n\nАсқар: 8 701 123 45 67")
    (post / "post.toml").write_text("draft = true", encoding="utf-8")
    said = jarshy("publish")
    assert (said.exit_code, "8 701" in said.output) == (0, False)
    assert "8 701" in jarshy("check").output


def test_who_agreed_is_published(jarshy: Jarshy, content: Path) -> None:
    post = write_post(content, "2026-11-21 Көмек", "# Көмек\n\nАсқар: 8 701 123 45 67")
    (post / "post.toml").write_text("people_agreed = true", encoding="utf-8")
    assert jarshy("publish").exit_code == 0


def test_publishing_shows_the_check_and_advice_stops_nothing(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    write_post(content, "2026-11-21 Көмек", "# Көмек\n\nСөз.")
    said = jarshy("publish")
    assert "there is no Russian text" in said.output
    assert "there is no Russian text" not in jarshy("build").output
    assert said.exit_code == 0
    assert (tmp_path / "site/news/2026-11-21-komek.html").is_file()


def test_a_deputys_numbers_stop_the_region(jarshy: Jarshy, tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл", posts=0)
    deputy = tmp_path / "content/deputies/Айгүл"
    write_post(deputy, "2026-11-21 Көмек", "# Көмек\n\nАсқар: 8 701 123 45 67")
    said = jarshy("publish", "--to", "site")
    assert said.exit_code == 1
    assert "deputies/Айгүл/2026-11-21 Көмек/kk.md:3" in said.output
    assert not (tmp_path / "site").exists()
    assert jarshy("publish", "--to", "site", "--allow-numbers").exit_code == 0
    assert jarshy("publish", "--to", "site").exit_code == 0


def test_a_broken_file_holds_up_no_good_post(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    (content / "2026-11-20 Мектеп/есеп.pdf").write_bytes(b"%PDF")
    assert jarshy("publish").exit_code == 1
    assert (tmp_path / "site/news/2026-11-20-mektep.html").is_file()


def test_without_a_place_the_command_says_what_to_write(jarshy: Jarshy, content: Path) -> None:
    (content / "site.toml").write_text("", encoding="utf-8")
    for command in (("publish",), ("undo",), ("build", "--publish")):
        said = jarshy(*command)
        assert (said.exit_code, "it is not said where to publish" in said.output) == (2, True)


def test_a_deputy_without_a_place_is_told_of_their_own_file(jarshy: Jarshy, tmp_path: Path) -> None:
    write_region(tmp_path / "content", "Айгүл", posts=0)
    deputy = ("--content", str(tmp_path / "content/deputies/Айгүл"))
    for args, file in (((), "site.toml"), (deputy, "deputy.toml")):
        said = jarshy("publish", "--lang", "en", *args)
        assert said.output.startswith(f"✗ {file} — it is not said where to publish")
    with (tmp_path / "content/deputies/Айгүл/deputy.toml").open("a", encoding="utf-8") as stream:
        stream.write('publish = "sftp://"\n')
    assert jarshy("publish", *deputy).output.startswith("✗ deputy.toml — ")


def test_a_password_in_site_toml_is_refused_and_not_repeated(jarshy: Jarshy, content: Path) -> None:
    text = 'publish = "sftp://deputat:s3cret@example.kz/site"'
    (content / "site.toml").write_text(text, encoding="utf-8")
    for command in (("publish",), ("publish", "--json"), ("build",)):
        said = jarshy(*command)
        assert said.exit_code != 0
        assert "there is a password in the address" in said.output
        assert "s3cret" not in said.output


@pytest.mark.parametrize("right", [True, False])
def test_the_password_is_in_nothing_that_is_said_or_kept(
    right: bool, jarshy: Jarshy, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del content
    secret = PASSWORD if right else "wrong-but-secret"
    monkeypatch.setenv("JARSHY_PUBLISH_PASSWORD", secret)
    (tmp_path / "host").mkdir()
    with ftp_server(tmp_path / "host") as port:
        to = f"ftp://{USER}@127.0.0.1:{port}/site"
        for extra in ((), ("--json",)):
            said = jarshy("publish", "--to", to, *extra)
            assert said.exit_code == (0 if right else 1)
            assert secret not in said.output
    for folder in ("host", ".cache", "output"):
        assert secret.encode() not in b"".join(snapshot(tmp_path / folder).values())


class _Kept(KeyringBackend):
    """A keyring of one test."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return PASSWORD if service == "jarshy" and USER in username else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def test_the_keyring_knows_the_password(jarshy: Jarshy, content: Path, tmp_path: Path) -> None:
    del content
    usual = keyring.get_keyring()
    keyring.set_keyring(_Kept())  # type: ignore[no-untyped-call]
    try:
        with KINDS["ftp"](tmp_path / "host") as host:
            assert jarshy("publish", "--to", host.to).exit_code == 0
            assert host.public() == snapshot(tmp_path / "output")
    finally:
        keyring.set_keyring(usual)


def test_machines_are_told_in_events(jarshy: Jarshy, content: Path) -> None:
    del content
    events = [json.loads(line) for line in jarshy("publish", "--json").output.splitlines()]
    (done,) = [event for event in events if event["event"] == "published"]
    assert done["sent"] > 5
    assert [event for event in events if event["event"] == "progress"] != []
    said = jarshy("publish", "--json", "--dry-run").output.splitlines()[-1]
    assert json.loads(said) | {"removed": []} == {
        "event": "difference",
        "put": [],
        "bytes": 0,
        "removed": [],
        "dropped": [],
    }


def test_compressed_files_stand_beside_pages_where_asked(
    jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    (content / "site.toml").write_text('publish = "site"\nprecompress = true', encoding="utf-8")
    jarshy("publish")
    page = (tmp_path / "output/index.html").read_bytes()
    assert gzip.decompress((tmp_path / "site/index.html.gz").read_bytes()) == page
    assert brotli.decompress((tmp_path / "site/index.html.br").read_bytes()) == page
    assert "Nothing to send" in jarshy("publish").output
    (content / "site.toml").write_text('publish = "site"', encoding="utf-8")
    jarshy("publish")
    assert not list((tmp_path / "site").glob("*.gz"))


@pytest.mark.parametrize("kind", ["folder", "git"])
def test_publish_says_what_of_removed_posts_is_still_there_and_forget_ends_it(
    kind: str, jarshy: Jarshy, content: Path, tmp_path: Path
) -> None:
    write_post(content, "2026-11-21 Жол", "# Жол\n\nСөз.", "# Дорога\n\nСлово.")
    with KINDS[kind](tmp_path / "host") as host:
        assert "removed posts" not in jarshy("publish", "--to", host.to, "--lang", "en").output
        shutil.rmtree(content / "2026-11-21 Жол")
        for _ in range(2):
            said = jarshy("publish", "--to", host.to, "--lang", "en").output
            pages = re.search(r"(\d+) files of removed posts .* jarshy publish --forget", said)
            assert pages, said
            assert int(pages[1]) == 2
        unasked = jarshy("publish", "--to", host.to, "--forget", "--lang", "en")
        assert unasked.exit_code == (1 if kind == "git" else 0)
        assert ("earlier commits of the branch would go" in unasked.output) is (kind == "git")
        done = jarshy("publish", "--to", host.to, "--forget", "--allow-removal", "--lang", "en")
        assert (done.exit_code, "removed posts" in done.output) == (0, False)
        assert mentions(host.everything(), b"2026-11-21-zhol") == []
