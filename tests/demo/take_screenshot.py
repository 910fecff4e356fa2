"""The demo's real build in, themes/default/screenshot.webp out.

Home and post, in Kazakh and Russian, on phone and desktop, light and dark.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
_GROUND = "#c9d3d8"
_GAP = 28


@dataclass(frozen=True, slots=True)
class Shot:
    """One page on one screen; sizes in CSS px, `scale` in px of the picture per CSS px."""

    path: str
    size: tuple[int, int]
    scheme: str
    scale: float


# Two rows: a desk and a phone each; the phones stand at the right.
_ROWS = (
    (
        Shot("index.html", (1280, 860), "light", 0.75),
        Shot("ru/index.html", (360, 660), "dark", 0.977),
    ),
    (
        Shot("ru/news/2026-11-18-mektep-zhondeu.html", (1280, 860), "dark", 0.75),
        Shot("news/2026-11-12-zhana-zhol.html", (360, 660), "light", 0.977),
    ),
)


def main() -> None:
    """Builds the demo, photographs it, and lays the pictures out."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder) / "output"
        build = (sys.executable, "-m", "generator", "build", "--output", str(output))
        subprocess.run(build, cwd=ROOT, check=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        rows = [[_taken(browser, output, shot) for shot in row] for row in _ROWS]
        browser.close()
    sheet = _laid_out(rows)
    sheet.save(ROOT / "themes/default/screenshot.webp", quality=82, method=6)


def _taken(browser: Browser, output: Path, shot: Shot) -> Image.Image:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        color_scheme="dark" if shot.scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto((output / shot.path).as_uri())
    page.wait_for_timeout(1500)  # pictures below the first screen
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return taken.resize(
        (round(width * shot.scale), round(height * shot.scale)), Image.Resampling.LANCZOS
    )


def _laid_out(rows: list[list[Image.Image]]) -> Image.Image:
    width = max(sum(one.width for one in row) + _GAP * (len(row) + 1) for row in rows)
    height = sum(max(one.height for one in row) for row in rows) + _GAP * (len(rows) + 1)
    sheet, top = Image.new("RGB", (width, height), _GROUND), _GAP
    for row in rows:
        left = _GAP
        for one in row:
            sheet.paste(one, (left, top))
            left += one.width + _GAP
        top += max(one.height for one in row) + _GAP
    return sheet


if __name__ == "__main__":
    main()
