"""Write drafts of captions by speech recognition, for a person to correct."""

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
from generator.media.cue import Cue
from generator.messages import Words, printable
from generator.model import Clip
from generator.work.subtitles import cue_block

DRAFT_MARK = "~draft "
"""The start of a draft's name: builds ignore names that start with "~"."""


@dataclass(frozen=True, slots=True)
class CaptionsRequest:
    """Which clips to caption, with which model."""

    content: Path
    post: str  # the path of its folder or clip, or a part of its name
    model: str = ""  # a model's folder or its parent; "" reads JARSHY_VOSK_MODEL
    locale: str = ""  # of the speech; "" takes the model's
    language: str = "en"  # of the note in a draft
    report: Callable[[str, float], None] | None = None  # a clip's path and share done, 0 to 1


@dataclass(frozen=True, slots=True)
class CaptionsMade:
    """The drafts that were written, and the problems with others."""

    drafts: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def draft_captions(request: CaptionsRequest) -> CaptionsMade:
    """Write a draft beside each clip of the post that has no captions in the spoken language.

    Builds ignore a draft until somebody removes the mark from its name. No file is overwritten.
    Raises OSError where the folder cannot be written to.
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
    cues = make_cues(words, round((clip.note.cut.end or clip.facts.seconds) * 1000))
    draft = _vtt(cues, path, Words(request.language))
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(draft)
    problems.extend(_doubts(cues, words, model.locale, name))
    return path


def _check(clip: Clip, locale: str, path: Path) -> None:
    name = clip.source.path
    captions = [sub.source.path for sub in clip.subtitles if sub.locale == locale]
    if captions:
        raise unfit(
            name,
            "there are captions in this language already: {other}",
            "to draft them anew, move that file away first",
            other=posixpath.basename(captions[0]),
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
    note = (  # players do not show it
        words("This is what a computer heard. Read it beside the clip and mend it."),
        words(
            "Then take “{mark}” off the name of this file, and its words are on the site: {name}",
            mark=DRAFT_MARK.strip(),
            name=path.name.removeprefix(DRAFT_MARK),
        ),
    )
    # An arrow would end the note and start a caption.
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
