"""Makes the kit of a post for networks in the background, and hands out its files."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import Problem, Unfit, disk_problem
from generator.inputs import BuildRequest, kazakhstan_now
from generator.intake.deputy_toml import home_of
from generator.pipeline import read_content
from generator.share.make_kit import KitRequest, make_kit

FOLDER = "share"


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file of a kit."""

    name: str
    size_bytes: int
    text: str = ""  # of a file with texts to copy


@dataclass(frozen=True, slots=True)
class KitState:
    """How far a kit is."""

    share: float = 0.0  # from 0 to 1
    files: tuple[KitFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_ready: bool = False


class Kits:
    """The kits of this studio, by slug; one is made at a time."""

    def __init__(self, request: BuildRequest, changed: Callable[[], None] = lambda: None) -> None:
        self._request, self._changed = request, changed
        self._states: dict[str, KitState] = {}
        self._making = threading.Lock()
        self._lock = threading.Lock()

    @property
    def states(self) -> Mapping[str, KitState]:
        return dict(self._states)

    def begin(self, slug: str) -> None:
        """Makes the kit of that post, unless it is being made."""
        with self._lock:
            known = self._states.get(slug)
            if known and not known.is_ready:
                return
            self._states[slug] = KitState()
        threading.Thread(target=self._make, args=(slug,), name="kit", daemon=True).start()

    def file(self, slug: str, name: str) -> Path | None:
        """A file of a kit that was made; None where there is none of that name."""
        state = self._states.get(slug, KitState())
        names = {file.name for file in state.files}
        return self._into / slug / name if name in names else None

    @property
    def _into(self) -> Path:
        return home_of(self._request.content) / FOLDER

    def _make(self, slug: str) -> None:
        try:
            with self._making:
                state = self._made(slug)
        except Unfit as error:
            state = KitState(problems=(error.problem,))
        except OSError as error:
            state = KitState(problems=(disk_problem(error),))
        self._states[slug] = replace(state, share=1.0, is_ready=True)
        self._changed()

    def _made(self, slug: str) -> KitState:
        reading, now = read_content(self._request), kazakhstan_now()

        def report(name: str, share: float) -> None:
            # The vertical film takes most of the time; it comes first.
            done = share * 0.7 if name.startswith("vertical") else 0.7 + share * 0.3
            self._states[slug] = replace(self._states[slug], share=done)

        content, output = self._request.content, self._request.output
        made = make_kit(
            KitRequest(
                content, reading.content, reading.theme, slug, self._into, output, now, report
            )
        )
        files = tuple(
            KitFile(file.name, file.size_bytes, _text(made.folder / file.name))
            for file in made.files
        )
        return KitState(files=files, problems=made.problems)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.suffix == ".txt" else ""
