"""Make a kit: a folder with the films, pictures and texts of one post."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from generator.errors import Problem, Unfit, doubt, unfit
from generator.messages import LANGUAGES
from generator.model import Clip, Content, Photo, Slot, Theme
from generator.plan.media.variants import photo_recipe
from generator.recipes import MadeFile
from generator.share.captions import TimedCaption, read_captions
from generator.share.clip import Film, Tell, draw_film, make_messenger, make_vertical
from generator.share.kit import FRAME_PX, Kit, KitWords, plan_kit
from generator.share.overlay import SQUARE_PX, Ground, make_picture, save_jpeg
from generator.share.texts import texts_of
from generator.work.image import make_photo

_NAMES = ("{}-vertical.mp4", "{}-messenger.mp4", "{}-cover.jpg", "{}-square.jpg", "texts-{}.txt")
_GROUND = Slot("ground", (1600,), formats=("jpeg",))  # the size of photos under covers


@dataclass(frozen=True, slots=True)
class KitRequest:
    """Which kit to make, and where."""

    root: Path  # content/
    content: Content  # as read from there
    theme: Theme
    post: str  # its slug, the name of its folder, or its path
    into: Path  # share/: the kit becomes a folder in it, named by the post's slug
    output: Path  # the site, where no kit may be
    now: datetime  # in Kazakhstan, without a zone
    report: Callable[[str, float], None] | None = None  # a film's name and share done, 0 to 1


@dataclass(frozen=True, slots=True)
class KitMade:
    """The kit, and what could not be made."""

    folder: Path
    files: tuple[MadeFile, ...]
    problems: tuple[Problem, ...]


def make_kit(request: KitRequest) -> KitMade:
    """Make the kit of a post; a part that cannot be made becomes a problem.

    Raises Unfit for a post that does not exist or must not be shared, and for a folder inside
    content/ or output/; OSError where the folder cannot be written.
    """
    _check_place(request)
    kit = plan_kit(request.content, request.theme, request.post, request.now)
    request.into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        prefix=".draft-", dir=request.into, ignore_cleanup_errors=True
    ) as scratch:
        maker = _Maker(request, kit, Path(scratch))
        maker.make()
        folder = request.into / kit.post.slug
        folder.mkdir(exist_ok=True)
        for file in maker.files:
            (maker.scratch / file.name).replace(folder / file.name)
    _remove_stale(folder, {file.name for file in maker.files})
    return KitMade(folder, tuple(maker.files), tuple(dict.fromkeys(maker.problems)))


@dataclass(slots=True)
class _Maker:
    """Makes a kit in a scratch folder and collects problems."""

    request: KitRequest
    kit: Kit
    scratch: Path
    files: list[MadeFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def make(self) -> None:
        self.problems += self.kit.problems
        if self.kit.clip:
            self._films(self.kit.clip)
        self._pictures()
        for words in self.kit.words:
            self._text(words)

    def _films(self, clip: Clip) -> None:
        try:
            films = tuple(self._film(words, clip) for words in self.kit.words)
            made = make_vertical(
                self.kit, films, self.request.root, self.scratch, self._tell("vertical.mp4")
            )
            self.files += [file for file in made if file.name.endswith(".mp4")]
            self._messenger(clip)
        except Unfit as error:
            self.problems.append(error.problem)

    def _film(self, words: KitWords, clip: Clip) -> Film:
        cues: tuple[TimedCaption, ...] = ()
        try:
            cues = read_captions(clip, words.locale, self.kit.part, self.request.root, self.scratch)
        except Unfit as error:
            self.problems.append(error.problem)
        return draw_film(words, cues, self.kit, self.scratch)

    def _messenger(self, clip: Clip) -> None:
        folder = self.scratch / "messenger"  # its poster must not replace the part's
        folder.mkdir()
        file = make_messenger(clip, self.request.root, folder, self._tell("messenger.mp4"))
        if file is None:
            self.problems.append(
                doubt(
                    clip.source.path,
                    "the clip is too long for a messenger's 16 MB",
                    "send the vertical one, or put a shorter clip into the folder",
                )
            )
            return
        for words in self.kit.words:  # the same film, as it has no words
            name = f"{words.locale}-messenger.mp4"
            shutil.copyfile(folder / file.name, self.scratch / name)
            self.files.append(replace(file, name=name))

    def _pictures(self) -> None:
        ground = self._ground()
        for words in self.kit.words:
            for shape, size_px in (("cover", FRAME_PX), ("square", SQUARE_PX)):
                picture = make_picture(words, size_px, ground, self.kit.accent)
                path = self.scratch / f"{words.locale}-{shape}.jpg"
                self.files.append(save_jpeg(picture, path))

    def _ground(self) -> Ground | None:
        """The chosen photo, the best frame of the part, any photo that opens, or None."""
        frame = self.scratch / "poster.png"
        chosen = [self.kit.cover] if self.kit.cover else []
        photos = [medium for medium in self.kit.post.media if isinstance(medium, Photo)]
        if not chosen and frame.exists():
            focus = self.kit.clip.note.focus if self.kit.clip else None
            return Ground(frame, focus or (0.5, 0.4))
        for photo in dict.fromkeys((*chosen, *photos)):
            try:
                return self._photo(photo)
            except Unfit as error:
                self.problems.append(error.problem)
        return Ground(frame) if frame.exists() else None

    def _photo(self, photo: Photo) -> Ground:
        facts, source = photo.facts, photo.source
        recipe = photo_recipe(facts.width_px, facts.height_px, (_GROUND,), photo.note.focus)
        file, *_ = make_photo(recipe, self.request.root / source.path, source.path, self.scratch)
        return Ground(self.scratch / file.name, recipe.focus)

    def _text(self, words: KitWords) -> None:
        path = self.scratch / f"texts-{words.locale}.txt"
        path.write_text(texts_of(words), encoding="utf-8", newline="\n")
        self.files.append(MadeFile(path.name, path.stat().st_size, mime="text/plain"))

    def _tell(self, name: str) -> Tell | None:
        report = self.request.report
        return (lambda share: report(name, share)) if report else None


def _check_place(request: KitRequest) -> None:
    into = request.into.resolve()
    if into.is_relative_to(request.root.resolve()):
        raise unfit(
            str(request.into), "this folder cannot be inside content/", "choose a folder beside it"
        )
    if into.is_relative_to(request.output.resolve()):
        raise unfit(
            str(request.into),
            "this folder would be published with the site",
            "choose a folder beside it",
        )


def _remove_stale(folder: Path, made: set[str]) -> None:
    """Remove files of an earlier kit that this one lacks, so that nobody shares them."""
    for name in (form.format(locale) for locale in LANGUAGES for form in _NAMES):
        if name not in made:
            (folder / name).unlink(missing_ok=True)
