"""Check posts for missing texts and titles, and for titles used twice."""

import posixpath
from collections.abc import Iterator

from generator.errors import Problem, doubt
from generator.language.detect import locale_of_name
from generator.model import Content, Post


def check_words(content: Content) -> Iterator[Problem]:
    """Doubts about posts that lack a language or a title, or share a title; oldest post first."""
    titles: dict[tuple[str, str], Post] = {}
    for post in sorted(content.posts, key=lambda post: (post.date, post.path)):
        if any(text.path for text in post.texts):  # the build reports posts without any text
            yield from _missing(post, content.site.locales)
            yield from _untitled(post)
        yield from _same_title(post, titles)


def _missing(post: Post, locales: tuple[str, ...]) -> Iterator[Problem]:
    written = {text.locale for text in post.texts}
    for locale in locales:
        if locale not in written:
            yield doubt(
                post.path,
                "there is no Kazakh text" if locale == "kk" else "there is no Russian text",
                "write it into {name}",
                name=_text_name(post, locale),
            )


def _text_name(post: Post, locale: str) -> str:
    """The file for a text in that language; beside a lone file it is named like that file."""
    files = {text.path for text in post.texts} | {medium.source.path for medium in post.media}
    if post.path not in files:
        return f"{locale}.md"
    stem = posixpath.splitext(posixpath.basename(post.path))[0]
    return f"{locale_of_name(stem)[1]}.{locale}.md"


def _untitled(post: Post) -> Iterator[Problem]:
    for text in post.texts:
        if not text.title.strip():
            yield doubt(
                text.path or post.path,
                "there is no title",
                "write it as the first line, with # in front",
            )


def _same_title(post: Post, titles: dict[tuple[str, str], Post]) -> Iterator[Problem]:
    """One doubt per post, whatever the number of languages; the later of two posts gets it."""
    texts = [text for text in post.texts if text.title]
    keys = [(text.locale, " ".join(text.title.casefold().split())) for text in texts]
    other = next((titles[key] for key in keys if key in titles), None)
    for key in keys:
        titles.setdefault(key, post)
    if other is not None:
        yield doubt(
            post.path,
            "another post has the same title: {other}",
            "give another title",
            other=other.path,
        )
