"""What this computer knows of the site that readers have, without asking the host."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.errors import Unfit
from generator.inputs import BuildRequest
from generator.model import Post, Standing
from generator.pipeline import STANDING
from generator.plan.approval import shown_digest
from generator.publish.ledger import Files
from generator.release.destination import find_destination
from generator.release.posts import posts_in
from generator.store.memory import Memory


@dataclass(frozen=True, slots=True)
class PublicSite:
    """The site as it was when this computer published last."""

    has_host: bool = False  # whether the settings say where to publish
    files: Files = field(default_factory=dict)
    seen_at: float = 0.0  # in seconds since 1970; 0 for never
    slugs: frozenset[str] = frozenset()  # of the posts in it
    standing: Mapping[str, Standing] = field(default_factory=dict)  # as they went out, by path

    def has(self, post: Post) -> bool:
        return post.slug in self.slugs

    def is_current(self, post: Post) -> bool:
        """Whether readers have the post as it is now."""
        standing = self.standing.get(post.path)
        if standing is None or not self.has(post):
            return False
        return standing.files == post.digest or standing.shown == shown_digest(post)


def public_site(request: BuildRequest) -> PublicSite:
    """Reads what the cache remembers."""
    try:
        known = find_destination(request.content, request.cache).memory
    except Unfit:
        return PublicSite()
    with Memory(request.memory_folder) as memory:
        standing = dict(memory.all(STANDING))
    files = known.files
    slugs = frozenset(post.rpartition("/")[2] for post in posts_in(files))
    return PublicSite(True, files, known.seen_at, slugs, standing)
