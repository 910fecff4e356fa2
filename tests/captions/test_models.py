"""Speech models are found by their layout, and their language by their name."""

from pathlib import Path

import pytest

from generator.captions.models import MODEL_VARIABLE, Model, find_model
from generator.errors import Unfit

NEWER, OLDER = ("am/final.mdl", "conf/mfcc.conf"), ("final.mdl", "mfcc.conf")


def unpack(folder: Path, files: tuple[str, ...] = NEWER) -> Path:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def refusal(named: Path | str, locale: str = "") -> str:
    with pytest.raises(Unfit) as caught:
        find_model(str(named), locale)
    return caught.value.problem.what


@pytest.mark.parametrize("files", [NEWER, OLDER])
@pytest.mark.parametrize("inside", ["", "vosk-model-small-ru-0.22"])
def test_a_model_is_known_by_its_files(tmp_path: Path, files: tuple[str, ...], inside: str) -> None:
    folder = tmp_path / "vosk-model-small-ru-0.22"
    unpack(folder / inside, files)
    assert find_model(str(folder), "") == Model(folder / inside, "ru")


@pytest.mark.parametrize("files", [(NEWER[0],), (OLDER[1],), (NEWER[0], OLDER[1])])
def test_half_of_a_model_is_none(tmp_path: Path, files: tuple[str, ...]) -> None:
    unpack(tmp_path / "vosk-model-kz", files)
    assert refusal(tmp_path) == "there is no vosk model in this folder"


@pytest.mark.parametrize(
    ("name", "locale"), [("vosk-model-small-kz-0.15", "kk"), ("model_RU", "ru"), ("kk", "kk")]
)
def test_the_name_of_a_model_says_its_language(tmp_path: Path, name: str, locale: str) -> None:
    assert find_model(str(unpack(tmp_path / name)), "").locale == locale


@pytest.mark.parametrize("name", ["vosk-rural", "vosk-guru"])
def test_letters_inside_a_word_are_no_language(tmp_path: Path, name: str) -> None:
    model = unpack(tmp_path / name)
    assert refusal(model) == "the name of this model does not say its language"
    assert find_model(str(model), "ru") == Model(model, "ru")


def test_of_several_models_the_one_for_the_language_is_taken_and_kazakh_first(
    tmp_path: Path,
) -> None:
    russian, kazakh = unpack(tmp_path / "a-ru"), unpack(tmp_path / "b-kz")
    assert find_model(str(tmp_path), "").folder == kazakh
    assert find_model(str(tmp_path), "ru").folder == russian
    assert refusal(russian, "kk") == "this speech model is for another language: {found}"


def test_the_environment_names_a_model_where_nobody_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    assert refusal("") == "no speech model is named"
    model, other = unpack(tmp_path / "one-kz"), unpack(tmp_path / "two-kz")
    monkeypatch.setenv(MODEL_VARIABLE, str(model))
    assert find_model("", "").folder == model
    assert find_model(str(other), "").folder == other
