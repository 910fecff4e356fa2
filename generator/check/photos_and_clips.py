"""Check photos and clips: length, captions, descriptions, blurred and repeated shots."""

import posixpath
from collections.abc import Iterator, Sequence

from generator.errors import Problem, doubt
from generator.intake.text import plain_words
from generator.language.localized import in_locale
from generator.model import Clip, Content, Photo, Post
from generator.plan.media.covers import chosen_poster

_MANY_WORDS = {"kk": 80, "ru": 100}  # without a clip; Russian needs more words for the same
_LONG_SECONDS = 180.0

# The softest of 35 photos and drawings has 0.30; 26 of them in simulated fog and night have 0.45 or
# more. Blurred by 1.5 px in a copy of 512 px, where a reader sees it, all are below 0.113; of those
# with motion blur of 10 px or more, three in five.
_BLURRED = 0.12

# Of 64. Simulated bursts of 26 photos differ in 3 to 12 bits (24 of them in 10 or fewer), the
# closest of 28 different photos in 15, a view shifted by a quarter in 17. Two drawings on a flat
# ground differ in only 8: such pairs are reported by mistake.
_NEAR_BITS = 10
_NEAR_BITS_LATER = 5  # views under the same flat sky share many bits
_BURST_SECONDS = 60
_NAMED = 2  # file names before "and 3 more"


def check_media(content: Content) -> Iterator[Problem]:
    """Doubts about texts without a clip, clips, and undescribed, blurred or repeated photos."""
    for post in content.posts:
        yield from _wordy(post)
        for medium in post.media:
            if isinstance(medium, Clip):
                yield from _clip(medium, post)
        yield from _undescribed(post)
        photos = [medium for medium in post.media if isinstance(medium, Photo)]
        for photo in photos:
            if 0 < photo.facts.sharpness < _BLURRED:
                path = photo.source.path
                yield doubt(path, "the photo is blurred", "use another shot if there is one")
        yield from _repeated(photos)


def _wordy(post: Post) -> Iterator[Problem]:
    if any(isinstance(medium, Clip) for medium in post.media):
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
    seconds = round(clip.seconds)
    if seconds > _LONG_SECONDS:
        yield doubt(
            clip.source.path,
            "the clip lasts {length} min: few people watch it to the end",
            "keep the main point, at most three minutes",
            length=f"{seconds // 60}:{seconds % 60:02}",
        )
    captioned = {subtitle.locale for subtitle in clip.subtitles}
    missing = [text.locale for text in post.texts if text.locale not in captioned]
    if clip.facts.has_sound and missing:
        stem = posixpath.splitext(posixpath.basename(clip.source.path))[0]
        yield doubt(
            clip.source.path,
            "the clip has sound, and captions are missing",
            "if somebody speaks in it, put captions beside it: {names}",
            names=", ".join(f"{stem}.{locale}.srt" for locale in missing),
        )


def _undescribed(post: Post) -> Iterator[Problem]:
    """Photos without an alt text in a language of the post; a poster needs none beside its clip."""
    poster = chosen_poster(post)
    photos = [medium for medium in post.media if isinstance(medium, Photo) and medium is not poster]
    bare = [photo for photo in photos if not _is_described(photo, post)]
    if bare:
        more = len(bare) - _NAMED
        yield doubt(
            post.path,
            "nobody said what these photos show: {names} and {more} more"
            if more > 0
            else "nobody said what these photos show: {names}",
            'blind people need it; write into post.toml, under [media."{first}"]: alt = …',
            names=_names(bare),
            more=more,
            first=_name(bare[0]),
        )


def _is_described(photo: Photo, post: Post) -> bool:
    def has_inline_alt(locale: str) -> bool:
        blocks = (block for text in post.texts if text.locale == locale for block in text.body)
        return any(block.media == photo.source.path and block.alt for block in blocks)

    locales = {text.locale for text in post.texts}
    return all(in_locale(photo.note.alt, locale) or has_inline_alt(locale) for locale in locales)


def _repeated(photos: Sequence[Photo]) -> Iterator[Problem]:
    for group in _similar(photos):
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


def _similar(photos: Sequence[Photo]) -> list[list[Photo]]:
    """Groups of two or more photos, each similar to the previous in its group."""
    groups: list[list[Photo]] = []
    for photo in photos:
        group = next((group for group in groups if _are_similar(group[-1], photo)), None)
        if group:
            group.append(photo)
        else:
            groups.append([photo])
    return [group for group in groups if len(group) > 1]


def _are_similar(first: Photo, second: Photo) -> bool:
    before, after = first.facts, second.facts
    if not before.likeness or not after.likeness:
        return False
    limit = _NEAR_BITS
    if before.taken and after.taken:
        seconds = abs((after.taken - before.taken).total_seconds())
        limit = _NEAR_BITS_LATER if seconds > _BURST_SECONDS else _NEAR_BITS
    return (before.likeness ^ after.likeness).bit_count() <= limit


def _names(photos: Sequence[Photo]) -> str:
    return ", ".join(_name(photo) for photo in photos[:_NAMED])


def _name(photo: Photo) -> str:
    return posixpath.basename(photo.source.path)
