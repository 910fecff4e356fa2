"""A region's content with a few deputies, their texts and photos."""

from pathlib import Path

from tests.support.content import draw_photo, write_post

SETTINGS = """name = { kk = "Үлгі облысының мәслихаты", ru = "Маслихат Улгинской области" }
tagline = { kk = "Облыс депутаттары", ru = "Депутаты области" }
"""


def write_region(content: Path, *names: str, url: str = "", posts: int = 3) -> None:
    """site.toml and a folder for each of these deputies."""
    content.mkdir(parents=True, exist_ok=True)
    address = f'url = "{url}"\n' if url else ""
    (content / "site.toml").write_text(SETTINGS + address, encoding="utf-8")
    for number, name in enumerate(names):
        write_deputy(content, name, number, posts)


def write_deputy(
    content: Path, name: str, number: int = 0, posts: int = 3, places: tuple[str, ...] = ("Ақжар",)
) -> Path:
    """A deputy's folder with so many posts, the first one with a photo."""
    folder = content / "deputies" / name
    folder.mkdir(parents=True, exist_ok=True)
    write_settings(folder, number, places)
    if posts:
        draw_photo(folder / "portrait.jpg", "navy", (300, 300))
    for post in range(posts):
        # Each day is another deputy's, so that the region's lists mix them.
        day = f"2026-10-{post * 5 + number % 5 + 1:02}"
        place = write_post(
            folder,
            f"{day} Жол {number}-{post}",
            f"# Жол жөнделді {number}-{post}\n\nМектепке дейін жол жөнделді.",
            f"# Дорога готова {number}-{post}\n\nДорога до школы готова.",
        )
        if post == 0:
            draw_photo(place / "1.jpg", "olive")
    return folder


def write_settings(folder: Path, number: int, places: tuple[str, ...], more: str = "") -> None:
    """That deputy's deputy.toml."""
    listed = ", ".join(places if places and places[0].startswith("{") else map(repr, places))
    (folder / "deputy.toml").write_text(
        f'name = {{ kk = "Мәслихат депутаты {number}", ru = "Депутат маслихата {number}" }}\n'
        f'district = {{ kk = "№ {number} округ", ru = "Округ № {number}" }}\n'
        f'phone = "+7 700 000 {number:04}"\n'
        f"villages = [{listed}]\n{more}",
        encoding="utf-8",
    )
