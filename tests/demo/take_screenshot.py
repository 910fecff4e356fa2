"""The demo's real build in, themes/default/screenshot.webp out.

Home, clips, post and answer, in Kazakh and Russian, on phone and desktop, light and dark.
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
_GROUND = "#d9d1c4"
_GAP = 28
_REGULAR, _BOLD = (ROOT / f"generator/fonts/NotoSans-{name}.ttf" for name in ("Regular", "Bold"))


@dataclass(frozen=True, slots=True)
class Shot:
    """One page on one screen; sizes in CSS px, `scale` in px of the picture per CSS px."""

    path: str
    size: tuple[int, int]
    scheme: str
    scale: float


_PHONE = (360, 640)
# A desk beside a phone, and a row of phones below, as wide together.
_ROWS = (
    (
        Shot("index.html", (1280, 826), "light", 0.775),
        Shot("index.html", _PHONE, "light", 1),
    ),
    (
        Shot("clips/index.html#clip-2", _PHONE, "light", 0.9),
        Shot("ru/news/2026-11-18-mektep-zhondeu.html", _PHONE, "light", 0.9),
        Shot("news/2026-11-21-mektep-zhabylmaidy.html", _PHONE, "light", 0.9),
        Shot("ru/news/2026-11-05-agash-otyrgyzu.html", _PHONE, "dark", 0.9),
    ),
)


def main() -> None:
    """Builds the demo, photographs it, and lays the pictures out."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder) / "output"
        build = (sys.executable, "-m", "generator", "build", "--output", str(output))
        subprocess.run((*build, "--url", "https://deputat.example.kz/"), cwd=ROOT, check=True)
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
        bypass_csp=True,  # of the site, which has no font of its own
    )
    page = context.new_page()
    path, _, anchor = shot.path.partition("#")
    page.goto(f"{(output / path).as_uri()}#{anchor}")
    page.add_style_tag(content=_font())
    page.wait_for_timeout(1500)  # pictures below the first screen
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return taken.resize(
        (round(width * shot.scale), round(height * shot.scale)), Image.Resampling.LANCZOS
    )


def _font() -> str:
    """A font that looks as those of phones do, on a machine with any fonts."""
    faces = [
        f"@font-face {{ font-family: Phone; font-weight: {weight}; src: url({path.as_uri()}) }}"
        for weight, path in (("400", _REGULAR), ("600 800", _BOLD))
    ]
    return "".join(faces) + "html { font-family: Phone, sans-serif !important }"


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
