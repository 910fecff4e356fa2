"""A post in, drafts of its captions out: what a computer heard, for a person to mend."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.captions.clips import LOCALES, clips_of
from generator.captions.cues import Word, is_too_fast, make_cues
from generator.captions.hear import NoSpeechModel, hear
from generator.captions.models import Model, find_model
from generator.errors import Problem, Unfit, doubt, unfit
from generator.language.detect import detect_locale
from generator.messages import Words, printable
from generator.model import Clip
from generator.work.subtitles import Cue, cue_block

DRAFT_MARK = "~draft "
"""What a draft's name begins with: a build passes over every name that begins with "~"."""


@dataclass(frozen=True, slots=True)
class CaptionsRequest:
    """What to listen to, and with which model."""

    content: Path
    post: str  # a path of its folder or clip, or a part of its name in content/
    model: str = ""  # a model's folder, or the one around several; "" asks JARSHY_VOSK_MODEL
    locale: str = ""  # what is spoken; "" goes by the model
    language: str = "en"  # of the note at the head of a draft
    report: Callable[[str, float], None] | None = None  # path and share done, from 0 to 1


@dataclass(frozen=True, slots=True)
class CaptionsMade:
    """The drafts that were written, and what stood in the way of others."""

    drafts: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def draft_captions(request: CaptionsRequest) -> CaptionsMade:
    """Write a draft beside each clip of the post that has no captions in the spoken language.

    A draft is nothing to a build until somebody takes the mark off its name. Nothing that is
    there is written over. Raises OSError where the folder cannot be written to.
    """
    drafts: list[Path] = []
    problems: list[Problem] = []
    try:
        model = find_model(request.model, request.locale)
        for clip in clips_of(request.content, request.post, problems):
            try:
                drafts.append(_draft(clip, model, request, problems))
            except NoSpeechModel:
                raise
            except Unfit as error:
                problems.append(error.problem)
    except Unfit as error:
        problems.append(error.problem)
    return CaptionsMade(tuple(drafts), tuple(problems))


def _draft(clip: Clip, model: Model, request: CaptionsRequest, problems: list[Problem]) -> Path:
    name = clip.source.path
    source = request.content / name
    path = source.with_name(f"{DRAFT_MARK}{source.stem}.{model.locale}.vtt")
    _check(clip, model.locale, path)

    def tell(seconds: float) -> None:
        if request.report is not None and clip.facts.seconds:
            request.report(name, min(1.0, seconds / clip.facts.seconds))

    words = hear(clip, source, model, tell)
    if not words:
        raise unfit(name, "no speech was heard in this clip", "write the captions yourself")
    cues = make_cues(words, round(clip.facts.seconds * 1000))
    written = _vtt(cues, path, Words(request.language))
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(written)
    problems.extend(_doubts(cues, words, model.locale, name))
    return path


def _check(clip: Clip, locale: str, path: Path) -> None:
    name = clip.source.path
    there = [one.source.path for one in clip.subtitles if one.locale == locale]
    if there:
        raise unfit(
            name,
            "there are captions in this language already: {other}",
            "to draft them anew, move that file away first",
            other=posixpath.basename(there[0]),
        )
    if path.exists():
        raise unfit(
            name,
            "there is a draft already: {other}",
            "mend that one, or delete it to draft it anew",
            other=path.name,
        )
    if not clip.facts.has_sound:
        raise unfit(name, "there is no sound in this clip", "write the captions yourself")


def _vtt(cues: Iterable[Cue], path: Path, words: Words) -> str:
    """The draft. Its first block is a note, which WebVTT shows to nobody."""
    note = (
        words("This is what a computer heard. Read it beside the clip and mend it."),
        words(
            "Then take “{mark}” off the name of this file, and its words are on the site: {name}",
            mark=DRAFT_MARK.strip(),
            name=path.name.removeprefix(DRAFT_MARK),
        ),
    )
    # In a note an arrow would begin a caption.
    lines = [printable(line).replace("-->", "→") for line in note]
    return "\n\n".join(["WEBVTT", "\n".join(["NOTE", *lines]), *map(cue_block, cues)]) + "\n"


def _doubts(cues: Iterable[Cue], words: list[Word], locale: str, name: str) -> Iterator[Problem]:
    heard = detect_locale(" ".join(word.text for word in words), LOCALES)
    if heard.sure and heard.locale != locale:
        yield doubt(
            name,
            "these words do not look like the language of the model: {locale}",
            "name a model for the language that is spoken",
            locale=locale,
        )
    fast = sum(map(is_too_fast, cues))
    if fast:
        yield doubt(
            name,
            "captions that go by too fast to be read: {count}",
            "shorten them in the draft",
            count=fast,
        )
