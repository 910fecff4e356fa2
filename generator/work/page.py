"""A template and a view in, the bytes of a page out. Templates display; they start no work."""

import posixpath
import uuid
from collections.abc import Mapping, MutableMapping
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
    """One theme's templates, compiled once per build."""

    def __init__(self, theme: Theme, url: str, compiled: Path | None = None) -> None:
        """`compiled` is a folder where templates may be kept as bytecode."""
        self._theme = theme
        self._url = url
        self._compiled = compiled
        self._strings = {locale: dict(strings) for locale, strings in theme.strings}
        self._places: dict[tuple[str, str], _Place] = {}

    def string(self, locale: str, message: str) -> str:
        """A word of the theme in that language."""
        return self._theme.word(locale, message)

    def render(self, template: str, locale: str, view: object, path: str) -> bytes:
        """The page as it stands at that path; paths in it become relative to that place."""
        wanted = (locale, posixpath.dirname(path) or ".")
        if wanted not in self._places:
            self._places[wanted] = self._place(*wanted)
        return self._places[wanted].render(template, view)

    @cached_property
    def _bytecode(self) -> "_Bytecode":
        return _Bytecode(_bytecode_folder(self._compiled) if self._compiled else None)

    def _place(self, locale: str, folder: str) -> "_Place":
        def absolute(target: str) -> str:
            return self._url + quote(target)

        def plural(message: str, count: int) -> str:
            strings = self._strings.get(locale, {})
            form = plural_index(count, locale)
            return _form(strings, message, form).replace("%(count)s", str(count))

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
    """A folder of the site in one language. Macros know it without being told by each page, so
    that a file of them is run once for the folder: for every page it would cost half of the page.
    """

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment
        environment.globals["once"] = self._once
        self._said: dict[tuple[object, ...], str] = {}
        self._site: object = None

    def render(self, template: str, view: object) -> bytes:
        site = getattr(view, "site", view)
        if site is not self._site and site != self._site:
            self._said.clear()
            self._site = site
        found = self._environment.get_template(template)
        return found.render(page=view, site=site).encode()

    def _once(self, macro: Macro, *given: object) -> str:
        """What a macro says, made once for the same site and arguments; its name is the only one.

        Menus and footer say the same on every page and are a third of the work for one.
        """
        key = (macro.name, *given)
        if key not in self._said:
            self._said[key] = macro(*given)
        return self._said[key]


class _Environment(jinja2.Environment):
    """Jinja's own gives each template a chain of tables, and makes one of them for every page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows without being told."""
        return {**self.globals, **d} if d else self.globals


class _Bytecode(jinja2.BytecodeCache):
    """Templates in bytecode for all places; in a folder they are sealed: Python runs them as they
    are, and would fall over a rotten byte."""

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
            draft.write_bytes(add_checksum(bucket.bytecode_to_string()))
            draft.replace(path)

    def _know(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code

    def _path(self, bucket: Bucket) -> Path:
        folder, own = self._folder or (Path(), "")
        return folder / f"{own}-{bucket.key}"


def _bytecode_folder(folder: Path) -> tuple[Path, str]:
    """Where compiled templates are, and how their names begin: each version of Jinja has its own.
    Making them anew costs 0.15 s."""
    # Jinja knows a template by its source, not by how it was compiled.
    stamps = [Path(path or "").stat() for path in (jinja2.compiler.__file__, __file__)]
    own = digest_value([(one.st_size, one.st_mtime_ns) for one in stamps])[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if not path.name.startswith(own):
            path.unlink(missing_ok=True)
    return folder, own


# A list of posts has links to the same pages as the lists beside it.
@lru_cache(maxsize=4096)
def _relative(folder: str, target: str) -> str:
    inside = f"{folder}/"
    if target.startswith(inside):
        return quote(target.removeprefix(inside))
    return quote(target if folder == "." else relative_path(target, folder))


def relative_path(target: str, folder: str) -> str:
    """posixpath.relpath of paths inside the site; that one asks first where on the disk we are."""
    way = folder.split("/")
    names = [] if target == "." else target.split("/")
    pairs = enumerate(zip(way, names, strict=False))
    shared = next((at for at, (one, other) in pairs if one != other), min(len(way), len(names)))
    return "/".join([*[".."] * (len(way) - shared), *names[shared:]]) or "."


def qr_svg(address: str) -> Markup:
    """A QR code as an SVG element without a size of its own; error correction M."""
    # Import inside: few pages have a code, and segno costs 20 ms.
    import segno  # noqa: PLC0415

    code = segno.make(address, error="m", micro=False)
    svg: str = code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return Markup(svg)


def _form(strings: Mapping[str, tuple[str, ...]], message: str, index: int) -> str:
    forms = strings.get(message, (message,))
    return forms[min(index, len(forms) - 1)]
