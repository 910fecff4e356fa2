"""Files become photos and clips, each once, and clips get their subtitles."""

import pytest
from msgspec.structs import replace

from generator.errors import Problem, problem
from generator.intake.media_files import cover_of, in_order, photos_and_clips, with_subtitles
from generator.limits import TEXT_BYTES
from generator.model import Clip, ClipFacts, Cut, MediaNote, Photo, Probe, Source
from tests.support.written_content import CLIP, PHOTO, source_of

ANY_LOCALE = "ru"
WRITTEN = "1\n00:00:01,000 --> 00:00:02,000\nСегодня школу отремонтировали.\n".encode()


def clip(path: str, facts: ClipFacts = CLIP) -> Clip:
    return Clip(source_of(path), facts)


def photo(path: str) -> Photo:
    return Photo(source_of(path), PHOTO)


def paired(
    media: list[Photo | Clip], *paths: str, size_bytes: int = 100
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The subtitle files of each clip by language, and the problems."""
    problems: list[Problem] = []
    files = tuple(Source(path, path, size_bytes, 0.0) for path in paths)
    done = with_subtitles(media, files, lambda _: WRITTEN, ("kk", "ru"), problems)
    tracks = {
        item.source.path: {track.locale: track.source.path for track in item.subtitles}
        for item in done
        if isinstance(item, Clip)
    }
    return tracks, problems


def test_equal_bytes_are_shown_once() -> None:
    problems: list[Problem] = []
    files = (source_of("a.jpg", "same"), source_of("b.jpg", "same"))
    media = photos_and_clips(files, {}, {files[0].digest: Probe(photo=PHOTO)}, problems)
    assert [item.source.path for item in media] == ["a.jpg"]
    assert [problem.where for problem in problems] == ["b.jpg"]


def test_a_problem_names_the_file_and_a_repaired_photo_is_shown() -> None:
    problems: list[Problem] = []
    file = source_of("жаңа/a.jpg")
    probe = Probe(photo=PHOTO, problem=problem("old/name.jpg", "the photo is damaged"))
    assert len(photos_and_clips((file,), {}, {file.digest: probe}, problems)) == 1
    assert [problem.where for problem in problems] == ["жаңа/a.jpg"]


def found(*names: str) -> tuple[dict[str, str], list[Problem]]:
    """Each clip's name with that of its version in sign language, and the problems."""
    problems: list[Problem] = []
    files = tuple(source_of(name) for name in names)
    probes = {file.digest: Probe(clip=CLIP) for file in files}
    media = photos_and_clips(files, {}, probes, problems)
    clips = [item for item in media if isinstance(item, Clip)]
    return {
        item.source.path: item.sign.source.path if item.sign else "" for item in clips
    }, problems


def test_a_clip_in_sign_language_belongs_to_the_clip_of_its_name() -> None:
    signed, problems = found("a/IMG_1.mp4", "a/IMG_1.SIGN.MOV", "a/IMG_2.mp4")
    assert signed == {"a/IMG_1.mp4": "a/IMG_1.SIGN.MOV", "a/IMG_2.mp4": ""}
    assert problems == []


def test_a_clip_in_sign_language_without_its_clip_is_shown_and_said() -> None:
    signed, problems = found("a/IMG_1.mp4", "a/IMG_3.sign.mp4")
    assert signed == {"a/IMG_1.mp4": "", "a/IMG_3.sign.mp4": ""}
    assert [problem.where for problem in problems] == ["a/IMG_3.sign.mp4"]


def test_a_note_is_found_whatever_the_case_of_the_name() -> None:
    file, note = source_of("а/IMG_1.JPG"), MediaNote(credit="Аян")
    probes = {file.digest: Probe(photo=PHOTO)}
    (item,) = photos_and_clips((file,), {"img_1.jpg": note}, probes, [])
    assert item.note == note


@pytest.mark.parametrize(("seconds", "shown"), [(2.9, ["a.heic"]), (5.1, ["a.heic", "A.mov"])])
def test_a_live_photo_is_a_photo(seconds: float, shown: list[str]) -> None:
    files = (source_of("a.heic"), source_of("A.mov"))
    facts = ClipFacts(1920, 1080, seconds=seconds, fps=30.0)
    probes = {files[0].digest: Probe(photo=PHOTO), files[1].digest: Probe(clip=facts)}
    media = photos_and_clips(files, {}, probes, [])
    assert [item.source.path for item in media] == shown


def test_a_single_clip_gets_every_subtitle_file() -> None:
    tracks, problems = paired([clip("a.mp4"), photo("b.jpg")], "b.kk.srt", "words.ru.vtt")
    assert tracks == {"a.mp4": {"kk": "b.kk.srt", "ru": "words.ru.vtt"}}
    assert not problems


def test_among_several_clips_the_name_decides() -> None:
    media: list[Photo | Clip] = [clip("а/A.mp4"), clip("а/b.mp4")]
    tracks, problems = paired(media, "а/a.kk.srt", "а/b.srt", "а/c.srt", "b.srt")
    assert tracks == {"а/A.mp4": {"kk": "а/a.kk.srt"}, "а/b.mp4": {ANY_LOCALE: "а/b.srt"}}
    assert [problem.where for problem in problems] == ["а/c.srt", "b.srt"]


def test_a_second_file_in_a_language_is_a_doubt() -> None:
    tracks, (doubt,) = paired([clip("a.mp4")], "a.kk.srt", "a.kk.vtt")
    assert tracks == {"a.mp4": {"kk": "a.kk.srt"}}
    assert (doubt.where, dict(doubt.values)) == ("a.kk.vtt", {"other": "a.kk.srt"})


def test_subtitles_beyond_the_limit_are_left_out() -> None:
    assert paired([clip("a.mp4")], "a.kk.srt", size_bytes=TEXT_BYTES)[1] == []
    tracks, problems = paired([clip("a.mp4")], "a.kk.srt", size_bytes=TEXT_BYTES + 1)
    assert tracks == {"a.mp4": {}} and len(problems) == 1


def test_the_cover_is_the_named_file_or_the_one_called_so() -> None:
    media = (photo("а/a.jpg"), photo("а/Cover.JPG"))
    assert cover_of(media, "A.jpg") == "а/a.jpg"
    assert cover_of(media, "") == "а/Cover.JPG"
    assert cover_of(media, "no.jpg") == ""


def cut_clips(cut: Cut, seconds: float = 30.0) -> tuple[list[Photo | Clip], list[Problem]]:
    """A clip of which that part is to be shown, and the problems."""
    problems: list[Problem] = []
    file = source_of("a.mp4")
    probes = {file.digest: Probe(clip=replace(CLIP, seconds=seconds))}
    return photos_and_clips((file,), {"a.mp4": MediaNote(cut=cut)}, probes, problems), problems


@pytest.mark.parametrize(
    ("cut", "kept", "seconds"),
    [
        (Cut(2.0, 12.0), Cut(2.0, 12.0), 10.0),
        (Cut(2.0), Cut(2.0), 28.0),
        (Cut(0.0, 40.0), Cut(), 30.0),  # as long as it is: made under the same key
    ],
)
def test_a_part_of_a_clip_is_shown(cut: Cut, kept: Cut, seconds: float) -> None:
    (item,), problems = cut_clips(cut)
    assert isinstance(item, Clip) and not problems
    assert (item.note.cut, item.seconds) == (kept, seconds)


@pytest.mark.parametrize("cut", [Cut(12.0, 2.0), Cut(31.0), Cut(29.8), Cut(31.0, 60.0)])
def test_a_clip_of_which_nothing_is_left_is_not_shown_whole(cut: Cut) -> None:
    media, problems = cut_clips(cut)
    assert not media
    assert [problem.where for problem in problems] == ["a.mp4"]


def test_the_order_that_was_named_comes_first_then_the_names() -> None:
    files = tuple(map(source_of, ("b/2.jpg", "b/10.jpg", "b/1.jpg", "b/И\u0306.jpg")))
    order = ("Й.JPG", "10.jpg", "none.jpg", "10.jpg")
    assert [file.path for file in in_order(files, order)] == [
        "b/И\u0306.jpg", "b/10.jpg", "b/1.jpg", "b/2.jpg",
    ]  # fmt: skip
