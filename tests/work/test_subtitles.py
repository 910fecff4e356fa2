from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.work.subtitles import make_subtitles

SRT = """\
1
00:00:01,000 --> 00:00:02,500
Сәлем, <i>әлем</i>!

2
00:00:03,000 --> 00:00:04,000
Мектеп пен жол жөнделді.
"""


def captions(tmp_path: Path, content: bytes) -> str:
    source = tmp_path / "a.srt"
    source.write_bytes(content)
    (made,) = make_subtitles(source, "2026/a.srt", tmp_path)
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
