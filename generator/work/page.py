"""A template and a view in, the bytes of a page out. Templates display; they start no work."""

import posixpath
import uuid
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import quote

import jinja2
import jinja2.compiler
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.digest import digest_value
from generator.language.addresses import shown_address
from generator.language.plurals import plural_index
from generator.model import Theme
from generator.seal import seal, unseal


class Renderer:
    """One theme's templates, compiled once per build."""

    def __init__(self, theme: Theme, url: str, compiled: Path | None = None) -> None:
        """`compiled` is a folder where templates may be kept as bytecode."""
        self._theme = theme
        self._url = url
        self._compiled = compiled
        self._strings = {locale: dict(strings) for locale, strings in theme.strings}

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return jinja2.Environment(
            loader=jinja2.DictLoader(dict(self._theme.templates)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_bytecode_cache(self._compiled) if self._compiled else None,
        )

    def string(self, locale: str, message: str) -> str:
        """A word of the theme in that language."""
        return self._theme.word(locale, message)

    def render(self, template: str, locale: str, view: object, path: str) -> bytes:
        """The page as it stands at that path; paths in it become relative to that place."""
        folder = posixpath.dirname(path) or "."

        def link(target: str) -> str:
            return _relative(target, folder)

        def absolute(target: str) -> str:
            return self._url + quote(target)

        def plural(message: str, count: int) -> str:
            strings = self._strings.get(locale, {})
            form = plural_index(count, locale)
            return _form(strings, message, form).replace("%(count)s", str(count))

        text = self._environment.get_template(template).render(
            page=view,
            site=getattr(view, "site", view),
            link=link,
            absolute=absolute,
            in_locale=self.string,
            n_=plural,
            qr=qr_svg,
            shown_address=shown_address,
            _=lambda message: self.string(locale, message),
        )
        return text.encode()


class _Compiled(jinja2.BytecodeCache):
    """Templates in bytecode, sealed: Python runs it as it is, and would fall over a rotten byte."""

    def __init__(self, folder: Path, own: str) -> None:
        self._folder = folder
        self._own = own

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, ValueError):
            bucket.bytecode_from_string(unseal(self._path(bucket).read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
        draft.write_bytes(seal(bucket.bytecode_to_string()))
        draft.replace(path)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._own}-{bucket.key}"


def _bytecode_cache(folder: Path) -> jinja2.BytecodeCache:
    """Compiled templates: making them anew costs 0.15 s. Each version of Jinja has its own."""
    # Jinja knows a template by its source, not by how it was compiled.
    stamps = [Path(path or "").stat() for path in (jinja2.compiler.__file__, __file__)]
    own = digest_value([(one.st_size, one.st_mtime_ns) for one in stamps])[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if not path.name.startswith(own):
            path.unlink(missing_ok=True)
    return _Compiled(folder, own)


# Header and footer say the same on all pages of a folder: 9 of 10 calls are answered from here.
@lru_cache(maxsize=4096)
def _relative(target: str, folder: str) -> str:
    return quote(posixpath.relpath(target, folder))


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
