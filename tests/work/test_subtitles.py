import re
from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.model import Cut
from generator.recipes import MadeFile
from generator.work.subtitles import make_subtitles

SRT = """\
1
00:00:01,000 --> 00:00:02,500
Сәлем, <i>әлем</i>!

2
00:00:03,000 --> 00:00:04,000
Мектеп пен жол жөнделді.
"""


def make(tmp_path: Path, content: bytes) -> MadeFile:
    source = tmp_path / "a.srt"
    source.write_bytes(content)
    (made,) = make_subtitles(source, "2026/a.srt", tmp_path)
    return made


def captions(tmp_path: Path, content: bytes) -> str:
    made = make(tmp_path, content)
    written = (tmp_path / "captions.vtt").read_bytes()
    assert (made.name, made.size_bytes, made.mime) == ("captions.vtt", len(written), "text/vtt")
    return written.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_any_encoding_becomes_utf8(tmp_path: Path, encoding: str) -> None:
    for text in (SRT, SRT.replace("\n", "\r\n")):
        assert captions(tmp_path, text.encode(encoding)) == (
            "WEBVTT\n\n"
            "00:00:01.000 --> 00:00:02.500\nСәлем, әлем!\n\n"
            "00:00:03.000 --> 00:00:04.000\nМектеп пен жол жөнделді.\n"
        )


