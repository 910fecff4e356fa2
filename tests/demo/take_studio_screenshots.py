"""The demo in a studio in, the pictures of the handbooks (generator/help/*.webp) out."""

import shutil
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from generator.inputs import BuildRequest
from generator.model import Verdict
from generator.serve.answers import keep_answer
from generator.studio.app import routes
from tests.support.content import write_post
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
_SIZE = (1100, 760)  # CSS px
_WIDTH_PX = 880
_DRAFT = "# Көшеге шам орнатылды\n\nАбай көшесіне 12 шам орнатылды."
_NOTED = "# Саябаққа 120 ағаш отырғызылды\n\nАғаштарды бірге отырғыздық."
_NOTE = "Саны 120 емес, 140."


def main() -> None:
    """Photographs the first page and the one that shows a post, in Kazakh and Russian."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        shutil.copytree(ROOT / "content", root / "content")
        draft = write_post(root / "content", "2026-11-29 Шам", _DRAFT)
        (draft / "post.toml").write_text("draft = true\n")
        noted = write_post(root / "content", "2026-11-27 Саябақ", _NOTED)
        trees = next((root / "content").glob("2026-11-05*/3.jpg"))
        shutil.copy(trees, noted / "IMG_0001.jpg")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        with preview_of(root, more=routes, lan=True) as preview:
            wait_until(lambda: "IMG_0001" in str(preview.display.shown.content.posts))
            _ask_for_a_change(preview, noted.name)
            wait_until(lambda: _NOTE in preview.text("_studio/"))
            wait_until(lambda: 'src="/awaited' not in preview.text("_studio/"))
            for language in ("kk", "ru"):
                _take(browser, preview, "", f"studio-{language}", language)
                _take(browser, preview, "show/2026-11-29-sham", f"studio-show-{language}", language)
        browser.close()


def _ask_for_a_change(preview: Preview, name: str) -> None:
    request = BuildRequest(preview.content, preview.root / "output", preview.root / "cache")
    post = next(post for post in preview.display.shown.content.posts if post.path == name)
    keep_answer(request, post, Verdict.CHANGE, _NOTE, datetime(2026, 11, 29, 10, 31))


def _take(browser: Browser, preview: Preview, path: str, name: str, language: str) -> None:
    width, height = _SIZE
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=2, color_scheme="light"
    )
    context.add_cookies([{"name": "jarshy-language", "value": language, "url": preview.address}])
    page = context.new_page()
    page.goto(f"{preview.address}_studio/{path}", wait_until="load")
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    small = taken.resize((_WIDTH_PX, _WIDTH_PX * height // width), Image.Resampling.LANCZOS)
    small.save(ROOT / f"generator/help/{name}.webp", quality=80, method=6)


if __name__ == "__main__":
    main()
