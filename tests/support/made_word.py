"""Word files from pieces of WordprocessingML, and all the ways in which Word hides words."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

SECRET, SHOWN = "ҚҰПИЯ сөз", "Көрінетін сөз"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:strange="http://example.kz/strange"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def word_of(body: str, styles: str = "", **parts: str) -> bytes:
    """A Word file with that body, those styles, and further parts of word/ by their root's name."""
    names = ("styles", *parts)
    targets = "".join(
        f'<Relationship Id="r{at}" Type="{_TYPES}/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(names)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="d" Type="{_TYPES}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{targets}</Relationships>",
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>",
    }
    files |= {
        f"word/{name}.xml": f"<w:{name} {_SPACES}>{inner}</w:{name}>"
        for name, inner in parts.items()
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of words."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def style(name: str, properties: str = "", kind: str = "character", more: str = "") -> str:
    """A style; `more` stands before the properties of its runs."""
    default = ' w:default="1"' if name.startswith("Default") else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{default}>{more}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def based(on: str) -> str:
    """What a style is based on."""
    return f'<w:basedOn w:val="{on}"/>'


def field(instruction: str, result: str, inside: str = "") -> str:
    """A complex field; `inside` are runs within its instruction."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{char.format('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{inside}"
        f"{char.format('separate')}{result}{char.format('end')}"
    )


def table(*rows: str, properties: str = "") -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(text: str, properties: str = "", cell: str = "") -> str:
    """A row with one cell."""
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>"
        f"{paragraph(run(text))}</w:tc></w:tr>"
    )


def drawn_box(text: str, hidden: str = "") -> str:
    """A text box as Word draws it since 2010."""
    return (
        f'<w:drawing><wp:anchor><wp:docPr id="1" name="a" {hidden}/><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx><w:txbxContent>{paragraph(run(text))}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def old_box(text: str, css: str = "") -> str:
    """A text box as Word drew it before."""
    return (
        f'<w:pict><v:shape style="{css}"><v:textbox><w:txbxContent>{paragraph(run(text))}'
        "</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def alternatives(choice: str, fallback: str, needs: str = "wps") -> str:
    """What a program that knows the prefix takes, and what any other one does."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{needs}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


@dataclass(frozen=True, slots=True)
class Hidden:
    """A Word file in which SECRET is hidden and SHOWN is not."""

    name: str
    body: str
    styles: str = ""
    footnotes: str = ""

    @property
    def content(self) -> bytes:
        """The file."""
        parts = {"footnotes": self.footnotes} if self.footnotes else {}
        return word_of(self.body, self.styles, **parts)


_SHOWN_TOO = paragraph(run(SHOWN))
_VANISH = "<w:vanish/>"


def hidden_words() -> Iterator[Hidden]:
    """Every way in which Word hides words that a converter may find."""
    yield from _by_runs()
    yield from _by_styles()
    yield from _by_revisions_and_fields()
    yield from _by_objects()


def _by_runs() -> Iterator[Hidden]:
    for key in ("vanish", "specVanish", "webHidden"):
        for value in ("", ' w:val="1"', ' w:val="true"', ' w:val="on"'):
            hidden = run(SECRET, f"<w:{key}{value}/>")
            yield Hidden(f"{key}{value}", paragraph(run(SHOWN) + hidden))
    old = f"<w:rPrChange><w:rPr>{_VANISH}</w:rPr></w:rPrChange>"
    shown = run(SHOWN, old) + run(SHOWN, '<w:vanish w:val="0"/>')
    yield Hidden("hidden once", paragraph(shown + run(SECRET, _VANISH + old)))
    yield Hidden("in a link", paragraph(f"<w:hyperlink>{run(SECRET, _VANISH)}</w:hyperlink>"))
    yield Hidden("in a control", f"<w:sdt><w:sdtContent>{paragraph(run(SECRET, _VANISH))}"
                 f"</w:sdtContent></w:sdt>")  # fmt: skip
    yield Hidden("inserted", paragraph(f"<w:ins>{run(SECRET, _VANISH)}</w:ins>"))
    yield Hidden("in a cell", table(row("x")).replace(run("x"), run(SECRET, _VANISH)))
    note = f'<w:footnote w:id="2">{paragraph(run(SECRET, _VANISH) + run(SHOWN))}</w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    yield Hidden("in a note", paragraph(mark), footnotes=note)
    hidden_mark = f'<w:r><w:rPr>{_VANISH}</w:rPr><w:footnoteReference w:id="2"/></w:r>'
    note = note.replace(_VANISH, "")
    yield Hidden("a hidden note", paragraph(hidden_mark), footnotes=note)


def _by_styles() -> Iterator[Hidden]:
    off = '<w:vanish w:val="0"/>'
    by_run, by_paragraph = '<w:rStyle w:val="{}"/>', '<w:pStyle w:val="{}"/>'
    secret = {name: paragraph(run(SECRET, by_run.format(name))) for name in ("A", "C", "Loop")}
    yield Hidden("character style", secret["A"], style("A", _VANISH))
    chain = style("A", _VANISH) + style("B", more=based("A")) + style("C", more=based("B"))
    yield Hidden("chain of styles", secret["C"], chain)
    yield Hidden("style with direct off", paragraph(run(SHOWN, by_run.format("A") + off))
                 + secret["A"], style("A", _VANISH))  # fmt: skip
    again = style("B", off, more=based("A")) + style("C", _VANISH, more=based("B"))
    yield Hidden("off in between, on again", secret["C"], style("A", _VANISH) + again)
    loop = style("Loop", _VANISH, more=based("Loop2")) + style("Loop2", more=based("Loop"))
    yield Hidden("styles in a circle", secret["Loop"], loop)
    for key in ("vanish", "specVanish", "webHidden"):
        hidden = paragraph(run(SECRET), by_paragraph.format("P"))
        yield Hidden(f"paragraph style, {key}", hidden, style("P", f"<w:{key}/>", "paragraph"))
    two = style("P", _VANISH, "paragraph") + style("Q", "", "paragraph", based("P"))
    yield Hidden("paragraph styles", paragraph(run(SECRET), by_paragraph.format("Q")), two)
    shown = paragraph(run(SHOWN, off))
    default = style("DefaultP", _VANISH, "paragraph")
    yield Hidden("default paragraph style", paragraph(run(SECRET)) + shown, default)
    unknown = paragraph(run(SECRET), by_paragraph.format("None"))
    yield Hidden("unknown style", unknown + shown, default)
    yield Hidden("default character style", paragraph(run(SECRET)) + shown,
                 style("DefaultC", _VANISH))  # fmt: skip
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_VANISH}</w:rPr></w:rPrDefault></w:docDefaults>"
    )
    yield Hidden("document defaults", paragraph(run(SECRET)) + shown, defaults)
    of_table = '<w:tblStyle w:val="T"/>'
    yield Hidden(
        "table style", table(row(SECRET), properties=of_table), style("T", _VANISH, "table")
    )
    first = f'<w:tblStylePr w:type="firstRow"><w:rPr>{_VANISH}</w:rPr></w:tblStylePr>'
    yield Hidden("rows of a table style", table(row(SECRET), properties=of_table),
                 style("T", "", "table", first))  # fmt: skip


