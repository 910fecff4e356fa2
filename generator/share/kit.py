"""Content and the name of a post in, what its kit is made of out: words, clip, part. Pure."""

import posixpath
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from msgspec.structs import replace

from generator.errors import Level, Problem, Unfit, doubt, unfit
from generator.language.alphabet import nfc
from generator.model import Clip, Content, Kind, Photo, Post, Site, Text, Theme, in_locale
from generator.plan.media.tasks import card_source
from generator.plan.media.variants import clip_recipe
from generator.plan.permalinks import permalinks
from generator.plan.schedule import visible
from generator.plan.words import site_name, theme_string, title_of
from generator.recipes import ClipRecipe, Rendition

FRAME_PX = (1080, 1920)
"""The one master that fits Instagram, TikTok, Telegram stories and WhatsApp statuses."""

SAFE_LEFT_PX, SAFE_TOP_PX, SAFE_RIGHT_PX, SAFE_FOOT_PX = SAFE_PX = (60, 220, 916, 1470)
"""Outside of it the networks lay their own names and buttons."""

LIMIT_BYTES = 16_000_000
"""The most that WhatsApp takes as a film."""

LONGEST_SECONDS = 60.0
_CUT_SECONDS = 59.9  # the last sound frame may end 21 ms after the last picture
_SHORTEST_SECONDS = 1.0

_SPARE = 0.95  # of the limit: the index and x264's own freedom
_BUFFER_SECONDS = 2  # x264 may spend so much at once: bufsize is twice the maxrate
_VERTICAL_CRF, _VERTICAL_AT_MOST_KBPS, _VERTICAL_SOUND_KBPS = 24, 4500, 96
# Below 450 kb/s 480 lines look better than 720; below 120 faces fall apart.
_SHARP_KBPS, _LEAST_KBPS = 450, 120


@dataclass(frozen=True, slots=True)
class ClipPart:
    """What is taken of a clip."""

    start: float
    seconds: float


@dataclass(frozen=True, slots=True)
class KitWords:
    """What a kit says in one language."""

    locale: str
    title: str
    name: str  # whose site
    labels: tuple[str, ...] = ()  # what the law or honesty wants said: made by AI, campaign
    summary: str = ""
    link: str = ""
    tags: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # lines that belong under every text


@dataclass(frozen=True, slots=True)
class Kit:
    """All that is made for a post."""

    post: Post
    words: tuple[KitWords, ...]
    accent: str = ""
    clip: Clip | None = None
    part: ClipPart = ClipPart(0.0, 0.0)
    cover: Photo | None = None  # the picture of cover and card; None takes a frame of the clip
    problems: tuple[Problem, ...] = ()


def plan_kit(content: Content, theme: Theme, wanted: str, now: datetime) -> Kit:
    """The kit of the post with that slug, folder name or path; Unfit where there is none."""
    post = find_post(content, wanted)
    source = card_source(post)
    clips = [one for one in post.media if isinstance(one, Clip)]
    clip = source if isinstance(source, Clip) else next(iter(clips), None)
    part, problems = part_of(post, clip) if clip else (ClipPart(0.0, 0.0), (_no_clip(post),))
    in_order = sorted(post.texts, key=lambda text: content.site.locales.index(text.locale))
    return Kit(
        post=post,
        words=tuple(_words(post, text, content.site, theme) for text in in_order),
        accent=content.site.accent,
        clip=clip,
        part=part,
        cover=source if isinstance(source, Photo) else None,
        problems=(*_not_seen(post, content, now), *problems),
    )


def find_post(content: Content, wanted: str) -> Post:
    """The post of that slug, folder, path or part of a name; Unfit names the nearest."""
    asked = nfc(wanted).replace("\\", "/").strip("/").removeprefix("content/")
    names: dict[str, Post] = {}
    for name_of in (_base_name, _bare_name, _path_name, _slug_name):  # the last one wins
        names.update((name_of(post), post) for post in content.posts)
    # As the shell completes it: a path from anywhere that ends in the post's own.
    ends = [post for post in content.posts if asked.endswith("/" + nfc(post.path))]
    # As people say it: a part that one name alone has.
    holding = {names[name].path: name for name in names if asked.lower() in name.lower()}
    found = names.get(asked) or next(iter(ends), None)
    if found is None and asked and len(holding) == 1:
        found = names[next(iter(holding.values()))]
    if found is None:
        _say_why_held_back(content, asked)
        near = get_close_matches(asked, list(names), n=1) or list(holding.values())
        raise unfit(
            wanted,
            "there is no such post",
            "the nearest name is {near}" if near else "give the name of its folder",
            near=near[0] if near else "",
        )
    return found


