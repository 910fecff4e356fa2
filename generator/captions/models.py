"""A folder that somebody named in, the vosk model in it and its language out."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import unfit

MODEL_VARIABLE = "JARSHY_VOSK_MODEL"
"""Names the folder of the model, or the one around several, for good."""

# How vosk 0.3.45 tells a model from another folder (model.cc): its newer layout, its older one.
_LAYOUTS = (("am/final.mdl", "conf/mfcc.conf"), ("final.mdl", "mfcc.conf"))

# vosk-model-small-kz-0.15, vosk-model-small-ru-0.22: Kazakh goes by its country's code there.
_NAMED = re.compile(r"(?<![^\W_])(kz|kk|ru)(?![^\W_])", re.IGNORECASE)
_LOCALES = {"kz": "kk", "kk": "kk", "ru": "ru"}


@dataclass(frozen=True, slots=True)
class Model:
    """A model, and the language that it understands."""

    folder: Path
    locale: str


def find_model(named: str, locale: str) -> Model:
    """The model for that language; where it is "", for Kazakh if there is one, else Russian.

    `named` is a model's folder or the one around several; where it is "", JARSHY_VOSK_MODEL is.
    Raises Unfit where there is none that fits.
    """
    where = named or os.environ.get(MODEL_VARIABLE, "")
    if not where:
        raise unfit(
            "",
            "no speech model is named",
            "unpack a vosk model and name its folder: --model FOLDER",
        )
    found = _models(Path(where).expanduser())
    if not found:
        raise unfit(
            where,
            "there is no vosk model in this folder",
            "name the unpacked folder, the one with am and conf in it",
        )
    return _fitting(found, where, locale)


def _fitting(found: list[Model], where: str, locale: str) -> Model:
    known = sorted((one for one in found if one.locale), key=lambda one: one.locale)
    fits = [one for one in known if locale in ("", one.locale)]
    if fits:
        return fits[0]
    if known:
        raise unfit(
            where,
            "this speech model is for another language: {found}",
            "name a model for the language that is spoken",
            found=known[0].locale,
        )
    if locale:
        return Model(found[0].folder, locale)
    raise unfit(
        where,
        "the name of this model does not say its language",
        "say what is spoken in the clip: --spoken kk or --spoken ru",
    )


def _models(folder: Path) -> list[Model]:
    """The models at the folder, in it, and one deeper: an archive may hold a folder of its name."""
    found = [folder, *sorted(folder.glob("*/")), *sorted(folder.glob("*/*/"))]
    return [Model(one, _locale(one)) for one in found if _is_model(one)]


def _is_model(folder: Path) -> bool:
    return any(all((folder / name).is_file() for name in layout) for layout in _LAYOUTS)


def _locale(folder: Path) -> str:
    named = _NAMED.search(folder.resolve().name)
    return _LOCALES[named[1].lower()] if named else ""
