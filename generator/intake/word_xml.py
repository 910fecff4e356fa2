"""Take out of a Word file's XML what Word does not show: one pass, before it is converted.

Namespaces are left aside: names are told by what stands after the prefix, and Transitional and
Strict files (ISO/IEC 29500) use the same ones.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, iterparse, tostring

Hiding = Mapping[str, bool]
"""What properties of a run or style say about hiding its words, by their names."""

_HIDING = ("vanish", "specVanish", "webHidden")  # 17.3.2.41, .36 and .44
_OFF = ("0", "false", "off")

# Nothing in these is shown: what was deleted or moved away, and marks of comments.
_NEVER = ("del", "moveFrom", "commentReference", "annotationRef")
# Kept of a run whose words go: without these a field would have no end.
_KEPT = ("rPr", "fldChar", "instrText")
# Fields that show nothing, although Word keeps a result for some of them: 17.16.5.
_SILENT_FIELDS = (["ASK"], ["PRIVATE"], ["RD"], ["SET"], ["TA"], ["TC"], ["XE"])
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none", re.IGNORECASE)
_WORD_EXTENSIONS = "http://schemas.microsoft.com/office/"
_FEW_LETTERS = 4  # page numbers in a table of contents are hidden on the web


class ShownWords:
    """Brings parts of a Word file to what Word shows; `left_out` says that hidden words went."""

    def __init__(self, styles: Iterable[bytes]) -> None:
        self._styles = [_Styles(_parsed(xml)[0]) for xml in styles]
        self.left_out = False

    def shown(self, xml: bytes) -> bytes:
        """The XML of a document or of its notes, with nothing but shown words."""
        root, prefixes = _parsed(xml)
        _choose_alternatives(root, prefixes)
        self._take_out_objects(root)
        _take_out_boxes(root)
        self._take_out_runs(root, ())
        for run in _silent_runs(root):
            _empty(run)
        return bytes(tostring(root, "utf-8"))

    def _take_out_objects(self, parent: Element) -> None:
        """Take out what is deleted, and what is hidden as a whole."""
        gone = {id(child): child for child in parent if _is_gone(child)}
        for child in gone.values():
            if _name(child) not in _NEVER:
                self._note(child)
        if gone:
            parent[:] = [child for child in parent if id(child) not in gone]
        for child in _inner(parent):
            self._take_out_objects(child)

    def _take_out_runs(self, parent: Element, levels: tuple[Hiding, ...]) -> None:
        """Empty the hidden runs below an element; `levels` are the styles around it."""
        for child in _inner(parent):
            name = _name(child)
            if name == "r" and self._is_hidden_run(child, levels):
                self._note(child)
                _empty(child)
            else:
                self._take_out_runs(child, (*levels, *self._style_of(child, name)))

    def _note(self, hidden: Element) -> None:
        words = "".join(element.text or "" for element in hidden.iter() if _name(element) == "t")
        self.left_out = self.left_out or len(words.strip()) > _FEW_LETTERS

    def _style_of(self, element: Element, name: str) -> Iterator[Hiding]:
        kind = {"p": "paragraph", "tbl": "table"}.get(name)
        if kind:
            named = _value(element, f"{name}Pr", "pStyle" if name == "p" else "tblStyle")
            yield from (styles.hiding(named, kind) for styles in self._styles)

    def _is_hidden_run(self, run: Element, levels: tuple[Hiding, ...]) -> bool:
        own = _hiding(_child(run, "rPr"))
        named = _value(run, "rPr", "rStyle")
        around = (
            *levels,
            *(styles.hiding(named, "character") for styles in self._styles),
            *(styles.defaults for styles in self._styles),
        )
        return any(
            own.get(key, any(hiding.get(key, False) for hiding in around)) for key in _HIDING
        )


# Styles


class _Styles:
    """What styles say about hiding, with what they are based on."""

    def __init__(self, root: Element) -> None:
        self._styles = {
            (_attribute(style, "type") or "paragraph", _attribute(style, "styleId")): style
            for style in root
            if _name(style) == "style"
        }
        self._default = {
            kind: style_id
            for (kind, style_id), style in self._styles.items()
            if _attribute(style, "default") not in ("", *_OFF)
        }
        defaults = _child(_child(root, "docDefaults"), "rPrDefault")
        self.defaults = _hiding(_child(defaults, "rPr"))

    def hiding(self, style_id: str, kind: str) -> Hiding:
        """What a style says; without an id, the one that holds where none is named."""
        found: dict[str, bool] = {}
        wanted = style_id if (kind, style_id) in self._styles else self._default.get(kind, "")
        seen = set[str]()
        while wanted not in seen and (style := self._styles.get((kind, wanted))) is not None:
            seen.add(wanted)
            # The rows of a table style hide words too, wherever they hold.
            parts = [_child(style, "rPr"), *_conditional(style)]
            for properties in parts:
                found = {**_hiding(properties), **found}
            wanted = _value(style, "basedOn")
        return found


def _conditional(style: Element) -> Iterator[Element | None]:
    for part in style:
        if _name(part) == "tblStylePr":
            yield _child(part, "rPr")


def _hiding(properties: Element | None) -> dict[str, bool]:
    return {
        _name(child): _attribute(child, "val").lower() not in _OFF
        for child in (properties if properties is not None else ())
        if _name(child) in _HIDING
    }


# Objects


def _is_gone(element: Element) -> bool:
    """Whether an element is deleted, or hidden with all inside it."""
    name = _name(element)
    if name in _NEVER or _INVISIBLE.search(_attribute(element, "style")):
        return True
    if name == "tr":
        hidden = _child(_child(element, "trPr"), "hidden")
        return hidden is not None and _attribute(hidden, "val").lower() not in _OFF
    if name == "tc":
        return _child(_child(element, "tcPr"), "cellDel") is not None
    named = (inner for inner in element if _name(inner) in ("docPr", "cNvPr"))
    return any(_attribute(inner, "hidden") not in ("", *_OFF) for inner in named)


def _choose_alternatives(parent: Element, prefixes: Mapping[str, str]) -> None:
    """Put in place of each AlternateContent what Word takes of it: ISO/IEC 29500-3, 9.3."""
    for child in parent:
        _choose_alternatives(child, prefixes)
    if any(_name(child) == "AlternateContent" for child in parent):
        chosen = (
            _chosen(child, prefixes) if _name(child) == "AlternateContent" else (child,)
            for child in parent
        )
        parent[:] = [element for elements in chosen for element in elements]


def _chosen(alternatives: Element, prefixes: Mapping[str, str]) -> Iterable[Element]:
    for choice in alternatives:
        needed = _attribute(choice, "Requires").split()
        known = (prefixes.get(prefix, "").startswith(_WORD_EXTENSIONS) for prefix in needed)
        if _name(choice) == "Fallback" or (_name(choice) == "Choice" and all(known)):
            return choice
    return ()


def _take_out_boxes(parent: Element) -> None:
    """Put the words of a drawn text box after its drawing, where the converter looks for them."""
    for child in parent:
        _take_out_boxes(child)
    if any(_name(child) == "drawing" for child in parent):
        parent[:] = [element for child in parent for element in _with_boxes(child)]


def _with_boxes(element: Element) -> Iterator[Element]:
    yield element
    if _name(element) == "drawing":
        boxes = [inner for inner in element.iter() if _name(inner) == "txbxContent"]
        for box in boxes:
            shape = Element(str(element.tag).replace("drawing", "pict"))
            shape.extend([*box])
            box[:] = []
            yield shape


# Fields


class _Field:
    """A field that has begun."""

    def __init__(self) -> None:
        self.instruction = ""
        self.is_silent = True  # until its result begins

    def begin_result(self) -> None:
        """Its words are shown from here on, if it shows any."""
        self.is_silent = self.instruction.split()[:1] in _SILENT_FIELDS


def _silent_runs(root: Element) -> list[Element]:
    """The runs that stand inside of fields' instructions, or in fields that show nothing."""
    runs = [element for element in root.iter() if _name(element) == "r"]
    steps = [(run, inner) for run in runs for inner in run]
    whole = _whole_fields(inner for _, inner in steps)
    opened: list[_Field] = []
    silent = 0  # of those that are open
    silent_runs: list[Element] = []
    for run, inner in steps:
        kind = _attribute(inner, "fldCharType") if id(inner) in whole else ""
        if kind == "begin":
            opened.append(_Field())
            silent += 1
        elif kind == "end":
            silent -= opened.pop().is_silent
        elif kind == "separate":
            silent -= opened[-1].is_silent
            opened[-1].begin_result()
            silent += opened[-1].is_silent
        elif opened and _name(inner) == "instrText":
            opened[-1].instruction += inner.text or ""
        elif silent and _name(inner) not in _KEPT:
            silent_runs.append(run)
    return silent_runs


