"""Read a text file: its texts with titles and clean HTML, and what was repaired."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

import nh3

from generator.errors import HoldsBack, Problem, Unfit, doubt, problem, repair, unfit
from generator.intake.front_matter import BrokenFrontMatter, split_front_matter
from generator.intake.nature.chats import is_chat
from generator.intake.nature.exports import chat_problem
from generator.intake.nature.settings_files import check_no_settings
from generator.intake.word import word_html
from generator.language.detect import detect_locale
from generator.language.encoding import decode_text
from generator.language.repair import repair_text
from generator.language.sentences import first_sentences, split_sentences
from generator.limits import MARK_WORK, TEXT_LETTERS
from generator.model import Block, Body, Text

# A first line longer than this is a paragraph, not a headline; two lines at 360 px hold about 60.
_TITLE_LIMIT = 110

_ALLOWED_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("strong", "b", "em", "i", "u", "s", "del", "sub", "sup", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ALLOWED_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
_ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
_EMPTY = re.compile(r"<p>\s*</p>")


@dataclass(frozen=True, slots=True)
class RawText:
    """One text of a file, before its pictures are looked up among the photos."""

    locale: str
    sure: bool  # False where the language is a guess
    title: str
    html: str  # without the title
    path: str
    whole: str = ""  # HTML including the title, for when another title is shown


@dataclass(frozen=True, slots=True)
class TextFile:
    """The texts of a file, one for each of its languages, and its front matter."""

    texts: tuple[RawText, ...]
    front_matter: tuple[tuple[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()


# Of SubRip and WebVTT, and of SubStation.
_TIMES = re.compile(
    r"^\s*(?:(?:\d+:)?\d+:\d\d[.,]\d+\s*--+>\s*(?:\d+:)?\d+:\d\d"
    r"|(?:Dialogue|Comment):[^\n,]*,\d+:\d\d:\d\d\.\d+,)",
    re.MULTILINE,
)


def read_text(content: bytes, path: str, locale: str, locales: tuple[str, ...]) -> TextFile:
    """The texts of a .md, .txt or .docx file.

    `locale` is the language in the file's name, or "". Raises Unfit where the file is not what its
    ending says, HoldsBack where the post must wait: facts of it may be lost, or this is a chat.
    """
    front: dict[str, Any] = {}
    problems: list[Problem] = []
    try:
        if path.lower().endswith(".docx"):
            markup = _clean(_tidy_text(word_html(content, path, problems), path, problems))
            _check_no_chat(markup, path)
            check_no_settings(_lines_of(markup), path)
        else:
            decoded = _decoded(content, path, problems)
            _check_no_chat(decoded, path)
            _check_no_captions(decoded, path)
            written = _tidy_text(decoded, path, problems)
            front, body = split_front_matter(written, path)
            _check_length(body, path)
            check_no_settings(body, path)
            plain = path.lower().endswith(".txt") and not re.search(r"^# ", body, re.MULTILINE)
            markup = _plain_html(body) if plain else _markdown_html(body)
        texts = _texts(_sections(markup), path, locale, locales)
    except RecursionError:  # quotes in quotes in quotes
        raise BrokenFrontMatter(_tangled(path)) from None
    return TextFile(tuple(texts), tuple(front.items()), tuple(problems))


def blocks(markup: str, find_media: Callable[[str], str]) -> tuple[tuple[Block, ...], list[str]]:
    """Clean HTML cut at its pictures, and the names of missing pictures.

    `find_media` returns the path of the photo or clip with that name, or "".
    """
    if "<img" not in markup and not _EMPTY.search(markup):
        return ((Block(html=markup.strip()),) if markup.strip() else ()), []
    pieces: list[Block] = []
    missing: list[str] = []
    for piece in re.split(r"(?=<p>|<ul>|<ol|<table>|<blockquote>|<h\d>)", markup):
        images = list(re.finditer(r'<img(?=[^>]*?\ssrc="([^"]*)")[^>]*>', piece))
        rest = re.sub(r"<img[^>]*>", "", piece)
        if _EMPTY.sub("", rest).strip():
            pieces.append(Block(html=rest.strip()))
        for image in images:
            name = unquote(html.unescape(image[1]))
            media, alt = find_media(name), re.search(r'\salt="([^"]*)"', image[0])
            if media:
                pieces.append(Block(media=media, alt=html.unescape(alt[1]) if alt else ""))
            else:
                missing.append(name)
    return _joined(pieces), missing


def finish_text(raw: RawText, body: tuple[Block, ...], title: str, summary: str) -> Text:
    """The text with title and summary from its facts; without a summary one is made."""
    title = title or raw.title
    words = plain_words(" ".join(block.html for block in body))
    summary = summary or first_sentences(_beyond(title, words))
    return Text(raw.locale, title, body=Body.of(*body), summary=summary, path=raw.path)


def plain_words(markup: str) -> str:
    """The words of HTML, without tags and with one space between them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def _beyond(title: str, words: str) -> str:
    """The words behind the sentences that only say the title again."""
    said = _letters_of(title)
    sentences = split_sentences(words)
    start = 0
    while said and start < len(sentences):
        sentence = _letters_of(sentences[start])
        is_cut = title.rstrip().endswith("…") and sentence.startswith(said)
        if not is_cut and not (sentence and said.startswith(sentence)):
            break
        said = said[len(sentence) :]
        start += 1
    return " ".join(sentences[start:])