def _say_why_held_back(content: Content, asked: str) -> None:
    """A post that could not be read is there for the aide: what is wrong with it is the answer."""
    for held in content.problems:
        stands = held.level in (Level.STOP, Level.PROBLEM)
        if stands and asked and posixpath.basename(asked) in nfc(held.where).split("/"):
            raise Unfit(held)


def _slug_name(post: Post) -> str:
    return post.slug


def _path_name(post: Post) -> str:
    return nfc(post.path)


def _base_name(post: Post) -> str:
    return posixpath.basename(nfc(post.path))


def _bare_name(post: Post) -> str:
    return posixpath.splitext(_base_name(post))[0]


def part_of(post: Post, clip: Clip) -> tuple[ClipPart, tuple[Problem, ...]]:
    """What the vertical clip shows, and what has to be said about it."""
    problems: list[Problem] = []
    facts, whole = post.facts, clip.facts.seconds or LONGEST_SECONDS
    start = facts.share_from or 0.0
    end = whole if facts.share_to is None else min(facts.share_to, whole)
    if start < 0 or end - start < _SHORTEST_SECONDS:
        problems.append(
            doubt(
                clip.source.path,
                "share_from and share_to do not fit this clip of {seconds} s",
                "write in post.toml which part to take: share_from = 5 and share_to = 60",
                seconds=f"{whole:.0f}",
            )
        )
        start, end = 0.0, whole
    if end - start > LONGEST_SECONDS:
        problems.append(
            doubt(
                clip.source.path,
                "the clip is longer than 60 s: the vertical one shows {start} to {end} s",
                "write in post.toml which part to take: share_from = 5 and share_to = 60",
                start=f"{start:.0f}",
                end=f"{start + LONGEST_SECONDS:.0f}",
            )
        )
    return ClipPart(start, min(end - start, _CUT_SECONDS)), tuple(problems)


# Recipes


def fills_frame(clip: Clip) -> bool:
    """Whether an upright clip fills the frame; others stand on a blurred copy of themselves."""
    return clip.facts.height_px > clip.facts.width_px


def vertical_recipe(clip: Clip, part: ClipPart) -> ClipRecipe:
    """How the clip's picture gets into the frame, as large as it stands there."""
    recipe = clip_recipe(clip.facts, clip.note)
    at = recipe.poster_at - part.start
    kbps = min(affordable_kbps(part.seconds, _VERTICAL_SOUND_KBPS), _VERTICAL_AT_MOST_KBPS)
    picture = Rendition(
        "vertical.mp4",
        "h264",
        *picture_size(clip),
        crf=_VERTICAL_CRF,
        maxrate_kbps=kbps,
        audio_kbps=_VERTICAL_SOUND_KBPS,
    )
    return replace(
        recipe,
        renditions=(picture,),
        seconds=part.seconds,
        poster_at=at if 0 <= at < part.seconds else -1.0,
    )


def picture_size(clip: Clip) -> tuple[int, int]:
    """Width and height of the clip in the frame: as wide as it, or covering it."""
    width_px, height_px = FRAME_PX
    scale = width_px / clip.facts.width_px
    if fills_frame(clip):
        scale = max(scale, height_px / clip.facts.height_px)
        wide_px, high_px = _even(clip.facts.width_px * scale), _even(clip.facts.height_px * scale)
        return max(wide_px, width_px), max(high_px, height_px)
    return width_px, _even(clip.facts.height_px * scale)