def _by_revisions_and_fields() -> Iterator[Hidden]:
    gone = f"<w:r><w:delText>{SECRET}</w:delText></w:r>"
    yield Hidden("deleted", paragraph(f"<w:del>{gone}</w:del>"))
    yield Hidden("deleted words", paragraph(f"<w:del>{run(SECRET)}</w:del>"))
    yield Hidden("moved away", paragraph(f"<w:moveFrom>{run(SECRET)}</w:moveFrom>"
                                         f"<w:moveTo>{run(SHOWN)}</w:moveTo>"))  # fmt: skip
    yield Hidden("deleted row", table(row(SECRET, "<w:del/>"), row(SHOWN)))
    yield Hidden("deleted cell", table(row(SECRET, cell="<w:cellDel/>"), row(SHOWN)))
    yield Hidden("comment", paragraph('<w:r><w:commentReference w:id="0"/></w:r>'))
    yield Hidden("instruction", paragraph(field(f" QUOTE {SECRET} ", run(SHOWN))))
    inner = field(" MERGEFIELD x ", run(SECRET))
    yield Hidden("field in a field", paragraph(field(" IF ", run(SHOWN), inner)))
    yield Hidden("words in an instruction", paragraph(field(" IF ", run(SHOWN), run(SECRET))))
    for name in ("SET a", "ASK a", "XE", "TC", "PRIVATE"):
        yield Hidden(f"{name} shows nothing", paragraph(field(f" {name} ", run(SECRET))))
    yield Hidden("help of a form", paragraph(
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:helpText w:val="{SECRET}"/></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'))  # fmt: skip


def _by_objects() -> Iterator[Hidden]:
    for value in ("", ' w:val="1"'):
        hidden = row(SECRET, f"<w:hidden{value}/>")
        yield Hidden(f"hidden row{value}", table(row(SHOWN), hidden))
    for css in ("visibility:hidden", "width:9pt; Visibility: Hidden", "display:none"):
        yield Hidden(f"shape, {css}", paragraph(f"<w:r>{old_box(SECRET, css)}</w:r>"))
    for value in ("1", "true"):
        box = drawn_box(SECRET, f'hidden="{value}"')
        yield Hidden(f"drawing, {value}", paragraph(f"<w:r>{box}</w:r>"))
        both = alternatives(box, old_box(SECRET, "visibility:hidden"))
        yield Hidden(f"drawing and shape, {value}", paragraph(both))
        yield Hidden(f"drawing alone is hidden, {value}",
                     paragraph(alternatives(box, old_box(SECRET))))  # fmt: skip
    yield Hidden("fallback", paragraph(alternatives(drawn_box(SHOWN), old_box(SECRET))))
    yield Hidden("fallback of words", paragraph(alternatives(f"<w:t>{SHOWN}</w:t>",
                                                             f"<w:t>{SECRET}</w:t>")))  # fmt: skip
    strange = alternatives(f"<w:t>{SECRET}</w:t>", f"<w:t>{SHOWN}</w:t>", "strange")
    yield Hidden("choice of a strange program", paragraph(strange))
    hidden_box = f"<w:r><w:rPr>{_VANISH}</w:rPr>{old_box(SECRET)}</w:r>"
    yield Hidden("box in a hidden run", paragraph(hidden_box))
    boxed = drawn_box("x").replace(run("x"), run(SECRET, _VANISH) + run(SHOWN))
    yield Hidden("hidden run in a box", paragraph(f"<w:r>{boxed}</w:r>"))


def with_shown(hidden: Hidden) -> bytes:
    """The file, with a paragraph that is shown as long as its styles let it."""
    if "default" in hidden.name or "unknown" in hidden.name:
        return hidden.content
    parts = {"footnotes": hidden.footnotes} if hidden.footnotes else {}
    return word_of(_SHOWN_TOO + hidden.body, hidden.styles, **parts)
