"""Files by their paths in, the Content that is read from them out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from generator.digest import digest_bytes
from generator.errors import Problem
from generator.intake.drops import is_media
from generator.intake.parse import Record, parse
from generator.messages import LANGUAGES, Words
from generator.model import ClipFacts, Content, PhotoFacts, Post, Probe, Source

# 20:00 in Greenwich is the next day in Kazakhstan.
MODIFIED = datetime(2026, 11, 22, 20, 0, tzinfo=UTC).timestamp()
PHOTO = PhotoFacts(800, 600)
CLIP = ClipFacts(1920, 1080, seconds=30.0, fps=30.0)

Files = Mapping[str, str | bytes]
Seen = Mapping[str, PhotoFacts | ClipFacts | Problem]


def source_of(path: str, content: str | bytes = b"") -> Source:
    """A file with that text; one without any gets bytes of its own."""
    raw = content.encode() if isinstance(content, str) else content
    return Source(path, digest_bytes(raw or path.encode()), len(raw), MODIFIED)


def read_content(files: Files, seen: Seen | None = None) -> Content:
    """What parse makes of these files; `seen` says what a photo or clip is, by its path."""
    sources = tuple(source_of(path, content) for path, content in sorted(files.items()))
    by_path = {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
    }
    probes = {one.digest: _probe(one.path, seen or {}) for one in sources if is_media(one)}
    parsed = parse(sources, probes, lambda source: by_path[source.path], {})
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(parsed.records), type=dict[str, Record])
    assert parse(sources, probes, lambda source: by_path[source.path], kept) == parsed
    for problem in parsed.content.problems:
        for language in LANGUAGES:
            assert "{" not in Words(language).problem(problem)
    return parsed.content


def read_post(files: Files, seen: Seen | None = None) -> Post:
    """The only post of these files."""
    (post,) = read_content(files, seen).posts
    return post


def told(content: Content) -> list[tuple[str, str]]:
    """Where and what, in English, of all problems."""
    return list(_told(content.problems))


def _told(problems: tuple[Problem, ...]) -> Iterator[tuple[str, str]]:
    for problem in problems:
        yield problem.where, Words("en")(problem.what, **dict(problem.values))


def _probe(path: str, seen: Seen) -> Probe:
    facts = seen.get(path)
    if facts is None:
        facts = CLIP if path.lower().endswith((".mp4", ".mov")) else PHOTO
    if isinstance(facts, Problem):
        return Probe(problem=facts)
    return Probe(clip=facts) if isinstance(facts, ClipFacts) else Probe(photo=facts)
