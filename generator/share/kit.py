"""Decide what a kit is made of: post, words, clip, part and recipes. Pure."""

import posixpath
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from msgspec.structs import replace

from generator.errors import Level, Problem, Unfit, doubt, unfit
from generator.intake.deputy_toml import SETTINGS_FILES
from generator.kinds import Kind
from generator.language.alphabet import nfc
from generator.model import Clip, Content, Photo, Post, Site, Text, Theme
from generator.plan.media.covers import card_source
from generator.plan.media.variants import clip_recipe
from generator.plan.permalinks import permalinks
from generator.plan.schedule import visible
from generator.plan.words import site_name, theme_string, title_of
from generator.recipes import ClipRecipe, Rendition

FRAME_PX = (1080, 1920)
"""Width and height that fit Instagram, TikTok, Telegram stories and WhatsApp statuses."""

SAFE_LEFT_PX, SAFE_TOP_PX, SAFE_RIGHT_PX, SAFE_FOOT_PX = SAFE_PX = (60, 220, 916, 1470)
"""Outside of this box networks place their own text and buttons."""

LIMIT_BYTES = 16_000_000
"""The largest film that WhatsApp takes."""

LONGEST_SECONDS = 60.0
_CUT_SECONDS = 59.9  # the last sound frame may end 21 ms after the last picture
_SHORTEST_SECONDS = 1.0

_SPARE = 0.95  # of the limit: leaves room for the index and x264's tolerance
_BUFFER_SECONDS = 2  # x264 may spend these at once: bufsize is twice maxrate
_VERTICAL_CRF, _VERTICAL_AT_MOST_KBPS, _VERTICAL_SOUND_KBPS = 24, 4500, 96
# Below 450 kb/s 480p looks better than 720p; below 120 faces are unrecognisable.
_SHARP_KBPS, _LEAST_KBPS = 450, 120


@dataclass(frozen=True, slots=True)
class ClipPart:
    """The part of a clip that is shown, in seconds."""

    start: float
    seconds: float


@dataclass(frozen=True, slots=True)
class KitWords:
    """The words of a kit in one language."""

    locale: str
    title: str
    name: str  # whose site
    labels: tuple[str, ...] = ()  # required by law or honesty: made by AI, campaign
    summary: str = ""
    link: str = ""
    tags: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # lines under every text


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that decides a post's kit."""

    post: Post
    words: tuple[KitWords, ...]
    accent: str = ""
    clip: Clip | None = None
    part: ClipPart = ClipPart(0.0, 0.0)
    cover: Photo | None = None  # of cover and square; None takes a frame of the clip
    problems: tuple[Problem, ...] = ()


def plan_kit(content: Content, theme: Theme, wanted: str, now: datetime) -> Kit:
    """The kit of the post that `wanted` names by slug, folder or path.

    Raises Unfit where there is none, for campaign posts on quiet days, and where the settings,
    which say whose post it is, cannot be read.
    """
    for problem in content.problems:
        if problem.level is Level.STOP and problem.where in SETTINGS_FILES:
            raise Unfit(problem)
    post = find_post(content, wanted)
    source = card_source(post)
    clip = source if isinstance(source, Clip) else next(iter(_clips(post)), None)
    part, problems = part_of(post, clip)
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
    """The post with that slug, folder, path or unique part of a name.

    Raises Unfit where there is none, with the nearest name or with what keeps the post back.
    """
    asked = nfc(wanted).replace("\\", "/").strip("/").removeprefix("content/")
    # Slugs take precedence over paths, and those over names.
    named = [(_names(post), post) for post in content.posts]
    names = {kinds[rank]: post for rank in range(4) for kinds, post in named}
    # A shell completes to a path from anywhere that ends in the post's own.
    ends = [post for post in content.posts if asked.endswith("/" + nfc(post.path))]
    partial = {names[name].path: name for name in names if asked.lower() in name.lower()}
    post = names.get(asked) or next(iter(ends), None)
    if post is None and asked and len(partial) == 1:
        post = names[next(iter(partial.values()))]
    if post is None:
        _raise_held_back(content, asked)
        near = get_close_matches(asked, list(names), n=1) or list(partial.values())
        raise unfit(
            wanted,
            "there is no such post",
            "the nearest name is {near}" if near else "give the name of its folder",
            near=near[0] if near else "",
        )
    return post


def _raise_held_back(content: Content, asked: str) -> None:
    """Raise the problem of a post that could not be read: its folder does exist for the aide."""
    for problem in content.problems:
        is_grave = problem.level in (Level.STOP, Level.PROBLEM)
        if is_grave and asked and posixpath.basename(asked) in nfc(problem.where).split("/"):
            raise Unfit(problem)


def _names(post: Post) -> tuple[str, str, str, str]:
    path = nfc(post.path)
    base = posixpath.basename(path)
    return base, posixpath.splitext(base)[0], path, post.slug


def _clips(post: Post) -> list[Clip]:
    return [medium for medium in post.media if isinstance(medium, Clip)]


