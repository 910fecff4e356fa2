"""Chooses the picture that stands for a post."""

from generator.model import Clip, Photo, Post


def card_source(post: Post) -> Photo | Clip | None:
    """The picture of a post in lists: the chosen cover, else its first clip, else a photo."""
    chosen = [media for media in post.media if media.source.path == post.cover]
    clips = [media for media in post.media if isinstance(media, Clip)]
    others = [media for media in post.media if media.source.path not in post.evidence]
    return next(iter([*chosen, *clips, *others]), None)


def is_card_by_ai(post: Post) -> bool:
    """Whether AI made the post or its picture in lists."""
    source = card_source(post)
    return post.facts.ai or (source is not None and source.note.ai)


def chosen_poster(post: Post) -> Photo | None:
    """The photo that was chosen as the cover of a post with a clip: the clip's poster."""
    card = card_source(post)
    has_clip = any(isinstance(media, Clip) for media in post.media)
    return card if has_clip and isinstance(card, Photo) else None