def messenger_recipe(clip: Clip) -> ClipRecipe | None:
    """The clip in its own shape, light enough; None where it is too long to look like anything."""
    recipe = clip_recipe(clip.facts, clip.note)
    kbps = affordable_kbps(clip.facts.seconds, 64)
    if kbps < _LEAST_KBPS:
        return None
    sharp, crf = kbps >= _SHARP_KBPS, 28 if kbps >= _SHARP_KBPS else 30
    size = recipe.renditions[0 if sharp else -1]
    light = replace(
        size, name="messenger.mp4", codec="h264", crf=crf, maxrate_kbps=min(kbps, 1200),
        audio_kbps=64,
    )  # fmt: skip
    return replace(recipe, renditions=(light,))


def affordable_kbps(seconds: float, sound_kbps: int) -> int:
    """What is left for the picture of a film that has to stay below the limit."""
    whole_kbps = LIMIT_BYTES * 8 / 1000 * _SPARE / (seconds + _BUFFER_SECONDS)
    return int(whole_kbps) - sound_kbps


def lighter(recipe: ClipRecipe, found_bytes: int) -> ClipRecipe:
    """The recipe of a second try, after a first that came out too heavy."""
    (one,) = recipe.renditions
    kbps = int(one.maxrate_kbps * 0.9 * LIMIT_BYTES / found_bytes)
    return replace(recipe, renditions=(replace(one, maxrate_kbps=kbps, crf=one.crf + 2),))


def _even(length_px: float) -> int:
    return max(2, round(length_px / 2) * 2)


# Words


def _words(post: Post, text: Text, site: Site, theme: Theme) -> KitWords:
    place = permalinks(text.locale, site.locales).post(post.slug)
    return KitWords(
        locale=text.locale,
        title=_title(post, text),
        name=site_name(site, theme, text.locale),
        labels=_labels(post, theme, text.locale),
        summary=text.summary,
        link=f"{site.url}{place}" if site.url else "",
        tags=text.tags,
        notices=_notices(post, theme, text.locale),
    )


def _title(post: Post, text: Text) -> str:
    answer = post.facts.answer
    return (in_locale(answer.fact, text.locale) if answer else "") or title_of(text, post)


def _labels(post: Post, theme: Theme, locale: str) -> tuple[str, ...]:
    found = []
    if post.facts.kind is Kind.ANSWER:
        found.append(theme_string(theme, locale, "Answer"))
    if post.facts.kind is Kind.CAMPAIGN:
        found.append(theme_string(theme, locale, "Campaign material"))
    if _is_ai(post):
        found.append(theme_string(theme, locale, "Made by AI"))
    return tuple(found)


def _is_ai(post: Post) -> bool:
    source = card_source(post)
    clips = [one for one in post.media if isinstance(one, Clip)]
    return post.facts.ai or any(one.note.ai for one in (source, *clips[:1]) if one)


def _notices(post: Post, theme: Theme, locale: str) -> tuple[str, ...]:
    lines = [theme_string(theme, locale, "Made by AI")] if _is_ai(post) else []
    campaign = post.facts.campaign
    if campaign:
        lines.append(theme_string(theme, locale, "Campaign material"))
        named = (
            (theme_string(theme, locale, "Produced by"), campaign.producer),
            (theme_string(theme, locale, "Ordered by"), campaign.client),
            (theme_string(theme, locale, "Paid by"), campaign.payer),
        )
        lines += [f"{word}: {who}" for word, who in named]
    return tuple(lines)


# Problems


def _no_clip(post: Post) -> Problem:
    return doubt(
        post.path,
        "there is no clip: only pictures and texts are made",
        "put a clip of up to a minute into the folder",
    )


def _not_seen(post: Post, content: Content, now: datetime) -> tuple[Problem, ...]:
    """A kit may be made before its hour has come, but never of a campaign that has to be silent."""
    if post in visible(content, now).posts:
        return ()
    if post.facts.kind is Kind.CAMPAIGN and now.date() in content.site.quiet:
        raise unfit(post.path, "today is a quiet day: campaign posts are not shared")
    return (
        doubt(
            post.path,
            "this post cannot be seen on the site now",
            "publish it first, else its link leads nowhere",
        ),
    )
