"""Find vosk models and their languages."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import unfit

MODEL_VARIABLE = "JARSHY_VOSK_MODEL"
"""The environment variable with a model's folder or its parent."""

# The two layouts, newer and older, by which vosk 0.3.45 recognises a model (model.cc).
_LAYOUTS = (("am/final.mdl", "conf/mfcc.conf"), ("final.mdl", "mfcc.conf"))

# vosk-model-small-kz-0.15, vosk-model-small-ru-0.22: vosk uses the country's code for Kazakh.
_NAMED = re.compile(r"(?<![^\W_])(kz|kk|ru)(?![^\W_])", re.IGNORECASE)
_LOCALES = {"kz": "kk", "kk": "kk", "ru": "ru"}


@dataclass(frozen=True, slots=True)
class Model:
    """A vosk model and its language, "" where its name does not say."""

    folder: Path
    locale: str


def find_model(named: str, locale: str) -> Model:
    """The model for `locale`; for "" a Kazakh one, or else a Russian one.

    `named` is a model's folder or its parent; "" reads JARSHY_VOSK_MODEL. Raises Unfit where no
    model fits.
    """
    where = named or os.environ.get(MODEL_VARIABLE, "")
    if not where:
        raise unfit(
            "",
            "no speech model is named",
            "unpack a vosk model and name its folder: --model FOLDER",
        )
    models = _models(Path(where).expanduser())
    if not models:
        raise unfit(
            where,
            "there is no vosk model in this folder",
            "name the unpacked folder, the one with am and conf in it",
        )
    return _fitting(models, where, locale)


def _fitting(models: list[Model], where: str, locale: str) -> Model:
    known = sorted((model for model in models if model.locale), key=lambda model: model.locale)
    fitting = [model for model in known if locale in ("", model.locale)]
    if fitting:
        return fitting[0]
    if known:
        raise unfit(
            where,
            "this speech model is for another language: {found}",
            "name a model for the language that is spoken",
            found=known[0].locale,
        )
    if locale:
        return Model(models[0].folder, locale)
    raise unfit(
        where,
        "the name of this model does not say its language",
        "say what is spoken in the clip: --spoken kk or --spoken ru",
    )


def _models(folder: Path) -> list[Model]:
    # Two levels deep: an archive may contain a folder of its own name.
    folders = [folder, *sorted(folder.glob("*/")), *sorted(folder.glob("*/*/"))]
    return [Model(path, _locale(path)) for path in folders if _is_model(path)]


def _is_model(folder: Path) -> bool:
    return any(all((folder / name).is_file() for name in layout) for layout in _LAYOUTS)


def _locale(folder: Path) -> str:
    named = _NAMED.search(folder.resolve().name)
    return _LOCALES[named[1].lower()] if named else ""
