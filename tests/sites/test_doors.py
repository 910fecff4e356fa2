"""Whatever bytes come through a door: a value or a problem, in time, and never a traceback."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import Unfit
from generator.intake.front_matter import BrokenFrontMatter, split_front_matter
from generator.intake.post_facts import read_post_facts
from generator.intake.probe import probe_file
from generator.intake.settings import read_toml
from generator.intake.site_toml import read_site
from generator.intake.text import TextFile, blocks, finish_text, read_text
from generator.language.alphabet import slugify
from generator.limits import FIELD_LETTERS, ITEMS, SETTINGS_BYTES, TEXT_LETTERS, WORD_NODES
from generator.plan.pages.json_ld import HEADLINE
from generator.work.subtitles import make_subtitles
from tests.support.mutated import (
    CAPTIONS,
    FRONT,
    SETTINGS,
    SITE,
    clip,
    mutated,
    photo,
    with_changed_part,
    word_file,
)
from tests.support.payloads import body

LOCALES = ("kk", "ru")
often = settings(max_examples=60, suppress_health_check=list(HealthCheck))

Door = Callable[[bytes], object]


def text_door(content: bytes, name: str = "kk.md") -> TextFile:
    file = read_text(content, name, "", LOCALES)
    for raw in file.texts:
        body, _ = blocks(raw.html, lambda _: "")
        text = finish_text(raw, body, "", "")
        assert_clean("".join(block.html for block in text.body))
        assert len(text.title) <= max(TEXT_LETTERS, HEADLINE)
    return file


def word_door(content: bytes) -> TextFile:
    return text_door(content, "kk.docx")


def settings_door(content: bytes) -> object:
    return read_post_facts(read_toml(content, "post.toml"), "post.toml", LOCALES)


def captions_door(content: bytes) -> object:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.srt")
        path.write_bytes(content)
        make_subtitles(path, "a.srt", Path(folder))
        return path.with_name("captions.vtt").read_text(encoding="utf-8")


def media_door(content: bytes) -> object:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(content)
        probe = probe_file(path, "a")
        assert [probe.photo, probe.clip].count(None) + bool(probe.problem) >= 1
        return probe


TEXT_DOORS: dict[str, tuple[Door, bytes]] = {
    "text": (text_door, FRONT),
    "post.toml": (settings_door, SETTINGS),
    "site.toml": (partial(read_site, lost=[]), SITE),
    "captions": (captions_door, CAPTIONS),
}


def through(door: Door, content: bytes) -> object:
    """What the door makes of it; None where it says what is wrong."""
    try:
        return door(content)
    except Unfit as error:
        assert error.problem.what
        return None


# Anything at all


@pytest.mark.parametrize("name", TEXT_DOORS)
def test_any_bytes_are_a_value_or_a_problem(name: str) -> None:
    @often
    @given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
    def try_it(content: bytes) -> None:
        through(TEXT_DOORS[name][0], content)

    try_it()


@pytest.mark.parametrize("name", TEXT_DOORS)
def test_a_good_file_with_changed_bytes_is_a_value_or_a_problem(name: str) -> None:
    door, good = TEXT_DOORS[name]
    assert through(door, good) is not None
    for seed in range(150):
        through(door, mutated(good, Random(seed)))


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "gif", "tiff", "heic", "avif"])
def test_a_photo_with_changed_bytes_is_a_value_or_a_problem(ending: str) -> None:
    good = photo(ending)
    assert through(media_door, good) is not None
    for seed in range(40):
        through(media_door, mutated(good, Random(seed)))


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "webm", "avi", "ts"])
def test_a_clip_with_changed_bytes_is_a_value_or_a_problem(ending: str, tmp_path: Path) -> None:
    good = clip(tmp_path, ending)
    assert through(media_door, good) is not None
    for seed in range(25):
        through(media_door, mutated(good, Random(seed)))


def test_a_word_file_with_changed_parts_is_a_value_or_a_problem() -> None:
    good = word_file()
    assert through(word_door, good) is not None
    for seed in range(40):
        through(word_door, with_changed_part(good, Random(seed)))
        through(word_door, mutated(good, Random(seed)))


@pytest.mark.slow
def test_the_long_sweep(tmp_path: Path) -> None:
    """Some minutes: every door, thousands of changed files, nothing slower than ten seconds."""
    goods: list[tuple[Door, bytes]] = list(TEXT_DOORS.values())
    goods += [(media_door, photo(end)) for end in ("jpg", "png", "webp", "tiff", "heic", "avif")]
    goods += [(media_door, clip(tmp_path, end)) for end in ("mp4", "mov", "mkv", "webm", "ts")]
    word = word_file()
    for seed in range(1000, 3000):
        for door, good in goods:
            through(door, mutated(good, Random(seed)))
        through(word_door, with_changed_part(word, Random(seed)))


# The sanitiser

_TAG = re.compile(r"<(/?)([a-z0-9]+)((?:\s[^<>]*)?)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')
_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "u", "s", "del"),
    *("sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def assert_clean(html: str) -> None:
    """Only tags that show words, only attributes that cannot run, only addresses that lead out."""
    assert len(_TAG.findall(html)) == html.count("<")
    for _, name, attributes in _TAG.findall(html):
        assert name in _TAGS
        for key, value in _ATTRIBUTE.findall(attributes):
            assert key in ("href", "rel", "start")
            assert key != "href" or value.startswith(("http:", "https:", "mailto:", "tel:"))
    assert nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}) is not None


_PIECES = (
    *("<script>", "</script>", "<img src=x onerror=a>", "<a href='", "javascript:a", "'>", "</a>"),
    *("<svg onload=a>", "<math>", "<style>", "</style>", "<!--", "-->", "]]>", "<p>", "&lt;"),
    *(
        "&#60;",
        "<table>",
        "<td>",
        "<![CDATA[",
        "[x](",
        ")",
        "![",
        "](a.jpg)",
        "`",
        "> ",
        "- ",
        "# ",
    ),
    *("<noscript>", "<title>", "<textarea>", "\0", "\u202e", "слово ", '"', "=", "\n", "\n\n"),
)
markup = st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)


@often
@given(markup)
def test_whatever_is_written_only_words_and_their_shape_come_out(written: str) -> None:
    through(text_door, written.encode())
    through(lambda content: text_door(content, "kk.txt"), written.encode())


def test_every_known_attack_comes_out_clean() -> None:
    assert through(text_door, f"# x\n\n{body()}".encode()) is not None
    for attack in body().split("\n\n"):
        through(text_door, attack.encode())


# Slugs


@often
@given(st.text(max_size=200))
def test_a_slug_is_a_plain_name_on_every_system(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= 62
    assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug)
    assert slugify(slug) == slug


@pytest.mark.parametrize("name", ["con", "CON", "Nul", "aux", "COM1", "lpt9", "Con.", "prn "])
def test_names_that_windows_keeps_for_itself_are_no_slugs(name: str) -> None:
    assert slugify(name) == slugify(name).lower() != name.lower().strip(". ")


# Bombs: small files that mean large ones


def nested_yaml(levels: int) -> str:
    lines = ['a0: &a0 ["x", "x", "x", "x", "x", "x", "x", "x", "x"]']
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, levels)]
    return "---\n" + "\n".join(lines) + "\n---\nСөз"


BOMBS: dict[str, str] = {
    "a billion laughs": nested_yaml(9),
    "lists in lists": f"---\na: {'[' * 5000}\n---\nСөз",
    "a list that holds itself": "---\na: &a [*a]\n---\nСөз",
    "a number of many digits": f"---\na: {'9' * 10_000}\n---\nСөз",
    "a key of many letters": f"---\n? {'k' * 300_000}\n: 1\n---\nСөз",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_front_matter_that_grows_is_refused(bomb: str) -> None:
    with pytest.raises(BrokenFrontMatter):
        split_front_matter(BOMBS[bomb], "kk.md")


def test_an_alias_that_people_use_is_fine() -> None:
    front, _ = split_front_matter("---\na: &a [1]\nb: *a\n---\nСөз", "kk.md")
    assert front == {"a": [1], "b": [1]}


TABLES: dict[str, str] = {
    "lists in lists": f"a = {'[' * 20_000}",
    "tables in tables": f"{'.'.join(['a'] * 5000)} = 1",
    "a number of many digits": f"share_from = {'9' * 10_000}",
    "a long text": f'credit = "{"x" * (FIELD_LETTERS + 1)}"',
    "many tags": f"tags = {['a'] * (ITEMS + 1)}",
    "many bytes": f"# {'x' * SETTINGS_BYTES}",
    "no number": "share_from = nan",
    "no end": "share_to = inf",
    "beside the picture": '[media."a.jpg"]\nfocus = [2.0, 0.5]',
    "before the clip": '[media."a.mp4"]\nposter_at = -1.0',
}


@pytest.mark.parametrize("table", TABLES)
def test_settings_that_nobody_wrote_are_refused(table: str) -> None:
    with pytest.raises(Unfit):
        settings_door(TABLES[table].encode())


TEXTS: dict[str, str] = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "tags without an end": "<a " * 20_000,
    "a book": "сөз " * TEXT_LETTERS,
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_takes_minutes_is_refused_at_once(text: str) -> None:
    with pytest.raises(BrokenFrontMatter):
        text_door(TEXTS[text].encode())


def word_with(part: bytes, name: str = "word/document.xml") -> bytes:
    file = io.BytesIO(word_file())
    with zipfile.ZipFile(file) as given:
        parts = {one: given.read(one) for one in given.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        for one, content in {**parts, name: part}.items():
            kept.writestr(one, content)
    return made.getvalue()


_W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_END = b"</w:body></w:document>"
_DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [%s]>'
_LAUGHS = b'<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10 if at > 1 else b"&a;" * 10)
    for at in range(1, 9)
)

WORDS: dict[str, bytes] = {
    "entities that grow": _DOCTYPE % _LAUGHS + _W + b"<w:p><w:r><w:t>&a8;</w:t></w:r></w:p>" + _END,
    "a file of this computer": _DOCTYPE % b'<!ENTITY a SYSTEM "file:///etc/passwd">'
    + _W
    + b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
    + _END,
    "a file in another alphabet": (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY a "x">]>'.encode("utf-16")
    ),
    "elements in elements": _W + b"<w:p>" * 5000 + b"</w:p>" * 5000 + _END,
    "elements without number": _W + b"<w:p/>" * (WORD_NODES + 1) + _END,
    "zeros": b" " * 40_000_000,
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_file_that_grows_is_refused(word: str) -> None:
    content = word_with(WORDS[word])
    assert len(content) < 200_000
    with pytest.raises(Unfit) as caught:
        word_door(content)
    assert "Word" in caught.value.problem.what


def test_a_word_file_shows_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("PASSWORD", encoding="utf-8")
    place = secret.as_uri().encode()
    relations = (
        b'<?xml version="1.0"?><Relationships '
        b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" TargetMode="External" Target="%s" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>' % place
    )
    picture = (
        b'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        b'2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/'
        b'drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats'
        b'.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxml'
        b'formats.org/officeDocument/2006/relationships" r:link="r1"/></pic:blipFill></pic:pic>'
        b"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    text = b"<w:p><w:r><w:t>word</w:t></w:r></w:p>"
    content = word_with(relations, "word/_rels/document.xml.rels")
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        parts = {one: given.read(one) for one in given.namelist()}
    parts["word/document.xml"] = _W + text + picture + _END
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as kept:
        for name, part in parts.items():
            kept.writestr(name, part)
    read = word_door(file.getvalue())
    assert "word" in str(read.texts)
    assert "PASSWORD" not in str(read)
