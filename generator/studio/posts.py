"""How pages of the studio name a post, and where it is written."""

from dataclasses import dataclass
from urllib.parse import quote

from generator.kinds import Kind
from generator.language.dates import long_date
from generator.messages import Words
from generator.model import Post
from generator.plan.approval import ApprovalState, approval_state
from generator.serve.display import Shown
from generator.serve.web.service import STUDIO

_LANGUAGES_OF_DATES = ("kk", "ru")
_EDITORS = {Kind.ANSWER: "answer", Kind.EVENT: "event"}


@dataclass(frozen=True, slots=True)
class DeputyNote:
    """What the deputy wants changed, and where."""

    slug: str
    title: str
    locale: str
    text: str
    edit: str


def editor_of(post: Post) -> str:
    """The address of the page where a post is written."""
    return f"{STUDIO}{_EDITORS.get(post.facts.kind, 'post')}/{quote(post.slug)}"


def title_of(post: Post, words: Words) -> tuple[str, str]:
    """A post's title in the language of the page, or in the one that it has; and that language."""
    texts = sorted(post.texts, key=lambda text: text.locale != words.language)
    named = next((text for text in texts if text.title), texts[0])
    return named.title or post.path, named.locale


def day_text(post: Post, words: Words) -> str:
    is_known = words.language in _LANGUAGES_OF_DATES
    return long_date(post.date, words.language) if is_known else post.date.isoformat()


def notes_of(shown: Shown, words: Words) -> list[DeputyNote]:
    """What the deputy wants changed, the newest post first."""
    posts = sorted(shown.content.posts, key=lambda post: (post.date, post.path), reverse=True)
    return [
        DeputyNote(post.slug, *title_of(post, words), post.approval.note, editor_of(post))
        for post in posts
        if post.approval and approval_state(post) is ApprovalState.CHANGE
    ]
