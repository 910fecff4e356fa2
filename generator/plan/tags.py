"""Gathers the tags of all posts: each has one slug and a name in each language."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.language.alphabet import slugify
from generator.model import Post

_Written = tuple[tuple[str, tuple[str, ...]], ...]
"""The tags of a post as they were written, by locale."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Slugs of tags by locale and name, and their names by slug and locale."""

    slugs: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    _of: dict[_Written, tuple[str, ...]] = field(default_factory=dict)

    def of(self, post: Post) -> tuple[str, ...]:
        """The slugs of a post's tags, each once, in the order they were written."""
        written = _written(post)
        if written not in self._of:
            slugs = (self.slugs.get((locale, name)) for locale, names in written for name in names)
            self._of[written] = tuple(dict.fromkeys(slug for slug in slugs if slug))
        return self._of[written]


def gather_tags(posts: Iterable[Post]) -> Tags:
    """All tags of the posts.

    In a post with as many Kazakh tags as Russian ones the first belongs to the first, and so on.
    The earliest post decides, so a later one does not move a page.
    """
    tags = Tags()
    ordered = sorted(posts, key=lambda post: (post.date, post.path))
    # Most posts have the tags of an earlier one and add nothing.
    for written in dict.fromkeys(map(_written, ordered)):
        lists = [[(locale, name) for name in names] for locale, names in written if names]
        if len({len(names) for names in lists}) == 1:
            same = [list(names) for names in zip(*lists, strict=True)]
        else:
            same = [[name] for names in lists for name in names]
        for names in same:
            _add(tags, names)
    return tags


def _written(post: Post) -> _Written:
    # From a list: a generator takes twice as long, and every plan asks this for each post.
    return tuple([(text.locale, text.tags) for text in post.texts])


def _add(tags: Tags, names: list[tuple[str, str]]) -> None:
    """Adds one tag by its names: pairs of locale and name."""
    known = [tags.slugs[name] for name in names if name in tags.slugs]
    slug = next(filter(None, [*known, *(slugify(name) for _, name in names)]), "")
    if not slug:  # "!!!" has no letter to make an address of
        return
    if slug == "index":  # the page of all tags is there
        slug = "index-0"
    for locale, name in names:
        tags.slugs.setdefault((locale, name), slug)
        tags.names.setdefault(tags.slugs[locale, name], {}).setdefault(locale, name)
