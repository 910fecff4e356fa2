"""init: a folder for a new site, and never over one that exists."""

import tomllib
from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import main


def test_the_example_is_a_site_toml(tmp_path: Path) -> None:
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["init", str(tmp_path / "a/b")])
    assert done.exit_code == 0
    assert done.output.startswith(f"Made {tmp_path / 'a/b/content'}. Write the name")
    assert tomllib.loads((tmp_path / "a/b/content/site.toml").read_text("utf-8"))


def test_an_existing_site_stays_as_it_is(tmp_path: Path) -> None:
    site = tmp_path / "content/site.toml"
    site.parent.mkdir()
    site.write_text('name = "А"', encoding="utf-8")
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["init", str(tmp_path)])
    assert done.exit_code == 2
    assert done.output == f"✗ {tmp_path / 'content'} — this folder is there already\n"
    assert site.read_text(encoding="utf-8") == 'name = "А"'
    site.unlink()
    assert CliRunner().invoke(main, ["init", str(tmp_path)]).exit_code == 0