def one_cue(tmp_path: Path, text: str) -> str:
    made = captions(tmp_path, f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n".encode())
    return made.split("02.000\n")[1].rstrip("\n")


def test_marks_of_meaning_are_escaped(tmp_path: Path) -> None:
    assert one_cue(tmp_path, "5 < 6 & 7") == "5 &lt; 6 &amp; 7"
    assert one_cue(tmp_path, "Тәуелсіздік &amp; бірлік") == "Тәуелсіздік &amp; бірлік"


def test_styles_fall_away(tmp_path: Path) -> None:
    assert one_cue(tmp_path, '{\\an8}<font color="red">Жаңа</font> <b>жол</b>') == "Жаңа жол"


def test_hours_and_cues_over_each_other_are_kept_in_order(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE nothing\n\n"
        "01:00:01.000 --> 01:00:05.000 align:start\nb\n\n00:01.000 --> 01:00:03.000\n<v Aida>a\n"
    )
    assert captions(tmp_path, vtt.encode()) == (
        "WEBVTT\n\n00:00:01.000 --> 01:00:03.000\na\n\n01:00:01.000 --> 01:00:05.000\nb\n"
    )


def test_cues_at_one_time_keep_their_order(tmp_path: Path) -> None:
    cue = "00:00:01,000 --> 00:00:02,000"
    made = captions(tmp_path, f"1\n{cue}\nb\n\n2\n{cue}\na\n\n3\n{cue}\nb\n".encode())
    assert [line for line in made.splitlines() if len(line) == 1] == ["b", "a"]


def test_empty_cues_fall_away_and_backward_ones_last_two_seconds(tmp_path: Path) -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\n \n\n2\n00:00:04,000 --> 00:00:03,000\nx\n"
    assert captions(tmp_path, srt.encode()) == "WEBVTT\n\n00:00:04.000 --> 00:00:06.000\nx\n"


def test_words_behind_a_misspelt_time_are_kept(tmp_path: Path) -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:03,000 --> 00:00:0d,000\ny\n"
    assert captions(tmp_path, srt.encode()) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nx\ny\n"


def test_ass_is_read(tmp_path: Path) -> None:
    ass = (
        "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,note\n"
        "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\i1}Бір{\\i0}\\Nекі\n"
    )
    made = captions(tmp_path, ass.encode())
    assert made == "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nБір\nекі\n"


@pytest.mark.parametrize(
    "content", [b"", b"WEBVTT\n", "Жай мәтін.\n".encode(), b"\x00\x01\x02\x03" * 99, b"{1}{2}a\n"]
)
def test_file_without_captions_is_reported(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Unfit) as caught:
        captions(tmp_path, content)
    assert caught.value.problem.where == "2026/a.srt"
    assert "no captions" in caught.value.problem.what
    assert not (tmp_path / "captions.vtt").exists()


def test_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(Unfit):
        make_subtitles(tmp_path / "none.srt", "none.srt", tmp_path)


def srt(*cues: tuple[float, float, str]) -> bytes:
    """Captions with starts and ends in seconds."""
    blocks = (f"{at}\n{clock(cue[0])} --> {clock(cue[1])}\n{cue[2]}" for at, cue in enumerate(cues))
    return "\n\n".join(blocks).encode()


def clock(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02d}:{int(seconds) % 60:02d},{round(seconds * 1000) % 1000:03d}"


def words(tmp_path: Path, *cues: tuple[float, float, str]) -> tuple[str, ...]:
    return make(tmp_path, srt(*cues)).words


def cues_of(vtt: str) -> list[tuple[str, list[str]]]:
    """Each cue's times and its lines."""
    blocks = [block.splitlines() for block in vtt.strip().split("\n\n")[1:]]
    return [(block[0], block[1:]) for block in blocks]


LONG = (
    "Мектептің шатыры жөнделді, терезелері ауыстырылды, ал спорт залына жаңа еден төселді, "
    "келесі жазда асхананың кезегі келеді"
)


def test_long_line_is_broken_into_cues_that_share_its_time(tmp_path: Path) -> None:
    made = cues_of(captions(tmp_path, srt((1, 9, LONG))))
    assert len(made) == 2
    assert all(len(lines) <= 2 for _, lines in made)
    assert all(20 < len(line) <= 39 for _, lines in made for line in lines)
    assert " ".join(line for _, lines in made for line in lines) == LONG
    (first, second) = (times.split(" --> ") for times, _ in made)
    assert (first[0], second[1]) == ("00:00:01.000", "00:00:09.000")
    assert first[1] == second[0]
    letters = [sum(map(len, lines)) for _, lines in made]
    spent = float(first[1].removeprefix("00:00:")) - 1
    assert spent == pytest.approx(8 * letters[0] / sum(letters), abs=0.001)


def test_captions_that_fit_are_left_as_they_are_written(tmp_path: Path) -> None:
    fits = "я" * 39 + "\n" + "ж" * 39
    assert cues_of(captions(tmp_path, srt((1, 2, fits)))) == [
        ("00:00:01.000 --> 00:00:02.000", fits.splitlines())
    ]


def test_three_short_lines_become_what_fits(tmp_path: Path) -> None:
    made = cues_of(captions(tmp_path, srt((1, 2, "Жол\nжөнделді\nбүгін"))))
    assert made == [("00:00:01.000 --> 00:00:02.000", ["Жол жөнделді бүгін"])]


def test_speakers_keep_their_own_lines(tmp_path: Path) -> None:
    said = "- Су қашан болады?\n- Жаңа құбыр тартылып жатыр, су келесі аптада болады деп күтеміз."
    made = cues_of(captions(tmp_path, srt((1, 9, said))))
    lines = [line for _, lines in made for line in lines]
    assert lines[0] == "- Су қашан болады?"
    assert lines[1].startswith("- Жаңа құбыр") and len(lines) == 3
    assert [len(lines) for _, lines in made] == [2, 1]


def test_a_word_longer_than_a_line_is_cut_and_a_moment_is_shared(tmp_path: Path) -> None:
    made = cues_of(captions(tmp_path, srt((1, 1.001, "ы" * 200))))
    assert "".join(line for _, lines in made for line in lines) == "ы" * 200
    assert all(len(line) <= 39 for _, lines in made for line in lines)
    assert all(len(set(times.split(" --> "))) == 2 for times, _ in made)


def test_parts_of_a_cue_stand_among_others_by_their_start(tmp_path: Path) -> None:
    made = cues_of(captions(tmp_path, srt((1, 9, LONG), (2, 3, "қысқа"))))
    assert [times[:12] for times, _ in made] == sorted(times[:12] for times, _ in made)
    assert len(made) == 3


def test_marks_are_counted_as_they_are_read(tmp_path: Path) -> None:
    line = "<i>Тәуелсіздік</i> &amp; бірлік, 5 &lt; 6 &amp; 7"
    assert len(line) > 39
    made = make(tmp_path, srt((1, 2, line)))
    assert made.words == ("Тәуелсіздік & бірлік, 5 < 6 & 7",)
    assert len(cues_of((tmp_path / made.name).read_text(encoding="utf-8"))) == 1


def test_cues_without_a_pause_are_one_paragraph(tmp_path: Path) -> None:
    said = words(tmp_path, (1, 2, "Бүгін мектеп\nашылды."), (4, 5, "Оқушы көп."), (7.1, 8, "Жол."))
    assert said == ("Бүгін мектеп ашылды. Оқушы көп.", "Жол.")


def test_lines_of_rolling_captions_are_said_once(tmp_path: Path) -> None:
    said = words(
        tmp_path, (1, 2, "бір"), (2, 2.01, "бір"), (2.01, 4, "бір\nекі"), (4, 6, "екі\nүш"),
        (6, 8, "үш\nтөрт"),
    )  # fmt: skip
    assert said == ("бір екі үш төрт",)


def test_what_is_said_again_later_is_written_again(tmp_path: Path) -> None:
    assert words(tmp_path, (1, 2, "Рақмет!"), (3, 4, "Рақмет!")) == ("Рақмет! Рақмет!",)


def test_each_speaker_has_a_paragraph(tmp_path: Path) -> None:
    said = words(tmp_path, (1, 2, "- Су қашан?\n— Ертең."), (3, 4, "–Рақмет\n"), (4, 5, "сізге."))
    assert said == ("- Су қашан?", "— Ертең.", "–Рақмет сізге.")


@pytest.mark.parametrize("line", ["— халықтың үйі", "-30 градус", "- 30 адам"])
def test_a_dash_within_a_sentence_begins_no_paragraph(tmp_path: Path, line: str) -> None:
    assert words(tmp_path, (1, 2, "Кітапхана"), (2, 3, line)) == (f"Кітапхана {line}",)


def test_a_long_talk_is_cut_at_the_ends_of_sentences(tmp_path: Path) -> None:
    sentence = "Бүгін ауылда 3 км жол мен г. Павлодар жағындағы көпір жөнделді."
    said = words(tmp_path, *((at, at + 1.0, sentence) for at in range(1, 26, 2)))
    assert [len(part.split()) for part in said] == [66, 66, 11]
    assert all(part.startswith("Бүгін") and part.endswith("жөнделді.") for part in said)


def test_talk_without_full_stops_stays_whole(tmp_path: Path) -> None:
    said = words(tmp_path, *((at, at + 1.0, f"сөз {at} тағы сөз") for at in range(1, 41)))
    assert len(said) == 1 and len(said[0].split()) == 160


def test_captions_of_a_part_count_from_its_beginning(tmp_path: Path) -> None:
    source = tmp_path / "a.srt"
    cues = ((1, 2), (4, 6), (7, 9), (11, 12))
    source.write_text(
        "\n".join(
            f"{at}\n00:00:{start:02},000 --> 00:00:{end:02},500\nСөз {at}\n"
            for at, (start, end) in enumerate(cues, 1)
        ),
        encoding="utf-8",
    )
    (made,) = make_subtitles(source, "a.srt", tmp_path, Cut(5.0, 8.0))
    written = (tmp_path / made.name).read_text(encoding="utf-8")
    assert re.findall(r"(\S+) --> (\S+)\n(.*)", written) == [
        ("00:00:00.000", "00:00:01.500", "Сөз 2"),
        ("00:00:02.000", "00:00:03.000", "Сөз 3"),
    ]
    assert "Сөз 1" not in " ".join(made.words)