def part_of(post: Post, clip: Clip | None) -> tuple[ClipPart, tuple[Problem, ...]]:
    """The part that the vertical clip shows, and doubts about it."""
    if clip is None:
        problem = doubt(
            post.path,
            "there is no clip: only pictures and texts are made",
            "put a clip of up to a minute into the folder",
        )
        return ClipPart(0.0, 0.0), (problem,)
    problems: list[Problem] = []
    facts, first = post.facts, clip.note.cut.start
    last = first + (clip.seconds or LONGEST_SECONDS)
    start = max(facts.share_from or 0.0, first)
    end = last if facts.share_to is None else min(facts.share_to, last)
    if (facts.share_from or 0.0) < 0 or end - start < _SHORTEST_SECONDS:
        problems.append(
            doubt(
                clip.source.path,
                "share_from and share_to do not fit this clip of {seconds} s",
                "write in post.toml which part to take: share_from = 5 and share_to = 60",
                seconds=f"{last - first:.0f}",
            )
        )
        start, end = first, last
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


def fills_frame(clip: Clip) -> bool:
    """Whether the clip is upright and fills the frame; others get a blurred copy of themselves."""
    return clip.facts.height_px > clip.facts.width_px


def vertical_recipe(clip: Clip, part: ClipPart) -> ClipRecipe:
    """The recipe of the clip's picture in the frame; its poster is timed from the part's start."""
    recipe = clip_recipe(clip.facts, clip.note)
    at = recipe.poster_at + clip.note.cut.start - part.start
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
    """Width and height of the clip in the frame: as wide as the frame, or covering it."""
    width_px, height_px = FRAME_PX
    scale = width_px / clip.facts.width_px
    if fills_frame(clip):
        scale = max(scale, height_px / clip.facts.height_px)
        wide_px, high_px = _even(clip.facts.width_px * scale), _even(clip.facts.height_px * scale)
        return max(wide_px, width_px), max(high_px, height_px)
    return width_px, _even(clip.facts.height_px * scale)


def messenger_recipe(clip: Clip) -> ClipRecipe | None:
    """The recipe of a light film in the clip's own shape; None where the clip is too long."""
    recipe = clip_recipe(clip.facts, clip.note)
    kbps = affordable_kbps(clip.seconds, 64)
    if kbps < _LEAST_KBPS:
        return None
    at, crf = (0, 28) if kbps >= _SHARP_KBPS else (-1, 30)
    light = replace(
        recipe.renditions[at], name="messenger.mp4", codec="h264", crf=crf,
        maxrate_kbps=min(kbps, 1200), audio_kbps=64,
    )  # fmt: skip
    return replace(recipe, renditions=(light,))


def affordable_kbps(seconds: float, sound_kbps: int) -> int:
    """The picture's share of what keeps a film of that length below LIMIT_BYTES."""
    whole_kbps = LIMIT_BYTES * 8 / 1000 * _SPARE / (seconds + _BUFFER_SECONDS)
    return int(whole_kbps) - sound_kbps


def lighter(recipe: ClipRecipe, size_bytes: int) -> ClipRecipe:
    """The recipe for another try, after one whose film of `size_bytes` was too heavy."""
    (rendition,) = recipe.renditions
    kbps = int(rendition.maxrate_kbps * 0.9 * LIMIT_BYTES / size_bytes)
    light = replace(rendition, maxrate_kbps=kbps, crf=rendition.crf + 2)
    return replace(recipe, renditions=(light,))


def _even(length_px: float) -> int:
    return max(2, round(length_px / 2) * 2)


def _words(post: Post, text: Text, site: Site, theme: Theme) -> KitWords:
    place = permalinks(text.locale, site.locales).post(post.slug)
    return KitWords(
        locale=text.locale,
        title=title_of(text, post),
        name=site_name(site, theme, text.locale),
        labels=_labels(post, theme, text.locale),
        summary=text.summary,
        link=f"{site.url}{place}" if site.url else "",
        tags=text.tags,
        notices=_notices(post, theme, text.locale),
    )


def _labels(post: Post, theme: Theme, locale: str) -> tuple[str, ...]:
    kinds = {Kind.ANSWER: "Answer", Kind.CAMPAIGN: "Campaign material"}
    labels = [kinds[post.facts.kind]] if post.facts.kind in kinds else []
    if _is_ai(post):
        labels.append("Made by AI")
    return tuple(theme_string(theme, locale, label) for label in labels)


def _is_ai(post: Post) -> bool:
    shown = (card_source(post), *_clips(post)[:1])
    return post.facts.ai or any(medium.note.ai for medium in shown if medium)


def _notices(post: Post, theme: Theme, locale: str) -> tuple[str, ...]:
    lines = [theme_string(theme, locale, "Made by AI")] if _is_ai(post) else []
    campaign = post.facts.campaign
    if campaign:
        lines.append(theme_string(theme, locale, "Campaign material"))
        roles = (
            ("Produced by", campaign.producer),
            ("Ordered by", campaign.client),
            ("Paid by", campaign.payer),
        )
        lines += [f"{theme_string(theme, locale, role)}: {name}" for role, name in roles]
    return tuple(lines)


def _not_seen(post: Post, content: Content, now: datetime) -> tuple[Problem, ...]:
    """A kit may be made before its post is visible, but not of a campaign on a quiet day."""
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
