"""The content in, what a person should look at in its photos and clips out."""

import posixpath
from collections.abc import Iterator, Sequence

from generator.errors import Problem, doubt
from generator.intake.text import plain_words
from generator.model import Clip, Content, Photo, Post, in_locale
from generator.plan.media.tasks import chosen_poster

_MANY_WORDS = {"kk": 80, "ru": 100}
"""What is still read without one: Russian needs more words for the same."""

_LONG_SECONDS = 180.0

# The softest of 35 photos and drawings has 0.30; 26 of them in made fog and night, 0.45 or more.
# Blurred by 1.5 points on a copy of 512 px, where a reader sees it, all lie below 0.113; of those
# shaken by ten points or more three in five do.
_BLURRED = 0.12

# Of 64. Shots of one burst made from 26 photos differ in 3 to 12 (24 of them in 10 or fewer); the
# nearest two of 28 unlike photos in 15, the same view moved by a quarter in 17. Two drawings on
# a flat ground differ in 8 only: such pairs are named wrongly.
_NEAR_BITS = 10
_NEAR_BITS_LATER = 5  # under one flat sky many views have few bits of their own
_BURST_SECONDS = 60
_NAMED = 2  # file names before "and 3 more"


def check_media(content: Content) -> Iterator[Problem]:
    """Long texts without a clip, long and uncaptioned clips, photos nobody described, bad shots."""
    for post in content.posts:
        yield from _wordy(post)
        for one in post.media:
            if isinstance(one, Clip):
                yield from _clip(one, post)
        yield from _undescribed(post)
        photos = [one for one in post.media if isinstance(one, Photo)]
        yield from _blurred(photos)
        yield from _repeated(photos)


def _wordy(post: Post) -> Iterator[Problem]:
    if any(isinstance(one, Clip) for one in post.media):
        return
    for text in post.texts:
        words = sum(len(plain_words(block.html).split()) for block in text.body)
        if words > _MANY_WORDS.get(text.locale, _MANY_WORDS["ru"]):
            yield doubt(
                text.path or post.path,
                "a long text ({words} words) without a clip: few people read it to the end",
                "film the main point with a phone, half a minute is enough",
                words=words,
            )
            return


def _clip(clip: Clip, post: Post) -> Iterator[Problem]:
    seconds = round(clip.facts.seconds)
    if seconds > _LONG_SECONDS:
        yield doubt(
            clip.source.path,
            "the clip lasts {length} min: few people watch it to the end",
            "keep the main point, at most three minutes",
            length=f"{seconds // 60}:{seconds % 60:02}",
        )
    given = {one.locale for one in clip.subtitles}
    missing = [text.locale for text in post.texts if text.locale not in given]
    if clip.facts.has_sound and missing:
        stem = posixpath.splitext(posixpath.basename(clip.source.path))[0]
        yield doubt(
            clip.source.path,
            "the clip has sound, and captions are missing",
            "if somebody speaks in it, put captions beside it: {names}",
            names=", ".join(f"{stem}.{locale}.srt" for locale in missing),
        )


def _undescribed(post: Post) -> Iterator[Problem]:
    """Photos without an alt text in a language of the post; a poster is told by its clip."""
    poster = chosen_poster(post)
    bare = [
        one
        for one in post.media
        if isinstance(one, Photo) and one is not poster and not _is_described(one, post)
    ]
    if bare:
        names = _names(bare)
        more = len(bare) - _NAMED
        yield doubt(
            post.path,
            "nobody said what these photos show: {names} and {more} more"
            if more > 0
            else "nobody said what these photos show: {names}",
            'blind people need it; write into post.toml, under [media."{first}"]: alt = …',
            names=names,
            more=more,
            first=_name(bare[0]),
        )


def _is_described(photo: Photo, post: Post) -> bool:
    def inline(locale: str) -> bool:
        texts = (text for text in post.texts if text.locale == locale)
        blocks = (block for text in texts for block in text.body)
        return any(block.media == photo.source.path and block.alt for block in blocks)

    return all(in_locale(photo.note.alt, text.locale) or inline(text.locale) for text in post.texts)


def _blurred(photos: Sequence[Photo]) -> Iterator[Problem]:
    for photo in photos:
        if 0 < photo.facts.sharpness < _BLURRED:
            yield doubt(
                photo.source.path, "the photo is blurred", "use another shot if there is one"
            )


def _repeated(photos: Sequence[Photo]) -> Iterator[Problem]:
    for group in _alike(photos):
        more = len(group) - _NAMED - 1
        yield doubt(
            group[0].source.path,
            "the same is shown again: {names} and {more} more"
            if more > 0
            else "the same is shown again: {names}",
            "keep the best one",
            names=_names(group[1:]),
            more=more,
        )


def _alike(photos: Sequence[Photo]) -> list[list[Photo]]:
    """Groups of near-equal photos; each is like the one before it in its group."""
    groups: list[list[Photo]] = []
    for photo in photos:
        near = (group for group in groups if _are_alike(group[-1], photo))
        group = next(near, None)
        if group is None:
            groups.append([photo])
        else:
            group.append(photo)
    return [group for group in groups if len(group) > 1]


def _are_alike(one: Photo, other: Photo) -> bool:
    bits, times = (one.facts.likeness, other.facts.likeness), (one.facts.taken, other.facts.taken)
    limit = _NEAR_BITS
    if times[0] and times[1] and abs((times[0] - times[1]).total_seconds()) > _BURST_SECONDS:
        limit = _NEAR_BITS_LATER
    return all(bits) and (bits[0] ^ bits[1]).bit_count() <= limit


def _names(photos: Sequence[Photo]) -> str:
    return ", ".join(_name(photo) for photo in photos[:_NAMED])


def _name(photo: Photo) -> str:
    return posixpath.basename(photo.source.path)