def _whole_fields(inners: Iterable[Element]) -> set[int]:
    """The ids of the marks of fields that begin and end; a mark without its pair hides nothing."""
    opened: list[list[int]] = []
    whole: set[int] = set()
    for inner in inners:
        kind = _attribute(inner, "fldCharType") if _name(inner) == "fldChar" else ""
        if kind == "begin":
            opened.append([id(inner)])
        elif kind and opened:
            opened[-1].append(id(inner))
            if kind == "end":
                whole.update(opened.pop())
    return whole


# XML


def _parsed(xml: bytes) -> tuple[Element, dict[str, str]]:
    """The root of checked XML, and what its prefixes stand for."""
    prefixes: dict[str, str] = {}
    root: Element | None = None
    for event, found in iterparse(io.BytesIO(xml), ("start", "start-ns")):
        if event == "start-ns":
            prefixes[found[0]] = found[1]
        elif root is None:
            root = found
    if root is None:
        raise ValueError("a part without an element")
    return root, prefixes


def _empty(run: Element) -> None:
    run[:] = [child for child in run if _name(child) in _KEPT]


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def _inner(element: Element) -> Iterator[Element]:
    """The children that hold words, and no properties: marks in those mean something else."""
    return (child for child in element if not _name(child).endswith("Pr"))


def _child(element: Element | None, name: str) -> Element | None:
    children = element if element is not None else ()
    return next((child for child in children if _name(child) == name), None)


def _value(element: Element, *names: str) -> str:
    """The value of the element at that path; "" where there is none."""
    found: Element | None = element
    for name in names:
        found = _child(found, name)
    return "" if found is None else _attribute(found, "val")
