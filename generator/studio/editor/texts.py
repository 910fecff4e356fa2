"""A post's title and text in each language: read from its files, and kept in them."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.digest import digest_bytes
from generator.errors import Problem, Unfit
from generator.files import read_file, remove_file
from generator.intake.front_matter import split_front_matter
from generator.intake.settings import without_controls
from generator.intake.text import RawText, not_a_text, plain_words, read_text
from generator.intake.whole_file import write_whole
from generator.language.alphabet import nfc
from generator.language.detect import detect_locale, locale_of_name
from generator.language.encoding import decode_text
from generator.studio.editor.bin import Bin
from generator.studio.editor.conflict import Conflict
from generator.studio.editor.markdown import escape_line, to_markdown
from generator.studio.editor.post_files import PostFiles, digest_of

_MARKDOWN = (".md", ".markdown")
_HEADING = re.compile(r"#[ \t]+(\S[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")
_TITLE_LINE = re.compile(r"^title[ \t]*:[^\n]*\n", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A title and a text in Markdown, as one file holds them."""

    locale: str
    title: str = ""
    text: str = ""
    file: str = ""  # its name in the post's folder; "" where there is none
    digest: str = ""  # of that file
    suggested: str = ""  # what the site shows as the title where none is written
    problem: Problem | None = None  # what is wrong with the file
    is_locked: bool = False  # whether it cannot be read, and so is not written


@dataclass(frozen=True, slots=True)
class _File:
    """A file of texts, and the texts that were found in it."""

    name: str
    path: Path
    digest: str
    front: str  # with its lines of dashes; "" without front matter
    texts: tuple[WrittenText, ...]

    @property
    def is_editable(self) -> bool:
        """Whether an edit is written into this very file: Markdown in one language."""
        return len(self.texts) == 1 and self.name.lower().endswith(_MARKDOWN)


def read_texts(post: PostFiles, locales: tuple[str, ...]) -> dict[str, WrittenText]:
    """The text in each language; an empty one where nobody wrote any. Raises OSError."""
    return _by_locale(_files(post, locales), locales)


def write_text(
    post: PostFiles, wanted: WrittenText, locales: tuple[str, ...]
) -> dict[str, WrittenText]:
    """Keep a title and text that were edited from the file with digest `wanted.digest`.

    A Word file, a .txt and a file in two languages become Markdown, and the file itself goes into
    the bin; so does the file of a text that was emptied. Returns all texts as they are now.
    Raises Conflict where the file is another one by now, FileHeld, and OSError.
    """
    files = _files(post, locales)
    now = _by_locale(files, locales)[wanted.locale]
    if now.digest != wanted.digest or now.is_locked:
        raise Conflict(now)
    own = next((file for file in files if file.name == now.file), None)
    title, text = _cleaned(wanted)
    if own and digest_of(own.path) != own.digest:  # reading a Word file takes a while
        raise Conflict(read_texts(post, locales)[wanted.locale])
    is_empty = not title and not text
    if own and own.is_editable and (own.front or not is_empty):
        write_whole(own.path, _composed(own.front, title, text))
    else:
        others = [other for other in (own.texts if own else ()) if other.locale != wanted.locale]
        edited = () if is_empty else (replace(now, title=title, text=text),)
        _write_apart(post, own, (*edited, *others))
    return read_texts(post, locales)


def restore_text(post: PostFiles, name: str, locales: tuple[str, ...]) -> Path:
    """Take a file of texts back out of the bin; what stands in its place goes there instead.

    Raises KeyError where nothing of that name lies there, FileHeld, and OSError.
    """
    bin = Bin(post.content)
    place = bin.take(name, post.content / name)
    files = _files(post, locales)
    back = {text.locale for file in files if file.path == place for text in file.texts}
    for file in files:
        if file.path != place and {text.locale for text in file.texts} <= back:
            bin.put(file.path)
    return place


def keep_copy(post: PostFiles, wanted: WrittenText, locales: tuple[str, ...]) -> None:
    """Put a copy of a text's file into the bin: `wanted` is about to overwrite it.

    Raises OSError.
    """
    files = _files(post, locales)
    now = _by_locale(files, locales)[wanted.locale]
    own = next((file for file in files if file.name == now.file), None)
    if own and own.digest == wanted.digest:
        Bin(post.content).put_copy(own.path)


def _write_apart(post: PostFiles, file: _File | None, texts: tuple[WrittenText, ...]) -> None:
    """Write each text into a file of its own, and put the one that they come from into the bin."""
    front = file.front if file else ""
    made: list[Path] = []
    try:
        for text in texts:
            made.append(_free_place(post, text.locale))
            write_whole(made[-1], _composed(front, text.title, text.text))
        if file:
            Bin(post.content).put(file.path)
    except OSError:  # Word holds the file: it stays the only one with these texts
        for path in made:
            remove_file(path)
        raise


