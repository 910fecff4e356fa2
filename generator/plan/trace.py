"""Trace files of the plan to the posts and pages whose words, photos and clips they show."""

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from generator.model import Content
from generator.plan.media.tasks import MediaPlan, sources_of
from generator.plan.permalinks import permalinks
from generator.plan.plan import Copied, Plan


def owners_of(
    paths: frozenset[str], plan: Plan, media: MediaPlan
) -> dict[str, list[tuple[str, str]]]:
    """The posts and pages behind these files: for each the files, and what each was made from.

    Posts are named by their paths, pages by "pages/" and their slugs; a page is made from "", a
    still from its photo. What several of them share, such as a list or a feed, is nobody's.
    """
    owners: dict[str, list[tuple[str, str]]] = {}
    for owner, path, source in (*_media(paths, plan, media), *_pages(paths, plan, media)):
        owners.setdefault(owner, []).append((path, source))
    return owners


def _media(paths: frozenset[str], plan: Plan, media: MediaPlan) -> Iterator[tuple[str, str, str]]:
    files = [file for file in plan.files if file.path in paths]
    keys = {file.content.key: file.path for file in files if isinstance(file.content, Copied)}
    for owner in media.owners() if keys else ():
        made = [(task, path) for item in media.of(owner) for path, task in sources_of(item)]
        made += [(card, "") for card in media.cards(owner)]
        yield from ((owner, keys[task.key], path) for task, path in made if task.key in keys)


def _pages(paths: frozenset[str], plan: Plan, media: MediaPlan) -> Iterator[tuple[str, str, str]]:
    for owner, summary in plan.summaries.items():
        yield from ((owner, page.path, "") for page in summary.pages if page.path in paths)
    for page in media.content.pages:
        for path in _paths_of_page(page.slug, media.content.site.locales):
            if path in paths:
                yield f"pages/{page.slug}", path, ""


def without_owners(content: Content, owners: Collection[str]) -> Content:
    """The content without these posts and pages."""
    return replace(
        content,
        posts=tuple(post for post in content.posts if post.path not in owners),
        pages=tuple(page for page in content.pages if f"pages/{page.slug}" not in owners),
    )


def _paths_of_page(slug: str, locales: tuple[str, ...]) -> Iterator[str]:
    for locale in locales:
        links = permalinks(locale, locales)
        yield links.contacts if slug == "contacts" else links.page(slug)
