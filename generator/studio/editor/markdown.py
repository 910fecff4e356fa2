"""Clean HTML of a text in, Markdown that gives the same page out: of Word files, at first edit."""

import re
from html.parser import HTMLParser

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_PLAIN_IN_HTML = ("u", "s", "del", "sub", "sup")  # Markdown has no sign; it keeps their tags
_SIGNS = re.compile(r"([\\`*_\[\]])")
_LINE_STARTS = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|>|={3,}\s*$|-{3,}\s*$)")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)")


def escape_line(text: str) -> str:
    """One line of words, no sign of which is taken for Markdown."""
    return _start_escaped(_escaped(text))


def to_markdown(markup: str) -> str:
    """The HTML as Markdown, blocks apart by empty lines."""
    writer = _Writer()
    writer.feed(markup)
    writer.close()
    writer.end_block()
    return "\n\n".join(writer.blocks)


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._line = ""
        self._before = ""  # what the block begins with: "## ", "- "
        self._lists: list[tuple[str, int]] = []  # sign and number of the next item
        self._quotes = 0
        self._links: list[str] = []
        self._row: list[str] = []
        self._rows = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag in _MARKS:
            self._line += _MARKS[tag]
        elif tag in _PLAIN_IN_HTML:
            self._line += f"<{tag}>"
        elif tag == "br":
            self._line = self._line.rstrip(" ") + "\n"
        elif tag == "a":
            self._links.append(values.get("href", ""))
            self._line += "["
        elif tag == "img":
            self._line += f"![{values.get('alt', '')}]({_address(values.get('src', ''))})"
        else:
            self._open_block(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._line = _close_mark(self._line, _MARKS[tag])
        elif tag in _PLAIN_IN_HTML:
            self._line += f"</{tag}>"
        elif tag == "a":
            self._line += f"]({_address(self._links.pop() if self._links else '')})"
        else:
            self._close_block(tag)

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if self._line.endswith("\n") or not self._line:
            words = words.lstrip()
        self._line += _escaped(words)

    def end_block(self) -> None:
        """Write the block that is open, if it holds words."""
        lines = [_start_escaped(line.strip()) for line in self._line.split("\n")]
        words, self._line = "\n".join(lines).strip(), ""
        if not words:
            return
        depth = max(len(self._lists) - 1, 0)
        indent = "    " * depth + " " * len(self._before if self._before[:1] not in "#" else "")
        block = "    " * depth + self._before + words.replace("\n", "\n" + indent)
        quote = "> " * self._quotes
        block = "\n".join(quote + line for line in block.split("\n"))
        if self._lists and self.blocks and self._before and self._is_item(self.blocks[-1]):
            self.blocks[-1] += "\n" + block
        else:
            self.blocks.append(block)
        self._before = ""

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("td", "th"):
            self._line = ""
            return
        if tag == "p" and self._before:
            return  # a paragraph inside an item
        self.end_block()
        if heading := re.fullmatch(r"h([1-6])", tag):
            self._before = "#" * int(heading[1]) + " "
        elif tag in ("ul", "ol"):
            start = values.get("start", "")
            number = int(start) if start.isdecimal() else 1
            self._lists.append(("-" if tag == "ul" else "", number))
        elif tag == "li":
            self._before = self._next_sign()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "hr":
            self.blocks.append("---")
        elif tag == "table":
            self._rows = 0
        elif tag == "tr":
            self._row = []

    def _close_block(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._row.append(" ".join(self._line.split()).replace("|", "\\|"))
            self._line = ""
        elif tag == "tr":
            self._write_row()
        else:
            self.end_block()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes = max(self._quotes - 1, 0)

    def _next_sign(self) -> str:
        sign, number = self._lists.pop() if self._lists else ("-", 1)
        self._lists.append((sign, number + 1))
        return f"{sign} " if sign else f"{number}. "

    def _write_row(self) -> None:
        row = "| " + " | ".join(self._row) + " |"
        if self._rows:
            self.blocks[-1] += "\n" + row
        else:
            self.blocks.append(row + "\n" + "|" + " --- |" * max(len(self._row), 1))
        self._rows += 1

    @staticmethod
    def _is_item(block: str) -> bool:
        return re.match(r"(?:> )*\s*(?:-|\d+\.) ", block) is not None


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words.replace("&", "&amp;")).replace("<", "&lt;")


def _start_escaped(line: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _LINE_STARTS.sub(r"\1\\\2", line))


def _close_mark(line: str, mark: str) -> str:
    """The line with the mark closed behind its last word: `**сөз **` is no bold word."""
    bare = line.rstrip(" ")
    if bare.endswith(mark):
        return bare.removesuffix(mark)
    return bare + mark + line[len(bare) :]


def _address(target: str) -> str:
    return f"<{target}>" if re.search(r"[\s()]", target) else target