def _letters_of(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _joined(pieces: list[Block]) -> tuple[Block, ...]:
    joined: list[Block] = []
    for piece in pieces:
        if joined and not piece.media and not joined[-1].media:
            joined[-1] = Block(html=f"{joined[-1].html}\n{piece.html}")
        else:
            joined.append(piece)
    return tuple(joined)


def _decoded(content: bytes, path: str, problems: list[Problem]) -> str:
    if not content.strip():
        raise unfit(path, "the file is empty", "write the text again and save it")
    try:
        decoded = decode_text(content)
    except ValueError:
        raise Unfit(not_a_text(path)) from None
    if not decoded.sure:
        problems.append(
            doubt(
                path,
                "the letters were read as {encoding}",
                "look whether the words are right",
                encoding=decoded.encoding,
            )
        )
    return decoded.text


def _check_no_chat(written: str, path: str) -> None:
    """Refuse messages of a chat: neither who wrote them nor what they wrote is for everybody."""
    # Markdown keeps the marks of HTML, and an aide may paste a whole page.
    if is_chat(written) or ("<" in written and is_chat(_lines_of(written))):
        raise HoldsBack(chat_problem(path))


def _check_no_captions(written: str, path: str) -> None:
    """Refuse subtitles under a text's ending, which may be a camera's notes of its place."""
    if _TIMES.search(written):
        raise HoldsBack(
            problem(
                path,
                "these are captions of a clip, not a text; the post waits",
                "name the file like its clip, as IMG_2045.kk.srt, or take it out",
            )
        )


def _lines_of(markup: str) -> str:
    """The words of HTML, each paragraph, cell and item on a line of its own."""
    lines = re.sub(r"<(?:br|/p|/li|/t[dh]|/h\d|/div)\b[^<>]*>", "\n", markup)
    return html.unescape(re.sub(r"</?[A-Za-z][^<>\n]*>", "", lines))


def _check_length(body: str, path: str) -> None:
    """Refuse what no person writes and Markdown would take minutes for."""
    if len(body) > TEXT_LETTERS:
        raise BrokenFrontMatter(too_large_text(path))
    paragraphs = re.split(r"\n[ \t]*\n", body)
    work = sum(len(paragraph) * paragraph.count("[") for paragraph in paragraphs)
    # The end of an unclosed tag is searched in the whole text, but five times as fast.
    work += len(body) * len(re.findall(r"<[^<>]*(?=<|\Z)", body)) // 5
    if work > MARK_WORK:
        raise BrokenFrontMatter(_tangled(path))


def not_a_text(path: str) -> Problem:
    """The problem of a file that holds no letters, whatever its ending says."""
    return problem(path, "this is not a text", "save it from Word as .docx or .txt")


def too_large_text(path: str) -> Problem:
    """The problem of a text beyond what people read."""
    return problem(path, "the text is too long", "make several posts of it")


def _tangled(path: str) -> Problem:
    return problem(
        path,
        "there are too many brackets and marks in this text",
        "take out what is not words, or save it from Word as .docx",
    )


def _tidy_text(written: str, path: str, problems: list[Problem]) -> str:
    repaired = repair_text(written)
    if repaired.words:
        problems.append(
            repair(
                path,
                "Latin letters inside Cyrillic words were replaced: {words}",
                words=", ".join(f"{before} → {after}" for before, after in repaired.words[:8]),
            )
        )
    hidden = [what for what in repaired.cleaned if what != "line ends"]
    if hidden:
        problems.append(repair(path, "invisible characters were removed or joined"))
    return repaired.text


# What may have a meaning in Markdown's paragraphs; headings are checked separately.
_MARK = re.compile(r"[*_`<>\[\]\\&|~\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_MARK = re.compile(r"\n(?:[^\S\n]|[-+=:]|\d+[.)])|[^\S\n](?=\n|\Z)")
_HEADING = re.compile(r"(#{1,6}) ([^#\n]+)")


def _markdown_html(written: str) -> str:
    """Clean HTML; a text without marks needs no cleaning either."""
    simple = unmarked_html(written)
    if simple is not None:
        return simple
    from generator.intake.markup import markdown_html  # noqa: PLC0415 - 14 ms of CPU

    return _clean(markdown_html(written))


def unmarked_html(written: str) -> str | None:
    """Markdown's HTML of headings and plain paragraphs; None where the text holds more.

    Most reports hold nothing else, and Markdown takes 50 times as long.
    """
    if _MARK.search(written) or _LINE_MARK.search(f"\n{written}"):
        return None
    converted = []
    for block in re.split(r"\n\n+", written.strip("\n")):
        heading = _HEADING.fullmatch(block)
        if heading:
            level = len(heading[1])
            converted.append(f"<h{level}>{heading[2].strip()}</h{level}>")
        elif "#" in block:
            return None
        elif block:
            converted.append(f"<p>{block}</p>".replace("\n", "<br>\n"))
    return "\n".join(converted)


def _plain_html(written: str) -> str:
    """Paragraphs at blank lines, with line breaks kept: a .txt has no markup."""
    paragraphs = [piece.strip() for piece in re.split(r"\n\s*\n", written.strip())]
    lines = [html.escape(piece, quote=False).replace("\n", "<br>\n") for piece in paragraphs]
    return "\n".join(f"<p>{line}</p>" for line in lines if line)


def _clean(markup: str) -> str:
    safe = nh3.clean(
        markup,
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes=_ALLOWED_SCHEMES,
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )
    # Relative links point into content/, which readers do not have; their words stay.
    return re.sub(
        r'<a(?! href="(?:https?:|mailto:|tel:))[^>]*>(.*?)</a>', r"\1", safe, flags=re.DOTALL
    )


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str  # "" where the text has none
    html: str


def _sections(markup: str) -> list[_Section]:
    pieces = re.split(r"<h1>(.*?)</h1>", markup, flags=re.DOTALL)
    headed = [
        _Section(plain_words(heading), body)
        for heading, body in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    if headed and not plain_words(pieces[0]):  # a picture above the heading
        return [replace(headed[0], html=pieces[0] + headed[0].html), *headed[1:]]
    return ([_Section("", pieces[0])] if pieces[0].strip() else []) + headed


def _texts(
    sections: list[_Section], path: str, locale: str, locales: tuple[str, ...]
) -> list[RawText]:
    if not sections:
        return []
    guesses: list[tuple[str, bool, list[_Section]]] = []  # locale, whether it is sure, sections
    for section in sections:
        detection = detect_locale(f"{section.heading} {plain_words(section.html)}", locales)
        # Another language starts only at a heading, and only where it is certain.
        is_new = not guesses or (
            section.heading and detection.sure and detection.locale != guesses[-1][0]
        )
        if is_new:
            guesses.append((detection.locale, detection.sure, [section]))
        else:
            guesses[-1][2].append(section)
    if len(guesses) == 1 and locale:
        guesses = [(locale, True, guesses[0][2])]
    return [_raw_text(of_locale, path, guess, sure) for guess, sure, of_locale in guesses]


def _raw_text(sections: list[_Section], path: str, locale: str, sure: bool) -> RawText:
    first, *further = sections
    if first.heading:
        title, body, whole = first.heading, first.html, _headed(first)
    else:
        title, body = _title_of(first.html)
        whole = first.html
    rest = "".join(_headed(section) for section in further)
    body, whole = (_even_headings(markup + rest).strip() for markup in (body, whole))
    return RawText(locale, sure, title, body, path, whole)


def _headed(section: _Section) -> str:
    return f"<h2>{html.escape(section.heading)}</h2>{section.html}"


def _title_of(markup: str) -> tuple[str, str]:
    """The title and the rest of a text without a heading.

    The title is the first line or, of a paragraph, the first sentence. A sentence too long for a
    headline gives its beginning and stays in the text.
    """
    above, markup = _without_words(markup)
    title, rest = _headline(markup)
    return title, above + rest


def _without_words(markup: str) -> tuple[str, str]:
    """The pictures and rules above the first words, and the rest."""
    markup = re.sub(r"^(\s*<p>(?:\s*<img[^>]*>)+)\s*<br>\s*", r"\1</p>\n<p>", markup)
    match = re.match(r"(?:\s*(?:<hr>|<p>(?:\s|<br>|<img[^>]*>)*</p>))*", markup)
    end = match.end() if match else 0
    return markup[:end], markup[end:]


def _headline(markup: str) -> tuple[str, str]:
    match = re.match(r"\s*<(p|h\d)>(.*?)(?:<br>\s*(.*?))?</\1>", markup, re.DOTALL)
    if match is None:
        return "", markup
    line, more = plain_words(match[2]), match[3] or ""
    rest = markup[match.end() :]
    sentence, *others = split_sentences(line) or ("",)
    if len(line) <= _TITLE_LIMIT and (more or not others):
        return line.rstrip("."), (f"<p>{more}</p>" if more else "") + rest
    if len(sentence) > _TITLE_LIMIT:
        return first_sentences(sentence, _TITLE_LIMIT - 20), markup
    remainder = html.escape(" ".join(others), quote=False)
    sentence = sentence.rstrip(".")
    if "<" in match[2]:  # markup inside: keep the paragraph whole
        return sentence, markup
    kept = "<br>\n".join(piece for piece in (remainder, more) if piece)
    return sentence, (f"<p>{kept}</p>" if kept else "") + rest


def _even_headings(markup: str) -> str:
    """The HTML with headings from h2 down, no level skipped; the page's h1 is the title."""
    stack: list[int] = []

    def level(match: re.Match[str]) -> str:
        written = int(match[2])
        if not match[1]:
            while stack and stack[-1] >= written:
                stack.pop()
            stack.append(written)
        return f"<{match[1]}h{min(len(stack) + 1, 6)}>"

    return re.sub(r"<(/?)h([1-6])>", level, markup)