def _free_place(post: PostFiles, locale: str) -> Path:
    place, number = post.place(f"{locale}.md"), 2
    while place.exists() or place.is_symlink():
        place, number = post.place(f"{number}.{locale}.md"), number + 1
    return place


def _cleaned(wanted: WrittenText) -> tuple[str, str]:
    title = " ".join(str(without_controls(wanted.title)).split())
    text = str(without_controls(wanted.text.replace("\r\n", "\n"))).rstrip()
    return title, re.sub(r"\A(?:[ \t]*\n)+", "", text)


def _composed(front: str, title: str, text: str) -> bytes:
    front = _without_title(front) if title else front
    if title:
        heading = f"# {escape_line(title)}\n"
    else:
        heading = ""
        if not front and text.lstrip().startswith("---"):
            text = "\\" + text.lstrip()  # else what follows would be read as facts
    body = f"\n{text}\n" if heading and text else f"{text}\n" if text else ""
    return f"{front}{heading}{body}".encode()


def _without_title(front: str) -> str:
    kept = _TITLE_LINE.sub("", front)
    return kept if re.search(r"[^-\s]", kept) else ""


# Reading


def _by_locale(files: list[_File], locales: tuple[str, ...]) -> dict[str, WrittenText]:
    """The first text in each language, as the site shows it."""
    texts = {locale: WrittenText(locale) for locale in locales}
    for text in (text for file in files for text in file.texts):
        if text.locale in texts and not texts[text.locale].file:
            texts[text.locale] = text
    return texts


def _files(post: PostFiles, locales: tuple[str, ...]) -> list[_File]:
    return [_read(name, path, locales) for name, path in post.texts().items()]


def _read(name: str, path: Path, locales: tuple[str, ...]) -> _File:
    content = read_file(path)
    stated, _ = locale_of_name(nfc(Path(name).stem))
    blank = WrittenText(stated or locales[0], file=name, digest=digest_bytes(content))
    file = _File(name, path, blank.digest, "", (blank,))
    if not content.strip():
        return file
    if name.lower().endswith(_MARKDOWN):
        return _read_markdown(file, content, stated, locales)
    try:
        raws = read_text(content, name, stated, locales).texts
    except Unfit as error:
        return replace(file, texts=(replace(blank, problem=error.problem, is_locked=True),))
    return replace(file, texts=tuple(_from_html(blank, raw) for raw in raws) or (blank,))


def _read_markdown(file: _File, content: bytes, stated: str, locales: tuple[str, ...]) -> _File:
    (blank,) = file.texts
    raws: tuple[RawText, ...] = ()
    try:
        written = decode_text(content).text.replace("\r\n", "\n").replace("\r", "\n")
        table, body = split_front_matter(written, file.name)
    except ValueError:
        locked = replace(blank, problem=not_a_text(file.name), is_locked=True)
        return replace(file, texts=(locked,))
    except Unfit as error:
        return replace(file, texts=(replace(blank, problem=error.problem, is_locked=True),))
    try:
        raws = read_text(content, file.name, stated, locales).texts
    except Unfit as error:  # such as a setting in the text: it is mended where it was typed
        blank = replace(blank, problem=error.problem)
    front = written[: len(written) - len(body)] if table or body != written else ""
    if len(raws) > 1:
        return replace(file, front=front, texts=tuple(_from_html(blank, raw) for raw in raws))
    locale = raws[0].locale if raws else stated or detect_locale(body, locales).locale
    title = _front_title(table, locale)
    shown = title or (raws[0].title if raws else "")
    text = _from_source(replace(blank, locale=locale), body.strip("\n"), shown, bool(title))
    return replace(file, front=front, texts=(text,))


def _from_html(blank: WrittenText, raw: RawText) -> WrittenText:
    return replace(blank, locale=raw.locale, title=raw.title, text=to_markdown(raw.html))


def _from_source(blank: WrittenText, body: str, shown: str, is_declared: bool) -> WrittenText:
    """Title and text as the source has them: nothing is lost where nothing is edited.

    `shown` is the title on the site, `is_declared` whether front matter gives it.
    """
    heading = _HEADING.match(body.lstrip())
    if heading and (not is_declared or _unescaped(heading[1]) == shown):
        text = body.lstrip()[heading.end() :].strip("\n")
        return replace(blank, title=_unescaped(heading[1]), text=text)
    if is_declared:
        return replace(blank, title=shown, text=body)
    first, _, rest = body.lstrip().partition("\n")
    if shown and plain_words(_unescaped(first)).rstrip(".") == shown:
        return replace(blank, title=shown, text=rest.strip("\n"))
    return replace(blank, text=body, suggested=shown)


def _front_title(table: Mapping[str, object], locale: str) -> str:
    title = table.get("title") or ""
    return str(title.get(locale, "") if isinstance(title, dict) else title)


def _unescaped(line: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", line)).strip()
