"""What a country costs, from measured figures: `python tests/benchmarks/scale.py`, for SCALE.md.

Figures with (m) were measured, those with (e) are estimates; SCALE.md says where each is from.
"""

from dataclasses import dataclass

POSTS = 200  # of a deputy
CLIPS_OF_A_DEPUTY = 100_000 / 2_600  # the country's 100,000

CLIP_SECONDS = 45.0  # (e)
CPU_OF_A_SECOND = 2.1  # (m) 1.8 to 2.4, all renditions of 1080p
MADE_MB_A_MINUTE = (
    13.7  # (e) the goals' most: talking head 10, outdoor 17.6; three real ones took 2.4 to 8
)
SOURCE_MB_A_MINUTE = 100.0  # (e) HEVC 60, H.264 130; what messengers send is a tenth of that

PHOTOS_OF_A_POST = 1.5  # (e)
CPU_OF_A_PHOTO = 1.2  # (m) 12 MP, ten stills in AVIF, WebP and JPEG
MADE_MB_OF_A_PHOTO = 0.83  # (m)
STILLS_OF_A_PHOTO = 10  # (m)
SOURCE_MB_OF_A_PHOTO = 2.4  # (m) of eight photos, three of them HEIC

PAGES_OF_A_POST = 2.4  # (e) two languages, and its part of lists and feeds
CPU_OF_A_POST = 0.017  # (m) cold: read, look at its photo, plan, render, write; both languages
KB_OF_A_PAGE = 8.0  # (m)
CPU_OF_A_CARD = 0.17  # (m) for each post and language, where the site's address is known
UNCHANGED_CPU_OF_A_DEPUTY = 0.045  # (m) look at 800 files of content and 700 of output

REQUESTS_OF_A_TASK = 28  # of a photo: ten stills pushed and pulled, and five to ask and to tell

CORES = 8  # of a worker (e)
UPLINK_MBIT = 50.0  # of an office (e)
DOLLARS_A_CPU_HOUR = 0.04  # (e) rented
DOLLARS_A_GB_MONTH = 0.02  # (e) S3-compatible
DOLLARS_A_GB_OUT = 0.01  # (e) where a host counts what goes out


@dataclass(frozen=True, slots=True)
class Scale:
    """So many deputies, each with 200 posts."""

    deputies: int

    @property
    def clips(self) -> float:
        return self.deputies * CLIPS_OF_A_DEPUTY

    @property
    def photos(self) -> float:
        return self.deputies * POSTS * PHOTOS_OF_A_POST

    @property
    def pages(self) -> float:
        return self.deputies * POSTS * PAGES_OF_A_POST

    @property
    def clip_hours(self) -> float:
        return self.clips * CLIP_SECONDS * CPU_OF_A_SECOND / 3600

    @property
    def photo_hours(self) -> float:
        return self.photos * CPU_OF_A_PHOTO / 3600

    @property
    def card_hours(self) -> float:
        return self.deputies * POSTS * 2 * CPU_OF_A_CARD / 3600

    @property
    def text_hours(self) -> float:
        return self.deputies * POSTS * CPU_OF_A_POST / 3600

    @property
    def cpu_hours(self) -> float:
        return self.clip_hours + self.photo_hours + self.card_hours + self.text_hours

    @property
    def source_gb(self) -> float:
        clips = self.clips * CLIP_SECONDS / 60 * SOURCE_MB_A_MINUTE
        return (clips + self.photos * SOURCE_MB_OF_A_PHOTO) / 1000

    @property
    def site_gb(self) -> float:
        clips = self.clips * CLIP_SECONDS / 60 * MADE_MB_A_MINUTE
        pages = self.pages * KB_OF_A_PAGE / 1000
        return (clips + self.photos * MADE_MB_OF_A_PHOTO + pages) / 1000

    @property
    def tasks(self) -> float:
        """A clip and its poster's stills, photos, cards, sites."""
        return 2 * self.clips + self.photos + self.deputies * (POSTS * 2 + 1)

    @property
    def unchanged_seconds(self) -> float:
        return self.deputies * UNCHANGED_CPU_OF_A_DEPUTY


def hours_up(gigabytes: float) -> float:
    """How long an office's line takes for that."""
    return gigabytes * 8000 / UPLINK_MBIT / 3600


def _country(scale: Scale) -> None:
    rows = (
        ("clips", f"{scale.clips:,.0f}"),
        ("CPU hours of clips", f"{scale.clip_hours:,.0f}"),
        ("CPU hours of photos", f"{scale.photo_hours:,.0f}"),
        ("CPU hours of share cards", f"{scale.card_hours:,.0f}"),
        ("CPU hours of text, all of it new", f"{scale.text_hours:,.1f}"),
        ("the same, rented", f"${scale.cpu_hours * DOLLARS_A_CPU_HOUR:,.0f}"),
        ("tasks", f"{scale.tasks / 1e6:.1f} million"),
        ("requests to the store", f"{scale.tasks * REQUESTS_OF_A_TASK / 1e6:,.0f} million"),
        ("originals in the store", f"{scale.source_gb:,.0f} GB"),
        ("the site", f"{scale.site_gb:,.0f} GB, {scale.pages / 1e6:.2f} million pages"),
        ("files of the site", f"{_files(scale) / 1e6:.1f} million"),
        ("originals into the store, one office", f"{hours_up(scale.source_gb):,.0f} h"),
        ("the site to its host, one office", f"{hours_up(scale.site_gb):,.0f} h"),
        ("store and host a month", f"${_month(scale):,.0f}"),
        ("a million views of a clip (AV1, 45 s)", f"${1e6 * 2.9 / 1000 * DOLLARS_A_GB_OUT:,.0f}"),
    )
    print("| 2,600 deputies × 200 posts, 100,000 clips | |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")


def _files(scale: Scale) -> float:
    """Pages; of a clip three renditions, its sound and its poster's stills; of a photo these."""
    stills, cards = scale.photos + scale.clips, scale.deputies * POSTS * 2
    return scale.pages + cards + 4 * scale.clips + STILLS_OF_A_PHOTO * stills


def _month(scale: Scale) -> float:
    # In the store stand originals and results, at the host the site.
    return (scale.source_gb + 2 * scale.site_gb) * DOLLARS_A_GB_MONTH


def _steps() -> None:
    print(
        "| deputies | CPU h | one computer of 8 cores | workers for a day | originals GB | site GB"
        " | first upload h | nothing changed CPU-s |\n|---|---|---|---|---|---|---|---|"
    )
    for deputies in (1, 10, 100, 1_000, 2_600, 26_000):
        scale = Scale(deputies)
        here, workers = scale.cpu_hours / CORES, -(-scale.cpu_hours // (CORES * 24))
        print(
            f"| {deputies:,} | {scale.cpu_hours:,.1f} | {here:,.1f} h | {workers:,.0f} "
            f"| {scale.source_gb:,.0f} | {scale.site_gb:,.1f} | {hours_up(scale.site_gb):,.1f} "
            f"| {scale.unchanged_seconds:,.1f} |"
        )


def main() -> None:
    """Prints both tables."""
    _country(Scale(2_600))
    print()
    _steps()


if __name__ == "__main__":
    main()
