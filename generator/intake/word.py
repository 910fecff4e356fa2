"""Convert a Word file to HTML: words and structure alone, from checked XML."""

import io
import zipfile
import zlib
from xml.parsers.expat import ExpatError, ParserCreate

from generator.errors import Problem, Unfit, doubt, problem, unfit
from generator.intake.word_xml import ShownWords
from generator.limits import WORD_BYTES, WORD_NODES, WORD_PARTS, WORD_XML_BYTES, WORD_XML_DEEP

# Raised by zipfile and mammoth on files that are not Word's, damaged or locked.
_NOT_WORD = (
    *(zipfile.BadZipFile, zlib.error, ExpatError, OSError, EOFError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, NotImplementedError),
)
_XML_ENDINGS = (".xml", ".rels")
_SHOWN_ROOTS = ("document", "footnotes", "endnotes")


class _TooLarge(Exception):
    """A bound of generator.limits is exceeded."""


def word_html(content: bytes, path: str, problems: list[Problem]) -> str:
    """The text that Word shows, as HTML, not yet sanitised, with pictures as `<img src="">`.

    Adds a problem where hidden words were left out. Raises Unfit where it is not a whole Word file.
    """
    import mammoth  # noqa: PLC0415 - 50 ms of CPU, and few texts are Word files

    try:
        checked, left_out = _checked(content)
        converted = mammoth.convert_to_html(
            checked,
            style_map="p[style-name='Title'] => h1:fresh",
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
            external_file_access=False,
        )
    except _TooLarge:
        raise Unfit(too_large_word(path)) from None
    except _NOT_WORD:
        raise unfit(
            path, "this is not a whole Word file", "open it in Word and save it again as .docx"
        ) from None
    if left_out:
        problems.append(
            doubt(
                path,
                "words that Word hides were left out",
                "show them in Word if people are to read them",
            )
        )
    return str(converted.value)


def too_large_word(path: str) -> Problem:
    """The problem of a Word file beyond what an aide writes."""
    return problem(
        path,
        "there is too much in this Word file to be opened safely",
        "copy the words into a new document and save that",
    )


def _checked(content: bytes) -> tuple[io.BytesIO, bool]:
    """A copy with checked XML and shown words alone, and whether words were left out.

    Sizes are checked before anything is unpacked.
    """
    if len(content) > WORD_BYTES:
        raise _TooLarge
    checked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as word, zipfile.ZipFile(checked, "w") as kept:
        parts = [part for part in word.infolist() if part.filename.lower().endswith(_XML_ENDINGS)]
        # zipfile unpacks no more of a part than its header says, so this sum can be trusted.
        if len(parts) > WORD_PARTS or sum(part.file_size for part in parts) > WORD_XML_BYTES:
            raise _TooLarge
        nodes = _Nodes()
        unpacked = {part.filename: word.read(part) for part in parts}
        roots = {name: nodes.count(xml) for name, xml in unpacked.items()}
        words = ShownWords(xml for name, xml in unpacked.items() if roots[name] == "styles")
        for name, xml in unpacked.items():
            kept.writestr(name, words.shown(xml) if roots[name] in _SHOWN_ROOTS else xml)
    checked.seek(0)
    return checked, words.left_out


class _Nodes:
    """Counts elements and attributes, and refuses document type declarations; names the root.

    Word never writes one. So no entity exists, neither one that grows nor one in another file.
    """

    def __init__(self) -> None:
        self._nodes = 0
        self._depth = 0
        self._root = ""

    def count(self, xml: bytes) -> str:
        self._root = ""
        parser = ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.Parse(xml, True)
        return self._root

    def _refuse(self, *_: object) -> None:
        raise ValueError("a Word file declares no document type")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._root = self._root or name.rpartition(":")[2]
        self._nodes += 1 + len(attributes)
        self._depth += 1
        if self._nodes > WORD_NODES or self._depth > WORD_XML_DEEP:
            raise _TooLarge

    def _close(self, _: str) -> None:
        self._depth -= 1
