"""The clips of a post are found by path or by a part of a name, with the captions beside them."""

from pathlib import Path

import pytest

from generator.captions.clips import clips_of
from generator.errors import Problem, Unfit
from tests.support.content import draw_photo, film, write_post

SRT = "1\n00:00:00,000 --> 00:00:01,000\n{}\n"
KAZAKH, RUSSIAN = "Мектеп жөнделді, балалар қуанышты.", "Школа отремонтирована, дети рады."


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("clips") / "a.mp4").read_bytes()


@pytest.fixture
def content(tmp_path: Path, clip: bytes) -> Path:
    root = tmp_path / "content"
    school = write_post(root, "2026-11-20 Мектеп", "# Мектеп")
    (school / "b.mp4").write_bytes(clip + b"\0\0\0\x08free")  # else it is the same file twice
    (school / "a.MOV").write_bytes(clip)
    (school / "a.srt").write_text(SRT.format(RUSSIAN), encoding="utf-8")
    draw_photo(school / "c.jpg")
    write_post(root, "2026-11-21 Көпір", "# Көпір")
    for name in ("2026-11-22 Жол.mp4", "2026-11-22 Көше.mp4"):
        (root / name).write_bytes(clip)
    (root / "2026-11-22 Жол.kk.srt").write_text(SRT.format(KAZAKH), encoding="utf-8")
    return root


def paths(content: Path, post: str) -> list[tuple[str, list[str]]]:
    """Each clip, and the languages of its captions."""
    problems: list[Problem] = []
    clips = clips_of(content, post, problems)
    assert problems == []
    return [(c.source.path, [subtitle.locale for subtitle in c.subtitles]) for c in clips]


def refusal(content: Path, post: str) -> str:
    with pytest.raises(Unfit) as caught:
        clips_of(content, post, [])
    return caught.value.problem.what


SCHOOL = [("2026-11-20 Мектеп/a.MOV", ["ru"]), ("2026-11-20 Мектеп/b.mp4", [])]


@pytest.mark.parametrize("post", ["2026-11-20 Мектеп", "мектеп", "2026-11-20 Мектеп/"])
def test_the_clips_of_a_folder_come_with_their_captions(content: Path, post: str) -> None:
    assert paths(content, post) == SCHOOL


def test_a_path_from_anywhere_is_a_post_too(content: Path) -> None:
    assert paths(content, str(content / "2026-11-20 Мектеп")) == SCHOOL


def test_a_lone_clip_comes_without_its_neighbours(content: Path) -> None:
    lone = "2026-11-22 Жол.mp4"
    (content / "2026-11-22 Жол.mov").write_bytes((content / lone).read_bytes())
    assert paths(content, lone) == [(lone, ["kk"])]
    assert paths(content, "көше") == [("2026-11-22 Көше.mp4", [])]


@pytest.mark.parametrize("post", ["", "2026", "Жоқ", "..", "."])
def test_what_names_no_post_or_several_is_refused(content: Path, post: str) -> None:
    assert refusal(content, post) == "there is no such post in content/"


def test_no_name_is_refused_even_where_there_is_one_post(tmp_path: Path) -> None:
    write_post(tmp_path, "2026-11-21 Көпір", "# Көпір")
    assert refusal(tmp_path, "") == "there is no such post in content/"


def test_a_post_without_a_clip_is_refused(content: Path) -> None:
    assert refusal(content, "Көпір") == "there is no clip in this post"


def test_a_broken_clip_is_a_problem_and_the_others_are_there(content: Path) -> None:
    (content / "2026-11-20 Мектеп/b.mp4").write_bytes(b"no clip")
    problems: list[Problem] = []
    (clip,) = clips_of(content, "Мектеп", problems)
    assert clip.source.path == "2026-11-20 Мектеп/a.MOV"
    assert [problem.where for problem in problems] == ["2026-11-20 Мектеп/b.mp4"]
