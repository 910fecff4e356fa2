"""The property of the preview: after any edits it shows what a clean build writes."""

from __future__ import annotations

import random
import re
import shutil
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from generator.build import build
from generator.inputs import BuildRequest
from tests.support.building import snapshot
from tests.support.content import draw_photo
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until

NAMES = ("2026-11-01 Мектеп", "2026-11-02 Жол", "05.10.2025 Бақ", "Су құбыры", "2026-09-09")
FACTS = (
    "pin = true\n",
    "draft = true\n",
    'slug = "bir"\n',
    "drft = true\n",
    'tags = ["Су"]\n',
    "publish_at = 2126-01-01\n",
    'tags = ["',
)
HIDING = ("draft = true\n", "drft = true\n", "publish_at = 2126-01-01\n", 'tags = ["')
SITES = ("", 'name = "А"\n', 'name = "Ә', 'accent = "#123456"\n', 'url = "https://example.kz"\n')


class Aide:
    """Does one thing after another to content/, as people, editors and programs do."""

    def __init__(self, content: Path, seed: int) -> None:
        self.content = content
        self.chance = random.Random(seed)

    def edit(self) -> None:
        self.chance.choice(
            (
                self.save,
                self.save,
                self.save,
                self.save_by_rename,
                self.save_as_word_does,
                self.half_write,
                self.photo,
                self.facts,
                self.site,
                self.rename,
                self.delete_file,
                self.delete_folder,
                self.rubbish,
            )
        )()

    def folder(self) -> Path:
        folder = self.content / self.chance.choice(NAMES)
        folder.mkdir(exist_ok=True)
        return folder

    def words(self) -> str:
        return f"# Тақырып {self.chance.randrange(9)}\n\nСөз {self.chance.randrange(10**6)}.\n"

    def text(self) -> Path:
        return self.folder() / self.chance.choice(("kk.md", "ru.md", "kk.txt"))

    def save(self) -> None:
        self.text().write_text(self.words(), encoding="utf-8")

    def save_by_rename(self) -> None:
        target = self.text()
        draft = target.with_name(f".{target.name}.swp")
        draft.write_text(self.words(), encoding="utf-8")
        draft.replace(target)

    def save_as_word_does(self) -> None:
        target = self.text()
        draft = target.with_name("~WRD0001.tmp")
        draft.write_text(self.words(), encoding="utf-8")
        if target.exists():
            target.replace(target.with_name("~WRL0002.tmp"))
        draft.replace(target)
        target.with_name("~WRL0002.tmp").unlink(missing_ok=True)

    def half_write(self) -> None:
        target, words = self.text(), self.words()
        with target.open("w", encoding="utf-8") as stream:
            stream.write(words[:9])
            stream.flush()
            stream.write(words[9:])

    def photo(self) -> None:
        target = self.folder() / self.chance.choice(("a.jpg", "b.jpg"))
        draw_photo(target, self.chance.choice(("red", "blue")), (48, 32))
        if self.chance.random() < 0.2:  # cut short on the way, and never finished
            target.write_bytes(target.read_bytes()[:200])

    def facts(self) -> None:
        (self.folder() / "post.toml").write_text(self.chance.choice(FACTS), encoding="utf-8")

    def site(self) -> None:
        (self.content / "site.toml").write_text(self.chance.choice(SITES), encoding="utf-8")

    def rename(self) -> None:
        old, new = self.folder(), self.content / self.chance.choice(NAMES)
        if not new.exists():
            old.rename(new)

    def delete_file(self) -> None:
        files = sorted(path for path in self.folder().iterdir() if path.is_file())
        if files:
            self.chance.choice(files).unlink()

    def delete_folder(self) -> None:
        shutil.rmtree(self.folder())

    def rubbish(self) -> None:
        name = self.chance.choice(("~$kk.docx", ".DS_Store", "Thumbs.db", "kk.md~", "a.crdownload"))
        (self.folder() / name).write_bytes(b"rubbish")


def mend(content: Path) -> None:
    """Takes away what is broken or hidden: of it a preview shows more than a build."""
    for path in content.rglob("*.toml"):
        if path.read_text(encoding="utf-8") in HIDING or path.name == "site.toml":
            path.unlink()


def served(preview: Preview) -> dict[str, bytes]:
    """Every file that is served, without the preview's own script."""
    return {
        path: re.sub(rb'<script [^>]*id="jarshy-preview"[^>]*></script>\n', b"", answer.body)
        for path in sorted(preview.display.shown.files)
        if (answer := preview.get(path)).status == 200
    }


def run(root: Path, edits: int, pause: Callable[[random.Random], float], seed: int) -> None:
    content = root / "content"
    content.mkdir()
    aide = Aide(content, seed)
    tracemalloc.start()
    with preview_of(root) as preview:
        half = 0
        for number in range(edits):
            aide.edit()
            time.sleep(pause(aide.chance))
            if number == edits // 2:
                half = tracemalloc.get_traced_memory()[0]
        mend(content)
        preview.wait_until_current()
        grown = tracemalloc.get_traced_memory()[0] - half
        tracemalloc.stop()
        built = build(BuildRequest(content, root / "output", root / "cache"))
        preview.preview_loop.look_again()  # the preview takes what the build made better
        clean = build(BuildRequest(content, root / "clean", root / "clean-cache"))
        with suppress(AssertionError):  # the comparison says what is different
            wait_until(lambda: served(preview) == snapshot(root / "output"))
        assert served(preview) == snapshot(root / "output") == snapshot(root / "clean")
        told = preview.display.shown.problems
        assert sorted(told, key=str) == sorted(built.problems, key=str)
        assert clean.problems == built.problems
    assert not (root / "cache/serve.log").exists()
    assert grown < 4_000_000, f"the memory grew by {grown} bytes in {edits // 2} edits"


def test_after_many_edits_the_preview_equals_a_clean_build(tmp_path: Path) -> None:
    run(tmp_path, 60, lambda chance: chance.choice((0.0, 0.0, 0.01, 0.05, 0.2)), seed=1)


@pytest.mark.slow
def test_a_thousand_edits_lose_nothing_and_cost_no_memory(tmp_path: Path) -> None:
    run(tmp_path, 1000, lambda chance: chance.choice((0.0, 0.0, 0.01, 0.05, 0.2)), seed=2)
