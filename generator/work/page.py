"""Render a page from a template and a view. Templates only display; they start no work."""

import posixpath
import uuid
from collections.abc import MutableMapping
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import CodeType
from typing import Any
from urllib.parse import quote

import jinja2
import jinja2.compiler
from jinja2.bccache import Bucket
from jinja2.runtime import Macro
from markupsafe import Markup

from generator.digest import add_checksum, digest_value, verify_checksum
from generator.language.addresses import shown_address
from generator.language.plurals import plural_index
from generator.model import Theme


class Renderer:
    """Renders pages with one theme's templates."""

    def __init__(self, theme: Theme, url: str, compiled: Path | None = None) -> None:
        """`compiled` is a folder to keep the templates' bytecode in."""
        self._theme = theme
        self._url = url
        self._compiled = compiled
        self._strings = {locale: dict(strings) for locale, strings in theme.strings}
        self._places: dict[tuple[str, str], _Place] = {}

    def string(self, locale: str, message: str) -> str:
        """The theme's text for the message in that language."""
        return self._theme.word(locale, message)

    def render(self, template: str, locale: str, view: object, path: str) -> bytes:
        """The page for that path in the site; its links are relative to it."""
        key = (locale, posixpath.dirname(path) or ".")
        if key not in self._places:
            self._places[key] = self._place(*key)
        return self._places[key].render(template, view)

    @cached_property
    def _bytecode(self) -> "_Bytecode":
        return _Bytecode(_bytecode_folder(self._compiled) if self._compiled else None)

    def _place(self, locale: str, folder: str) -> "_Place":
        def absolute(target: str) -> str:
            return self._url + quote(target)

        def plural(message: str, count: int) -> str:
            forms = self._strings.get(locale, {}).get(message, (message,))
            form = forms[min(plural_index(count, locale), len(forms) - 1)]
            return form.replace("%(count)s", str(count))

        environment = _Environment(
            loader=jinja2.DictLoader(dict(self._theme.templates)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=self._bytecode,
        )
        environment.globals.update(
            locale=locale,
            link=partial(_relative, folder),
            absolute=absolute,
            in_locale=self.string,
            n_=plural,
            qr=qr_svg,
            shown_address=shown_address,
            _=partial(self._theme.word, locale),
        )
        return _Place(environment)


class _Place:
    """A folder of the site in one language.

    Locale and folder are globals of its environment rather than arguments of each page, so that
    a file of macros runs once a folder: running it for each page costs half of the page.
    """

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment
        environment.globals["once"] = self._once
        self._outputs: dict[tuple[object, ...], str] = {}
        self._site: object = None

    def render(self, template: str, view: object) -> bytes:
        site = getattr(view, "site", view)
        if site is not self._site and site != self._site:
            self._outputs.clear()
            self._site = site
        return self._environment.get_template(template).render(page=view, site=site).encode()

    def _once(self, macro: Macro, *arguments: object) -> str:
        """The macro's output, made once for the same site and arguments; names must be unique.

        Menus and footer are the same on every page and take a third of its time.
        """
        key = (macro.name, *arguments)
        if key not in self._outputs:
            self._outputs[key] = macro(*arguments)
        return self._outputs[key]


class _Environment(jinja2.Environment):
    """Gives each template one table of globals; Jinja makes a chain of tables for every page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return {**self.globals, **d} if d else self.globals


class _Bytecode(jinja2.BytecodeCache):
    """Templates as bytecode, shared by all places and kept in a folder where there is one.

    Files have a checksum, because Python runs bytecode unchecked and crashes on a damaged byte.
    """

    def __init__(self, folder: "tuple[Path, str] | None") -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))
        if bucket.code is None and self._folder:
            with suppress(OSError, ValueError):
                bucket.bytecode_from_string(verify_checksum(self._path(bucket).read_bytes()))
        self._know(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._know(bucket)
        if self._folder:
            path = self._path(bucket)
            draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
            with suppress(OSError):  # it is compiled again by the next build
                draft.write_bytes(add_checksum(bucket.bytecode_to_string()))
                draft.replace(path)

    def _know(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code

    def _path(self, bucket: Bucket) -> Path:
        folder, prefix = self._folder or (Path(), "")
        return folder / f"{prefix}-{bucket.key}"


def _bytecode_folder(folder: Path) -> tuple[Path, str]:
    """The folder of compiled templates and the prefix of their names; others are removed.

    Compiling them again costs 0.15 s.
    """
    # A template's key holds its source, not the compiler that was used: the prefix names that.
    stats = [Path(path or "").stat() for path in (jinja2.compiler.__file__, __file__)]
    prefix = digest_value([(stat.st_size, stat.st_mtime_ns) for stat in stats])[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if not path.name.startswith(prefix):
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return folder, prefix


# Cached, because the lists of a folder link to the same posts.
@lru_cache(maxsize=4096)
def _relative(folder: str, target: str) -> str:
    inside = f"{folder}/"
    if target.startswith(inside):
        return quote(target.removeprefix(inside))
    return quote(target if folder == "." else relative_path(target, folder))


def relative_path(target: str, folder: str) -> str:
    """posixpath.relpath for paths inside the site, without its call of getcwd."""
    start = folder.split("/")
    names = [] if target == "." else target.split("/")
    shared = 0
    while shared < min(len(start), len(names)) and start[shared] == names[shared]:
        shared += 1
    return "/".join([*[".."] * (len(start) - shared), *names[shared:]]) or "."


def qr_svg(address: str, *, quick: bool = False) -> Markup:
    """A QR code with error correction M, as an SVG element that fills its container.

    A quick one takes 1 ms instead of 4: it has the first mask that is not striped, where the
    standard weighs all eight. Readers accept any mask; what is read from two metres gets the best.
    """
    import segno  # noqa: PLC0415 - 20 ms of CPU, and no page of a site without an address has one

    code = segno.make(address, error="m", micro=False, mask=3 if quick else None)
    svg: str = code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return Markup(svg)
