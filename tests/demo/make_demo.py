"""Draws every picture and clip of content/ anew: `python tests/demo/make_demo.py`.

The texts and subtitles there are written by hand and only read here. Clips need espeak-ng for
their speech (Debian, Ubuntu: `apt install espeak-ng`; macOS: `brew install espeak-ng`).
"""

import shutil
import sys
import tempfile
from pathlib import Path

from clips import FILMS, encode, speak
from photos import PHOTOS, draw_photo

CONTENT = Path(__file__).resolve().parents[2] / "content"


def make_photo(name: str, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    draw_photo(name).save(out, "JPEG", quality=84, optimize=True, progressive=True)


def make_clip(name: str, out: Path) -> None:
    subtitles = out.with_suffix(".kk.srt")
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder, "speech.wav")
        speak(subtitles, FILMS[name].seconds, sound)
        encode(FILMS[name], sound, out)


def main() -> int:
    for name in PHOTOS:
        make_photo(name, CONTENT / name)
        print(f"content/{name}")
    if shutil.which("espeak-ng") is None:
        print("The clips are left as they are: their speech needs espeak-ng — install it first")
        return 1
    for name in FILMS:
        make_clip(name, CONTENT / name)
        print(f"content/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
